package provider

import "time"

// Write is one write that was made on a wiki, by what tells it in the wiki's histories. In
// a receipt it is untrusted: what the wiki does not show so was not made.
type Write struct {
	Kind  WriteKind
	Title Title // of a move: the title that the file got
	From  Title // of a move; "" else
	Page  int64 // the page's id; 0 when the wiki did not tell it
	// Revision is the one that was made: that of an edit, of the page that an upload made or
	// touched, or the one without a change of the text that a move leaves; 0 when not told.
	Revision int64
	// Time is the wiki's own, of the version, the revision or the entry of the log; UTC, whole
	// seconds. The zero value where it did not tell.
	Time time.Time
	SHA1 SHA1  // of an upload or a revert: what was stored
	Log  int64 // of a deletion: the entry of the log; 0 when not told
}

// WriteKind is what a write does.
type WriteKind string

// The kinds.
const (
	WroteVersion  WriteKind = "upload" // a new file, or a new version of one
	WroteText     WriteKind = "edit"   // of a page, be it that it becomes a redirect
	WroteTitle    WriteKind = "move"
	WroteDeletion WriteKind = "delete"
	WroteRevert   WriteKind = "revert"   // an old version became the current one again
	WroteRestore  WriteKind = "undelete" // what was deleted came back
	WroteTags     WriteKind = "tag"      // a revision got change tags, which is not taken back
)

// Revert asks for an old version of a file to become the current one again (facts §13.4).
type Revert struct {
	Title Title
	// Old is the version that comes back. Of the file's versions it is the one with this sum
	// and time: its archive name changes with the title.
	Old     Version
	Before  *Version // the current version as it was seen, which it replaces
	Comment string
	// Tags are added to its revision afterwards: the request has none itself.
	Tags     []string
	Stop     <-chan struct{} // as in Upload: no attempt is begun, no pause is waited out
	Progress func(Progress)  // as in Upload
}

// Deleted is what is left of what was deleted under a title, be it once or more often.
type Deleted struct {
	Revisions []Revision       // without comments and texts, the newest first
	Versions  []DeletedVersion // the newest first
	Cut       bool             // there may be more, which was not read
}

// DeletedVersion is a version of a file that was deleted. Its comment is not told.
type DeletedVersion struct {
	ID int64 // by which it is restored
	Version
}

// Undelete asks for exactly these rows to come back. Without them a wiki restores all that
// was ever deleted under the title (facts §13.3).
type Undelete struct {
	Title Title
	// Rows are what comes back. A wiki takes the seconds of revisions for names: where another
	// one that was deleted under the title has the second of one of these, it would come along,
	// and so none does.
	Rows     Deleted
	Reason   string
	Tags     []string
	Stop     <-chan struct{} // as in Upload
	Progress func(Progress)  // as in Upload
}
