package plan

import (
	"slices"

	"wikiform/provider"
)

// Kind is a kind of change, by which a plan can be narrowed.
type Kind string

// The kinds.
const (
	NewFiles    Kind = "create"  // of files that the wiki does not have
	NewContents Kind = "content" // new versions of files that it has
	NewTexts    Kind = "text"    // descriptions of files that it has
)

// Kinds are all kinds, in the order in which a plan names them.
var Kinds = []Kind{NewFiles, NewContents, NewTexts}

// Narrow leaves of the claims what is of some kinds: of a file of which the wiki
// has other content and another text, for [NewTexts], the content stays. A file of
// which nothing else than what was left out would change is no longer claimed.
// Without kinds all claims stay as they are.
func Narrow(claims []Claim, have map[provider.Title]provider.File, only []Kind) []Claim {
	if len(only) == 0 {
		return claims
	}
	var kept []Claim
	for _, c := range claims {
		if c, some := c.narrowed(have[c.Title], only); some {
			kept = append(kept, c)
		}
	}
	return kept
}

// narrowed is the claim less what is of other kinds; false when that was all that
// there is to do.
func (c Claim) narrowed(have provider.File, only []Kind) (Claim, bool) {
	asked := func(k Kind) bool { return len(only) == 0 || slices.Contains(only, k) }
	switch {
	case c.Fault != nil:
		return c, true // whatever it would be, it cannot be
	case have.Version == nil:
		return c, asked(NewFiles)
	}
	content, text, left := compareContent(&c, have), compareText(&c, have), false
	if content != same && !asked(NewContents) {
		content, c.Stays, left = same, true, true
	}
	// An upload makes the page where there is none, and gives it its text.
	if text != same && !asked(NewTexts) && !(content == other && have.Page == nil) {
		text, c.Text, left = same, nil, true
	}
	return c, !left || content != same || text != same
}

// Complete reports whether the plan is for everything that the manifest says.
func (p *Plan) Complete() bool { return p.Scope.Complete() && len(p.Only) == 0 }
