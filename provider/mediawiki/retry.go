package mediawiki

import (
	"context"
	"errors"
	"fmt"
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

// call makes a request until it is answered, or until the table of codes, the
// patience or ctx says stop. It is the only loop that repeats requests.
func (c *Client) call(ctx context.Context, r request, out any) error {
	b := budget{began: time.Now(), spent: map[retry]int{}}
	if r.effort == nil {
		r.effort = c.newEffort()
	}
	if r.tell == nil {
		r.tell = c.tell
	}
	var f *fault // of the try before
	for try := 1; ; try++ {
		if closed(r.stop) {
			return interrupted(r.op, provider.ErrStopped)
		}
		if why := r.effort.begin(r.file.bytes()); why != nil {
			if f == nil {
				return exhausted(r.op, why)
			}
			f.err.Info += "; " + why.Error()
			return b.verdict(r, f, try-1)
		}
		if err := c.pace.wait(ctx, r); err != nil {
			return interrupted(r.op, err)
		}
		s := r.in
		if s == nil {
			s = c.current()
		}
		token, err := c.once(ctx, r, s, try, out)
		if f = asFault(err); f == nil {
			return err
		}
		if ctx.Err() != nil && r.settled == nil {
			return interrupted(r.op, context.Cause(ctx)) // nothing on the wiki depends on it
		}
		wait, ok := c.allow(&b, r, f)
		unsure := f.rule.retry == look && r.settled != nil
		if ok {
			c.pace.hold(r, f, wait)
			if err := b.pause(ctx, r, wait, f.err); err != nil {
				if unsure {
					f.err.Err = errors.Join(f.err.Err, err)
					return b.verdict(r, f, try)
				}
				return interrupted(r.op, err)
			}
		}
		if unsure && ctx.Err() == nil {
			if done, err := c.look(ctx, r, f); done || err != nil {
				return err
			}
		}
		if !ok || unsure && closed(r.stop) {
			return b.verdict(r, f, try)
		}
		switch f.rule.retry {
		case newToken:
			s.forget(token)
		case newLogin:
			if err := c.relogin(ctx, s, r.effort); err != nil {
				return err
			}
		}
	}
}

// look asks whether a request whose answer was lost had its effect.
func (c *Client) look(ctx context.Context, r request, f *fault) (done bool, err error) {
	done, err = r.settled(ctx)
	if errors.Is(err, errCannotLook) {
		if f.err.Err != nil {
			err = fmt.Errorf("%w; %w", f.err.Err, err)
		}
		f.err.Kind, f.err.Err = provider.Lost, err
		f.rule = rule{kind: provider.Lost} // whoever knows not what happened begins nothing anew
		return false, f
	}
	return done, err
}

// errCannotLook wraps what kept us from seeing whether a request had its effect.
var errCannotLook = errors.New("nor could the wiki be read")

// budget is what one call has spent.
type budget struct {
	began time.Time
	spent map[retry]int
	left  time.Duration // for which the same is tried again; 0 where the tries are counted
}

// allow reports whether a request that met f may be made again, and after what
// pause: what the wiki asks for, at least what the rule says, and on top a
// random part of an exponentially growing step.
func (c *Client) allow(b *budget, r request, f *fault) (time.Duration, bool) {
	if r.ends != nil && r.ends(f) {
		return 0, false
	}
	n := b.spent[f.rule.retry]
	b.spent[f.rule.retry]++
	switch f.rule.retry {
	case never:
		return 0, false
	case newToken:
		return 0, n == 0 && r.in == nil
	case newLogin:
		return 0, n == 0 && r.in == nil && c.canLogin()
	case confirm:
		return 0, n == 0 && slices.Contains(r.accept, provider.WarningKind(f.rule.code))
	}
	if f.rule.later && !c.dialed {
		return 0, false
	}
	limit := c.retryFor
	wait := max(f.rule.pause, f.err.RetryAfter)
	window := c.pace.window(r)
	limited := window > 0 && f.rule.code == "ratelimited"
	if limited {
		limit = window + c.retryFor
		wait = max(wait, min(window, limitPoll))
	}
	b.left = limit - time.Since(b.began)
	if f.rule.tries > 0 && n >= f.rule.tries && (r.write || !f.rule.away) || b.left <= 0 || wait > b.left {
		return 0, false
	}
	// The last try is made when the time is over, and not long before.
	wait = min(wait+rand.N(min(time.Second<<min(n, 6), stepCap)), b.left)
	if f.rule.tries > 0 && (r.write || !f.rule.away) {
		b.left = 0 // the tries end it, long before
	}
	return wait, limited || r.effort.pause(wait)
}

// verdict is the error of a request that will not be made again. Lost is said
// only of a write of which nobody knows what became.
func (b *budget) verdict(r request, f *fault, try int) error {
	if f.err.Kind == provider.Lost {
		switch {
		case !r.write:
			f.err.Kind = provider.Unavailable
		case r.settled == nil, f.err.Code != "":
			f.err.Kind = provider.Busy // it only stages, or the wiki said itself that it failed
		}
	}
	if try > 1 && f.rule.retry != never {
		f.err.Info += fmt.Sprintf("; gave up after %d tries in %s", try, time.Since(b.began).Round(time.Second))
	}
	if f.err.RetryAfter > 0 && f.rule.retry != never {
		f.err.Info += fmt.Sprintf("; it asks to come again in %s", f.err.RetryAfter)
	}
	if f.rule.retry != newLogin {
		f.rule.retry = never // a request that this one was made for does not begin anew
	}
	return f
}

// pause waits, and tells whoever watches for how long and why.
func (b *budget) pause(ctx context.Context, r request, wait time.Duration, why *provider.Error) error {
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
	r.waits(wait, b.left, reason)
	return sleep(ctx, wait, r.stop)
}

// sleep ends early without an error when stop is closed.
func sleep(ctx context.Context, d time.Duration, stop <-chan struct{}) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-stop:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func closed(stop <-chan struct{}) bool {
	select {
	case <-stop:
		return true
	default:
		return false
	}
}

// interrupted is a request that was given up while it waited: nothing of it is
// under way.
func interrupted(op string, err error) error { return fmt.Errorf("%s: %w", op, err) }
