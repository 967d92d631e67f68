package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"wikiform/provider"
)

// Every manifest with a set leaves a mark at the end of its comments, and so says which
// files it manages. Two manifests that want one title would change it back and forth.

// endsInMark finds the mark of a set, whichever.
var endsInMark = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\[wikiform [A-Za-z0-9][A-Za-z0-9._-]{0,63}\]$`) })

// markOf is the mark in which a comment ends, "" for none.
func markOf(comment string) string { return endsInMark().FindString(strings.TrimSpace(comment)) }

// marks are those that are ours, that of today first.
func (f *Facts) marks() []string {
	var all []string
	if f.Mark != "" {
		all = append(all, f.Mark)
	}
	return append(all, f.FormerMarks...)
}

// marked reports whether a comment ends in a mark of ours.
func (f *Facts) marked(comment string) bool {
	mark := markOf(comment)
	return mark != "" && slices.Contains(f.marks(), mark)
}

// theirMark is the mark of another set that a file bears, "" for none.
func (f *Facts) theirMark(file provider.File) string {
	if file.Version == nil {
		return ""
	}
	if mark := markOf(file.Version.Comment); !slices.Contains(f.marks(), mark) {
		return mark
	}
	return ""
}

// otherSet blocks a change of what another set manages, unless every block that has a
// part in it says that it takes it over.
func otherSet(c *Change, f *Facts) *Problem {
	mark := f.theirMark(c.Was())
	at, adopted := c.adopts()
	if mark == "" || adopted || c.Claim.Undoes != nil {
		return nil
	}
	return &Problem{
		Reason: OtherSet, At: at, Names: []string{c.at().Page(), mark},
		Text: fmt.Sprintf("%s is of another set, whose mark it bears: %s", c.at().Page(), mark),
		Hint: "take it out of that manifest and write adopt = true in this block; or, if the set was renamed, name it in former_sets",
	}
}

// adopts reports whether the manifest says that the change may be of what is another
// set's, and where it does not. A move is of its own block.
func (c *Change) adopts() (Position, bool) {
	from := c.Claim.From
	moves := c.Move() != nil && from != nil
	switch rest := len(c.Steps) > 1 || !moves; {
	case moves && !from.Adopt:
		return from.At, false
	case rest && !c.Claim.Adopt:
		return c.Claim.At, false
	}
	return Position{}, true
}

// adopted is the remark on what is taken over from another set.
func (f *Facts) adopted(c *Change) []Remark {
	mark := f.theirMark(c.Was())
	if mark == "" || c.Claim.Undoes != nil {
		return nil
	}
	return []Remark{{Kind: Adopts, Text: "of another set, whose mark it bears: " + mark}}
}
