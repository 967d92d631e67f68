package apply

import (
	"context"

	"wikiform/plan"
	"wikiform/provider"
)

// redirect is a page that sends its readers to another one.
type redirect struct{ *step }

func (redirect) aspect() plan.Aspect { return plan.RedirectAspect }
func (r redirect) written() bool     { return r.change.Redirects() != "" }
func (redirect) onText() bool        { return true }
func (r redirect) rest() plan.Step   { return r.set() }

func (r redirect) set() plan.SetRedirect { return plan.SetRedirect{Target: r.change.Redirects()} }

// shown: the wiki says where the redirect leads, however that is written.
func (r redirect) shown() bool {
	if r.now.Version != nil || r.now.Page == nil || !r.now.Redirect {
		return false
	}
	return r.now.Target == r.set().Target.Page() || r.now.Page.TextSHA1 == provider.TextSHA1(r.set().Text())
}

// due: never over a file, whose readers would be sent away.
func (r redirect) due() bool {
	before, now := r.change.Before, r.now
	if !r.resolves() && !(r.early && r.coming[r.change.Claim.Holder]) {
		return false
	}
	if title := r.change.Claim.Title; r.leaves(title) {
		return nothing(before) || is(before, r.leaving[title].page)
	}
	return now.Version == nil && before.Version == nil && before.Shared == now.Shared && before.Redirect == now.Redirect
}

// resolves reports whether a redirect in place of a file leads to one with its content.
// Right before it is written that is looked at: a plan that was read from a file may name
// any title, and what is under one may have changed since.
func (r redirect) resolves() bool {
	to := r.change.Claim.Holder
	if to == "" {
		return true
	}
	file, want := r.files[to], r.change.Claim.Content.Digest.SHA1
	return to == r.set().Target && file.Version != nil && !file.Redirect && want.Known() && file.Version.SHA1 == want
}

func (r redirect) do(ctx context.Context) error {
	return r.save(ctx, plan.RedirectAspect, r.set().Text(), r.change.Claim.Comment, Redirecting, r.shown)
}

func (r redirect) mismatch() error {
	return &MismatchError{Aspect: plan.RedirectAspect, Title: r.set().Target, Now: r.now}
}
