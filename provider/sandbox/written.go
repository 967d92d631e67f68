package sandbox

import (
	"fmt"
	"iter"
	"strings"

	"github.com/tidwall/btree"
)

// written is the revisions of the pages that there are, by who made them and when.
type written map[string]*btree.Map[string, *revision]

// dated is the place of a revision among those of its author.
func (r *revision) dated() string { return fmt.Sprintf("%s|%019d", shortStamp(r.at), r.id) }

// enter makes a revision one of a page.
func (s *state) enter(p *page, r *revision) {
	s.byRev[r.id] = p
	if s.written[r.user] == nil {
		s.written[r.user] = &btree.Map[string, *revision]{}
	}
	s.written[r.user].Set(r.dated(), r)
}

// strike is enter undone.
func (s *state) strike(r *revision) {
	delete(s.byRev, r.id)
	if s.written[r.user].Delete(r.dated()); s.written[r.user].Len() == 0 {
		delete(s.written, r.user)
	}
}

// by gives the revisions of a user, the newest first, from a place in a list of them on:
// the times of the others are later.
func (w written) by(user, from string) iter.Seq[*revision] {
	return func(yield func(*revision) bool) {
		of := w[user]
		if of == nil {
			return
		}
		start := above("")
		if parts := strings.Split(from, "|"); len(parts) == 4 {
			start = above(parts[2])
		}
		of.Descend(start, func(_ string, r *revision) bool { return yield(r) })
	}
}
