package progress

import (
	"fmt"
	"io"
	"sync"
	"time"

	"wikiform/apply"
	"wikiform/internal/number"
	"wikiform/internal/paint"
	"wikiform/provider"
)

const (
	// large is the size from which a file is worth a line when it starts.
	large = 8 << 20
	// heartbeat is how often a file that takes long gives a sign of life: CI
	// systems end jobs that say nothing.
	heartbeat = 10 * time.Second
	// overall is after how many heartbeats the whole run gives one.
	overall = 3
	// shortWait is the longest pause that is not worth a line.
	shortWait = time.Second
)

// Printer is the Display that [Lines] makes.
type Printer struct {
	mu    sync.Mutex
	w     io.Writer
	paint paint.Paint
	track *Tracker
	waits map[string]time.Time // what a line said the wiki is waited for, and until when

	quit, gone chan struct{}
	once       sync.Once
}

var _ Display = (*Printer)(nil)

// Lines prints a line for everything that matters, for pipes and CI logs. An
// error of w is ignored: the report is what counts. The caller closes it, and leaves it the
// tracker.
func Lines(w io.Writer, t *Tracker, style Style) *Printer {
	d := &Printer{
		w: w, paint: paint.New(style.Color), track: t,
		waits: make(map[string]time.Time),
		quit:  make(chan struct{}), gone: make(chan struct{}),
	}
	go d.beat()
	return d
}

// Close implements Display.
func (d *Printer) Close() {
	d.once.Do(func() { close(d.quit) })
	<-d.gone
}

// Event implements Display.
func (d *Printer) Event(e apply.Event) {
	now := time.Now()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.track.Take(now, e)
	switch e := e.(type) {
	case apply.Started:
		if e.Change.Bytes() >= large && !d.track.staged[e.Change.Claim.Address] {
			d.printf("%s uploading %s", d.paint.Bold(name(e.Change.Claim.Address)+":"), number.Bytes(e.Change.Bytes()))
		}
	case apply.Progressed:
		switch e.Phase {
		case provider.Waiting:
			d.wait(now, e)
		case provider.Resuming:
			d.printf("%s", resumingLine(e, d.paint))
		}
	case apply.FellBack:
		d.printf("%s", fellBackLine(e, d.paint))
	case apply.Staged:
		d.printf("%s", stagedLine(e, d.paint))
	case apply.Finished:
		d.printf("%s", outcomeLine(e, d.paint))
	case apply.Stopping:
		d.printf("%s", stoppingLine(e, len(d.track.active), d.paint))
	}
}

// Tell implements Display.
func (d *Printer) Tell() {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := time.Now()
	for _, line := range d.track.State(now).Lines(now) {
		d.printf("%s", line)
	}
}

// wait says what is waited for, once for all the files that wait for the same.
func (d *Printer) wait(now time.Time, e apply.Progressed) {
	switch {
	case e.Wait == 0: // something is done again at once
		d.printf("%s %s", d.paint.Bold(name(e.Address)+":"), provider.Visible(e.Why))
	case e.Wait > shortWait && !now.Before(d.waits[e.Why]):
		d.waits[e.Why] = now.Add(e.Wait)
		d.printf("%s waiting %s: %s%s", d.paint.Bold(name(e.Address)+":"), seconds(e.Wait), provider.Visible(e.Why), givenUpIn(e.Left))
	}
}

// beat gives the signs of life until Close.
func (d *Printer) beat() {
	defer close(d.gone)
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	for n := 1; ; n++ {
		select {
		case <-d.quit:
			return
		case now := <-tick.C:
			d.mu.Lock()
			d.signs(now)
			if n%overall == 0 {
				d.printf("%s", d.paint.Faint(overallLine(d.track, now)))
			}
			d.mu.Unlock()
		}
	}
}

func (d *Printer) signs(now time.Time) {
	d.track.observe(now)
	for _, a := range d.track.active {
		elapsed := now.Sub(a.began)
		if elapsed < heartbeat {
			continue
		}
		d.printf("%s still %s, %s elapsed", d.paint.Bold(name(a.address)+":"), doing(a, now), duration(elapsed))
	}
}

func (d *Printer) printf(format string, args ...any) {
	fmt.Fprintf(d.w, format+"\n", args...)
}

// doing says what a file is busy with, and how far it is.
func doing(a *activity, now time.Time) string {
	amount := func(what string, sent, total int64) string {
		switch {
		case total > 0:
			return fmt.Sprintf("%s, %s of %s", what, number.Bytes(sent), number.Bytes(total))
		case sent > 0:
			return fmt.Sprintf("%s, %s", what, number.Bytes(sent))
		}
		return what
	}
	switch a.last.Phase {
	case "":
		return "comparing with the wiki"
	case provider.Waiting:
		if a.last.Wait == 0 {
			return provider.Visible(a.last.Why)
		}
		left := a.until.Sub(now)
		if left <= 0 { // what was waited for is under way
			return "going on after a wait: " + provider.Visible(a.last.Why)
		}
		return fmt.Sprintf("waiting %s: %s%s", seconds(max(left, time.Second)), provider.Visible(a.last.Why), givenUpIn(a.last.Left-a.last.Wait+left))
	case apply.Fetching:
		return amount("downloading", a.last.Sent, a.last.Total)
	case provider.Joining:
		return "waiting for the wiki to put the chunks together"
	case apply.Moving, apply.Redirecting, apply.Deleting, apply.Tagging, apply.Reverting, apply.Restoring:
		return string(a.last.Phase)
	case provider.Sending:
		if a.content && a.size > 0 {
			return amount("uploading", a.sent, a.size)
		}
		if a.content {
			return amount("uploading", a.last.Sent, 0)
		}
		return "changing the description"
	}
	return string(a.last.Phase)
}

// givenUpIn says for how long something is tried again, if there is an end to it.
func givenUpIn(left time.Duration) string {
	if left <= 0 {
		return ""
	}
	return fmt.Sprintf(" (given up in %s)", duration(left))
}

// overallLine tells how far the run is: [312/354 88% 1.6/1.8 GiB ETA 2m10s].
func overallLine(t *Tracker, now time.Time) string {
	s := fmt.Sprintf("[%s/%s %d%%", number.Grouped(t.written()), number.Grouped(t.files), t.percent())
	if t.total > 0 {
		s += " " + of(t.bytes(), t.total)
	}
	if left, ok := t.eta(now); ok {
		s += " ETA " + remaining(left)
	} else if t.stopping == "" && t.waiting(now) {
		s += ", waiting for the wiki"
	}
	if unseen := t.unseen(); unseen != "" {
		s += ", " + unseen
	}
	return s + "]"
}

// unseen says how many files the wiki has taken that it has not shown yet, "" for none.
func (t *Tracker) unseen() string {
	if len(t.taken) == 0 {
		return ""
	}
	return number.Grouped(len(t.taken)) + " to be seen"
}
