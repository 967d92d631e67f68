package provider

import (
	"slices"
	"time"
)

// Revision is one revision of a page, without its text. Comment and Hidden are those of a
// history that was asked for its comments.
type Revision struct {
	ID       int64
	Page     int64  // the page's id
	Parent   int64  // the revision before it; 0 for the page's first
	TextSHA1 SHA1   // not known when an administrator has hidden the text
	User     string // "" when an administrator has hidden the name
	Time     time.Time
	Comment  string
	Hidden   bool     // an administrator has hidden Comment, which is "" then
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
	Title Title
	// Comments are of the revisions that they made, those that are shown and each once:
	// the newest of each account first. Of many it has the first and the very last.
	Comments []string
	// Last is the highest number of these revisions. Unbroken: each of them is the first
	// of its page or follows another one of them.
	Last     int64
	Unbroken bool
}

// Alone reports whether nobody else has written to the page, whose latest revision this
// is: neither somebody whose name is hidden, which [Contributors] does not tell. What
// was imported stands beside a page's revisions and is not among them.
func (c Contributed) Alone(latest int64) bool { return c.Unbroken && c.Last == latest }

// Contributors are who has written to a page, whatever they did: edits, new versions of its
// file, moves and protections make revisions. Whose name an administrator has hidden
// is not among them, and nothing tells that somebody is missing (facts §13.5).
type Contributors struct {
	Users     []string // names, in no order that counts
	Anonymous int      // how many have no account on this wiki: addresses, and names that were imported
	Cut       bool     // there may be more, which were not read
}

// Redirects are the pages that send their readers to a title at once.
type Redirects struct {
	Pages []string // with their namespaces, which for files is "File"; at most [RedirectPages]
	More  bool     // there are more, which were not read
}

// RedirectPages is how many pages [Redirects] names.
const RedirectPages = 500
