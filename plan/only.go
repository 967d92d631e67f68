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

// Narrow leaves of the wants what is of some kinds: a file of which the wiki has
// other content and another text is, for [NewTexts], one that wants the content
// that is there. A file of which nothing else than what was left out would
// change is no longer wanted. Without kinds all wants stay as they are.
func Narrow(wants []Want, have map[provider.Title]provider.File, only []Kind) []Want {
	if len(only) == 0 {
		return wants
	}
	var kept []Want
	for _, w := range wants {
		if w, some := w.narrowed(have[w.Title], only); some {
			kept = append(kept, w)
		}
	}
	return kept
}

// narrowed is the want less what is of other kinds; false when that was all that
// there is to do.
func (w Want) narrowed(have provider.File, only []Kind) (Want, bool) {
	asked := func(k Kind) bool { return len(only) == 0 || slices.Contains(only, k) }
	switch {
	case w.Fault.Reason != "":
		return w, true // whatever it would be, it cannot be
	case have.Version == nil:
		return w, asked(NewFiles)
	}
	content, text, left := compareContent(w, have), compareText(w, have), false
	if content != same && !asked(NewContents) {
		w.Digest = have.Version.Digest
		content, left = same, true
	}
	// An upload makes the page where there is none, and gives it its text.
	if text != same && !asked(NewTexts) && !(content == other && have.Page == nil) {
		w.Text, w.TextAt = nil, Position{}
		text, left = same, true
	}
	return w, !left || content != same || text != same
}

// Complete reports whether the plan is for everything that the manifest says.
func (p *Plan) Complete() bool { return p.Scope.Complete() && len(p.Only) == 0 }
