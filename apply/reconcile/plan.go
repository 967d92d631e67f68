package reconcile

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"wikiform/internal/number"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// Choice is what of a project a plan is for.
type Choice struct {
	Scope spec.Scope
	Only  []plan.Kind // none: all
	// Locked: a URL without a pin is an error, since nobody would commit a lock
	// file with one.
	Locked bool
	// AskTexts: see [plan.Facts].
	AskTexts bool
	// Orphans has files of ours looked for that no block names, whatever that costs.
	Orphans bool
	// AllowEmpty lets a manifest without files, or with a for_each without elements, prune.
	AllowEmpty bool
	// Whose has whose work a saved plan replaces asked of the wiki again, which takes about
	// as many requests as planning that did. It is asked as well where a check wants to know.
	Whose bool
	// Shard is the part of a saved plan that is to be carried out, of which alone sources are
	// hashed; the zero value is the whole.
	Shard  plan.Shard
	Forced string // why limits are overridden; "": they are not
	// Approved is a plan for another wiki, of which this one is to do the same and nothing
	// else; nil: what the manifest says.
	Approved *plan.Approved
	// Since has only what changed read; nil: everything is. The scope is complete then, and
	// Only is empty; what no block names is not looked for.
	Since *Since

	// Of a plan of what changed: what is not read, nil for nothing; what the wiki has of the
	// rest, as far as it was asked; and who is told what was found.
	unread  map[spec.Address]bool
	have    map[provider.Title]provider.File
	settled func(*plan.Plan, []plan.Claim, *plan.Facts)
}

// Plan hashes the sources, asks the wiki and compares. An error is hcl.Diagnostics
// where the manifest is wrong, a *[spec.PatternError] or a *[spec.ListError] where the scope is,
// and else says at which wiki it happened.
func (p *Project) Plan(ctx context.Context, t Target, c Choice) (*plan.Plan, error) {
	if err := p.isFor(t); err != nil {
		return nil, err
	}
	if c.Since != nil {
		return p.planSince(ctx, t, c)
	}
	return p.planned(ctx, t, c, p.compared)
}

// named is what was approved, with the name that the manifest has for its wiki: the one in
// the plan's file is covered by no digest.
func (p *Project) named(a *plan.Approved) *plan.Approved {
	if a == nil {
		return nil
	}
	named := *a
	named.Wiki.Name = cmp.Or(a.Wiki.API, embedded)
	for _, declared := range p.manifest.Wikis {
		if SameAPI(declared.API, a.Wiki.API) {
			named.Wiki.Name = declared.Name
		}
	}
	return &named
}

// claiming gives the claims of what of the manifest is chosen.
type claiming func(context.Context, Target, Choice, *plan.Facts) ([]plan.Claim, *spec.Manifest, error)

func (p *Project) planned(ctx context.Context, t Target, c Choice, claimed claiming) (*plan.Plan, error) {
	facts := p.told(t, c.Locked)
	facts.Only, facts.AskTexts, facts.Have, facts.Approved = inOrder(c.Only), c.AskTexts, c.have, p.named(c.Approved)
	p.owns(t, c, &facts)
	claims, chosen, err := claimed(ctx, t, c, &facts)
	if err != nil {
		return nil, err
	}
	if len(claims) > 0 || facts.Search != plan.SearchNone { // else nobody asks
		facts.Named = plan.Named(p.manifest)
	}
	if err := plan.Survey(ctx, t.Wiki, claims, &facts); err != nil {
		return nil, t.failed(err)
	}
	claims = plan.Narrow(claims, facts, facts.Only)
	made := plan.Compute(claims, facts)
	if c.settled != nil {
		c.settled(made, claims, &facts)
	}
	made.Forced = c.Forced
	p.stamp(made, c.Scope, facts.Only, chosen)
	return made, nil
}

