package plan

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"wikiform/internal/number"
	"wikiform/provider"
	"wikiform/spec"
)

// parse gives the title that a file has by the rules of every wiki and the names
// that this one has for namespace 6.
func parse(f *spec.File, site provider.Site) (provider.Title, error) {
	return provider.ParseTitle(name(f), site)
}

// name is how a manifest names a file.
func name(f *spec.File) string { return cmp.Or(f.Name, string(f.Title)) }

// Settle asks the wiki how it stores the titles of claims, and gives the claims
// those titles: what a first letter becomes only the wiki knows. With that answer
// comes what is there, which f then has.
func Settle(ctx context.Context, r Reader, claims []Claim, f *Facts) error {
	if err := f.ask(ctx, r, titles(claims)); err != nil {
		return err
	}
	for i := range claims {
		claims[i].settle(f.Have)
	}
	return nil
}

// Settle does so for what of a saved plan the plan has under another title than
// the claims of the manifests at hand; whether a file was moved on the wiki and is followed
// it asks there. Of the others it shows when they are looked
// at, before anything is written, whether the wiki stores them so.
func (p *Plan) Settle(ctx context.Context, r Reader, claims []Claim, f *Facts) error {
	planned := make(map[spec.Address]provider.Title, len(p.Changes))
	for i := range p.Changes {
		planned[p.Changes[i].Claim.Address] = p.Changes[i].Claim.Title
	}
	var other []int
	var asked []Claim
	for i, c := range claims {
		if planned[c.Address] != c.Title {
			other, asked = append(other, i), append(asked, c)
		}
	}
	if err := Settle(ctx, r, asked, f); err != nil {
		return err
	}
	if err := Follow(ctx, r, asked, f); err != nil {
		return err
	}
	for i, at := range other {
		claims[at] = asked[i]
	}
	return nil
}

// Stored gives files of a manifest the titles under which the wiki stores them,
// where it can have them at all. What is there, f then has.
func Stored(ctx context.Context, r Reader, files []spec.File, f *Facts) error {
	var asked []provider.Title
	for i := range files {
		if t, err := parse(&files[i], f.Site); err == nil {
			asked = append(asked, t)
		}
	}
	if err := f.ask(ctx, r, asked); err != nil {
		return err
	}
	for i := range files {
		if t, err := parse(&files[i], f.Site); err == nil && f.Have[t].Invalid == "" {
			files[i].Title = f.Have[t].Title
		}
	}
	return nil
}

// ask adds to f what the wiki has under titles, both as they were asked for and
// as the wiki stores them.
func (f *Facts) ask(ctx context.Context, r Reader, titles []provider.Title) error {
	var open []provider.Title
	asked := map[provider.Title]bool{}
	f.bring(titles)
	for _, t := range titles {
		if _, known := f.Have[t]; !known && !asked[t] {
			asked[t] = true
			open = append(open, t)
		}
	}
	have, err := ask(ctx, r.Files, open)
	if err != nil {
		return err
	}
	if f.Have == nil {
		f.Have = make(map[provider.Title]provider.File, len(have))
	}
	for _, t := range slices.Sorted(maps.Keys(have)) {
		f.saw(t, have[t])
	}
	return nil
}

// saw adds what the wiki has under a title, as it was asked for and as the wiki stores it.
func (f *Facts) saw(t provider.Title, file provider.File) {
	f.Have[t] = file
	if _, known := f.Have[file.Title]; !known {
		f.Have[file.Title] = file
	}
}

// settle gives the claim the titles that the wiki stores, or the fault that it
// stores none.
func (c *Claim) settle(have map[provider.Title]provider.File) {
	for _, t := range c.titles() {
		if file, asked := have[*t]; asked && c.Fault == nil {
			c.Fault = settle(t, &file)
		}
	}
}

