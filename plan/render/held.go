package render

import (
	"fmt"
	"slices"
	"strings"

	"wikiform/internal/number"
	"wikiform/plan"
)

// Differences that stay, since the manifest says so, are told by what holds them back:
// that is what a reader wants to know of many files. Those that are only observed are
// shown as changes are, since nobody has another way to see them.

// stay is what differs of a file and why it stays.
type stay struct {
	what, guard string
	at          plan.Position
	missing     bool // it is the file itself
}

// differences are the words for how a wiki differs.
var differences = map[plan.Reason]string{
	plan.Missing: "missing", plan.ContentDiffers: "content", plan.TextDiffers: "description", plan.PageMissing: "description",
	plan.TitleDiffers: "title", plan.TargetDiffers: "target", plan.Unwanted: "to be deleted", plan.OthersKept: othersLines,
}

// othersLines are lines of ours that others have changed, and that a merge leaves to them.
const othersLines = "lines that others changed"

func staysOf(c *plan.Change) []stay {
	var all []stay
	if !c.Stays() {
		return nil
	}
	for _, h := range c.Held {
		what := differences[h.Reason]
		if what == "" {
			what = string(h.Aspect)
		}
		all = append(all, stay{what, string(h.Guard.Rule), h.Guard.At, h.Reason == plan.Missing})
	}
	return all
}

func (s stay) held() string {
	if at := s.at.String(); at != "" {
		return s.guard + " (" + at + ")"
	}
	return s.guard
}

// what are the differences in a few words.
func what(stays []stay) string {
	var words []string
	for _, s := range stays {
		if !slices.Contains(words, s.what) {
			words = append(words, s.what)
		}
	}
	return strings.Join(words, ", ")
}

// holders are what lets differences stay, each once.
func holders(stays []stay) []string {
	var words []string
	for _, s := range stays {
		if w := s.held(); !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return words
}

// staying says of one file what differs and stays, a sentence for each guard.
func (v *view) staying() []plan.Remark {
	var rs []plan.Remark
	for _, by := range holders(v.stays) {
		var some []stay
		for _, s := range v.stays {
			if s.held() == by {
				some = append(some, s)
			}
		}
		rs = append(rs, plan.Remark{Text: stayed(some) + ": " + by})
	}
	return rs
}

// stayed says of one file what differs and stays.
func stayed(some []stay) string {
	words := strings.Split(what(some), ", ")
	switch last := len(words) - 1; {
	case some[0].missing:
		return "is missing and is not made"
	case words[0] == differences[plan.Unwanted]:
		return "is to be deleted and stays"
	case last == 0 && words[0] == othersLines:
		return "lines of ours that others changed stay as they are"
	case last == 0 && words[0] == string(plan.TagsAspect):
		return "the tags differ and stay as they are"
	case last > 0:
		return "the " + strings.Join(words[:last], ", ") + " and the " + words[last] + " differ and stay as they are"
	}
	return "the " + words[0] + " differs and stays as it is"
}

// observed reports whether what differs is shown, and not only told.
func observed(stays []stay) bool {
	return slices.ContainsFunc(stays, func(s stay) bool { return s.guard == string(plan.Observe) })
}

// watched reports whether what stays of a file is shown: nobody has another way to see it.
func (v *view) watched() bool {
	return observed(v.stays) || v.merging != nil && v.merging.theirs != nil
}

// heldView is a change of which nothing is made, as it would be without its guards.
func heldView(c *plan.Change, v *view) *view {
	v.kind, v.action, v.stays = heldBack, plan.NoOp, staysOf(c)
	v.remarks, v.facts, v.usages, v.merging = v.staying(), nil, nil, mergingOf(c)
	if !observed(v.stays) {
		v.content, v.text, v.goes, v.leads, v.deleted, v.source = nil, nil, nil, nil, false, source{}
	}
	return v
}

// byGuard groups what stays by what holds it back; each observed file is a group of its
// own, if they are few or all are asked for.
func byGuard(changes []*view, full bool) (shown, told []group) {
	var watched, rest []*view
	for _, v := range changes {
		if v.watched() {
			watched = append(watched, v)
		} else {
			rest = append(rest, v)
		}
	}
	if full || len(watched) <= foldAbove {
		shown = singly(watched)
	} else {
		shown = singly(watched[:examples])
		rest = append(slices.Clone(watched[examples:]), rest...)
	}
	told = groupBy(rest, func(v *view) (string, string) { return "", strings.Join(guardsOf(v), "\n") })
	if len(told) > foldAbove && !full {
		told = []group{{changes: rest}}
	}
	return shown, told
}

// guardsOf are the rules without their places.
func guardsOf(v *view) []string {
	var words []string
	for _, s := range v.stays {
		if !slices.Contains(words, s.guard) {
			words = append(words, s.guard)
		}
	}
	return words
}

// held says what the files of a group have in common.
func (g group) held() string {
	by, missing := holders(g.changes[0].stays), true
	for _, v := range g.changes {
		if !slices.Equal(holders(v.stays), by) {
			by = guardsOf(g.changes[0])
		}
		missing = missing && v.stays[0].missing
	}
	for _, v := range g.changes {
		if !slices.Equal(guardsOf(v), guardsOf(g.changes[0])) {
			by = []string{"as the manifest says"}
		}
	}
	n := len(g.changes)
	switch {
	case missing && n == 1:
		return "1 file is missing and is not made: " + strings.Join(by, ", ")
	case missing:
		return number.Of(n, "file") + " are missing and are not made: " + strings.Join(by, ", ")
	case n == 1:
		return "1 file differs and stays as it is: " + strings.Join(by, ", ")
	}
	return number.Of(n, "file") + " differ and stay as they are: " + strings.Join(by, ", ")
}

func (o *printer) held(s section) {
	shown, told := byGuard(s.changes, o.full)
	for _, g := range shown {
		o.group(g)
	}
	for _, g := range told {
		sign := o.symbol(plan.NoOp)
		o.blank()
		o.prose(symbolAt, row{{sign.sign, sign.ink}, {" ", nil}}, g.held(), nil)
		n := len(g.changes)
		if !o.full && n > examples+1 {
			n = examples
		}
		for _, v := range g.changes[:n] {
			o.prose(labelAt, nil, v.address+"  "+v.titles()+": "+what(v.stays), nil)
		}
		if more := len(g.changes) - n; more > 0 {
			o.prose(labelAt, nil, fmt.Sprintf("… and %s more (-full shows all)", number.Grouped(more)), o.dim)
		}
	}
}

// held gives the parts of the section: each file by name where there is room.
func (m *markdown) held(sec *mdSection, s section) {
	shown, told := byGuard(s.changes, m.full)
	for _, g := range shown {
		sec.add(m, g.changes, nil)
	}
	for _, g := range told {
		n := len(g.changes)
		if !m.full && n > foldAbove {
			n = examples
		}
		sec.parts = append(sec.parts, &mdPart{
			changes: len(g.changes), name: "- " + prose(abstract(g.held())) + "\n",
			whole: func() string {
				var b strings.Builder
				b.WriteString(quoted([]string{g.held()}))
				for _, v := range g.changes[:n] {
					fmt.Fprintf(&b, "- %s: %s\n", m.names(v), prose(what(v.stays)))
				}
				if more := len(g.changes) - n; more > 0 {
					fmt.Fprintf(&b, "- … and %s more\n", number.Grouped(more))
				}
				return b.String() + "\n"
			},
		})
	}
}
