package render

import (
	"fmt"
	"strings"
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

// fit chooses the level of every part. What needs a decision is shown whole;
// the others are named, in their order, in at most half of the room that is
// left, and as many as then fit are shown whole. It says what was left out for
// want of room, "" if nothing was.
func fit(sections []*mdSection, room int) string {
	room -= cutRoom + frameRoom*len(sections)
	var parts []*mdPart
	for _, s := range sections {
		parts = append(parts, s.parts...)
		if s.urgent {
			s.raise(room * 3 / 4)
		}
	}
	for _, p := range parts {
		room -= characters(p.shown)
	}
	names := room / 2
	room -= names
	for _, p := range parts {
		if p.level == counted && !p.raise(named, p.name, &names) {
			break
		}
	}
	room += names
	for _, p := range parts {
		if p.level == counted || p.level == named && !p.raise(wholly, p.whole(), &room) {
			break
		}
	}
	var changes [wholly + 1]int
	for _, p := range parts {
		changes[p.level] += p.changes
	}
	if changes[wholly] == changes[counted]+changes[named]+changes[wholly] {
		return ""
	}
	return fmt.Sprintf("> **Shortened:** a comment holds %s characters. For want of room %s are only named and %s only counted; the saved plan has all of them &#40;`wikiform show`&#41;.\n\n",
		grouped(commentLimit), count(changes[named], "change"), grouped(changes[counted]))
}

// raise shows parts whole as long as there is room for the next.
func (s *mdSection) raise(room int) {
	for _, p := range s.parts {
		if !p.raise(wholly, p.whole(), &room) {
			return
		}
	}
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
		fmt.Fprintf(&b, "… and %s more%s\n\n", grouped(more), s.of)
	}
	b.WriteString("</details>\n\n")
	return b.String()
}
