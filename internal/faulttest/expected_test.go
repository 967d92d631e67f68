package faulttest

import (
	"errors"
	"fmt"
	"slices"
)

// expected holds a wiki on which no volunteer was against what follows from the schedule
// alone, by its own reckoning: which page is where.
func (w *world) expected(first, now snapshot) error {
	e := w.schedule.reckon(first)
	var all []error
	for id, title := range e.pages {
		x, there := now.page(id)
		switch {
		case title == "" && there:
			all = append(all, fmt.Errorf("in the end: page %d is still there as %s", id, x.Title))
		case title != "" && x.Title != title:
			all = append(all, fmt.Errorf("in the end: page %d, which was %s, is %q instead of %s", id, e.was[id], x.Title, title))
		}
	}
	for title, to := range e.leads {
		if now[title].Leads != to {
			all = append(all, fmt.Errorf("in the end: %s leads to %q instead of %q", title, now[title].Leads, to))
		}
	}
	for title := range e.empty {
		if x, there := now[title]; there {
			all = append(all, fmt.Errorf("in the end: %s is there: page %d, which leads to %q", title, x.Page, x.Leads))
		}
	}
	return errors.Join(all...)
}

// reckoned is what the wiki has in the end.
type reckoned struct {
	pages map[int64]string // where each page is, "" for nowhere
	was   map[int64]string
	leads map[string]string // redirects
	empty map[string]bool   // titles with nothing
}

// going is a move on its way to being made.
type going struct {
	move
	at      int  // its place among the moves
	blocked bool // it cannot be made
	page    int64
}

func (s schedule) reckon(first snapshot) reckoned {
	e := reckoned{map[int64]string{}, map[int64]string{}, map[string]string{}, map[string]bool{}}
	for title, x := range first {
		if x.Page != 0 {
			e.pages[x.Page], e.was[x.Page] = title, title
		}
	}
	goes := s.going(first)
	comes := map[string]bool{} // titles that get a file
	for _, g := range goes {
		comes[g.To] = comes[g.To] || !g.blocked
	}
	for i := range s.Files {
		comes[s.title(i)] = true
	}
	for _, g := range goes {
		if g.blocked {
			continue
		}
		if over, there := first[g.To]; there && over.Leads != "" {
			e.pages[over.Page] = "" // it gives way
		}
		e.pages[g.page] = g.To
		switch {
		case comes[g.From]:
		case g.NoRedirect:
			e.empty[g.From] = true
		default:
			e.leads[g.From] = g.To
		}
	}
	s.reckonRenamed(first, &e)
	for _, a := range s.Absences {
		if x, there := first[a.Title]; there && (a.Foreign || s.ours(x)) {
			e.pages[x.Page], e.empty[a.Title] = "", true
		}
	}
	for _, r := range s.Redirects {
		x, there := first[r.Title]
		moved := e.empty[r.Title] || e.leads[r.Title] == r.To
		if !there || moved || x.Leads != "" && (r.Foreign || s.ours(x)) {
			delete(e.empty, r.Title)
			e.leads[r.Title] = r.To
		}
	}
	return e
}

// going are the moves that are still to be made.
func (s schedule) going(first snapshot) []going {
	var all []going
	done := map[[2]string]bool{}
	for _, x := range s.There {
		done[[2]string{x.Left, x.Title}] = true
	}
	for i, m := range s.Moves {
		if x := first[m.From]; len(x.Versions) > 0 && !done[[2]string{m.From, m.To}] {
			all = append(all, going{move: m, at: i, page: x.Page})
		}
	}
	all = slices.DeleteFunc(all, func(g going) bool { return !s.wants(g.To) && s.broken(first, g.move) })
	s.straighten(first, all, done)
	for i := range all {
		all[i].blocked = s.blocks(first, all, all[i])
	}
	for range all { // half a chain or half a circle is worse than none
		for i := range all {
			for j := range all {
				if all[i].To == all[j].From && (all[i].blocked || all[j].blocked) {
					all[i].blocked, all[j].blocked = true, true
				}
			}
		}
	}
	return all
}

// straighten lets a file that was renamed more than once go to its last title at once,
// where nothing else gets the titles between.
func (s schedule) straighten(first snapshot, all []going, done map[[2]string]bool) {
	for range s.Moves {
		for i := range all {
			for _, m := range s.Moves {
				if m.From == all[i].To && len(first[m.From].Versions) == 0 && !done[[2]string{m.From, m.To}] && !s.wants(m.From) && !s.circles(m) {
					all[i].To, all[i].Foreign, all[i].NoRedirect = m.To, all[i].Foreign && m.Foreign, m.NoRedirect
				}
			}
		}
	}
}

// wants reports whether a file of the manifest has a title.
func (s schedule) wants(title string) bool {
	for i := range s.Files {
		if s.title(i) == title {
			return true
		}
	}
	return false
}

// circles reports whether a move is one of a circle.
func (s schedule) circles(m move) bool {
	at := m.To
	for range s.Moves {
		for _, next := range s.Moves {
			if next.From == at {
				at = next.To
				break
			}
		}
		if at == m.From {
			return true
		}
	}
	return at == m.From
}

// broken reports whether a move is one of a circle of which a file is missing: without
// a file block for its title the file stays where it is.
func (s schedule) broken(first snapshot, m move) bool {
	missing, at := false, m
	for range s.Moves {
		missing = missing || len(first[at.From].Versions) == 0
		i := slices.IndexFunc(s.Moves, func(next move) bool { return next.From == at.To })
		if i < 0 {
			return false
		}
		if at = s.Moves[i]; at == m {
			return missing
		}
	}
	return false
}

// blocks reports whether a move by itself cannot be made.
func (s schedule) blocks(first snapshot, all []going, g going) bool {
	x, to := first[g.From], first[g.To]
	switch {
	case !g.Foreign && !s.ours(x), s.wants(g.From) && !slices.ContainsFunc(all, func(other going) bool { return other.To == g.From }):
		return true
	case len(to.Versions) > 0:
		for _, other := range all {
			if other.From == g.To {
				return false
			}
		}
		return true
	case to.Page == 0:
		return false
	}
	return to.Leads != g.From || len(to.Revisions) > 1
}

// reckonRenamed reckons files that were renamed in the manifest.
func (s schedule) reckonRenamed(first snapshot, e *reckoned) {
	named := map[string]bool{}
	for _, t := range s.declared() {
		named[t] = true
	}
	for i := range s.Files {
		title := s.title(i)
		if _, there := first[title]; there || !s.Renames {
			continue
		}
		for _, x := range s.There {
			if x.Have == current && x.Of == i && !named[x.Title] && s.ours(first[x.Title]) {
				e.pages[first[x.Title].Page], e.leads[x.Title] = title, title
			}
		}
	}
}

// declared are the titles of the blocks of the manifest.
func (s schedule) declared() []string {
	s.There, s.Acts = nil, nil
	return s.titles()
}
