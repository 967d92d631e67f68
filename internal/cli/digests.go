package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"

	"wikiform/apply"
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

// readReviewed reads the list that -digests names, and holds its root against
// the digest that was agreed to: a list that is another one is worth nothing.
func (a *app) readReviewed(o *savedOptions) error {
	if o.list == "" {
		return nil
	}
	f, err := os.Open(a.path(o.list))
	if err != nil {
		return usageError{err}
	}
	defer f.Close()
	d, err := plan.ReadDigests(f)
	if e, ok := errors.AsType[*plan.FormatError](err); ok {
		return hinted{fmt.Errorf("%s: %w", o.list, err), e.Hint}
	}
	if err != nil {
		return err
	}
	if root := d.Root(); !plan.SameDigest(o.expect, root) {
		return hinted{fmt.Errorf("%s: it is the list of the plan with the digest %s, and that of %s was expected: nothing was written", o.list, root, o.expect),
			"Somebody changed the list, or it is that of another plan. Take the one that was saved when the reviewed plan was made."}
	}
	o.reviewed = &d
	return nil
}

// agreed holds a plan against the digest that was agreed to. A plan that does
// not have it is agreed to as far as it does what the list says that has the
// digest, and nothing else; one that does nothing needs no agreement.
func (a *app) agreed(p *plan.Plan, o *savedOptions) error {
	if o.expect == "" || !p.Pending() || plan.SameDigest(o.expect, p.Digest()) {
		return nil
	}
	if o.reviewed == nil {
		a.complain(hinted{
			fmt.Errorf("this plan has the digest %s, and %s was expected: nothing was written", p.Digest(), o.expect),
			"The wiki or the manifests changed since that plan was made, or a part of it was done. The list that plan -digests=FILE saved then tells the two apart: give it to apply with -digests=FILE. Without it, review this plan, then apply it.",
		})
		return outcome(exitStale)
	}
	if extra := p.Unreviewed(*o.reviewed); extra != nil {
		a.complain(unreviewed(extra, o.expect))
		return outcome(exitStale)
	}
	a.note("This plan does %d of the %s of the reviewed plan %s, and nothing else.", p.Digests().Len(), count(o.reviewed.Len(), "part"), o.expect)
	return nil
}

// noteLeft says how a run is gone on with that had nothing but a digest: what is
// left of its plan has another one.
func (a *app) noteLeft(r *apply.Report, o *savedOptions) {
	if o.expect != "" && o.reviewed == nil && o.file == "" && r.Changed() && r.Incomplete() {
		a.note("What is left has another digest than the whole, so -expect-digest alone does not go on: add -digests=FILE, the list that plan -digests saved with the reviewed plan, or review a new plan.")
	}
}

// unreviewed says what of a plan nobody agreed to.
func unreviewed(extra []plan.Unreviewed, expected string) error {
	const most = 10
	var list bytes.Buffer
	for _, u := range extra[:min(len(extra), most)] {
		fmt.Fprintf(&list, "%s (%s): %s\n", u.Change.Address, u.Change.At, u.Why())
	}
	if more := len(extra) - most; more > 0 {
		fmt.Fprintf(&list, "and %d more\n", more)
	}
	return hinted{
		fmt.Errorf("this plan does what is not in the reviewed plan %s, so nothing was written", expected),
		list.String() + "The wiki or the manifests changed since that plan was made. Review this plan, then apply it.",
	}
}

// saveDigests writes the list of what a plan does where -digests says.
func (s *session) saveDigests(ctx context.Context, p *plan.Plan, name string) error {
	if name == "" {
		return nil
	}
	list := p.Digests()
	text := list.String()
	if len(text) > plan.MaxDigests {
		return fmt.Errorf("the list of the plan's digests would be larger than %s, which apply does not read: plan fewer files at a time, with -target", plan.Size(plan.MaxDigests))
	}
	if err := s.place.Replace(ctx, s.app.path(name), []byte(text), 0o644); err != nil {
		return err
	}
	s.app.note("The digests of what the plan does were saved as %s; the plan has the digest %s.", provider.Visible(name), list.Root())
	if p.Pending() && !s.app.automation() {
		s.app.note("To do this, or what is left of it: wikiform apply -expect-digest=%s -digests=%s", list.Root(), shellQuote(name))
	}
	return nil
}
