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
	User   string // "" when an administrator has hidden the name
	Time   time.Time
	Reason string
	Hidden bool // an administrator has hidden the reason
	// Redirect: a redirect made way for a page that was moved there. Nobody wanted
	// anything gone.
	Redirect bool
}

// DeletionLog is what a wiki's log tells of the deletions of one title.
type DeletionLog struct {
	Deletions []Deletion // the newest first
	Cut       bool       // there may be more, which were not read
}
