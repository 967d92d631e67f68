package mediawiki

import (
	"strconv"
	"time"

	"wikiform/provider"
)

// flow lets requests of all kinds out evenly, as many as the wiki takes in a minute, and
// fewer from when it says that they are too many: somebody else uses the account as well, or
// the wiki takes fewer than was thought.
type flow struct {
	rate provider.Rate
	next time.Time // when the next one goes out, unless a burst is left

	// Since the wiki said so last:
	cut     time.Time // when; the zero value: it never did
	pace    float64   // requests a minute right after that
	ceiling float64   // requests a minute to which they grow again

	past []time.Time // of what went out within a minute, oldest first
}

const (
	// Who is sent away goes at half the pace. Who had grown back to what the wiki takes, and
	// only probed for more, goes back by less.
	halve, probed = 0.5, 7. / 8
	// settled is for how long after a cut another one means that it was not enough.
	settled = 75 * time.Second
	// growth is by which part of the whole pace it grows in a minute.
	growth = 1. / 40
	// slowest is what is left in any case, in requests a minute, or half of what there was.
	slowest = 6
)

// every is how far apart requests go out at a time; 0: they are not counted.
func (f *flow) every(at time.Time) time.Duration {
	pace := f.at(at)
	if f.cut.IsZero() || pace >= f.ceiling {
		return f.rate.Every()
	}
	return time.Duration(float64(time.Minute) / pace)
}

// at is the pace at a time, in requests a minute.
func (f *flow) at(now time.Time) float64 {
	return f.pace + growth*f.ceiling*now.Sub(f.cut).Minutes()
}

// slowed reports whether fewer go out than the wiki is known to take.
func (f *flow) slowed(now time.Time) bool { return !f.cut.IsZero() && f.at(now) < f.ceiling }

// wait is how long until a request may go out.
func (f *flow) wait(now time.Time) time.Duration {
	every := f.every(now)
	if every == 0 {
		return 0
	}
	d := f.next.Add(-f.ahead(now)).Sub(now)
	if n := len(f.past); n > 0 && !f.slowed(now) {
		// Not even two of a burst at once: should the first be too much, the second is too.
		// Who is slowed has no burst, and its last try comes in time.
		d = max(d, f.past[n-1].Add(every/2).Sub(now))
	}
	return d
}

// ahead is by how much a burst is earlier than its turn.
func (f *flow) ahead(now time.Time) time.Duration {
	if f.slowed(now) {
		return 0
	}
	return f.every(now) * time.Duration(f.rate.Burst()-1)
}

// let counts a request that goes out.
func (f *flow) let(now time.Time) {
	if f.next.Before(now) {
		f.next = now
	}
	f.next = f.next.Add(f.every(now))
	f.forget(now)
	f.past = append(f.past, now)
}

// forget leaves only what went out within a minute.
func (f *flow) forget(now time.Time) {
	for len(f.past) > 0 && now.Sub(f.past[0]) >= time.Minute {
		f.past = f.past[1:]
	}
}

// room is when the wiki forgets the first of what went out within a minute, where it is known
// to count minutes. Before that any request would take the place of somebody else's.
func (f *flow) room(now time.Time) time.Time {
	if f.forget(now); f.rate.PerMinute <= 0 || len(f.past) == 0 {
		return time.Time{}
	}
	return f.past[0].Add(time.Minute + slack)
}

// hold lets nothing out until a time, and no burst after it.
func (f *flow) hold(until time.Time) {
	if next := until.Add(f.ahead(until)); next.After(f.next) {
		f.next = next
	}
}

// slow is told that the wiki sent away what went out at sent, since it was too much. What was
// on its way when that was last told is no news.
func (f *flow) slow(sent, now time.Time) {
	if sent.Before(f.cut) {
		return
	}
	pace, ceiling := f.at(now), f.ceiling
	if !f.slowed(now) {
		pace = f.whole(now)
		ceiling = pace
	}
	by := halve
	if !f.cut.IsZero() && now.Sub(f.cut) > settled {
		by = probed
	}
	f.pace, f.ceiling, f.cut = max(pace*by, min(slowest, ceiling*halve)), ceiling, now
}

// whole is the pace that nobody has slowed: what is known, else what went out.
func (f *flow) whole(now time.Time) float64 {
	if every := f.rate.Every(); every > 0 {
		return float64(time.Minute) / float64(every)
	}
	if f.forget(now); len(f.past) == 0 {
		return 1
	}
	return float64(len(f.past)) / max(now.Sub(f.past[0]), time.Second).Minutes()
}

// reason says why a request waits for its turn.
func (f *flow) reason(now time.Time) string {
	if f.slowed(now) {
		return "the wiki says that these are too many requests, so fewer are made"
	}
	return "to stay below " + strconv.Itoa(f.rate.PerMinute) + " requests a minute"
}
