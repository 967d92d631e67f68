package mediawiki

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"wikiform/provider"
)

// call makes a request until it is answered, or until the table of codes, the
// patience or ctx ends it. It is the only loop that repeats requests.
func (c *Client) call(ctx context.Context, r request, out any) error {
	t := c.newTries(r)
	for {
		leave, err := t.begin(ctx)
		if err != nil {
			return err
		}
		if happened, err := t.lookAgain(inside(ctx)); happened || err != nil {
			leave()
			return err
		}
		s := t.session()
		token, err := c.once(inside(ctx), t.request, s, t.made, out)
		leave()
		f := asFault(err)
		if f == nil {
			return err
		}
		if over, err := t.afterFault(ctx, f); over {
			return err
		}
		if err := t.repair(ctx, f, s, token); err != nil {
			return err
		}
	}
}

// tries are the tries of one request, and what they have spent.
type tries struct {
	request
	c        *Client
	began    time.Time // later by what the tries have waited for their turn
	sent     time.Time // when the last one went out
	made     int
	repeated map[retry]int
	last     *fault        // of the last try; nil before the first
	doubt    bool          // an earlier try may have been what was asked
	looked   time.Time     // when what it would change was looked at last
	left     time.Duration // for which the request is still tried; 0 where the tries are counted
}

func (c *Client) newTries(r request) *tries {
	if r.effort == nil {
		r.effort = c.newEffort()
	}
	if r.tell == nil {
		r.tell = c.tell
	}
	return &tries{request: r, c: c, began: time.Now(), looked: time.Now(), repeated: map[retry]int{}}
}

// session is that of the next try. The client's own may have been replaced since
// the last one.
func (t *tries) session() *session {
	if t.in != nil {
		return t.in
	}
	return t.c.current()
}

// begin waits until a try may be made, and leave is called when it is over. Its error says
// why none is made. What it waits before the first one is none of the time for which the
// request is tried: who has a limit waits for it as long as it takes.
func (t *tries) begin(ctx context.Context) (leave func(), err error) {
	if closed(t.stop) {
		return nil, interrupted(t.op, provider.ErrStopped)
	}
	if why := t.effort.begin(t.file.bytes()); why != nil {
		if t.last == nil {
			return nil, exhausted(t.op, why)
		}
		return nil, t.giveUp(t.last.withError(func(e *provider.Error) { e.Info += "; " + why.Error() }))
	}
	asked := time.Now()
	if leave, err = t.c.pace.enter(ctx, t.request); err != nil {
		return nil, interrupted(t.op, err)
	}
	t.sent = time.Now()
	if t.made++; t.made == 1 {
		t.began = t.began.Add(t.sent.Sub(asked))
	}
	return leave, nil
}

// afterFault decides what follows from a try that met f. Either the request is over,
// with an error or, because it had its effect all the same, without one. Or it is to
// be made again, and the pause before that has passed.
func (t *tries) afterFault(ctx context.Context, f *fault) (over bool, err error) {
	t.last = f
	if ctx.Err() != nil && t.tookEffect == nil {
		return true, interrupted(t.op, context.Cause(ctx)) // it changes nothing, so nobody has to look
	}
	wait, again := t.mayRepeat(f)
	t.doubt = t.doubt || f.rule.retry == look
	if again {
		if err := t.pauseAfter(ctx, f, wait); err != nil {
			return true, err
		}
	} else if f.rule.retry != never && f.err.RetryAfter > 0 {
		// It asks for more than one request is tried for. The next would fare no better now.
		t.c.pace.hold(t.request, f, t.sent, min(f.err.RetryAfter, t.c.retryFor))
	}
	if happened, err := t.lookFirst(ctx, f); happened || err != nil {
		return true, err
	}
	if !again || t.unsure(f) && closed(t.stop) {
		return true, t.giveUp(f)
	}
	return false, nil
}

// unsure reports whether the wiki may have done what was asked although we got f. It
// may also have done it at a try before, whose answer was lost, and now refuses to do it
// twice: when we looked in between it was still at it, or had told only some of its
// servers.
func (t *tries) unsure(f *fault) bool {
	return t.tookEffect != nil && (f.rule.retry == look || t.doubt && f.rule.kind == provider.Conflict)
}

