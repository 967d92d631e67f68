package render

import (
	"fmt"
	"slices"
	"strings"

	"wikiform/internal/number"
)

// mdSection is a section of a comment: a fold with parts.
type mdSection struct {
	title   string // HTML
	open    bool
	urgent  bool // needs a decision
	parts   []*mdPart
	counted int    // changes that have no part
	of      string // the end of the line that counts them
}

// mdPart is a change, or several that are alike, at three levels: counted,
// named, and shown whole.
type mdPart struct {
	changes int
	others  bool          // replaces somebody else's work, or deletes something
	lists   bool          // whole it names many of those that do
	name    string        // one line
	whole   func() string // Markdown blocks; made only when there may be room
	shown   string        // the level that was chosen, "" while it is only counted
	level   level
}

type level int

const (
	counted level = iota
	named
	wholly
)

// frameRoom is what a section needs for itself, and cutRoom what the sentence
// needs that says what was left out.
const (
	frameRoom = 700
	cutRoom   = 400
)

// fit chooses the level of every part, in this order for as long as there is
// room: what needs a decision is shown whole within a quarter of it; lists of pictures of
// others' work are shown in half of the rest; what replaces
// somebody else's work, or deletes something, is named, and then shown whole; what
// needs a decision gets three quarters of what is left; the others are named in half
// of the rest, in their order, and as many as then fit are shown whole. As long as not
// everything that replaces others' work or deletes something is named, nothing else
// gets any room.
//
// It says what was left out for want of room, "" if nothing was.
func fit(sections []*mdSection, room int) string {
	room -= cutRoom + frameRoom*len(sections)
	var parts, urgent, others, lists []*mdPart
	for _, s := range sections {
		parts = append(parts, s.parts...)
		if s.urgent {
			urgent = append(urgent, s.parts...)
		}
		for _, p := range s.parts {
			if p.others {
				others = append(others, p)
			}
			if p.lists {
				lists = append(lists, p)
			}
		}
	}
	share := func(parts []*mdPart, to level, part int) (all bool) {
		left, all := raise(parts, to, part)
		room -= part - left
		return all
	}
	share(urgent, wholly, room/4)
	share(lists, wholly, room/2)
	if share(others, named, room) {
		share(others, wholly, room)
		share(urgent, wholly, room*3/4)
		share(parts, named, room/2)
		if at := slices.IndexFunc(parts, func(p *mdPart) bool { return p.level == counted }); at >= 0 {
			parts = parts[:at]
		}
		raise(parts, wholly, room)
	}
	var changes [wholly + 1]int
	for _, s := range sections {
		for _, p := range s.parts {
			changes[p.level] += p.changes
		}
	}
	if changes[wholly] == changes[counted]+changes[named]+changes[wholly] {
		return ""
	}
	return fmt.Sprintf("> **Shortened:** a comment holds %s characters. For want of room %s are only named and %s only counted; the saved plan has all of them &#40;`wikiform show`&#41;.\n\n",
		number.Grouped(CommentLimit), number.Of(changes[named], "change"), number.Grouped(changes[counted]))
}

// raise shows parts at a higher level, in their order, until there is no room for
// the next. It gives the room that is left.
func raise(parts []*mdPart, to level, room int) (left int, all bool) {
	for _, p := range parts {
		text := p.name
		if p.level < to && to == wholly {
			text = p.whole()
		}
		if p.level < to && !p.raise(to, text, &room) {
			return room, false
		}
	}
	return room, true
}

// raise shows a part at a higher level if there is room for it.
func (p *mdPart) raise(to level, text string, room *int) bool {
	more := characters(text) + 2 - characters(p.shown)
	if more > *room {
		return false
	}
	*room -= more
	p.shown, p.level = text, to
	return true
}

func (s *mdSection) String() string {
	var b strings.Builder
	open := ""
	if s.open {
		open = " open"
	}
	fmt.Fprintf(&b, "<details%s>\n<summary>%s</summary>\n\n", open, s.title)
	more, listing := s.counted, false
	for _, p := range s.parts {
		if p.level == counted {
			more += p.changes
			continue
		}
		line := p.shown == p.name
		if listing && !line {
			b.WriteString("\n")
		}
		b.WriteString(p.shown)
		listing = line
	}
	if listing {
		b.WriteString("\n")
	}
	if more > 0 {
		fmt.Fprintf(&b, "… and %s more%s\n\n", number.Grouped(more), s.of)
	}
	b.WriteString("</details>\n\n")
	return b.String()
}
