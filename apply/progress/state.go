package progress

import (
	"fmt"
	"strings"
	"time"

	"wikiform/apply"
	"wikiform/internal/number"
	"wikiform/provider"
	"wikiform/spec"
)

// State is how far a run is at one moment.
type State struct {
	Elapsed  time.Duration // since the first event
	Files    int           // that the plan changes
	Finished int           // of these, those of which nothing more will be done
	Unseen   int           // that the wiki has taken and has not shown yet
	Outcomes map[apply.Outcome]int
	Sent     int64 // bytes that went out, of Total
	Total    int64 // as far as it is known
	Percent  int   // 100 only when everything is finished
	Rate     int64 // bytes a second lately; 0 when that cannot be told
	// Left is how long the rest will take, if Told: it cannot be told at first, nor while
	// everything that is in flight waits for the wiki.
	Left     time.Duration
	Told     bool
	Waiting  bool   // everything that is in flight waits for the wiki
	Stopping string // why no more files are started; "" when they are
	InFlight []InFlight
}

// InFlight is a file that is worked at.
type InFlight struct {
	Address spec.Address
	Doing   string // in words that may be printed
	Elapsed time.Duration
	Until   time.Time // when its wait ends; zero when it waits for nothing that has an end
}

// State is how far the run is now.
func (t *Tracker) State(now time.Time) State {
	t.observe(now)
	s := State{
		Files: t.files, Finished: t.finished, Unseen: len(t.taken), Outcomes: make(map[apply.Outcome]int, len(t.outcomes)),
		Sent: t.bytes(), Total: t.total, Percent: t.percent(), Waiting: t.waiting(now), Stopping: t.stopping,
	}
	if !t.began.IsZero() {
		s.Elapsed = now.Sub(t.began)
	}
	for o, n := range t.outcomes {
		s.Outcomes[o] = n
	}
	if rate, ok := t.flow.rate(); ok && t.total > 0 && !s.Waiting {
		s.Rate = int64(rate)
	}
	s.Left, s.Told = t.eta(now)
	for _, a := range t.active {
		f := InFlight{Address: a.address, Doing: doing(a, now), Elapsed: now.Sub(a.began)}
		if a.last.Phase == provider.Waiting && now.Before(a.until) {
			f.Until = a.until
		}
		s.InFlight = append(s.InFlight, f)
	}
	return s
}

// mostTold is how many files in flight are named: whoever asked reads them.
const mostTold = 50

// outcomes are all that a file can come to, in the order in which they are counted for
// people.
var outcomes = []apply.Outcome{
	apply.Done, apply.AlreadyDone, apply.Overtook, apply.Failed, apply.Unsure, apply.Stale, apply.BlockedNow, apply.NotStarted,
}

// Lines says it to whoever asked, in lines that may be printed.
func (s State) Lines(now time.Time) []string {
	first := fmt.Sprintf("At %s: %s/%s files, %d%%", clock(now), number.Grouped(s.Finished+s.Unseen), number.Grouped(s.Files), s.Percent)
	if counted := s.counted(); len(counted) > 0 {
		first += " (" + strings.Join(counted, ", ") + ")"
	}
	parts := []string{first}
	if s.Total > 0 {
		parts = append(parts, of(s.Sent, s.Total))
	}
	if s.Rate > 0 {
		parts = append(parts, number.Bytes(s.Rate)+"/s")
	}
	switch {
	case s.Stopping != "":
		parts = append(parts, "stopping: "+provider.Visible(s.Stopping))
	case s.Waiting:
		parts = append(parts, "waiting for the wiki")
	case s.Told:
		parts = append(parts, fmt.Sprintf("ETA %s (at %s)", remaining(s.Left), clock(now.Add(s.Left))))
	}
	lines := []string{strings.Join(append(parts, duration(s.Elapsed)+" elapsed"), ", ")}
	for _, f := range s.InFlight[:min(len(s.InFlight), mostTold)] {
		line := fmt.Sprintf("  %s: %s, %s elapsed", name(f.Address), f.Doing, duration(f.Elapsed))
		if !f.Until.IsZero() {
			line += ", until " + clock(f.Until)
		}
		lines = append(lines, line)
	}
	if more := len(s.InFlight) - mostTold; more > 0 {
		lines = append(lines, fmt.Sprintf("  and %s more in flight", number.Grouped(more)))
	}
	return lines
}

// counted are the outcomes with their numbers, and what is to be seen.
func (s State) counted() []string {
	var parts []string
	for _, o := range outcomes {
		if n := s.Outcomes[o]; n > 0 {
			parts = append(parts, number.Grouped(n)+" "+string(o))
		}
	}
	if s.Unseen > 0 {
		parts = append(parts, number.Grouped(s.Unseen)+" to be seen")
	}
	return parts
}

// clock is a time of this day, as logs have it.
func clock(t time.Time) string { return t.UTC().Format("15:04:05 UTC") }
