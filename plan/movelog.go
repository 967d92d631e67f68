package plan

import (
	"maps"
	"slices"

	"wikiform/provider"
)

// farthest is over how many titles a file is followed through the move log.
const farthest = 3

// logs are the move logs that were read, and the titles of which one would be needed
// in addition.
type logs struct {
	read    map[provider.Title]provider.MoveLog
	missing map[provider.Title]bool
}

func (l *logs) open() []provider.Title { return slices.Sorted(maps.Keys(l.missing)) }

// latest is the last move from a title that came after another entry; the zero value
// when there was none. Told is false when the log was not read, or shows nothing where
// it may have more.
func (l *logs) latest(from provider.Title, after int64) (last provider.LoggedMove, told bool) {
	log, read := l.read[from]
	switch {
	case !read:
		if l.missing == nil {
			l.missing = map[provider.Title]bool{}
		}
		l.missing[from] = true
		return last, false
	case len(log.Moves) == 0:
		return last, !log.Cut
	case log.Moves[0].ID > after:
		return log.Moves[0], true
	}
	return last, true
}

// left reports whether what was moved from one title to another one is still there,
// whatever came to the first one since, and left it.
func (l *logs) left(from, at provider.Title) bool {
	l.latest(from, 0) // has it read
	i := slices.IndexFunc(l.read[from].Moves, func(m provider.LoggedMove) bool { return m.To == at })
	if i < 0 {
		return false
	}
	last, told := l.latest(at, l.read[from].Moves[i].ID)
	return told && last.ID <= l.read[from].Moves[i].ID
}

// leads reports whether the last file that was moved away from a title came to
// another one, directly or over others, and was not moved back. Told is false when the
// logs do not tell.
func (l *logs) leads(from, to provider.Title) (yes, told bool) {
	id, arrived, told := l.follow(from, to, 0)
	if !arrived || !told {
		return false, told
	}
	_, back, told := l.follow(to, from, id)
	return !back, told
}

// follow goes through the log from one title until it is at another, by entries after
// the one with the number after. It gives the entry that arrives there.
func (l *logs) follow(from, to provider.Title, after int64) (id int64, arrived, told bool) {
	for range farthest {
		last, told := l.latest(from, after)
		switch {
		case !told:
			return 0, false, false
		case last.ID == 0:
			return 0, false, true
		case last.To == to:
			return last.ID, true, true
		}
		from, after = last.To, last.ID
	}
	return 0, false, true
}
