package source

import (
	"cmp"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"wikiform/provider"
)

// page is the page of a file on one wiki.
type page struct {
	wiki  string // name of its block; that of the embedded sandbox has none, and is called sandbox
	title provider.Title
}

// Pulled gives the revision of a page that git has taken in, 0 where none is known.
func (l *Lock) Pulled(wiki string, t provider.Title) int64 { return l.pulled[page{wiki, t}] }

// SetPulled notes that git has what a revision of a page says. The title is as the wiki
// stores it.
func (l *Lock) SetPulled(wiki string, t provider.Title, revision int64) {
	if l.pulled == nil {
		l.pulled = map[page]int64{}
	}
	l.pulled[page{wiki, t}] = revision
}

// PulledFrom gives all revisions of pages of one wiki that git has taken in; nil for none.
func (l *Lock) PulledFrom(wiki string) map[provider.Title]int64 {
	var of map[provider.Title]int64
	for p, revision := range l.pulled {
		if p.wiki != wiki {
			continue
		}
		if of == nil {
			of = map[provider.Title]int64{}
		}
		of[p.title] = revision
	}
	return of
}

// pulledPages are the pages in the order in which they are written.
func (l *Lock) pulledPages() []page {
	return slices.SortedFunc(maps.Keys(l.pulled), func(a, b page) int {
		return cmp.Or(cmp.Compare(a.wiki, b.wiki), cmp.Compare(a.title, b.title))
	})
}

type lockedDescription struct {
	Wiki     string `hcl:"wiki,label"`
	Title    string `hcl:"title,label"`
	Revision int64  `hcl:"revision"`

	WikiRange  hcl.Range `hcl:"wiki,label_range"`
	TitleRange hcl.Range `hcl:"title,label_range"`
	RevisionAt hcl.Range `hcl:"revision,attr_value_range"`
}

// readPulled takes description blocks into the lock.
func (l *Lock) readPulled(blocks []lockedDescription) hcl.Diagnostics {
	var diags hcl.Diagnostics
	first := map[page]hcl.Range{}
	for _, d := range blocks {
		of, bad := d.page()
		diags = append(diags, bad...)
		if bad.HasErrors() {
			continue
		}
		if at, twice := first[of]; twice {
			diags = append(diags, pulledError("Two revisions for one page", d.TitleRange, "The same page is at %s. Keep the block with the higher revision.", at))
			continue
		}
		first[of] = d.TitleRange
		l.SetPulled(of.wiki, of.title, d.Revision)
	}
	return diags
}

// page checks the values of one block.
func (d lockedDescription) page() (page, hcl.Diagnostics) {
	var diags hcl.Diagnostics
	if d.Wiki == "" {
		diags = append(diags, pulledError("Missing name of a wiki", d.WikiRange, "The first label is the name of a wiki block."))
	}
	title, err := provider.ParseTitle(d.Title, provider.Site{})
	if err != nil {
		diags = append(diags, pulledError("Invalid title", d.TitleRange, "The %v.", err))
	}
	if d.Revision <= 0 {
		diags = append(diags, pulledError("Invalid revision", d.RevisionAt, "A revision is a number, at least 1."))
	}
	return page{d.Wiki, title}, diags
}

func pulledError(summary string, at hcl.Range, format string, args ...any) *hcl.Diagnostic {
	return lockFault(summary, at, `delete the block and run "wikiform pull"`, format, args...)
}
