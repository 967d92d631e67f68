package reconcile

import (
	"context"
	"errors"
	"fmt"
	"time"

	"wikiform/internal/receipt"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// WikiOfReceipt finds the wiki of a receipt among those that the manifest declares.
func (p *Project) WikiOfReceipt(r *receipt.Receipt) (spec.Wiki, error) {
	return p.wikiOf("receipt", NameOf(spec.Wiki{Name: r.Wiki.Name}), r.Wiki.API)
}

// Rollback plans to take back what a run did, as its receipt tells and the wiki confirms.
// Of the choice Forced counts. An error is a *[NobodyError], an *[OtherWikiError] or a
// *[plan.ReceiptError], or of the wiki.
func (p *Project) Rollback(ctx context.Context, t Target, r *receipt.Receipt, c Choice) (*plan.Plan, error) {
	var claims []plan.Claim
	var facts plan.Facts
	for tries := 1; ; tries++ {
		var err error
		if claims, facts, err = p.undoing(ctx, t, r, c.Forced); err != nil {
			return nil, err
		}
		looked := shown(facts.Have)
		if err := plan.Survey(ctx, t.Wiki, claims, &facts); err != nil {
			return nil, t.failed(err)
		}
		if unchanged(looked, shown(facts.Have)) {
			break
		}
		if tries == mostTries {
			return nil, t.failed(errors.New("somebody is at the very files of the receipt: each time that they were looked at they had changed; try again later"))
		}
	}
	made := plan.Compute(claims, facts)
	made.Tool, made.Made, made.Forced = p.inputs.Version, time.Now().UTC().Truncate(time.Second), c.Forced
	made.LeftOut = p.beside(claims)
	return made, nil
}

// mostTries is how often a rollback is looked for anew when somebody is at its files just
// then: what was held to be ours may be theirs a request later.
const mostTries = 5

// showing is what tells the states of a title from each other.
type showing struct {
	revision int64
	version  time.Time
	sum      provider.SHA1
}

func shown(have map[provider.Title]provider.File) map[provider.Title]showing {
	all := make(map[provider.Title]showing, len(have))
	for t, f := range have {
		var s showing
		if f.Page != nil {
			s.revision = f.Page.Rev
		}
		if f.Version != nil {
			s.version, s.sum = f.Version.Time.UTC(), f.Version.SHA1
		}
		all[t] = s
	}
	return all
}

// unchanged reports whether titles are still as they were.
func unchanged(was, is map[provider.Title]showing) bool {
	for t, s := range was {
		if is[t] != s {
			return false
		}
	}
	return true
}

// ConfirmRollback makes a saved plan of a rollback one that can be carried out: the receipt
// has to be the one that it was made from, and the rollback that is made anew from that and
// from the wiki's histories has to have all that the plan would do. An error is an
// *[UndeclaredError] where it has not, [ErrManifest] or an *[OtherReceiptError], and else as
// of [Project.Rollback].
func (p *Project) ConfirmRollback(ctx context.Context, t Target, saved *plan.Plan, r *receipt.Receipt) (*plan.Plan, error) {
	switch {
	case saved.Receipt == "":
		return nil, ErrManifest
	case saved.Receipt != r.Sum:
		return nil, &OtherReceiptError{saved.Receipt, r.Sum}
	}
	if _, err := p.WikiOf(saved); err != nil {
		return nil, err
	}
	if err := t.isOf(saved); err != nil {
		return nil, err
	}
	fresh, err := p.Rollback(ctx, t, r, Choice{Forced: saved.Forced})
	if err != nil {
		return nil, err
	}
	confirmed, undeclared := saved.Confirmed(fresh)
	if undeclared != nil {
		return nil, &UndeclaredError{undeclared}
	}
	return confirmed, nil
}

// undoing are the claims of a receipt, with what was asked of the wiki for them.
func (p *Project) undoing(ctx context.Context, t Target, r *receipt.Receipt, forced string) ([]plan.Claim, plan.Facts, error) {
	if id := t.ID(); r.Wiki.Name != t.Declared.Name || r.Wiki.ID != id {
		return nil, plan.Facts{}, &OtherWikiError{"receipt", r.Wiki.ID, t, id}
	}
	facts := p.facts(t, false)
	if facts.Accounts = t.ours(); len(facts.Accounts) == 0 {
		return nil, facts, &NobodyError{t}
	}
	facts.Renames, facts.Named, facts.Leaving = spec.RenamesIgnore, nil, nil
	comment := fmt.Sprintf("Undo the run of %s (receipt %.8s)", r.Began.UTC().Format("2006-01-02 15:04 UTC"), r.Sum)
	facts.Rollback = &plan.Rollback{Receipt: r.Sum, Commit: r.Commit, Again: r.Undoes != "", Comment: provider.EndComment(because(comment, forced), p.mark())}
	claims, err := plan.UndoClaims(ctx, t.Wiki, written(r), &facts)
	if err != nil {
		return nil, facts, t.failed(err)
	}
	return claims, facts, nil
}

// written are the writes of a receipt.
func written(r *receipt.Receipt) []plan.Written {
	ws := make([]plan.Written, len(r.Writes))
	for i, e := range r.Writes {
		ws[i] = plan.Written{Write: e.Write, At: plan.Position{File: "receipt", Line: e.Line}}
	}
	return ws
}

// beside counts the files of the manifest that a rollback is not about, of which the
// limits are parts all the same.
func (p *Project) beside(claims []plan.Claim) int {
	about := map[provider.Title]bool{}
	for i := range claims {
		about[claims[i].Title] = true
		if from := claims[i].From; from != nil {
			about[from.Title] = true
		}
	}
	n := 0
	for _, f := range p.files {
		if !about[f.Title] {
			n++
		}
	}
	return n
}

// ErrRollback is a plan of a rollback where one for the manifest is wanted.
var ErrRollback = errors.New("the plan takes back what a run did, and is held against that run's receipt")

// ErrManifest is the contrary of [ErrRollback].
var ErrManifest = errors.New("the plan is for the manifest, and takes back nothing of a run")

// OtherReceiptError is a rollback's plan that was made from another receipt.
type OtherReceiptError struct{ Planned, Is string }

func (e *OtherReceiptError) Error() string {
	return fmt.Sprintf("the plan was made from a receipt with the SHA-256 %s, and this one has %s", e.Planned, e.Is)
}
