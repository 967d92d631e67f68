package reconcile

import (
	"fmt"

	"wikiform/plan"
)

// Agreement is what somebody agreed to who reviewed a plan. The zero value is no
// condition.
type Agreement struct {
	Digest string        // of the plan; "" for none
	Parts  *plan.Digests // of what it does, so that also a part of it may be done; nil for none
}

// ListError is a list of parts that is another plan's than the one that was agreed
// to.
type ListError struct{ Digest, Agreed string }

func (e *ListError) Error() string {
	return fmt.Sprintf("it is the list of the plan with the digest %s, and that of %s was expected", e.Digest, e.Agreed)
}

// UnreviewedError is a plan that does what was not agreed to.
type UnreviewedError struct {
	Unreviewed []plan.Unreviewed
	Agreed     string
}

func (e *UnreviewedError) Error() string {
	return fmt.Sprintf("this plan does what is not in the reviewed plan %s", e.Agreed)
}

// Valid holds the list of parts against the digest: one that is another plan's is
// worth nothing. An error is a [*ListError].
func (a Agreement) Valid() error {
	if a.Parts == nil || plan.SameDigest(a.Digest, a.Parts.Root()) {
		return nil
	}
	return &ListError{a.Parts.Root(), a.Digest}
}

// Covers holds a plan against what was agreed to: it has the digest, or does only
// what is in the list. A plan that does nothing needs no agreement. An error is a
// [*plan.DigestError], a [*ListError] or an [*UnreviewedError].
func (a Agreement) Covers(p *plan.Plan) error {
	if err := a.Valid(); err != nil {
		return err
	}
	switch {
	case a.Digest == "", !p.Pending(), plan.SameDigest(a.Digest, p.Digest()):
		return nil
	case a.Parts == nil:
		return &plan.DigestError{Digest: p.Digest(), Agreed: a.Digest}
	}
	if extra := p.Unreviewed(*a.Parts); extra != nil {
		return &UnreviewedError{extra, a.Digest}
	}
	return nil
}

// Partly reports whether a plan that is covered is not the whole of what was
// agreed to.
func (a Agreement) Partly(p *plan.Plan) bool {
	return a.Digest != "" && p.Pending() && !plan.SameDigest(a.Digest, p.Digest())
}
