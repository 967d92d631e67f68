package progress

import "time"

// estimator tells how fast something goes from how fast it went lately. Pauses
// count: a run that waits for the wiki half of the time takes twice as long.
//
// What went out is not what has arrived: between the two are buffers of the machines
// on the way, some megabytes for each connection. They fill within the first moments,
// which are therefore not looked at, and as long as they are full the one goes as fast
// as the other.
type estimator struct {
	span    time.Duration // how far back "lately" reaches
	began   *sample       // nil before anything was seen
	settled *sample       // when the buffers were full
	samples []sample      // since the buffers are full, in order of time, at most span old but for the first
	moved   time.Time     // when more was done than before, the last time
}

type sample struct {
	at   time.Time
	done float64
}

const (
	sampleEvery = time.Second
	// settling is how much is not looked at, and how much must then be seen before
	// anything is told.
	settling = 3 * time.Second
)

func newEstimator(span time.Duration) *estimator { return &estimator{span: span} }

// restart forgets what was seen.
func (e *estimator) restart() { *e = estimator{span: e.span} }

// observe notes how much was done by now; done may also shrink, when the bytes
// of a failed attempt are taken back.
func (e *estimator) observe(now time.Time, done float64) {
	if e.began == nil {
		e.began, e.moved = &sample{now, done}, now
		return
	}
	n := len(e.samples)
	if now.Sub(e.began.at) < settling || n > 0 && now.Sub(e.samples[n-1].at) < sampleEvery {
		return
	}
	if n == 0 || done > e.samples[n-1].done {
		e.moved = now
	}
	e.samples = append(e.samples, sample{now, done})
	if e.settled == nil {
		e.settled = &sample{now, done}
	}
	for len(e.samples) > 2 && now.Sub(e.samples[1].at) >= e.span {
		e.samples = e.samples[1:]
	}
}

// rate is how much is done in a second; not ok when it cannot be told yet. It
// changes with every sample, not with every look, so that it can be read.
func (e *estimator) rate() (perSecond float64, ok bool) {
	if len(e.samples) == 0 {
		return 0, false
	}
	first, last := e.samples[0], e.samples[len(e.samples)-1]
	passed := last.at.Sub(first.at)
	if passed < settling {
		return 0, false
	}
	r := max(last.done-first.done, 0) / passed.Seconds()
	if r == 0 && e.moved.Equal(e.settled.at) {
		// All that went out may be in the buffers: more than has arrived, but not by much.
		r = max(last.done-e.began.done, 0) / last.at.Sub(e.began.at).Seconds()
	}
	return r, true
}

// left is how long what remains will take at the present rate, with what is in the
// buffers on the way: at most underway, if that is known to be less.
func (e *estimator) left(now time.Time, remaining, underway float64) (d time.Duration, ok bool) {
	const forever = 1000 * time.Hour // nobody believes more
	r, ok := e.rate()
	if at := e.pace(); at > 0 && now.Sub(e.moved).Seconds() <= e.filled(at)/at+settling.Seconds() {
		r = at // that nothing goes out is because the buffers are still full
	}
	if ok && now.Sub(e.began.at) < e.span {
		// What went out and is not on the way any more has arrived.
		r = max(r, (e.samples[len(e.samples)-1].done-e.began.done-underway)/now.Sub(e.began.at).Seconds())
	}
	if !ok || r <= 0 || remaining/r > forever.Seconds() {
		return 0, false
	}
	buffered := min(max(e.filled(r)-r*now.Sub(e.moved).Seconds(), 0), underway)
	return time.Duration((remaining + buffered) / r * float64(time.Second)), true
}

// filled is what the buffers hold: as much as went out at first beyond what the rate
// explains.
func (e *estimator) filled(rate float64) float64 {
	return max(e.settled.done-e.began.done-rate*e.settled.at.Sub(e.began.at).Seconds(), 0)
}

// enough is how much must be seen for a pace.
const enough = 20 * time.Second

// pace is the rate up to when more was done, the last time: the slope of the line that
// fits what was seen best, since whole files and chunks go out at once where they fit
// into the buffers. It is 0 when it cannot be told.
func (e *estimator) pace() float64 {
	if len(e.samples) == 0 || e.moved.Sub(e.samples[0].at) < enough {
		return 0
	}
	var n, meanAt, meanDone float64
	at := func(s sample) float64 { return s.at.Sub(e.samples[0].at).Seconds() }
	seen := e.samples
	for len(seen) > 0 && seen[len(seen)-1].at.After(e.moved) {
		seen = seen[:len(seen)-1]
	}
	for _, s := range seen {
		n++
		meanAt += (at(s) - meanAt) / n
		meanDone += (s.done - meanDone) / n
	}
	var both, square float64
	for _, s := range seen {
		both += (at(s) - meanAt) * (s.done - meanDone)
		square += (at(s) - meanAt) * (at(s) - meanAt)
	}
	return both / max(square, 1)
}
