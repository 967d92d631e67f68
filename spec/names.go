package spec

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"

	"wikiform/provider"
)

// role is what a manifest says of a title.
type role int

const (
	wanted     role = iota // a file has it
	movedFrom              // a file is moved away from it
	movedTo                // a file is moved to it
	redirected             // its page is a redirect
	target                 // a redirect leads to it
	gone                   // nothing is there
	roles                  // how many there are
)

// mention is what a move, a redirect or an absence says of a title. What files say
// is in the loader's claims.
type mention struct {
	role
	title provider.Title
	leads provider.Title // where its readers are sent on, by a move or a redirect
	by    Address
	a     *args
	attr  string // that has the title
}

// mention remembers what a block says of a title, "" for one that is none.
func (a *args) mention(r role, attr string, t, leads provider.Title, by Address) {
	switch {
	case !a.enabled():
		a.disabled(t, by)
	case t != "":
		a.mentions = append(a.mentions, mention{r, t, leads, by, a, attr})
	}
}

// contradiction is what two mentions of one title cannot be.
type contradiction struct {
	first, second role // a fault is told at the second
	unless        bool // a file is moved there, so that it is another one's title
	summary       string
	// detail takes the title, whose the first is, where, and where its readers are
	// sent on.
	detail string
}

// contradictions are looked for in this order, and the first of a mention is told.
var contradictions = []contradiction{
	{movedFrom, movedFrom, false, "Two moves of one file", "%[1]q is moved at %[3]s already. Remove one of them."},
	{wanted, movedFrom, true, "Moved and wanted", "%[1]q is still the title of %[2]s (%[3]s), and no other file is moved there. Give that file its new title, or remove the move if it is done."},
	{movedTo, movedTo, false, "Two moves to one title", "Another file is moved to %[1]q by %[2]s (%[3]s). Remove one of them."},
	{redirected, redirected, false, "Two redirects with one title", "%[1]q is the title of %[2]s (%[3]s) already. Remove one of them."},
	{wanted, redirected, false, "Redirect and wanted", "%[1]q is the title of %[2]s (%[3]s), and a title has a file or is a redirect. Give one of them another title."},
	{movedTo, redirected, false, "Redirect and moved", "A file is moved to %[1]q by %[2]s (%[3]s), and a title has a file or is a redirect. Give one of them another title."},
	{redirected, target, false, "Redirect to a redirect", "%[1]q is a redirect itself, to %[4]q by %[2]s (%[3]s), and a wiki follows no second one. Lead both to the same file."},
	{movedFrom, target, true, "Redirect to what is moved", "The file of %[1]q is moved by %[2]s (%[3]s), and a wiki follows no second redirect. Write its new title: %[4]q."},
	{gone, target, false, "Redirect to what is absent", "%[1]q is declared absent by %[2]s (%[3]s), so that the redirect would lead nowhere. Remove one of the two blocks."},
	{gone, gone, false, "Absent twice", "%[1]q is declared absent at %[3]s already. Remove one of them."},
	{wanted, gone, false, "Absent and wanted", "%[1]q is the title of %[2]s (%[3]s). Remove one of the two blocks."},
	{redirected, gone, false, "Absent and redirect", "%[1]q is the title of %[2]s (%[3]s). Remove one of the two blocks."},
	{movedTo, gone, false, "Absent and moved", "A file is moved to %[1]q by %[2]s (%[3]s). Remove one of the two blocks."},
	{movedFrom, gone, false, "Absent and moved", "The file of %[1]q is moved by %[2]s (%[3]s), which leaves a redirect at most. Remove this block; " +
		"to have no redirect either, write redirect = false there."},
}

// checkMentions tells what blocks say of titles that others contradict, and warns
// of what others would contradict if two titles are one.
func (l *loader) checkMentions() {
	same := func(t provider.Title) string { return string(t) }
	wants := func(t provider.Title) (nearby, bool) {
		c, ok := l.claims[t]
		return nearby{c, t}, ok
	}
	l.contradicted(same, wants, func(c contradiction, first nearby, leads provider.Title, m mention) {
		m.a.fault(m.attr, c.summary, c.detail, string(m.title), first.Address, fileAndLine(*first.at), string(leads))
	})
	wants = func(t provider.Title) (nearby, bool) {
		return l.nearby(usualForm(t))
	}
	l.contradicted(usualForm, wants, func(c contradiction, first nearby, _ provider.Title, m mention) {
		if first.title != m.title && !worded(first.title) && !worded(m.title) {
			m.a.doubt(m.attr, fmt.Sprintf("%q %s, and %q, which %s (%s),",
				string(first.title), c.first.ofFirst(first.claim), string(m.title), c.second.ofSecond(), fileAndLine(m.a.at(m.attr))))
		}
	})
}

// contradicted finds, of what is said about titles that are the same by a key, the
// first contradiction to each mention.
func (l *loader) contradicted(key func(provider.Title) string, wants func(provider.Title) (nearby, bool),
	found func(c contradiction, first nearby, leads provider.Title, m mention)) {
	first := map[string]*[roles]*mention{}
	for i := range l.mentions {
		m := &l.mentions[i]
		k := key(m.title)
		if first[k] == nil {
			first[k] = new([roles]*mention)
		}
		if first[k][m.role] == nil {
			first[k][m.role] = m
		}
	}
	for i := range l.mentions {
		m := &l.mentions[i]
		said := first[key(m.title)]
		for _, c := range contradictions {
			if c.second != m.role || c.unless && said[movedTo] != nil {
				continue
			}
			if file, ok := wants(m.title); ok && c.first == wanted {
				found(c, file, "", *m)
				break
			}
			if other := said[c.first]; other != nil && other != m {
				found(c, nearby{claim{other.by, other.a.at(other.attr).Ptr()}, other.title}, other.leads, *m)
				break
			}
		}
	}
}

// ofFirst says what somebody says of a title, after the title.
func (r role) ofFirst(c claim) string {
	by := fmt.Sprintf("%s (%s)", c.Address, fileAndLine(*c.at))
	switch r {
	case movedFrom:
		return "is moved by " + by
	case movedTo:
		return "gets a file by " + by
	case gone:
		return "is declared absent by " + by
	}
	return "is the title of " + by
}

// ofSecond is what is said of a title as the end of a clause about it.
func (r role) ofSecond() string {
	switch r {
	case movedFrom:
		return "is moved"
	case movedTo:
		return "gets a file"
	case redirected:
		return "is a redirect"
	case target:
		return "a redirect leads to"
	}
	return "is declared absent"
}

// claim is who wants a title.
type claim struct {
	Address
	at *hcl.Range
}
