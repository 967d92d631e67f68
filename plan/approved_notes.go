package plan

import (
	"fmt"
	"slices"
	"strings"

	"wikiform/internal/number"
	"wikiform/provider"
)

// notes are what there is to say of a plan that promotes another one.
func (a *Approved) notes(p *Plan) []string {
	if a == nil {
		return nil
	}
	wiki := oneLine(a.Wiki.Name)
	all := []string{fmt.Sprintf("This plan does what was approved for the wiki %s (%s), and nothing else: whatever would be different is blocked.", wiki, a.Digest)}
	here := map[provider.Title]*Change{}
	for i := range p.Changes {
		if c := &p.Changes[i]; c.Writes() || c.Verdict == VerdictBlocked || c.Verdict == VerdictUnknown {
			here[c.Claim.Title] = c
		}
	}
	var idle []string
	for _, t := range a.titles {
		if here[t] == nil {
			idle = append(idle, t.Page())
		}
	}
	if len(idle) > 0 {
		all = append(all, fmt.Sprintf("Of what was approved, nothing is to be done here for %s: %s.", number.Of(len(idle), "file"), someOf(idle)))
	}
	return append(all, a.besides(here)...)
}

// besides tells the comments and tags that differ from the approved ones, each pair once.
func (a *Approved) besides(here map[provider.Title]*Change) []string {
	const most = 5
	var notes []string
	files := map[string][]string{}
	for _, t := range a.titles {
		there, c := a.changes[t], here[t]
		if c == nil || !c.Writes() {
			continue
		}
		for _, said := range differentWords(there, c) {
			if files[said] == nil {
				notes = append(notes, said)
			}
			files[said] = append(files[said], t.Page())
		}
	}
	for i, said := range notes {
		notes[i] = fmt.Sprintf("%s, of %s.", said, someOf(files[said]))
	}
	if more := len(notes) - most; more > 0 {
		notes = append(notes[:most], fmt.Sprintf("And %s more of such differences in comments and tags.", number.Grouped(more)))
	}
	return notes
}

// differentWords are how a change differs from the approved one in what may differ.
func differentWords(there, here *Change) []string {
	var said []string
	differ := func(what, was, is string) {
		if was != is {
			said = append(said, fmt.Sprintf("The %s is %q here, and was approved as %q", what, oneLine(is), oneLine(was)))
		}
	}
	differ("comment", there.Claim.Comment, here.Claim.Comment)
	if there.Edits() && here.Edits() && there.TextComment() != there.Claim.Comment {
		differ("comment of the text", there.TextComment(), here.TextComment())
	}
	if there.Claim.From != nil && here.Claim.From != nil {
		differ("comment of the move", there.Claim.From.Comment, here.Claim.From.Comment)
	}
	tags := func(c *Change) string {
		list := slices.Clone(c.Claim.Tags)
		if s := c.Tags(); s != nil {
			list = append(list, s.Tags...)
		}
		slices.Sort(list)
		return strings.Join(slices.Compact(list), ", ")
	}
	differ("list of tags", tags(there), tags(here))
	return said
}
