package progress

import (
	"slices"
	"time"

	"wikiform/apply"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// fileCost is what a file takes beside its bytes, in bytes that could have been
// sent meanwhile: a wiki needs about as long for a file of 20 kB as for an edit
// (facts §10). Without it a thousand small files would be told to take no time.
const fileCost = 256 << 10

// Tracker adds events up: what is in flight, and how far the whole is. It is used by one
// goroutine at a time.
type Tracker struct {
	files, finished int
	outcomes        map[apply.Outcome]int // of those that are finished
	total           int64                 // bytes to send, as far as known
	sent            int64                 // bytes of the files that are finished
	active          []*activity           // in order of their start
	staged          map[spec.Address]bool
	taken           map[spec.Address]int64 // bytes of those that the wiki has taken, and that are to be seen
	stopping        string                 // why no more files are started, "" when they are

	began      time.Time     // when the first event came; zero before
	least      time.Duration // how long the wiki's limits make the whole take at least
	work, flow *estimator    // of work and of bytes
}

// activity is one file in flight.
type activity struct {
	address spec.Address
	content bool
	began   time.Time
	size    int64 // bytes to send; 0 when there are none or nobody knows
	sent    int64 // bytes that went out
	taken   int64 // of these, what the wiki is known to have
	last    provider.Progress
	until   time.Time // end of the wait, while last.Phase is Waiting
}

// NewTracker is for a run of p, which the limits of the wiki make take at least so long; 0:
// nothing is known of any.
func NewTracker(p *plan.Plan, least time.Duration) *Tracker {
	t := &Tracker{least: least, outcomes: make(map[apply.Outcome]int), staged: make(map[spec.Address]bool), taken: make(map[spec.Address]int64), work: newEstimator(2 * time.Minute), flow: newEstimator(30 * time.Second)}
	for _, c := range p.Changes {
		if !c.Writes() {
			continue
		}
		t.files++
		t.total += c.Bytes()
	}
	return t
}

// Take brings the tracker up to date with an event.
func (t *Tracker) Take(now time.Time, e apply.Event) {
	if t.began.IsZero() {
		t.began = now
	}
	switch e := e.(type) {
	case apply.Started:
		a := &activity{address: e.Change.Claim.Address, content: e.Change.Upload() != nil, began: now}
		if a.content && !t.staged[a.address] {
			a.size = e.Change.Bytes()
		}
		t.active = append(t.active, a)
	case apply.Progressed:
		if a := t.find(e.Address); a != nil {
			t.advance(now, a, e.Progress)
		}
	case apply.FellBack:
		if a := t.find(e.Address); a != nil {
			a.sent, a.taken, a.last = 0, 0, provider.Progress{Phase: apply.Fetching}
		}
	case apply.Staged:
		t.stage(e)
	case apply.Taken:
		if a := t.leave(e.Change.Claim.Address); a != nil {
			t.taken[a.address] = a.size
			t.sent += a.size
		}
	case apply.Finished:
		t.finish(e)
	case apply.Stopping:
		t.stopping = e.Why
	}
	t.observe(now)
}

func (t *Tracker) advance(now time.Time, a *activity, p provider.Progress) {
	a.last = p
	if p.Phase == provider.Resuming { // what was there before says nothing about the pace
		t.work.restart()
		t.flow.restart()
	}
	switch p.Phase {
	case provider.Sending, provider.Resuming:
		if a.content && a.size == 0 && p.Total > 0 && !t.staged[a.address] {
			a.size = p.Total
			t.total += p.Total
		}
		a.sent, a.taken = min(p.Sent, a.size), min(p.Taken, p.Sent, a.size)
		if p.Phase == provider.Resuming {
			a.taken = a.sent
		}
	case provider.Joining, provider.Verifying, provider.Publishing:
		a.sent, a.taken = a.size, a.size
	case provider.Waiting:
		a.until = now.Add(p.Wait)
	}
}

// stage settles the bytes of a file, whose publication is still to come.
func (t *Tracker) stage(e apply.Staged) {
	t.staged[e.Change.Claim.Address] = true
	if a := t.leave(e.Change.Claim.Address); a != nil {
		t.sent += a.size
	}
}

// leave takes a file from those in flight; nil: it is none of them.
func (t *Tracker) leave(address spec.Address) *activity {
	i := slices.IndexFunc(t.active, func(a *activity) bool { return a.address == address })
	if i < 0 {
		return nil
	}
	a := t.active[i]
	t.active = slices.Delete(t.active, i, i+1)
	return a
}

// finish settles a file. The bytes of one that was not written are no longer
// among those to be sent.
func (t *Tracker) finish(e apply.Finished) {
	t.finished++
	t.outcomes[e.Outcome]++
	address, written := e.Change.Claim.Address, e.Outcome == apply.Done || e.Outcome == apply.Overtook
	if size, taken := t.taken[address]; taken {
		delete(t.taken, address)
		if !written {
			t.sent -= size
			t.total -= size
		}
		return
	}
	switch a := t.leave(address); {
	case a == nil:
	case written:
		t.sent += a.size
	default:
		t.total -= a.size
	}
}

func (t *Tracker) find(address spec.Address) *activity {
	for _, a := range t.active {
		if a.address == address {
			return a
		}
	}
	return nil
}

// bytes is how many bytes went out of those that are to be sent.
func (t *Tracker) bytes() int64 {
	n := t.sent
	for _, a := range t.active {
		n += a.sent
	}
	return n
}

// progress is the work done and the work there is, bytes and files together. What is still
// to be seen costs next to nothing.
func (t *Tracker) progress() (done, all float64) {
	return float64(t.bytes()) + fileCost*float64(t.finished+len(t.taken)), float64(t.total) + fileCost*float64(t.files)
}

// written is how many files are settled or only wait to be seen: for who watches they are
// done with, and how many of them are to be seen is said beside.
func (t *Tracker) written() int { return t.finished + len(t.taken) }

// percent is 100 only when everything is finished.
func (t *Tracker) percent() int {
	done, all := t.progress()
	switch {
	case t.finished == t.files:
		return 100
	case all == 0:
		return 0
	}
	return min(int(100*done/all), 99)
}

func (t *Tracker) observe(now time.Time) {
	done, _ := t.progress()
	t.work.observe(now, done)
	t.flow.observe(now, float64(t.bytes()))
}

// underway is how many of the bytes that went out the wiki may not have yet.
func (t *Tracker) underway() (n int64) {
	for _, a := range t.active {
		n += a.sent - a.taken
	}
	return n
}

// waiting reports whether everything that is in flight waits for the wiki: as long as
// it does, nobody knows when it goes on.
func (t *Tracker) waiting(now time.Time) bool {
	for _, a := range t.active {
		if !a.waiting(now) {
			return false
		}
	}
	return len(t.active) > 0
}

func (a *activity) waiting(now time.Time) bool {
	switch a.last.Phase {
	case provider.Joining:
		return true
	case provider.Waiting:
		return a.last.Wait > 0 && now.Before(a.until)
	}
	return false
}

// eta is how long the rest will take; not ok when that cannot be told, as when
// the run is stopping or waits for the wiki. It is never less than the wiki's limits make
// of it: what went fast so far may be all that they let through for an hour.
func (t *Tracker) eta(now time.Time) (time.Duration, bool) {
	if t.stopping != "" || t.waiting(now) {
		return 0, false
	}
	done, all := t.progress()
	left, ok := t.work.left(now, all-done, float64(t.underway()))
	return max(left, t.limited()), ok
}

// limited is how long the wiki's limits make those files take at least that it has not taken.
func (t *Tracker) limited() time.Duration {
	if t.files == 0 {
		return 0
	}
	return time.Duration(float64(t.least) * float64(t.files-t.written()) / float64(t.files))
}
