package provider

import "time"

// Prospect is what a wiki says beforehand of a title under which it has no file
// (facts §12.5). It is a hint: the upload itself is what decides.
type Prospect struct {
	// Warning is what an upload would be warned of because of its name: only the
	// first thing that the wiki finds. It is WarnExistsNormalized, WarnThumb,
	// WarnThumbName, WarnBadPrefix, or "" for nothing of these.
	Warning   WarningKind
	Neighbour Title // of WarnExistsNormalized; "" when the wiki did not say which
	Deleted   bool  // there was a page, which was deleted
	Refused   bool  // the account may not make the page; who asks for Refusals is told why
}

// Deletion is an entry of a wiki's deletion log.
type Deletion struct {
	ID     int64  // of the entry; later ones have higher ones
	Page   int64  // id of the page that was deleted, 0 when not told
	User   string // "" when an administrator has hidden the name
	Time   time.Time
	Reason string
	Hidden bool // an administrator has hidden the reason
	// Version is the archive name of the one old version that was deleted, all else stayed.
	// The wiki tells it in the reason only: whoever gives such a name in a reason of his own
	// looks the same.
	Version string
	// Redirect: a redirect made way for a page that was moved there. Nobody wanted
	// anything gone.
	Redirect bool
}

// Restoration is an entry of a wiki's deletion log that says that something came back. It
// does not say what.
type Restoration struct {
	ID                  int64 // of the entry, as of a [Deletion]
	Page                int64 // id of the page that is there since, 0 when there is none, or it is not told
	User                string
	Time                time.Time
	Reason              string
	Revisions, Versions int // how many
}

// DeletionLog is what a wiki's log tells of the deletions of one title.
type DeletionLog struct {
	Deletions    []Deletion    // the newest first
	Restorations []Restoration // the newest first
	Cut          bool          // there may be more of both, which were not read
}
