package mediawiki

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"wikiform/provider"
)

// pacer is the gate that all requests pass, whatever they are for. It keeps the account
// below what the wiki takes of requests in a minute and at a time, and below the account's
// own limits in every window of time. When the wiki has asked one request to wait, it holds
// everybody back.
type pacer struct {
	mu     sync.Mutex
	flow   flow
	limits map[string]*window // by what is counted: "upload", "edit"
	// both: an upload and a move are counted as edits as well, and an edit that changes
	// something twice (facts §2, §13.1.6).
	both   bool
	until  map[string]time.Time // by what is counted, "" for every request
	flying int
	freed  chan struct{} // closed when a request has come back
}

// window is one limit and when the requests within it were let through.
type window struct {
	hits int
	per  time.Duration
	past []time.Time // oldest first, at most hits
}

// slack is added to a limit's window, because the wiki counts when a request
// arrives and not when it is let through here.
const slack = 2 * time.Second

func newPacer(rate provider.Rate, limits []provider.RateLimit, both bool) *pacer {
	p := &pacer{flow: flow{rate: rate}, until: map[string]time.Time{}, freed: make(chan struct{})}
	p.know(rate, limits, both)
	return p
}

// know is told what the wiki takes. What has gone out already still counts.
func (p *pacer) know(rate provider.Rate, limits []provider.RateLimit, both bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.flow.rate, p.both, p.limits = rate, both, map[string]*window{}
	for _, l := range limits {
		l = l.Share(rate.Shares)
		// One below the limit: other clients of the account count as well.
		p.limits[l.Action] = &window{hits: max(l.Hits-1, 1), per: l.Per}
	}
}

// inside is for what is asked on the way of a request that has entered and is not sent yet,
// a token for example: that has its place, and nobody must wait for another one meanwhile.
func inside(ctx context.Context) context.Context { return context.WithValue(ctx, place{}, true) }

type place struct{}

// enter lets a request through when everything that it counts against allows. Whoever has
// the answer calls leave, once.
func (p *pacer) enter(ctx context.Context, r request) (leave func(), err error) {
	if r.elsewhere {
		return func() {}, nil
	}
	r.inside = ctx.Value(place{}) != nil
	for {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		d, why, full := p.reserve(r)
		switch {
		case full != nil:
			err = await(ctx, full, r.stop)
		case d > 0:
			if d >= time.Second {
				r.tellWaiting(d, 0, why)
			}
			err = sleep(ctx, d, r.stop)
		case r.inside:
			return func() {}, nil
		default:
			return p.leave, nil
		}
		if err != nil {
			return nil, err
		}
		if closed(r.stop) {
			return nil, provider.ErrStopped
		}
	}
}

// await ends early without an error when stop is closed.
func await(ctx context.Context, done, stop <-chan struct{}) error {
	select {
	case <-done:
		return nil
	case <-stop:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// leave says that a request has come back.
func (p *pacer) leave() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.flying--
	close(p.freed)
	p.freed = make(chan struct{})
}

// also counts a request of somebody who has entered already, and whose first one has come
// back.
func (p *pacer) also() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.flow.let(time.Now())
}

// reserve takes a place in everything at once, or says how long to wait for one, or until
// what.
func (p *pacer) reserve(r request) (wait time.Duration, why string, full <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	longer := func(d time.Duration, reason func() string) {
		if d > wait {
			wait, why = d, reason()
		}
	}
	for _, held := range []string{"", r.counts} {
		longer(p.until[held].Sub(now), func() string { return "the wiki asked us to wait" })
	}
	counted := p.counted(r)
	for w, hits := range counted {
		longer(w.free(hits).Sub(now), func() string {
			return "to stay below the account's limit of " + strconv.Itoa(w.hits+1) + " in " + w.per.String()
		})
	}
	longer(p.flow.wait(now), func() string { return p.flow.reason(now) })
	switch most := p.flow.rate.InFlight; {
	case wait > 0:
		return wait, why, nil
	case most > 0 && p.flying >= most && !r.inside:
		return 0, "", p.freed
	}
	for w, hits := range counted {
		w.take(now, hits)
	}
	if p.flow.let(now); !r.inside {
		p.flying++
	}
	return 0, "", nil
}

// free is when so many hits have a place; the zero value: they have it.
func (w *window) free(hits int) time.Time {
	over := len(w.past) + min(hits, w.hits) - w.hits
	if over <= 0 {
		return time.Time{}
	}
	return w.past[over-1].Add(w.per + slack)
}

func (w *window) take(now time.Time, hits int) {
	for range min(hits, w.hits) {
		if len(w.past) == w.hits {
			w.past = w.past[1:]
		}
		w.past = append(w.past, now)
	}
}

// counted are the limits that r counts against, and how often.
func (p *pacer) counted(r request) map[*window]int {
	ws := map[*window]int{}
	for _, action := range []string{r.counts, "edit"} {
		if w := p.limits[action]; w != nil {
			if n := provider.Hits(r.counts, action, p.both); n > 0 {
				ws[w] = n
			}
		}
	}
	return ws
}

// window is how long the wiki may refuse r for being over a limit.
func (p *pacer) window(r request) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	var longest time.Duration
	for w := range p.counted(r) {
		longest = max(longest, w.per)
	}
	return longest
}

// hold makes other requests wait as well, if the reason why the wiki sent r away, which went
// out at sent, concerns them too. If it says that there are too many of all kinds, fewer go
// out from now on.
func (p *pacer) hold(r request, f *fault, sent time.Time, wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now, held := time.Now(), ""
	many := f.err.Status == http.StatusTooManyRequests
	switch {
	case f.elsewhere:
		return
	case f.rule.code == codeRateLimited && r.counts != "":
		held = r.counts
	case f.err.RetryAfter == 0 && !many:
		return
	}
	until := now.Add(wait)
	if many {
		until = latest(until, p.flow.room(now))
	}
	if until.After(p.until[held]) {
		p.until[held] = until
	}
	if many {
		p.flow.slow(sent, now)
		p.flow.next = p.until[held] // what was sent away has taken nothing
	}
	if held == "" {
		p.flow.hold(until)
	}
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
