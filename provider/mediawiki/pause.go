package mediawiki

import (
	"context"
	"math/rand/v2"
	"slices"
	"time"

	"wikiform/provider"
)

const (
	// stepCap is the longest step of the exponential back-off.
	stepCap = time.Minute
	// limitPoll is how often a request that is over the account's limit is made
	// again before the window of the limit has passed.
	limitPoll = time.Minute
)

// mayRepeat reports whether the request may be made again after f, and after what
// pause.
func (t *tries) mayRepeat(f *fault) (wait time.Duration, may bool) {
	if t.ends != nil && t.ends(f) {
		return 0, false
	}
	n := t.repeated[f.rule.retry]
	t.repeated[f.rule.retry]++
	switch f.rule.retry {
	case never:
		return 0, false
	case newToken, newLogin, confirm:
		return 0, n == 0 && t.mayRepair(f)
	}
	if f.rule.notAtStart && !t.c.dialed {
		return 0, false
	}
	return t.backOff(f, n)
}

// mayRepair reports whether something else than a pause can help: another token,
// another session, or the same request as a confirmation.
func (t *tries) mayRepair(f *fault) bool {
	switch f.rule.retry {
	case newToken:
		return t.in == nil
	case newLogin:
		return t.in == nil && t.c.canLogin()
	}
	return slices.Contains(t.accept, provider.WarningKind(f.rule.code))
}

// backOff is the pause before another try, after n repetitions: as long as the wiki
// asks for, at least as long as the rule says, and on top a random part of an
// exponentially growing step. It is false when the time is used up, or the number
// of tries that the rule allows.
func (t *tries) backOff(f *fault, n int) (time.Duration, bool) {
	patience := t.c.retryFor
	wait := max(f.rule.pause, f.err.RetryAfter)
	window := t.c.pace.window(t.request)
	overLimit := window > 0 && f.rule.code == codeRateLimited
	if overLimit {
		patience += window
		wait = max(wait, min(window, limitPoll))
	}
	t.left = patience - time.Since(t.began)
	counted := f.rule.tries > 0 && (t.write || !f.rule.outage)
	if counted && n >= f.rule.tries || t.left <= 0 || wait > t.left {
		return 0, false
	}
	// No pause goes beyond the time that is left: the last try is made at its end.
	wait = min(wait+rand.N(min(time.Second<<min(n, 6), stepCap)), t.left)
	if counted {
		t.left = 0 // the tries end it, long before
	}
	return wait, overLimit || t.effort.pause(wait)
}

// pause waits, and tells whoever watches for how long and why.
func (t *tries) pause(ctx context.Context, wait time.Duration, why *provider.Error) error {
	if wait <= 0 {
		return ctx.Err()
	}
	reason := why.Info
	if why.Code != "" {
		reason = why.Code + ": " + why.Info
	}
	if why.Err != nil {
		reason += ": " + why.Err.Error()
	}
	t.tellWaiting(wait, t.left, reason)
	return sleep(ctx, wait, t.stop)
}

// sleep ends early without an error when stop is closed.
func sleep(ctx context.Context, d time.Duration, stop <-chan struct{}) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-stop:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
