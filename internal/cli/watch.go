package cli

import (
	"context"
	"fmt"
	"sync"
	"time"

	"wikiform/internal/columns"
	"wikiform/internal/term"
	"wikiform/internal/working"
	"wikiform/provider"
)

// watchFirst is when a person is first told what a command is at; what is over before
// needs no line.
const watchFirst = 400 * time.Millisecond

// watch shows what a command is at that has no display of its own: on a terminal one
// line that is drawn over and over, else a line now and then, since CI systems end
// jobs that say nothing.
type watch struct {
	board working.Board
	doing string // "Planning"
	out   *term.Transient
	live  bool
	width func() int

	began      time.Time
	quit, gone chan struct{}
	once       sync.Once
}

// watch begins to show what is done in the context that it gives, until [app.unwatch]
// or until it is called again.
func (a *app) watch(ctx context.Context, doing string) context.Context {
	a.unwatch()
	w := newWatch(doing, a.line, a.Redraws(a.Err), func() int { return a.Columns(a.Err) })
	a.watching = w
	a.underway.is(func() {
		now := time.Now()
		fmt.Fprintf(w.out, "At %s: %s%s\n", clock(now), w.text(now.Sub(w.began)), a.waited(now))
	})
	return working.With(ctx, &w.board)
}

// unwatch ends what watch began: from here on something else is shown.
func (a *app) unwatch() {
	if a.watching != nil {
		a.underway.is(nil)
		a.watching.close()
	}
}

func newWatch(doing string, out *term.Transient, live bool, width func() int) *watch {
	w := &watch{doing: doing, out: out, live: live, width: width, began: time.Now(), quit: make(chan struct{}), gone: make(chan struct{})}
	go w.run()
	return w
}

func (w *watch) close() {
	w.once.Do(func() { close(w.quit) })
	<-w.gone
}

func (w *watch) run() {
	defer close(w.gone)
	next := sayAgain
	if w.live {
		next = watchFirst
	}
	for {
		select {
		case <-w.quit:
			if w.live {
				w.out.Draw("")
			}
			return
		case <-time.After(next):
		}
		text := w.text(time.Since(w.began))
		if w.live {
			next = watchRedraw
			w.out.Draw(columns.Shorten(text, w.width()-1))
			continue
		}
		fmt.Fprintln(w.out, text)
	}
}

// text is "Planning, 1m30s: asking the wiki 1,200/3,000".
func (w *watch) text(elapsed time.Duration) string {
	s := fmt.Sprintf("%s, %s", w.doing, elapsed.Truncate(time.Second))
	if at := w.board.String(); at != "" {
		s += ": " + at
	}
	return provider.Visible(s)
}
