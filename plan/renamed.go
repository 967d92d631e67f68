package plan

import (
	"fmt"
	"slices"
	"unicode"
	"unicode/utf8"

	"wikiform/internal/filetype"
	"wikiform/provider"
	"wikiform/spec"
)

// A wanted title is missing, and its bytes are ours under a title that nothing in the
// manifest names any more: somebody has renamed the file in the manifest, and did not
// say so.

// Named gives the titles that a manifest names, as [Facts.Named] has them.
func Named(m *spec.Manifest) map[provider.Title]bool {
	named := make(map[provider.Title]bool, len(m.Files))
	for i := range m.Files {
		named[anyFirst(m.Files[i].Title)] = true
	}
	for _, x := range m.Moves {
		named[anyFirst(x.From)], named[anyFirst(x.To)] = true, true
	}
	for _, r := range m.Redirects {
		named[anyFirst(r.Title)] = true
	}
	for _, a := range m.Absences {
		named[anyFirst(a.Title)] = true
	}
	for _, d := range m.Disabled {
		named[anyFirst(d.Title)] = true
	}
	return named
}

// Leaving gives the moved blocks of a manifest, as [Facts.Leaving] has them.
func Leaving(m *spec.Manifest) map[provider.Title]spec.Address {
	leaving := make(map[provider.Title]spec.Address, len(m.Moves))
	for _, x := range m.Moves {
		leaving[anyFirst(x.From)] = x.Address
	}
	return leaving
}

// anyFirst writes a title in one way whatever its first letter is: which two are one,
// only the wiki knows.
func anyFirst(t provider.Title) provider.Title {
	r, n := utf8.DecodeRuneInString(string(t))
	least := r
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		least = min(least, other)
	}
	if least == r && r != utf8.RuneError {
		return t
	}
	return provider.Title(string(least)) + t[n:]
}

// unnamed are the titles that have a content and that the manifest does not name.
func (f *Facts) unnamed(sum provider.SHA1) []provider.Title {
	var ts []provider.Title
	if f.Renames == spec.RenamesIgnore || f.Named == nil || !sum.Known() {
		return nil
	}
	for _, t := range f.Holders[sum] {
		if !f.Named[anyFirst(t)] {
			ts = append(ts, t)
		}
	}
	return ts
}

// findRenamed looks for files that would be uploaded although they are there under
// another title, and moves them or proposes that.
func findRenamed(changes []Change, ss []situation, f *Facts) {
	wants := map[provider.SHA1]int{}
	led := map[provider.Title]bool{} // other titles of the manifest lead there
	for i := range changes {
		if changes[i].Action() == Create {
			wants[changes[i].uploads()]++
		}
		led[changes[i].Claim.Holder] = true
	}
	for i := range changes {
		c := &changes[i]
		sum := c.uploads()
		if c.Action() != Create || c.Claim.accepts(provider.WarnDuplicate) || c.Claim.OnDuplicate != "" {
			continue
		}
		there := f.unnamed(sum)
		there = slices.DeleteFunc(there, func(t provider.Title) bool {
			file := f.Have[t]
			_, theirs := f.others(file)
			return !f.toldWho() || theirs || f.theirMark(file) != "" || file.Version == nil || file.Version.SHA1 != sum || !filetype.Alike(t.Ext(), c.Claim.Title.Ext())
		})
		if len(there) == 0 {
			continue
		}
		sure := len(f.Holders[sum]) == 1 && wants[sum] == 1 && !led[there[0]] && there[0].Ext() == c.Claim.Title.Ext()
		asked := len(f.Only) == 0 || slices.Contains(f.Only, Moves)
		if f.Renames == spec.RenamesMove && sure && asked && c.Before.Page == nil {
			ss[i].course = course{move: &Moving{From: there[0], Redirect: true}, file: f.Have[there[0]], waits: -1}
			ss[i].base, ss[i].joining = f.base(there[0])
			claim := c.Claim
			claim.From = &Origin{Title: there[0], At: claim.At, Comment: claim.Comment, Redirect: true}
			*c = decide(claim, ss[i])
			c.block(problems(c, ss[i], f))
			continue
		}
		c.Found = there[0]
		c.block([]Problem{renamed(there, wants[sum])})
	}
}

func renamed(there []provider.Title, wants int) Problem {
	names := pagesOf(there...)
	p := Problem{
		Reason: Renamed, Names: []string{someOf(names)}, Other: there[0],
		Text: "the wiki has these bytes as " + someOf(names) + ", which is ours and which the manifest does not name any more",
		Hint: "if the file was renamed, say so with a moved block, which plan -renames=FILE writes; if both are meant, accept it with accept_warnings = [\"duplicate\"]",
	}
	switch {
	case len(there) > 1:
		p.Text = "the wiki has these bytes as " + someOf(names) + ", which are ours and which the manifest does not name any more"
	case wants > 1:
		p.Text += fmt.Sprintf(", and %d files of the manifest have them", wants)
	}
	return p
}

// Renames are the files that seem to have been renamed: from which title to which.
func (p *Plan) Renames() [][2]string {
	var pairs [][2]string
	seen := map[provider.Title]bool{}
	for i := range p.Changes {
		if c := &p.Changes[i]; c.Found != "" && !seen[c.Found] {
			seen[c.Found] = true
			pairs = append(pairs, [2]string{string(c.Found), string(c.Claim.Title)})
		}
	}
	return pairs
}