// compared are the claims of what is chosen, under the titles that the wiki stores, but for
// the files that are as wanted, which the facts then have. The wiki is asked while the
// sources are hashed.
func (p *Project) compared(ctx context.Context, t Target, c Choice, facts *plan.Facts) ([]plan.Claim, *spec.Manifest, error) {
	chosen, err := p.choose(ctx, t, c.Scope, facts)
	if err != nil {
		return nil, nil, err
	}
	m := c.read(p.withMoves(chosen))
	sums, seen, err := p.look(ctx, t, m, facts)
	if err != nil {
		return nil, nil, err
	}
	comment := func(said string) string { return p.comment(said, c.Forced) }
	claims := p.marked(plan.SetApart(m, sums, t.Declared, seen, comment, facts), c.Forced)
	claims = withoutMoves(plan.Join(claims), chosen)
	return claims, chosen, asError(plan.Doubles(p.declared(), claims))
}

// look hashes the sources of a part of the manifest and asks what the wiki has, at once.
// What is wrong with a source is told first, whatever the wiki says.
func (p *Project) look(ctx context.Context, t Target, m *spec.Manifest, facts *plan.Facts) (sums map[spec.Address]provider.Content, seen *plan.Sighted, err error) {
	both, within := errgroup.WithContext(ctx)
	var unread, untold error
	both.Go(func() error {
		sums, unread = p.sum(within, m.Files, facts.Site.MaxUpload)
		return unread
	})
	both.Go(func() error {
		seen, untold = plan.Look(within, t.Wiki, m, facts)
		return untold
	})
	both.Wait()
	switch {
	case unread != nil && (untold == nil || !errors.Is(unread, context.Canceled)):
		return nil, nil, unread
	case untold != nil:
		return nil, nil, t.failed(untold)
	}
	same := seen.Unread(m.Files, sums)
	if len(same) == 0 {
		return sums, seen, nil
	}
	more, err := p.sum(ctx, same, 0)
	maps.Copy(sums, more)
	return sums, seen, err
}

// settled are the claims of what is chosen, under the titles that the wiki stores.
func (p *Project) settled(ctx context.Context, t Target, c Choice, facts *plan.Facts) ([]plan.Claim, *spec.Manifest, error) {
	chosen, err := p.choose(ctx, t, c.Scope, facts)
	if err != nil {
		return nil, nil, err
	}
	claims, err := p.claims(ctx, t, p.withMoves(chosen), c.Forced)
	if err != nil {
		return nil, nil, err
	}
	if err := plan.Settle(ctx, t.Wiki, claims, facts); err != nil {
		return nil, nil, t.failed(err)
	}
	claims = withoutMoves(plan.Join(claims), chosen)
	return claims, chosen, asError(plan.Doubles(p.declared(), claims))
}

// declared is the manifest with the pins of the lock file.
func (p *Project) declared() *spec.Manifest {
	m := *p.manifest
	m.Files = p.files
	return &m
}

// withMoves is a part of the manifest with all moves: one belongs to the file that it
// leads to, and which that is, only the wiki tells.
func (p *Project) withMoves(chosen *spec.Manifest) *spec.Manifest {
	m := *chosen
	m.Moves = p.manifest.Moves
	return &m
}

// withoutMoves leaves out the moves that are neither chosen nor of a chosen file.
func withoutMoves(claims []plan.Claim, chosen *spec.Manifest) []plan.Claim {
	in := map[spec.Address]bool{}
	for _, m := range chosen.Moves {
		in[m.Address] = true
	}
	return slices.DeleteFunc(claims, func(c plan.Claim) bool { return c.Type() == plan.TypeMoved && !in[c.Address] })
}

// facts are those that the wiki told before it was asked about files.
func (p *Project) facts(t Target, locked bool) plan.Facts {
	f := p.told(t, locked)
	f.Named = plan.Named(p.manifest)
	return f
}