// settle gives a title the form in which the wiki stores it.
func settle(t *provider.Title, file *provider.File) *Problem {
	if file.Invalid == "" && file.Title == *t {
		return nil // it was held to the rules when it was asked for
	}
	if file.Invalid != "" {
		return &Problem{Reason: TitleRefused, Text: fmt.Sprintf("the wiki takes no title %q: %s; choose another one", *t, oneLine(file.Invalid)), Names: []string{strconv.Quote(string(*t))}}
	}
	// What comes from the wiki is held to the rules, too: it may have become too
	// long with its first letter.
	stored, err := provider.ParseTitle(string(file.Title), provider.Site{})
	if e, ok := errors.AsType[*provider.TitleError](err); ok || stored != file.Title {
		reason := "is written in another way"
		if ok {
			reason = e.Reason
		}
		return &Problem{Reason: TitleRefused, Text: fmt.Sprintf("the wiki would store %q as %q, which %s; choose another title", *t, file.Title, reason), Names: []string{strconv.Quote(string(*t)), strconv.Quote(string(file.Title))}}
	}
	*t = stored
	return nil
}

// doubled groups claims by the title that they have, where more than one has it.
func doubled(claims []Claim) [][]int {
	byTitle := make(map[provider.Title][]int, len(claims))
	for i, c := range claims {
		if c.Fault == nil {
			byTitle[c.Title] = append(byTitle[c.Title], i)
		}
	}
	var groups [][]int
	for _, same := range byTitle {
		if len(same) > 1 {
			groups = append(groups, same)
		}
	}
	slices.SortFunc(groups, func(a, b []int) int { return cmp.Compare(a[0], b[0]) })
	return groups
}

// Doubles are errors at blocks that speak of one title on this wiki although the
// manifest tells them apart: whoever planned them would have each undo the other for
// ever. The claims are settled ones, joined.
func Doubles(m *spec.Manifest, claims []Claim) hcl.Diagnostics {
	const most = 10
	groups := doubled(claims)
	if groups == nil {
		return nil
	}
	written := titlesOf(m)
	var diags hcl.Diagnostics
	for n, same := range groups {
		var owners []string
		files := true
		for _, i := range same {
			w := written[claims[i].Address]
			owners = append(owners, fmt.Sprintf("%s (%q, %s)", claims[i].Address, w.name, position(w.at)))
			files = files && claims[i].Type() == TypeFile
		}
		d := &hcl.Diagnostic{
			Severity: hcl.DiagError,
			Summary:  map[bool]string{true: "Two files with one title", false: "Two blocks with one title"}[files],
			Detail: fmt.Sprintf("This wiki stores %s as %q. Give each a title of its own.",
				strings.Join(owners[:len(owners)-1], ", ")+" and "+owners[len(owners)-1], claims[same[0]].Title),
			Subject: written[claims[same[len(same)-1]].Address].at.Ptr(),
		}
		if n == most-1 && len(groups) > most {
			d.Detail += fmt.Sprintf(" So it is with %s.", number.Of(len(groups)-most, "more title"))
		}
		diags = append(diags, d)
		if n == most-1 {
			break
		}
	}
	return diags
}

// writtenTitle is a title as a manifest has it.
type writtenTitle struct {
	name string
	at   hcl.Range
}

// titlesOf are the titles of a manifest by the addresses of the blocks.
func titlesOf(m *spec.Manifest) map[spec.Address]writtenTitle {
	all := make(map[spec.Address]writtenTitle, len(m.Files))
	for i := range m.Files {
		f := &m.Files[i]
		all[f.Address] = writtenTitle{name(f), f.Where().Title}
	}
	for _, x := range m.Moves {
		all[x.Address] = writtenTitle{x.ToName, x.Ranges.To}
	}
	for _, r := range m.Redirects {
		all[r.Address] = writtenTitle{r.Name, r.Ranges.Title}
	}
	for _, a := range m.Absences {
		all[a.Address] = writtenTitle{a.Name, a.Ranges.Title}
	}
	return all
}

// markTaken keeps what [Doubles] tells of from being written: of two files with
// one title neither is.
func markTaken(claims []Claim) {
	for _, same := range doubled(claims) {
		for _, i := range same {
			var others []string
			for _, j := range same {
				if j != i {
					others = append(others, fmt.Sprintf("%s (%s)", claims[j].Address, claims[j].At))
				}
			}
			claims[i].Fault = &Problem{
				Reason: TitleTaken, Text: fmt.Sprintf("%s has the title %q on this wiki as well", someOf(others), claims[i].Title), Hint: "rename one of them",
				Names: []string{someOf(others), strconv.Quote(string(claims[i].Title))},
			}
		}
	}
}
