package provider

import "time"

// Move asks for a page with its file to get another title. Versions, texts and the
// page's id go with it (facts §13.1).
type Move struct {
	From, To Title
	// Page is the id of the page as it was seen under From. It tells a move whose
	// answer was lost from one that was not made: an id goes with its page.
	Page   int64
	Reason string
	Tags   []string
	// Redirect leaves a redirect at From. Without it, the account needs the right
	// suppressredirect: a wiki that misses it ignores the wish without a word.
	Redirect bool
	Stop     <-chan struct{} // as in Upload: no attempt is begun, no pause is waited out
	Progress func(Progress)  // as in Upload
}

// Moved is what a wiki says of a move that it made.
type Moved struct {
	Redirect bool // one was left
	// Log is the entry of the wiki's log, with its time, of a move that was made and is not to
	// be seen, since somebody has moved the page on or back; 0 otherwise.
	Log  int64
	Time time.Time
	Talk string // why the talk page stayed behind, in the wiki's words; "" when it did not, or there is none
}

// LoggedMove is an entry of a wiki's move log.
type LoggedMove struct {
	ID     int64 // of the entry; later ones have higher ones
	Page   int64 // id of the page that was moved, 0 when not told
	To     Title // "" when it went to another namespace, or that is hidden
	User   string
	Time   time.Time
	Reason string
	Over   bool // a redirect at To gave way; it was deleted
}

// MoveLog is what a wiki's log tells of the pages that were moved away from one title.
// What an administrator has hidden as a whole is left out without a word.
type MoveLog struct {
	Moves []LoggedMove // the newest first
	Cut   bool         // there may be older ones, which were not read
}

// Delete asks for a page to be deleted, with its file and all that it has been.
type Delete struct {
	Title Title
	// Page is the id of the page as it was seen, 0 of a file without one. It keeps a
	// page that came later from being deleted when an answer was lost.
	Page int64
	// Revision is the page's latest one as it was seen, where what anybody did to it since is
	// not to go: the wiki is looked at once more before the request is repeated, or goes late.
	// 0: nobody asks for that.
	Revision int64
	Reason   string // always sent: of a page without a file the wiki would quote its text
	Tags     []string
	Stop     <-chan struct{} // as in Upload
	Progress func(Progress)  // as in Upload
}

// Removed is what a wiki says of a deletion that it made, or is going to make.
type Removed struct {
	Queued bool  // the wiki does it later
	Log    int64 // the entry of its log; 0 when it was not told, as of one that is queued
}

// Usage is what names a title (facts §13.9).
type Usage struct {
	// Count is how many pages of this wiki do, the file's own page left out; More:
	// there are more, which were not counted.
	Count int
	More  bool
	Pages []string // the first of them by name, at most [UsagePages]
	// Wikis are other wikis that use the file, with how many pages, in order of their
	// names; nil where the wiki does not know.
	Wikis []WikiUsage
}

// UsagePages is how many pages a [Usage] names.
const UsagePages = 10

// WikiUsage is how many pages of another wiki use a file.
type WikiUsage struct {
	Wiki  string // "de.wikipedia.org"
	Count int
}

// Used reports whether anything is known to name the title.
func (u Usage) Used() bool { return u.Count > 0 || len(u.Wikis) > 0 }
