package provider

import "time"

// Mark is a place in the history of a wiki's files: its newest revision and its newest
// entry of the log, of all pages of files. The zero value is that of a wiki without any.
type Mark struct {
	Rev     int64
	RevTime time.Time // whole seconds, as all times of a wiki
	Log     int64
	LogTime time.Time
}

// Changes are what a wiki tells that was done to its files since some time: which titles
// revisions and logs name (facts §13.7), where a page came from or went to as well. Whether
// there is anything else under them than before, they do not tell.
type Changes struct {
	Titles map[Title]bool // as the wiki stores them
	Newest Mark
	// Lost is why the wiki's history is another one than that in which a mark was set, a
	// clause; "" where it goes on from there.
	Lost string
	// Untold is why there may be more, a clause; "" where all is told.
	Untold string
}
