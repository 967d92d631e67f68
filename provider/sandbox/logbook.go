package sandbox

import (
	"iter"
	"sort"
)

// logbook is the log of a wiki. It only grows.
type logbook struct {
	entries []logEntry
	titles  map[title][]int // where those of a title are
	revs    map[int64]int   // where the first of a revision is
}

func (j *logbook) add(entry logEntry) *logEntry {
	j.titles[entry.page] = append(j.titles[entry.page], len(j.entries))
	if _, has := j.revs[entry.rev]; !has && entry.rev != 0 {
		j.revs[entry.rev] = len(j.entries)
	}
	j.entries = append(j.entries, entry)
	return &j.entries[len(j.entries)-1]
}

// walk gives the places of the entries of a title, or of all where there is none, from the
// one with a number on; 0 is the first there is.
func (j *logbook) walk(only *title, from int64, newer bool) iter.Seq[int] {
	return func(yield func(int) bool) {
		n, place := len(j.entries), func(k int) int { return k }
		if only != nil {
			of := j.titles[*only]
			n, place = len(of), func(k int) int { return of[k] }
		}
		low, high := 0, n
		switch begin := sort.Search(n, func(k int) bool { return place(k) >= int(from-1) }); {
		case from == 0:
		case newer:
			low = begin
		case begin < n && place(begin) == int(from-1):
			high = begin + 1
		default:
			high = begin
		}
		for k := range high - low {
			at := low + k
			if !newer {
				at = high - 1 - k
			}
			if !yield(place(at)) {
				return
			}
		}
	}
}
