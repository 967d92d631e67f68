package provider

import (
	"slices"
	"time"
)

// Tagging asks for change tags on a revision that was made before. The log entry of the
// same write gets them as well (facts §3.1). No tag is ever taken away.
type Tagging struct {
	Title    Title // of the page, for whoever reads along
	Rev      int64
	Tags     []string // those that it has already do no harm
	Reason   string
	Stop     <-chan struct{} // as in Upload: no attempt is begun, no pause is waited out
	Progress func(Progress)  // as in Upload
}

// MissingTags are those of the wanted tags that a revision lacks.
func MissingTags(wanted, has []string) []string {
	return slices.DeleteFunc(slices.Clone(wanted), func(tag string) bool { return slices.Contains(has, tag) })
}

// Written is what is told of the newest revisions that a user has made.
type Written struct {
	Last  map[int64]Revision // the latest of each page that was asked about, by the pages' ids
	Read  int                // how many revisions were looked at
	Since time.Time          // all that are newer were; the zero time: all were
}
