// Package working tells what a long command is at: how many titles the wiki was asked
// about, how many sources are hashed, how many pictures are made.
//
// Who works tells a [Board] in its context, if there is one, and does not know who
// looks at it; who looks asks the board when it wants to know.
package working

import (
	"context"
	"strings"
	"sync"

	"wikiform/internal/number"
)

// Asking is what asking a wiki about titles is called.
const Asking = "asking the wiki"

// Board has what is worked at now. The zero value is one on which there is nothing.
type Board struct {
	mu    sync.Mutex
	tasks []*Task // in the order in which they began
}

// Task is a piece of work. The methods of a nil task do nothing.
type Task struct {
	board       *Board
	what        string
	done, total int
}

type key struct{}

// With gives a context in which work is told to b.
func With(ctx context.Context, b *Board) context.Context { return context.WithValue(ctx, key{}, b) }

// Begin tells the context's board of a piece of work: what it is, as "hashing
// sources", and how many things there are to do; 0: that cannot be counted. It is
// nil where there is no board. Who begins ends it.
func Begin(ctx context.Context, what string, total int) *Task {
	b, _ := ctx.Value(key{}).(*Board)
	if b == nil {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	t := &Task{board: b, what: what, total: total}
	b.tasks = append(b.tasks, t)
	return t
}

// Done counts things that are done.
func (t *Task) Done(n int) {
	if t == nil {
		return
	}
	t.board.mu.Lock()
	defer t.board.mu.Unlock()
	t.done += n
}

// End takes the work off the board.
func (t *Task) End() {
	if t == nil {
		return
	}
	t.board.mu.Lock()
	defer t.board.mu.Unlock()
	for i, other := range t.board.tasks {
		if other == t {
			t.board.tasks = append(t.board.tasks[:i:i], t.board.tasks[i+1:]...)
			return
		}
	}
}

// String says what is worked at, what has one name together: "asking the wiki
// 1,200/3,000, duplicates 12/60"; "" for nothing.
func (b *Board) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var order []string
	done, total := map[string]int{}, map[string]int{}
	for _, t := range b.tasks {
		if _, seen := total[t.what]; !seen {
			order = append(order, t.what)
		}
		done[t.what] += t.done
		total[t.what] += t.total
	}
	for i, what := range order {
		if total[what] > 0 {
			order[i] += " " + number.Grouped(done[what]) + "/" + number.Grouped(total[what])
		}
	}
	return strings.Join(order, ", ")
}