// told are they without the titles that the manifest names, of which there may be many.
func (p *Project) told(t Target, locked bool) plan.Facts {
	site, account := t.Wiki.Site(), t.Wiki.Account()
	return plan.Facts{
		Wiki: plan.Wiki{
			Name: NameOf(t.Declared), API: t.Declared.API, ID: site.ID, Generator: site.Generator, Account: account.Name,
		},
		Site: site, Account: account, Rate: t.Wiki.Rate(), Automation: locked, Accounts: t.Declared.Accounts, Mark: p.mark(), FormerMarks: p.formerMarks(),
		Renames: p.manifest.Settings.Renames, Leaving: plan.Leaving(p.manifest), Keepers: plan.Keepers(p.manifest),
		Pulled: p.lock.PulledFrom(NameOf(t.Declared)),
	}
}

// choose gives what of the manifest is in the scope. What titles files have, only the
// wiki knows.
func (p *Project) choose(ctx context.Context, t Target, s spec.Scope, facts *plan.Facts) (*spec.Manifest, error) {
	m := p.declared()
	if s.Complete() {
		return m, nil
	}
	m.Files = slices.Clone(m.Files)
	if s.Titles() {
		if err := plan.Stored(ctx, t.Wiki, m.Files, facts); err != nil {
			return nil, t.failed(err)
		}
	}
	return m.Narrowed(s)
}

// inOrder has each kind once, in the order of [plan.Kinds]; none for all of them.
func inOrder(kinds []plan.Kind) []plan.Kind {
	var list []plan.Kind
	for _, k := range plan.Kinds {
		if slices.Contains(kinds, k) {
			list = append(list, k)
		}
	}
	if len(list) == len(plan.Kinds) {
		return nil
	}
	return list
}

// stamp writes into a plan where it comes from, and that it is not for all that
// the manifest says when it is not; files is how many it is for.
func (p *Project) stamp(made *plan.Plan, s spec.Scope, only []plan.Kind, chosen *spec.Manifest) {
	made.Tool, made.Made, made.Scope, made.Only = p.inputs.Version, time.Now().UTC().Truncate(time.Second), s, only
	if !s.Complete() {
		some, all := len(chosen.Files), number.Of(len(p.files), "file")
		made.LeftOut = len(p.files) + len(p.manifest.Absences) - len(chosen.Files) - len(chosen.Absences)
		if n := len(p.manifest.Declared()); n > len(p.files) { // what else there is can be chosen as well
			some, all = len(chosen.Declared()), number.Of(n, "object")
		}
		made.Notes = append(made.Notes, fmt.Sprintf("This plan is for %s of the manifest's %s, as %s. It does not tell how the others compare.", number.Grouped(some), all, narrowing(s)))
	}
	made.Notes = append(made.Notes, p.manifest.Remarks...)
	if len(only) > 0 {
		made.Notes = append(made.Notes, fmt.Sprintf("This plan is only for %s, as -only says. It does not tell what else would change.", kindNames(only)))
	}
}

// narrowing names the options that a scope comes from.
func narrowing(s spec.Scope) string {
	var says []string
	if len(s.Targets)+len(s.Excludes) > 0 {
		says = append(says, "-target and -exclude say")
	}
	for _, from := range []struct {
		flag  string
		lists []spec.List
	}{{"-target-file", s.TargetLists}, {"-exclude-file", s.ExcludeLists}} {
		for _, l := range from.lists {
			empty := ""
			if l.Empty() {
				empty = ", which is empty,"
			}
			says = append(says, fmt.Sprintf("%s=%s%s says", from.flag, l.Name, empty))
		}
	}
	return strings.Join(says, " and ")
}

// kindNames says for people what kinds are.
func kindNames(only []plan.Kind) string {
	var names []string
	for _, k := range only {
		names = append(names, map[plan.Kind]string{
			plan.NewFiles:    "new files",
			plan.NewContents: "new versions of files that are there",
			plan.NewTexts:    "descriptions of files that are there",
			plan.NewTags:     "change tags of what was written before",
			plan.Moves:       "files that get other titles",
			plan.Redirects:   "redirects",
			plan.Deletions:   "deletions",
		}[k])
	}
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
