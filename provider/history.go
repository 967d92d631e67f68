package provider

import "time"

// Revision is one revision of a page, without its text.
type Revision struct {
	ID       int64
	Parent   int64 // the revision before it; 0 for the page's first
	TextSHA1 SHA1  // not known when an administrator has hidden the text
	User     string
	Time     time.Time
	Tags     []string
}

// History is the versions that a file has had.
type History struct {
	Versions []Version // newest first; the digest of one that is hidden is not known
	Cut      bool      // there may be older ones
}