// pauseAfter waits before the request is made again. If the wait is called off, the
// request ends with the error.
func (t *tries) pauseAfter(ctx context.Context, f *fault, wait time.Duration) error {
	t.c.pace.hold(t.request, f, t.sent, wait)
	err := t.pause(ctx, wait, f.err)
	switch {
	case err == nil:
		return nil
	case t.unsure(f):
		return t.giveUp(f.withError(func(e *provider.Error) { e.Err = errors.Join(e.Err, err) }))
	}
	return interrupted(t.op, err)
}

// lookFirst looks whether a request that may have had its effect has had it, before
// it is made again or given up.
func (t *tries) lookFirst(ctx context.Context, f *fault) (happened bool, err error) {
	if !t.unsure(f) || ctx.Err() != nil {
		return false, nil
	}
	t.looked = time.Now()
	return t.c.checkEffect(ctx, t.request, f)
}

// lookHolds is how old a look may be where the wiki itself guards nothing.
const lookHolds = time.Second

// lookAgain looks once more, before a request that the wiki carries out whatever it meets,
// where it had to wait since the last look: for its turn, for a wiki that was busy, for a
// new session.
func (t *tries) lookAgain(ctx context.Context) (happened bool, err error) {
	if !t.unguarded || time.Since(t.looked) < lookHolds {
		return false, nil
	}
	t.looked = time.Now()
	if t.doubt {
		return t.c.checkEffect(ctx, t.request, t.last)
	}
	return t.tookEffect(ctx)
}

// repair replaces what the wiki refused, a token or a session, before the next try.
func (t *tries) repair(ctx context.Context, f *fault, s *session, token string) error {
	switch f.rule.retry {
	case newToken:
		s.forget(token)
	case newLogin:
		return t.c.relogin(ctx, s, t.effort)
	}
	return nil
}

// giveUp is the error of a request that is not made again. Another request may have
// made this one, to get a token for example. It then gives up as well, unless a new
// login can help.
func (t *tries) giveUp(f *fault) *fault {
	end := f.withError(func(e *provider.Error) {
		e.Kind = t.knownKind(f.err)
		if t.made > 1 && f.rule.retry != never {
			e.Info += fmt.Sprintf("; gave up after %d tries in %s", t.made, time.Since(t.began).Round(time.Second))
		}
		if e.RetryAfter > 0 && f.rule.retry != never {
			e.Info += fmt.Sprintf("; it asks to come again in %s", e.RetryAfter)
		}
	})
	if end.rule.retry != newLogin {
		end.rule.retry = never
	}
	return end
}

// knownKind is e's kind. Lost remains only if nobody knows whether a write happened.
func (t *tries) knownKind(e *provider.Error) provider.Kind {
	switch {
	case e.Kind != provider.Lost:
		return e.Kind
	case !t.write:
		return provider.Unavailable
	case t.tookEffect == nil, e.Code != "":
		return provider.Busy // it only stages, or the wiki itself said that it failed
	}
	return provider.Lost
}

// checkEffect asks the wiki whether a request that met f had its effect. If that
// cannot be seen, the error is a fault like f of which nothing may be repeated.
func (c *Client) checkEffect(ctx context.Context, r request, f *fault) (bool, error) {
	happened, err := r.tookEffect(ctx)
	if !happened && r.takenBack != nil && !errors.Is(err, errCannotLook) {
		err = cmp.Or(r.takenBack(ctx, err), err)
	}
	if !errors.Is(err, errCannotLook) {
		return happened, err
	}
	unseen := f.withError(func(e *provider.Error) {
		if e.Err != nil {
			err = fmt.Errorf("%w; %w", e.Err, err)
		}
		e.Kind, e.Err = provider.Lost, err
	})
	unseen.rule = rule{kind: provider.Lost}
	return false, unseen
}

// errCannotLook wraps the reason why it cannot be seen whether a request had its
// effect.
var errCannotLook = errors.New("the wiki could not be asked whether it was done")

func closed(stop <-chan struct{}) bool {
	select {
	case <-stop:
		return true
	default:
		return false
	}
}

// interrupted is the error of a request that was given up while it waited: the wiki
// is not working on it.
func interrupted(op string, err error) error { return fmt.Errorf("%s: %w", op, err) }
