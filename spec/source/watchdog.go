package source

import (
	"context"
	"errors"
	"io"
	"time"
)

// maxStall is how long a download may go without a byte.
const maxStall = time.Minute

var errStalled = errors.New("no byte came for a minute")

// watchdog cancels a download that makes no progress. A limit on the whole time
// would punish large files.
type watchdog struct {
	timer  *time.Timer
	cancel context.CancelCauseFunc
}

// watch gives the context that the watchdog cancels, with the cause errStalled.
func watch(ctx context.Context) (context.Context, *watchdog) {
	ctx, cancel := context.WithCancelCause(ctx)
	return ctx, &watchdog{
		timer:  time.AfterFunc(maxStall, func() { cancel(errStalled) }),
		cancel: cancel,
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
		return n, err
	})
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
