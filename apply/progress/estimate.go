package progress

import "time"

// estimator tells how fast something goes from how fast it went lately. Pauses
// count: a run that waits for the wiki half of the time takes twice as long.
type estimator struct {
	span    time.Duration // how far back "lately" reaches
	samples []sample      // in order of time, at most span old but for the first
}

type sample struct {
	at   time.Time
	done float64
}

const (
	sampleEvery = time.Second
	// settling is how much must be seen before anything is told: the first
	// moments of a connection say nothing about the rest.
	settling = 3 * time.Second
)

// observe notes how much was done by now; done may also shrink, when the bytes
// of a failed attempt are taken back.
func (e *estimator) observe(now time.Time, done float64) {
	if n := len(e.samples); n > 0 && now.Sub(e.samples[n-1].at) < sampleEvery {
		return
	}
	e.samples = append(e.samples, sample{now, done})
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
	return max(last.done-first.done, 0) / passed.Seconds(), true
}

// left is how long what remains will take at the present rate.
func (e *estimator) left(remaining float64) (d time.Duration, ok bool) {
	const forever = 1000 * time.Hour // nobody believes more
	r, ok := e.rate()
	if !ok || r <= 0 || remaining/r > forever.Seconds() {
		return 0, false
	}
	return time.Duration(remaining / r * float64(time.Second)), true
}
