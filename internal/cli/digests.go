package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"

	"wikiform/apply"
	"wikiform/apply/reconcile"
	"wikiform/internal/number"
	"wikiform/plan"
	"wikiform/provider"
)

// digestFlag is a flag for the digest of a reviewed plan. An empty one, such as
// that of an unset variable, would be no condition at all.
type digestFlag struct{ s *string }

func (f digestFlag) String() string { return "" }
func (f digestFlag) Type() string   { return "digest" }
func (f digestFlag) Set(s string) error {
	if s == "" {
		return errors.New("it is empty; a plan's digest is wanted, such as sha256:…")
	}
	*f.s = s
	return nil
}

// readAgreement reads the list that -digests names, and holds it against the digest
// that was agreed to.
func (a *app) readAgreement(o *savedOptions) (reconcile.Agreement, error) {
	agreement := reconcile.Agreement{Digest: o.expect}
	if o.list == "" {
		return agreement, nil
	}
	f, err := os.Open(a.path(o.list))
	if err != nil {
		return agreement, unread("-digests="+o.list, a.path(o.list), err)
	}
	defer f.Close()
	d, err := plan.ReadDigests(f)
	if _, ok := errors.AsType[*plan.FormatError](err); ok {
		return agreement, fmt.Errorf("%s: %w", o.list, err)
	}
	if err != nil {
		return agreement, err
	}
	agreement.Parts = &d
	if err := agreement.Valid(); err != nil {
		return agreement, hinted{fmt.Errorf("%s: %w: nothing was written", o.list, err),
			"Somebody changed the list, or it is that of another plan. Take the one that was saved when the reviewed plan was made."}
	}
	return agreement, nil
}

// checkAgreement holds a plan against what was agreed to.
func (a *app) checkAgreement(p *plan.Plan, agreement reconcile.Agreement) error {
	err := agreement.Covers(p)
	if _, ok := errors.AsType[*plan.DigestError](err); ok {
		err = hinted{
			fmt.Errorf("%w: nothing was written", err),
			"The wiki or the manifests changed since that plan was made, or a part of it was done. The list that plan -digests=FILE saved then tells the two apart: give it to apply with -digests=FILE. Without it, review this plan, then apply it.",
		}
	}
	if e, ok := errors.AsType[*reconcile.UnreviewedError](err); ok {
		err = refuseUnreviewed(e)
	}
	if err != nil {
		a.complain(err)
		return outcome(exitStale)
	}
	if agreement.Partly(p) {
		a.note("This plan does %s of the %s of the reviewed plan %s, and nothing else.", number.Grouped(p.Digests().Len()), number.Of(agreement.Parts.Len(), "part"), agreement.Digest)
	}
	return nil
}

// noteRest says how a run is gone on with that had nothing but a digest: what is
// left of its plan has another one.
func (a *app) noteRest(r *apply.Report, agreement reconcile.Agreement) {
	if agreement.Digest != "" && agreement.Parts == nil && r.Changed() && r.Incomplete() {
		a.note("What is left has another digest than the whole, so -expect-digest alone does not go on: add -digests=FILE, the list that plan -digests saved with the reviewed plan, or review a new plan.")
	}
}

// refuseUnreviewed says what of a plan nobody agreed to.
func refuseUnreviewed(e *reconcile.UnreviewedError) error {
	const most = 10
	var list bytes.Buffer
	for _, u := range e.Unreviewed[:min(len(e.Unreviewed), most)] {
		fmt.Fprintf(&list, "%s (%s): %s\n", u.Change.Claim.Address, u.Change.Declared(), u.Why())
	}
	if more := len(e.Unreviewed) - most; more > 0 {
		fmt.Fprintf(&list, "and %s more\n", number.Grouped(more))
	}
	return hinted{
		fmt.Errorf("%w, so nothing was written", e),
		list.String() + "The wiki or the manifests changed since that plan was made. Review this plan, then apply it.",
	}
}

// saveDigests writes the list of what a plan does where -digests says.
func (j *job) saveDigests(ctx context.Context, p *plan.Plan, name string) error {
	if name == "" {
		return nil
	}
	list := p.Digests()
	text := list.String()
	if len(text) > plan.MaxDigests {
		return fmt.Errorf("the list of the plan's digests would be larger than %s, which apply does not read: plan fewer files at a time, with -target", number.Bytes(plan.MaxDigests))
	}
	if err := j.place.Replace(ctx, j.path(name), []byte(text), 0o644); err != nil {
		return err
	}
	j.note("The digests of what the plan does were saved as %s; the plan has the digest %s.", provider.Visible(name), list.Root())
	if p.Pending() && !j.Automation() {
		j.note("To do this, or what is left of it: %s", j.command("apply", j.options.wiki.option()+"-expect-digest="+list.Root()+" -digests="+shellQuote(name)))
	}
	return nil
}
