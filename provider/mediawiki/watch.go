package mediawiki

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"wikiform/provider"
)

var errSilent = errors.New("nothing moved for too long")

// watchdog ends a request in which nothing moves. Uploads take as long as they
// take, so there is no limit on their whole time.
type watchdog struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
	timer  *time.Timer
	answer time.Duration // allowed once everything was sent
	few    int           // bytes that moved since the timer was set
}

// leastMoved is how much has to move in sendIn; a server that takes a byte now and
// then would have us send for ever.
const leastMoved = 64 << 10

func newWatchdog(ctx context.Context, r request) *watchdog {
	d := &watchdog{answer: r.patience}
	if d.answer == 0 {
		d.answer = answerIn
	}
	d.ctx, d.cancel = context.WithCancelCause(ctx)
	d.timer = time.AfterFunc(max(sendIn, d.answer), func() { d.cancel(errSilent) })
	return d
}

// moved is told how many bytes went out. It must not be called concurrently.
func (d *watchdog) moved(n int) {
	if d.few += n; d.few >= leastMoved {
		d.few = 0
		d.timer.Reset(sendIn)
	}
}

// sent says that everything went out. The answer has its whole time from now on,
// however it trickles in.
func (d *watchdog) sent() { d.timer.Reset(d.answer) }

func (d *watchdog) stop() {
	d.timer.Stop()
	d.cancel(nil)
}

// meter counts what the transport takes from a body, tells how much of the file
// that was, and keeps the watchdog quiet.
type meter struct {
	dog  *watchdog
	tell func(provider.Progress) // nil: nobody is interested

	base  int64 // of the file, before this body
	skip  int64 // bytes of the body before the file
	limit int64 // bytes of the file in the body
	total int64 // bytes of the whole file

	mu   sync.Mutex
	seen int64
	live *metered // the body being sent; an abandoned one counts no more
}

func (m *meter) wrap(body io.ReadCloser) io.ReadCloser {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seen = 0
	m.live = &metered{ReadCloser: body, meter: m}
	return m.live
}

// count is the number of bytes that were sent, headers not counted.
func (m *meter) count() int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.live = nil
	return m.seen
}

type metered struct {
	io.ReadCloser
	meter *meter
}

func (b *metered) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	m := b.meter
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.live != b {
		return n, err
	}
	m.seen += int64(n)
	if err == io.EOF {
		m.dog.sent()
	} else {
		m.dog.moved(n)
	}
	if m.tell != nil && n > 0 {
		arrived := min(max(m.seen-m.skip, 0), m.limit)
		m.tell(provider.Progress{Phase: provider.Sending, Sent: m.base + arrived, Taken: m.base, Total: m.total})
	}
	return n, err
}
