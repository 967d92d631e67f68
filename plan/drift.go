package plan

import (
	"slices"
	"time"

	"wikiform/provider"
	"wikiform/spec"
)

// Drift is what others did to the files of a manifest since we last wrote what they did it
// to. It proposes nothing: what would be done about it is what a [Plan] says.
//
// What we did ourselves is no drift, and neither is a manifest that was changed and not
// applied yet. A file that we never wrote has none.
type Drift struct {
	Tool    string    // version of the wikiform that looked
	Made    time.Time // when; UTC, whole seconds
	Wiki    Wiki
	Scope   spec.Scope
	Looked  int       // how many file blocks were looked at
	LeftOut int       // how many the scope leaves out
	Files   []Drifted // of which there is something to say, in order of the manifest
	// Foreign is how many files that differ we never wrote, as far as the wiki tells.
	Foreign int
}

// Drifted is what others did to one file.
type Drifted struct {
	Address spec.Address
	At      Position
	Title   provider.Title // as the manifest has it
	Now     provider.Title // under which the wiki has it now; "" where it has it nowhere
	Deeds   []Deed         // at least one; in the order of [DriftKinds], of each kind the newest first
	Text    *TextDrift     // how the text differs; nil: it does not, or nobody knows
}

// TextDrift is how a page's text differs from what the manifest said last.
type TextDrift struct{ Before, After string }

// DriftKind is what somebody did.
type DriftKind string

// The kinds of drift.
const (
	DriftDeleted     DriftKind = "deleted"      // the file, with its page
	DriftPageDeleted DriftKind = "page_deleted" // the page, and not its file
	DriftMoved       DriftKind = "moved"
	DriftRedirected  DriftKind = "redirected" // the page leads elsewhere
	DriftUploaded    DriftKind = "uploaded"   // a content that the file had not had
	DriftReverted    DriftKind = "reverted"   // a content that the file had before was brought back
	DriftText        DriftKind = "text"
	DriftKept        DriftKind = "kept"      // what others wrote before we last wrote, and we left there
	DriftProtected   DriftKind = "protected" // the page is
)

// DriftKinds are all of them, in the order in which they are told.
var DriftKinds = []DriftKind{DriftDeleted, DriftPageDeleted, DriftMoved, DriftRedirected, DriftUploaded, DriftReverted, DriftText, DriftKept, DriftProtected}

// Deed is something that somebody did to a file.
type Deed struct {
	Kind    DriftKind
	Act            // who did it, and when
	Comment string // in the words of who did it
	Hidden  bool   // an administrator has hidden the comment
	Rev     int64  // the revision that it made, 0 where there is none or it is not told
	// Unknown is why it is not told who did it, a clause; Act is the zero value then.
	Unknown string
	To      string          // the page to which the file was moved, or its page leads; "": it is not told
	Content provider.Digest // that was uploaded or brought back; not known where it is hidden
	// Levels are by what the page is protected: "edit=sysop".
	Levels []string
}

// Any reports whether there is drift.
func (d *Drift) Any() bool { return len(d.Files) > 0 }

// Count is how many files somebody did something of these kinds to.
func (d *Drift) Count(kinds ...DriftKind) int {
	n := 0
	for _, f := range d.Files {
		if slices.ContainsFunc(f.Deeds, func(deed Deed) bool { return slices.Contains(kinds, deed.Kind) }) {
			n++
		}
	}
	return n
}

// order puts the deeds of a file in the order in which they are told.
func (f *Drifted) order() {
	slices.SortStableFunc(f.Deeds, func(a, b Deed) int {
		if k := slices.Index(DriftKinds, a.Kind) - slices.Index(DriftKinds, b.Kind); k != 0 {
			return k
		}
		return b.Time.Compare(a.Time)
	})
}
