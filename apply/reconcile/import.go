package reconcile

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"wikiform/internal/importing"
	"wikiform/internal/number"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// Lister tells which files a wiki has, and all that a manifest can say of them.
type Lister interface {
	Select(ctx context.Context, s provider.Selection, most int) (provider.Selected, error)
	Wholes(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.Whole, error)
	Texts(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.Page, error)
}

// Found is what a wiki has of what was asked for.
type Found struct {
	Wholes   []provider.Whole // files that the manifest does not declare; in the order of their titles
	Declared []provider.Title // files that it does
	Not      []NoFile         // titles under which the wiki has no file of its own; in the order of asking
	Unfit    []string         // files that no manifest can name, as the wiki names their pages
}

// NoFile is a title under which a wiki has no file of its own.
type NoFile struct {
	Title provider.Title
	Why   string // a clause: "is no file of this wiki: …"
}

// MostFound is how many files one question may find: no for_each has more.
const MostFound = 100_000

// UnknownError is something that was asked for and that a wiki does not have.
type UnknownError struct {
	Target Target
	What   string // in the wiki's words: "Category:Bridges"
}

func (e *UnknownError) Error() string {
	return fmt.Sprintf("%s: there is no %s", Where(e.Target.Declared), e.What)
}

// Hint implements [provider.Hinter].
func (e *UnknownError) Hint() string {
	return "Nothing was written. Look how the wiki spells it, and whether it is there without logging in."
}

// TooManyError is a question that finds more than a manifest can say.
type TooManyError struct{ Target Target }

func (e *TooManyError) Error() string {
	return fmt.Sprintf("%s: there are more than %s files of that kind", Where(e.Target.Declared), number.Grouped(MostFound))
}

// Hint implements [provider.Hinter].
func (e *TooManyError) Hint() string {
	return "Nothing was written. Ask for fewer at a time, such as those with a prefix or of a category, each under a name of its own."
}

// Find asks a wiki for files, and leaves out those that the manifest declares. An error is
// an [*UnknownError], a [*TooManyError], or says at which wiki it happened.
func (p *Project) Find(ctx context.Context, t Target, from Lister, s provider.Selection) (*Found, error) {
	if len(p.manifest.Wikis) > 0 { // else it says nothing yet of a wiki whose block is still to be written
		if err := p.isFor(t); err != nil {
			return nil, err
		}
	}
	selected, err := from.Select(ctx, s, MostFound)
	switch {
	case err != nil:
		return nil, t.failed(err)
	case selected.Unknown != "":
		return nil, &UnknownError{t, selected.Unknown}
	case selected.Cut:
		return nil, &TooManyError{t}
	}
	declared, err := p.titles(ctx, t)
	if err != nil {
		return nil, err
	}
	found := &Found{Unfit: selected.Unfit}
	var asked []provider.Title
	for _, title := range selected.Titles {
		if declared[title] {
			found.Declared = append(found.Declared, title)
		} else {
			asked = append(asked, title)
		}
	}
	if len(asked) == 0 {
		return found, nil
	}
	wholes, err := from.Wholes(ctx, asked)
	if err != nil {
		return nil, t.failed(err)
	}
	if err := withTexts(ctx, t, from, wholes); err != nil {
		return nil, err
	}
	seen := map[provider.Title]bool{}
	for _, title := range asked {
		whole := wholes[title]
		switch why := whyNot(whole); {
		case why == unknown && s.Titles == nil:
			found.Not = append(found.Not, NoFile{title, "is listed by the wiki, which finds nothing under this title"})
		case why != "":
			found.Not = append(found.Not, NoFile{title, why})
		case seen[whole.Title]:
		case declared[whole.Title]:
			found.Declared = append(found.Declared, whole.Title)
		default:
			found.Wholes = append(found.Wholes, whole)
		}
		seen[whole.Title] = true
	}
	slices.SortFunc(found.Wholes, func(a, b provider.Whole) int { return strings.Compare(string(a.Title), string(b.Title)) })
	slices.Sort(found.Declared)
	found.Declared = slices.Compact(found.Declared)
	return found, nil
}

// mostText is how many bytes the texts of one import have: all of them are looked at
// together before one is written.
const mostText = 256 << 20

// TextError is texts that are too long together.
type TextError struct{ Target Target }

func (e *TextError) Error() string {
	return fmt.Sprintf("%s: the texts of these files have more than %s", Where(e.Target.Declared), number.Bytes(mostText))
}

