package provider

import (
	"slices"
	"time"
)

// Revision is one revision of a page, without its text.
type Revision struct {
	ID       int64
	Page     int64 // the page's id
	Parent   int64 // the revision before it; 0 for the page's first
	TextSHA1 SHA1  // not known when an administrator has hidden the text
	User     string
	Time     time.Time
	Reverts  bool     // it brought an older text back; see [Reverts]
	Tags     []string // as of a [Page]
}

// reverting are the change tags of a revision that brought an older text back. They
// are MediaWiki's own and have the same names on every wiki (facts §13.4).
var reverting = []string{"mw-manual-revert", "mw-rollback", "mw-undo"}

// Reverts reports whether a revision with these change tags brought an older text
// back.
func Reverts(tags []string) bool {
	return slices.ContainsFunc(tags, func(tag string) bool { return slices.Contains(reverting, tag) })
}

// History is the versions that a file has had.
type History struct {
	// Versions are the newest first: who uploaded what, and when. The sum of one
	// that is hidden is not known.
	Versions []Version
	Cut      bool // there may be older ones
}

// Contributed is a page of the file namespace that one of some accounts has written to,
// under its title of today.
type Contributed struct {
	Title    Title
	Comments []string // of the revisions that they made: the newest first, those that are shown
}

// Contributors are who has written to a page, whatever they did: edits, new versions of its
// file, moves and protections make revisions.
type Contributors struct {
	Users     []string // names, in no order that counts
	Anonymous int      // how many have no account
	Cut       bool     // there may be more, or some are hidden
}
