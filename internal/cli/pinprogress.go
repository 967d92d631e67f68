package cli

import (
	"fmt"
	"sync"
	"time"

	"wikiform/internal/columns"
	"wikiform/internal/number"
	"wikiform/provider"
	"wikiform/spec/source"
)

// pinProgress shows how far downloads are: on a terminal one line that is drawn
// over and over, else a line now and then, since CI systems end jobs that say
// nothing.
type pinProgress struct {
	app    *app
	live   bool
	checks []*pinCheck

	mu   sync.Mutex
	done int
	due  int

	quit, gone chan struct{}
}

const (
	watchRedraw = 200 * time.Millisecond
	watchBeat   = 10 * time.Second
)

func (a *app) watchPins(checks []*pinCheck) *pinProgress {
	w := &pinProgress{
		app: a, checks: checks, quit: make(chan struct{}), gone: make(chan struct{}),
		live: a.Redraws(a.Err),
	}
	for _, l := range checks {
		if l.due {
			w.due++
		}
	}
	go w.run()
	return w
}

func (w *pinProgress) run() {
	defer close(w.gone)
	every := watchBeat
	if w.live {
		every = watchRedraw
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-w.quit:
			if w.live {
				w.app.line.Draw("")
			}
			return
		case <-tick.C:
			w.draw()
		}
	}
}

// draw tells how far all downloads are together.
func (w *pinProgress) draw() {
	var sent, total int64
	for _, l := range w.checks {
		sent += l.sent.Load()
		total += max(l.total.Load(), l.sent.Load())
	}
	w.mu.Lock()
	text := fmt.Sprintf("%s/%s URLs, %s of %s", number.Grouped(w.done), number.Grouped(w.due), number.Bytes(sent), number.Bytes(total))
	w.mu.Unlock()
	if w.live {
		w.app.line.Draw(columns.Shorten(text, w.app.Columns(w.app.Err)-1))
		return
	}
	fmt.Fprintln(w.app.Err, text)
}

// finished counts an answer. Where nothing is redrawn, what took a download
// gets a line.
func (w *pinProgress) finished(l *pinCheck) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.done++
	if sent := l.sent.Load(); !w.live && l.err == nil && sent > 0 {
		fmt.Fprintln(w.app.Err, provider.Visible(fmt.Sprintf("%s: downloaded %s", source.ShownURL(l.url), number.Bytes(sent))))
	}
}

func (w *pinProgress) close() {
	close(w.quit)
	<-w.gone
}
