package reconcile

import (
	"context"
	"fmt"
	"slices"

	"wikiform/plan"
	"wikiform/provider"
	"wikiform/provider/endpoint"
	"wikiform/spec"
)

// WikiOf finds the wiki of a saved plan among those that the manifest declares. A
// plan may choose one of them and nothing else.
func (p *Project) WikiOf(saved *plan.Plan) (spec.Wiki, error) {
	return p.wikiOf("plan", saved.Wiki.Name, saved.Wiki.API)
}

func (p *Project) wikiOf(what, name, api string) (spec.Wiki, error) {
	for _, declared := range p.manifest.Wikis {
		if declared.Name == name && SameAPI(declared.API, api) {
			return declared, nil
		}
	}
	if len(p.manifest.Wikis) == 0 && name == embedded && api == "" {
		return spec.Wiki{}, nil
	}
	missing := &NoWikiError{What: what, Name: name, API: api}
	for _, declared := range p.manifest.Wikis {
		if declared.Name == name {
			missing.Declared = declared
		}
	}
	return spec.Wiki{}, missing
}

// NoWikiError is a plan, or a receipt, for a wiki that the manifest does not declare.
type NoWikiError struct {
	What, Name, API string
	Declared        spec.Wiki // of this name, with another api; the zero value: none
}

func (e *NoWikiError) Error() string {
	is := fmt.Sprintf("the %s is for the wiki %q at %q, ", e.What, e.Name, e.API)
	if e.Declared.Name == "" {
		return is + "which no manifest declares"
	}
	return is + fmt.Sprintf("and the manifest has another api for it, %q (%s:%d)", e.Declared.API, e.Declared.Range.Filename, e.Declared.Range.Start.Line)
}

// Hint implements [provider.Hinter].
func (e *NoWikiError) Hint() string {
	if e.What == "plan" {
		return "A plan holds for the wiki that it was made for. Plan again for the one that is declared now, or check out the commit that was planned."
	}
	return "Check out the commit that was applied, or write the wiki block as it was then."
}

// SameAPI reports whether a plan's address is the declared one, however it was
// written when the plan was made.
func SameAPI(declared, planned string) bool {
	e, err := endpoint.Parse(planned)
	return err == nil && e.String() == declared
}

// OtherWikiError is a plan, or a receipt, for another wiki than the target.
type OtherWikiError struct {
	What    string // "plan" or "receipt"
	Planned string // what it calls the wiki
	Target  Target
	Is      string // what the target is called
}

func (e *OtherWikiError) Error() string {
	return fmt.Sprintf("the %s is for the wiki %q, and %s is now %q", e.What, e.Planned, Where(e.Target.Declared), e.Is)
}

// isOf holds a target against the wiki that a plan is for.
func (t Target) isOf(p *plan.Plan) error {
	if name := NameOf(t.Declared); name != p.Wiki.Name {
		return &OtherWikiError{"plan", p.Wiki.Name, t, name}
	}
	if id := t.Wiki.Site().ID; id != p.Wiki.ID {
		return &OtherWikiError{"plan", p.Wiki.ID, t, id}
	}
	return nil
}

// UndeclaredError is a saved plan that would do what the manifest does not say.
type UndeclaredError struct{ Undeclared []plan.Undeclared }

func (e *UndeclaredError) Error() string {
	return "the manifests at hand do not declare what this plan would do"
}

// Confirm makes a plan that was saved one that can be carried out: the manifest
// must declare all that it does. Of the choice only Locked, AllowEmpty, Whose and Shard count; what
// else it is for, the plan says. Of a shard the whole plan is confirmed as well, but for the
// contents of the others, whose sources are not read. An error is an [*UndeclaredError] where it does
// not, and else as of [Project.Plan].
func (p *Project) Confirm(ctx context.Context, t Target, saved *plan.Plan, c Choice) (*plan.Plan, error) {
	if saved.TakesBack() {
		return nil, ErrRollback
	}
	if _, err := p.WikiOf(saved); err != nil {
		return nil, err
	}
	if err := t.isOf(saved); err != nil {
		return nil, err
	}
	if err := p.isFor(t); err != nil {
		return nil, err
	}
	facts := p.facts(t, c.Locked)
	claims, err := p.claimsOf(ctx, t, saved, c.Shard)
	if err != nil {
		return nil, err
	}
	if err := saved.Settle(ctx, t.Wiki, claims, &facts); err != nil {
		return nil, t.failed(err)
	}
	if err := saved.SettleOwners(ctx, t.Wiki, &facts); err != nil {
		return nil, t.failed(err)
	}
	if facts.Anew, err = p.anew(ctx, t, saved, c); err != nil {
		return nil, err
	}
	claims = plan.Join(claims)
	if err := saved.SettleBases(ctx, t.Wiki, claims, &facts); err != nil {
		return nil, t.failed(err)
	}
	if err := saved.SettleGuards(ctx, t.Wiki, claims, &facts); err != nil {
		return nil, t.failed(err)
	}
	confirmed, undeclared := saved.Declared(claims, facts)
	if undeclared != nil {
		return nil, &UndeclaredError{undeclared}
	}
	if s := confirmed.Since; s != nil && s.Files > len(p.files) { // of which limits are parts
		bounded := *s
		bounded.Files = len(p.files)
		confirmed.Since = &bounded
	}
	if c.Whose || p.manifest.ChecksPlan() {
		if err := confirmed.SettleWhose(ctx, t.Wiki, &facts); err != nil {
			return nil, t.failed(err)
		}
	}
	return confirmed, nil
}

// anew plans again where a saved plan deletes what no block names: nothing of that is
// taken from a file.
func (p *Project) anew(ctx context.Context, t Target, saved *plan.Plan, c Choice) (*plan.Anew, error) {
	titles := saved.Prunes()
	if len(titles) == 0 {
		return nil, nil
	}
	fresh, err := p.Plan(ctx, t, Choice{Locked: c.Locked, AllowEmpty: c.AllowEmpty, Forced: saved.Forced})
	if err != nil {
		return nil, err
	}
	have, err := t.Wiki.Files(ctx, titles)
	if err != nil {
		return nil, t.failed(err)
	}
	gone := map[provider.Title]bool{}
	for _, title := range titles {
		file, told := have[title]
		gone[title] = told && file.Version == nil && file.Page == nil
	}
	return &plan.Anew{Plan: fresh, Gone: gone}, nil
}

// writtenBy gives what of the manifest a plan writes, and the moves that it was made
// with, with their files: no other file needs a hash.
func (p *Project) writtenBy(saved *plan.Plan) *spec.Manifest {
	written := map[spec.Address]bool{}
	for i := range saved.Changes {
		c := &saved.Changes[i].Claim
		written[c.Address] = written[c.Address] || saved.Changes[i].Writes() || c.From != nil
		if c.From != nil {
			written[c.From.Address] = true
		}
	}
	m := p.declared()
	m.Files = only(m.Files, func(f spec.File) bool { return written[f.Address] })
	m.Moves = only(m.Moves, func(x spec.Move) bool { return written[x.Address] })
	m.Redirects = only(m.Redirects, func(r spec.Redirect) bool { return written[r.Address] })
	m.Absences = only(m.Absences, func(a spec.Absence) bool { return written[a.Address] })
	return m
}

func only[T any](all []T, keep func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(all), func(v T) bool { return !keep(v) })
}
