package mediawiki

import (
	"context"
	"strconv"
	"sync"
	"time"

	"wikiform/provider"
)

// pacer is the gate that all requests pass. It keeps the account below its own
// limits in every window of time, and holds everybody back when the wiki has
// asked one request to wait.
type pacer struct {
	mu     sync.Mutex
	limits map[string]*window // by what is counted: "upload", "edit"
	// both: an upload and a move are counted as edits as well (facts §2, §13.1.6).
	both  bool
	until map[string]time.Time // by what is counted, "" for every request
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

func newPacer(limits []provider.RateLimit, both bool) *pacer {
	p := &pacer{limits: map[string]*window{}, both: both, until: map[string]time.Time{}}
	for _, l := range limits {
		// One below the limit: other clients of the account count as well.
		p.limits[l.Action] = &window{hits: max(l.Hits-1, 1), per: l.Per}
	}
	return p
}

// wait lets a request through when every limit that it counts against allows.
func (p *pacer) wait(ctx context.Context, r request) error {
	for {
		d, why := p.reserve(r)
		if d <= 0 {
			return ctx.Err()
		}
		if d >= time.Second {
			r.tellWaiting(d, 0, why)
		}
		if err := sleep(ctx, d, r.stop); err != nil {
			return err
		}
		if closed(r.stop) {
			return provider.ErrStopped
		}
	}
}

// reserve takes a place in every limit at once, or says how long to wait for one.
func (p *pacer) reserve(r request) (wait time.Duration, why string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	for _, held := range []string{"", r.counts} {
		if d := p.until[held].Sub(now); d > wait {
			wait, why = d, "the wiki asked us to wait"
		}
	}
	counted := p.counted(r)
	for _, w := range counted {
		if len(w.past) < w.hits {
			continue
		}
		if d := w.past[0].Add(w.per + slack).Sub(now); d > wait {
			wait, why = d, "to stay below the account's limit of "+strconv.Itoa(w.hits+1)+" in "+w.per.String()
		}
	}
	if wait > 0 {
		return wait, why
	}
	for _, w := range counted {
		if len(w.past) == w.hits {
			w.past = w.past[1:]
		}
		w.past = append(w.past, now)
	}
	return 0, ""
}

func (p *pacer) counted(r request) []*window {
	var ws []*window
	if w := p.limits[r.counts]; w != nil {
		ws = append(ws, w)
	}
	if w := p.limits["edit"]; w != nil && p.both && (r.counts == "upload" || r.counts == "move") {
		ws = append(ws, w)
	}
	return ws
}

// window is how long the wiki may refuse r for being over a limit.
func (p *pacer) window(r request) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	var longest time.Duration
	for _, w := range p.counted(r) {
		longest = max(longest, w.per)
	}
	return longest
}

// hold makes other requests wait as well, if the reason why the wiki sent r away
// concerns them too.
func (p *pacer) hold(r request, f *fault, wait time.Duration) {
	held := ""
	switch {
	case f.rule.code == codeRateLimited && r.counts != "":
		held = r.counts
	case f.err.RetryAfter == 0:
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if until := time.Now().Add(wait); until.After(p.until[held]) {
		p.until[held] = until
	}
}