// Hint implements [provider.Hinter].
func (e *TextError) Hint() string { return (&TooManyError{}).Hint() }

// withTexts asks for the texts that were too long together to come with the files, as
// often as each answer brings more of them.
func withTexts(ctx context.Context, t Target, from Lister, wholes map[provider.Title]provider.Whole) error {
	for {
		var asked []provider.Title
		total := 0
		for title, w := range wholes {
			if w.Page != nil {
				total += len(w.Page.Text)
			}
			if w.Version != nil && w.Page != nil && w.Page.Model == "" && !w.Page.HasText {
				asked = append(asked, title)
			}
		}
		switch {
		case total > mostText:
			return &TextError{t}
		case len(asked) == 0:
			return nil
		}
		slices.Sort(asked)
		texts, err := from.Texts(ctx, asked)
		if err != nil {
			return t.failed(err)
		}
		more := false
		for title, page := range texts {
			if w := wholes[title]; page.HasText && w.Page != nil && page.Rev == w.Page.Rev {
				w.Page.Text, w.Page.HasText, more = page.Text, true, true
			}
		}
		if !more {
			return nil // they are hidden
		}
	}
}

// whyNot says why there is no file of a wiki's own under a title, "" where there is.
func whyNot(w provider.Whole) string {
	switch {
	case w.Invalid != "":
		return "can be no title on this wiki: " + w.Invalid
	case w.Version != nil:
		return ""
	case w.Shared:
		return "is no file of this wiki, but of a repository that it shares"
	case w.Redirect:
		return "is a redirect"
	case w.Page != nil:
		return "is a page without a file"
	}
	return unknown
}

const unknown = "does not exist"

// titles are those that the manifest says anything of, as the wiki stores them.
func (p *Project) titles(ctx context.Context, t Target) (map[provider.Title]bool, error) {
	var asked []provider.Title
	add := func(written string, title provider.Title) {
		if parsed, err := provider.ParseTitle(written, t.Wiki.Site()); err == nil {
			title = parsed // with a namespace in the wiki's language, too
		}
		if title != "" {
			asked = append(asked, title)
		}
	}
	for _, f := range p.manifest.Files {
		add(f.Name, f.Title)
	}
	for _, m := range p.manifest.Moves {
		add(m.FromName, m.From)
		add(m.ToName, m.To)
	}
	for _, r := range p.manifest.Redirects {
		add(r.Name, r.Title)
	}
	for _, a := range p.manifest.Absences {
		add(a.Name, a.Title)
	}
	for _, d := range p.manifest.Disabled {
		add("", d.Title)
	}
	if len(asked) == 0 {
		return nil, nil
	}
	slices.Sort(asked)
	have, err := t.Wiki.Files(ctx, slices.Compact(asked))
	if err != nil {
		return nil, t.failed(err)
	}
	stored := make(map[provider.Title]bool, len(have))
	for title, file := range have {
		stored[title], stored[file.Title] = true, true
	}
	return stored, nil
}

// Import makes the files that declare what was found. Of the options the manifest and how
// it is read are filled in. It changes nothing.
func (p *Project) Import(t Target, found *Found, o importing.Options) (*importing.Import, error) {
	o.FS, o.Dir, o.Manifest, o.Site = p.fsys, p.dir, p.manifest, t.Wiki.Site()
	o.Load = func(fsys fs.FS) (*spec.Manifest, hcl.Diagnostics) { return spec.Load(fsys, p.dir, p.inputs) }
	return importing.Make(found.Wholes, o)
}

// Beyond are the files that a project declares and an earlier state of it does not, as a
// scope; the zero scope where that declared nothing.
func (p *Project) Beyond(before *Project) (spec.Scope, error) {
	if len(before.manifest.Declared()) == 0 {
		return spec.Scope{}, nil
	}
	was := map[spec.Address]bool{}
	for _, f := range before.manifest.Files {
		was[f.Address] = true
	}
	var list strings.Builder
	for _, f := range p.manifest.Files {
		if !was[f.Address] {
			fmt.Fprintln(&list, f.Address)
		}
	}
	l, err := spec.ReadList("what was imported", strings.NewReader(list.String()))
	return spec.Scope{TargetLists: []spec.List{l}}, err
}

// Differing are the changes of a plan that do or would do anything, or cannot tell.
func Differing(p *plan.Plan) []*plan.Change {
	var all []*plan.Change
	for i := range p.Changes {
		if p.Changes[i].Action() != plan.NoOp {
			all = append(all, &p.Changes[i])
		}
	}
	return all
}
