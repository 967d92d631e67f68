package plan

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"wikiform/internal/number"
	"wikiform/provider"
)

// What the wiki does not have of what texts name, it says when it is asked for a preview.
// No digest covers it.
const (
	mostCounted = 999 // names of one text are counted up to there; nobody keeps more
	manyLack    = 4   // changes that lack the same are told of in a note, and not beside each
	lackNotes   = 4   // notes of each kind of name
	noteNames   = 10  // names in a note; one that nobody reads anywhere is not made either
)

// lackKind is a kind of names that a text may lack.
type lackKind struct {
	kind                 RemarkKind
	one, several         string // of one text, with the number of names in the place of %s
	manyOne, manySeveral string // of many texts
	names                func(provider.Preview) []string
}

var lackKinds = []lackKind{{
	PageLacking,
	"the text brings in a page that the wiki does not have: ", "the text brings in %s pages that the wiki does not have: ",
	"bring in a page that the wiki does not have: ", "bring in %s pages that the wiki does not have: ",
	func(p provider.Preview) []string { return p.Pages },
}, {
	CategoryLacking,
	"the text is in a category that has no page: ", "the text is in %s categories that have no page: ",
	"are in a category that has no page: ", "are in %s categories that have no page: ",
	func(p provider.Preview) []string { return p.Categories },
}}

// Lacking remarks what the text of one page lacks.
func Lacking(p provider.Preview) (all []Remark) {
	for _, l := range lackKinds {
		if names := l.names(p); len(names) > 0 {
			all = append(all, l.remark(names))
		}
	}
	return all
}

func (l lackKind) remark(names []string) Remark {
	return Remark{Kind: l.kind, Text: listed(l.one, l.several, names, 3)}
}

// listed gives some names behind how many they are.
func listed(one, several string, names []string, most int) string {
	switch n := len(names); {
	case n > mostCounted: // and perhaps many more, which nobody kept
		return fmt.Sprintf(several, "more than "+number.Grouped(mostCounted)) + strings.Join(names[:most], ", ") + " and others"
	case n > 1:
		return fmt.Sprintf(several, number.Grouped(n)) + upTo(most, names)
	}
	return one + names[0]
}

// RemarkLacking remarks of each change what its text lacks, by what the wiki said of the
// texts of these titles. What many lack, a note says once.
func (p *Plan) RemarkLacking(said map[provider.Title]provider.Preview) {
	var asked []*Change
	texts := 0
	for i := range p.Changes {
		c := &p.Changes[i]
		if _, ok := c.Previewed(); !ok {
			continue
		}
		texts++
		if _, ok := said[c.Claim.Title]; ok {
			asked = append(asked, c)
		}
	}
	whose := "The texts of "
	if len(asked) < texts {
		whose = "Of the " + number.Of(len(asked), "text") + " that the wiki has shown, those of "
	}
	for _, l := range lackKinds {
		noted := map[string]bool{}
		for _, g := range l.common(asked, said) {
			for _, name := range g.names {
				noted[name] = true
			}
			var addresses []string
			for _, c := range g.changes {
				addresses = append(addresses, string(c.Claim.Address))
			}
			p.Notes = append(p.Notes, fmt.Sprintf("%s%s %s (%s).", whose, number.Of(len(g.changes), "file"), listed(l.manyOne, l.manySeveral, g.names, noteNames), someOf(addresses)))
		}
		for _, c := range asked {
			l.beside(c, l.names(said[c.Claim.Title]), noted)
		}
	}
}

// beside remarks what a change lacks, apart from what notes say.
func (l lackKind) beside(c *Change, names []string, noted map[string]bool) {
	var told, own []string
	for _, name := range names {
		if noted[name] && len(names) <= mostCounted { // else how many there are would be lost
			told = append(told, name)
		} else {
			own = append(own, name)
		}
	}
	if len(told) > 0 {
		r := l.remark(told)
		r.Noted = true
		c.Remarks = append(c.Remarks, r)
	}
	if len(own) > 0 {
		c.Remarks = append(c.Remarks, l.remark(own))
	}
}

// lackGroup is names that the same changes lack.
type lackGroup struct {
	names   []string
	changes []*Change
}

// common gives the names that many of some changes lack, those first that most do.
func (l lackKind) common(asked []*Change, said map[provider.Title]provider.Preview) []lackGroup {
	by := map[string][]int{} // places in asked
	for i, c := range asked {
		for _, name := range l.names(said[c.Claim.Title]) {
			if had := by[name]; len(had) == 0 || had[len(had)-1] != i {
				by[name] = append(had, i)
			}
		}
	}
	var groups []lackGroup
	at := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(by)) {
		if len(by[name]) < manyLack {
			continue
		}
		who := fmt.Sprint(by[name])
		if i, ok := at[who]; ok {
			groups[i].names = append(groups[i].names, name)
			continue
		}
		at[who] = len(groups)
		g := lackGroup{names: []string{name}}
		for _, i := range by[name] {
			g.changes = append(g.changes, asked[i])
		}
		groups = append(groups, g)
	}
	slices.SortStableFunc(groups, func(a, b lackGroup) int { return cmp.Compare(len(b.changes), len(a.changes)) })
	return groups[:min(len(groups), lackNotes)]
}
