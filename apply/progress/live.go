package progress

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"wikiform/apply"
	"wikiform/internal/paint"
	"wikiform/provider"
)

// redraw is how long a picture stays at least: ten times a second is smooth and
// costs a slow connection little.
const redraw = 100 * time.Millisecond

// Screen is the Display that [Live] makes. Lasting lines scroll up as any
// output does; below them the status lines are drawn over and over.
//
// Between two pictures the cursor stays where the status lines begin. A
// terminal that is resized wraps lines anew and moves them, but the cursor goes
// with its text; how many rows the old picture takes by then need not be known.
type Screen struct {
	w     io.Writer
	width func() int
	paint paint.Paint

	mu      sync.Mutex // of what events change
	track   *Tracker
	lasting []string // not yet printed

	drawn []string // the status lines on the terminal; of the drawing goroutine alone

	quit, gone chan struct{}
	once       sync.Once
}

var _ Display = (*Screen)(nil)

// Live shows a run on a terminal of width() columns, which is asked before
// every picture. Until Close nobody else writes to that terminal.
func Live(w io.Writer, width func() int, t *Tracker, style Style) *Screen {
	s := &Screen{
		w: w, width: width, paint: paint.New(style.Color), track: t,
		quit: make(chan struct{}), gone: make(chan struct{}),
	}
	go s.run()
	return s
}

// Close implements Display. It leaves the lasting lines and nothing else.
func (s *Screen) Close() {
	s.once.Do(func() { close(s.quit) })
	<-s.gone
}

// Event implements Display.
func (s *Screen) Event(e apply.Event) {
	columns := s.width()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.track.Take(time.Now(), e)
	last := func(line string) { s.lasting = append(s.lasting, wrap(line, columns-1)) }
	switch e := e.(type) {
	case apply.Progressed:
		if e.Phase == provider.Resuming {
			last(resumingLine(e, s.paint))
		}
	case apply.FellBack:
		last(fellBackLine(e, s.paint))
	case apply.Staged:
		last(stagedLine(e, s.paint))
	case apply.Finished:
		last(outcomeLine(e, s.paint))
	case apply.Stopping:
		last(stoppingLine(e, len(s.track.active), s.paint))
	}
}

// Tell implements Display.
func (s *Screen) Tell() {
	columns, now := s.width(), time.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, line := range s.track.State(now).Lines(now) {
		s.lasting = append(s.lasting, wrap(line, columns-1))
	}
}

// run is the goroutine that owns the terminal.
func (s *Screen) run() {
	defer close(s.gone)
	tick := time.NewTicker(redraw)
	defer tick.Stop()
	for {
		select {
		case <-s.quit:
			s.draw(s.picture(time.Now(), false))
			return
		case now := <-tick.C:
			s.draw(s.picture(now, true))
		}
	}
}

// picture is what is to be on the terminal now.
func (s *Screen) picture(now time.Time, withStatus bool) (lasting, status []string) {
	columns := s.width()
	s.mu.Lock()
	defer s.mu.Unlock()
	lasting, s.lasting = s.lasting, nil
	if withStatus {
		s.track.observe(now)
		// The last column stays free: terminals differ in what they do when it
		// is filled.
		status = statusLines(s.track, now, columns-1)
	}
	return lasting, status
}

// Control sequences of every terminal of today (ECMA-48, DEC).
const (
	clearBelow = "\x1b[J" // from the cursor to the end of the screen
	clearLine  = "\x1b[K" // from the cursor to the end of its row
	wrapOff    = "\x1b[?7l"
	wrapOn     = "\x1b[?7h"

	// wipe clears all that is below the cursor and in its row. Not in one go:
	// tmux keeps a screen that is cleared from its very first cell.
	wipe = "\r" + clearLine + "\x1b[C" + clearBelow + "\r"
)

// draw puts lasting lines in place of the status lines and new status lines
// below them, in one write, which a terminal shows at once.
func (s *Screen) draw(lasting, status []string) {
	if len(lasting) == 0 && slices.Equal(s.drawn, status) {
		return
	}
	var b strings.Builder
	if len(lasting) > 0 || len(status) == 0 {
		b.WriteString(wipe)
	}
	for _, line := range lasting {
		b.WriteString(line + "\n")
	}
	if last := len(status) - 1; last >= 0 {
		// Cut off rather than wrapped, if the screen is narrower by now than it
		// said: so it is known how far up the first line is.
		b.WriteString("\r" + wrapOff)
		for _, line := range status[:last] {
			b.WriteString(line + clearLine + "\n")
		}
		b.WriteString(s.paint.Bold(status[last]) + clearBelow + wrapOn + "\r")
		if last > 0 {
			fmt.Fprintf(&b, "\x1b[%dA", last)
		}
	}
	io.WriteString(s.w, b.String())
	s.drawn = status
}
