package source

import (
	"context"
	"errors"
	"io"
	"time"
)

// maxStall is how long a download may go without a byte.
const maxStall = time.Minute

// A download that takes longer than grace has to come at leastRate on average, in
// bytes a second: a server that sends a byte now and then would keep us for ever.
const (
	grace     = 15 * time.Minute
	leastRate = 1 << 10
)

var (
	errStalled  = errors.New("no byte came for a minute")
	errCrawling = errors.New("it came at less than 1 KiB a second")
)

// watchdog cancels a download that makes no progress. A limit on the whole time
// would punish large files.
type watchdog struct {
	timer  *time.Timer
	cancel context.CancelCauseFunc
	began  time.Time
	size   int64 // bytes that came
}

// watch gives the context that the watchdog cancels, with the cause errStalled or
// errCrawling.
func watch(ctx context.Context) (context.Context, *watchdog) {
	ctx, cancel := context.WithCancelCause(ctx)
	return ctx, &watchdog{
		timer:  time.AfterFunc(maxStall, func() { cancel(errStalled) }),
		cancel: cancel,
		began:  time.Now(),
	}
}

func (w *watchdog) stop() {
	w.timer.Stop()
	w.cancel(nil)
}

// watched is r, of which every byte is a sign of life.
func (w *watchdog) watched(r io.Reader) io.Reader {
	return readerFunc(func(p []byte) (int, error) {
		n, err := r.Read(p)
		if n > 0 {
			w.timer.Reset(maxStall)
		}
		w.size += int64(n)
		if took := time.Since(w.began); took > grace && w.size < int64(took/time.Second)*leastRate {
			w.cancel(errCrawling)
		}
		return n, err
	})
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
