package apply

import (
	"bytes"
	"time"
)

// MergeJournals gives the last word of several journals on each stash: of two of the same
// time the latter's. Each shard of a plan has a journal of its own.
func MergeJournals(journals ...[]Entry) []Entry {
	last := make(map[entryKey]Entry)
	for _, entries := range journals {
		for _, e := range entries {
			if before, found := last[keyOf(e)]; !found || !e.Time.Before(before.Time) {
				last[keyOf(e)] = e
			}
		}
	}
	return sorted(last)
}

// CompactBeside is the shortest journal that says what matters of own entries beside those
// of others, who keep theirs: also that something is gone of which they speak.
func CompactBeside(own, others []Entry, now time.Time) []byte {
	theirs := make(map[entryKey]bool)
	for _, e := range others {
		theirs[keyOf(e)] = e.Stash.Key != ""
	}
	var b bytes.Buffer
	for _, e := range own {
		if e.Stash.Key == "" && theirs[keyOf(e)] && now.Sub(e.Time) <= remembered {
			b.Write(encode(e))
		}
	}
	b.Write(CompactJournal(own, now))
	return b.Bytes()
}
