package gather

import (
	"context"
	"runtime"
	"sync"

	"wikiform/internal/working"
)

// atOnce is how many files are looked at, or as many as there are processors.
const atOnce = 3

// inPool does pieces of work, in their order and some at a time, and tells the context's
// board of them. It comes back when all are done: they know by themselves when to end.
func inPool(ctx context.Context, what string, work []func()) {
	task := working.Begin(ctx, what, len(work))
	defer task.End()
	queue := make(chan func())
	var workers sync.WaitGroup
	for range max(atOnce, runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for do := range queue {
				do()
				task.Done(1)
			}
		})
	}
	for _, do := range work {
		queue <- do
	}
	close(queue)
	workers.Wait()
}
