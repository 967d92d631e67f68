package provider

import "time"

// LogType is one of a wiki's logs.
type LogType string

// The logs that [Log] is of.
const (
	UploadLog     LogType = "upload"
	ProtectionLog LogType = "protect"
)

// Log is what a log of a wiki tells of one title. What came under another title and was moved
// there is told of that one. What an administrator has hidden as a whole is left out without a word.
type Log struct {
	Entries []LogEntry // the newest first
	Cut     bool       // there may be older ones, which were not read
}

// LogEntry is one act that is logged.
type LogEntry struct {
	Action  string // "upload", "overwrite", "protect", "unprotect"
	User    string // "" when an administrator has hidden the name
	Time    time.Time
	Comment string
	Hidden  bool // an administrator has hidden the comment
}

// Protection is something that keeps a page from some accounts.
type Protection struct {
	Action string    // "edit", "move", "upload"
	Level  string    // who may all the same: "sysop"
	Until  time.Time // the zero value for ever
	Source string    // the page from which it comes by cascading, "" for the page's own
}
