package events

import (
	"fmt"
	"io"
	"sync"
	"time"

	"wikiform/apply"
	"wikiform/apply/progress"
	"wikiform/internal/number"
	"wikiform/provider"
	"wikiform/spec"
)

const (
	// every is how far apart two lines on how far a file is are at least.
	every = 2 * time.Second
	// heartbeat is how often a line tells how far the whole run is, whatever happens.
	heartbeat = 10 * time.Second
	// overall is after how many of these people are told, too: CI systems end jobs that say
	// nothing, and the lines may go into a file.
	overall = 3
)

// Run is the part of a stream that shows a run.
type Run struct {
	*Stream
	track *progress.Tracker
	tell  io.Writer // where whoever asks is answered

	active map[spec.Address]*pace // files in flight

	quit, gone chan struct{}
	once       sync.Once
}

// pace is when a file began, and when a line last told how far it is.
type pace struct{ began, told time.Time }

var _ progress.Display = (*Run)(nil)

// Run shows a run in the stream. The caller closes it, and leaves it the tracker. How far the
// run is, whoever asks is told in words on tell.
func (s *Stream) Run(t *progress.Tracker, tell io.Writer) *Run {
	r := &Run{Stream: s, track: t, tell: tell, active: map[spec.Address]*pace{}, quit: make(chan struct{}), gone: make(chan struct{})}
	go r.beat()
	return r
}

// Close implements [progress.Display].
func (r *Run) Close() {
	r.once.Do(func() { close(r.quit) })
	<-r.gone
}

// Tell implements [progress.Display].
func (r *Run) Tell() {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	for _, line := range r.track.State(now).Lines(now) {
		fmt.Fprintln(r.tell, line)
	}
}

// Event implements [progress.Display].
func (r *Run) Event(e apply.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	r.track.Take(now, e)
	switch e := e.(type) {
	case apply.Started:
		r.start(now, e)
	case apply.Progressed:
		r.progress(now, e)
	case apply.FellBack:
		r.note(e.Address, progress.Sentence(e), textOf(e.Err))
	case apply.Staged:
		delete(r.active, e.Change.Claim.Address)
		r.write(stagedMember{r.head(info, typeStaged, progress.Sentence(e)), named(string(e.Change.Claim.Address)), secondsOf(e.Took)})
	case apply.Taken:
		delete(r.active, e.Change.Claim.Address)
	case apply.Finished:
		delete(r.active, e.Change.Claim.Address)
		if e.Outcome == apply.NotStarted && e.Err == nil {
			return // what has to change first is known at the end: see Report
		}
		r.outcome(e, &apply.Report{})
	case apply.Stopping:
		n := len(r.track.State(now).InFlight)
		message := "stopping: " + e.Why
		if n > 0 {
			message += fmt.Sprintf(" (%s in flight)", number.Of(n, "file"))
		}
		r.write(stoppingMember{r.head(warn, typeStopping, message), shown(e.Why), e.Cancelled, n})
	}
}

func (r *Run) start(now time.Time, e apply.Started) {
	r.active[e.Change.Claim.Address] = &pace{began: now, told: now}
	m := startMember{fileMember: aboutFile(e.Change), Bytes: e.Change.Bytes()}
	m.head = r.head(info, typeStart, m.Address+": "+string(m.Action)+" "+m.Title)
	r.write(m)
}

// progress tells how far a file is, now and then.
func (r *Run) progress(now time.Time, e apply.Progressed) {
	switch {
	case e.Phase == provider.Resuming:
		r.note(e.Address, progress.Sentence(e), "")
		return
	case e.Phase == provider.Waiting && e.Wait == 0: // something is done again at once
		r.note(e.Address, progress.Sentence(e), shown(e.Why))
		return
	case e.Phase == provider.Waiting:
		r.waiting(now, named(string(e.Address)), e.Progress)
		return
	}
	p := r.active[e.Address]
	if p == nil || now.Sub(p.told) < every {
		return
	}
	p.told = now
	message := fmt.Sprintf("%s: %s", e.Address, e.Phase)
	if e.Total > 0 {
		message += fmt.Sprintf(", %s of %s", number.Bytes(e.Sent), number.Bytes(e.Total))
	}
	r.write(progressMember{r.head(info, typeProgress, message), named(string(e.Address)), e.Phase, max(e.Sent, 0), max(e.Total, 0), secondsOf(now.Sub(p.began))})
}

// note tells something of a file that is neither its progress nor its end. The text is the
// message unless there is a shorter one.
func (r *Run) note(a spec.Address, message, text string) {
	if text == "" {
		text = shown(message)
	}
	r.write(noteMember{r.head(info, typeNote, message), named(string(a)), text})
}

// beat tells how far the run is until Close.
func (r *Run) beat() {
	defer close(r.gone)
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	for n := 1; ; n++ {
		select {
		case <-r.quit:
			return
		case now := <-tick.C:
			r.mu.Lock()
			said := r.state(now)
			if n%overall == 0 {
				fmt.Fprintln(r.tell, said)
			}
			r.mu.Unlock()
		}
	}
}

// state tells how far the run is, and gives the words for that.
func (r *Run) state(now time.Time) string {
	s := r.track.State(now)
	m := runMember{
		Files: s.Files, Finished: s.Finished, Unseen: s.Unseen, InFlight: len(s.InFlight), Outcomes: map[string]int{},
		Sent: s.Sent, Total: s.Total, Percent: s.Percent, Rate: s.Rate, Waiting: s.Waiting, Elapsed: secondsOf(s.Elapsed),
	}
	for o, n := range s.Outcomes {
		m.Outcomes[outcomeNames[o]] = n
	}
	if s.Told {
		left := int64(s.Left / time.Second)
		m.ETA = &left
	}
	said := s.Lines(now)[0]
	m.head = r.head(info, typeRun, said)
	r.write(m)
	return said
}
