package render

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"wikiform/internal/number"
	"wikiform/plan"
	"wikiform/provider"
)

// move is how a file gets its title.
type move struct {
	from, to provider.Title
	redirect bool // one is left
}

// String is one line of both titles; see [move.apart].
func (m *move) String() string { return m.from.Page() + " → " + m.to.Page() }

// apart reports whether both titles need lines of their own: a terminal may put a
// line with words from right to left in an order in which the arrow leads back.
func (m *move) apart() bool { return rightToLeft(string(m.from)) || rightToLeft(string(m.to)) }

// targets are the pages that a redirect names.
type targets struct{ before, after string }

// usage is what names a title that will have something else, or nothing.
type usage struct {
	title provider.Title
	provider.Usage
}

// names has what is done with titles, and gives the file that it is done to.
func (v *view) names(c *plan.Change) provider.File {
	has := c.Before
	switch o := c.Claim.From; {
	case c.Move() != nil:
		has = c.From
		v.was = c.Move().From
		v.move = &move{v.was, v.title, c.Move().Redirect}
	case v.action != plan.Blocked || o == nil:
	case c.From != provider.File{}, c.Claim.Type() == plan.TypeMoved: // that cannot be made
		has = c.From
		v.was = cmp.Or(c.From.Title, o.Title)
		v.move = &move{from: v.was, to: v.title}
	}
	switch to := c.Redirects(); {
	case v.action == plan.Delete:
		v.deleted, v.goes = true, versionOf(has.Version)
		if has.Redirect {
			v.leads = &targets{before: target(has)}
		}
		if has.Page != nil {
			v.text = &texts{before: has.Page, goes: true}
		}
	case to != "":
		v.leads = &targets{after: to.Page()}
		if has.Redirect {
			v.leads.before = target(has)
		}
		if page := has.Page; page != nil && strings.Contains(strings.TrimSpace(page.Text), "\n") {
			v.text = &texts{before: page, after: plan.SetRedirect{Target: to}.Text()}
		}
	}
	for _, t := range slices.Sorted(maps.Keys(c.Usages)) {
		v.usages = append(v.usages, usage{t, c.Usages[t]})
	}
	return has
}

func target(f provider.File) string { return cmp.Or(f.Target, "a page that is not known") }

// nameFacts say how it is done, what names the titles, and why.
func (v *view) nameFacts(c *plan.Change) []fact {
	var facts []fact
	say := func(label, format string, args ...any) {
		facts = append(facts, fact{label, fmt.Sprintf(format, args...), true})
	}
	if m := c.Move(); m != nil {
		o := cmp.Or(c.Claim.From, &plan.Origin{Title: m.From})
		if o.Title != m.From {
			say("from", "the manifest says %s", o.Title.Page())
		}
		if m.Via != "" {
			say("through", "%s, since the files change places in a circle", m.Via.Page())
		}
		switch {
		case c.Before.Version != nil && m.Via == "":
			say("after", "the file that is there now has moved to its own new title")
		case c.Before.Redirect && c.Before.Version == nil:
			say("over", "a redirect that has the new title now, and goes")
		}
		switch {
		case m.Redirect:
			say("redirect", "one is left at the old title")
		case !o.Redirect && o.Title == m.From:
			say("redirect", "none is left at the old title")
		}
	}
	for _, u := range v.usages {
		if u.Used() || v.deleted {
			say("usage", "%s", u.named(v.it()))
		}
	}
	switch from := c.Claim.From; {
	case v.deleted:
		facts = append(facts, fact{label: "reason", value: c.Claim.Comment})
	case v.move != nil && from != nil:
		facts = append(facts, fact{label: "reason", value: from.Comment})
	}
	if !v.deleted && (v.move == nil || len(c.Steps) > 1) {
		facts = append(facts, fact{label: "comment", value: c.TextComment()})
	}
	return facts
}

// usesShown is how many names of pages, and of wikis, there are in a line.
const usesShown = 10

// it is what is said for the title that the change takes away, below its heading.
func (v *view) it() string {
	if v.move != nil {
		return "the old title"
	}
	return "it"
}

// String says which pages name the title.
func (u usage) String() string { return u.named(u.title.Page()) }

func (u usage) named(it string) string {
	var others []string
	for _, w := range u.Wikis[:min(len(u.Wikis), usesShown)] {
		others = append(others, fmt.Sprintf("%s: %s", w.Wiki, number.Grouped(w.Count)))
	}
	if more := len(u.Wikis) - len(others); more > 0 {
		others = append(others, number.Of(more, "more wiki"))
	}
	elsewhere := strings.Join(others, ", ")
	switch {
	case u.Count > 0 && elsewhere != "":
		return u.pages(it) + " (and " + elsewhere + ")"
	case u.Count > 0:
		return u.pages(it)
	case elsewhere != "":
		return "no page of this wiki names " + it + ", but others do (" + elsewhere + ")"
	case u.Wikis == nil: // it does not know
		return "no page of this wiki names " + it
	}
	return "no page names " + it
}

// pages counts and names those of this wiki.
func (u usage) pages(it string) string {
	names := u.Pages[:min(len(u.Pages), usesShown)]
	s := u.count() + " " + map[bool]string{true: "names ", false: "name "}[u.Count == 1 && !u.More] + it
	if len(names) > 0 {
		s += ": " + strings.Join(names, ", ")
	}
	if more := u.Count - len(names); more > 0 && len(names) > 0 {
		s += " and " + number.Grouped(more) + " more"
	}
	return s
}

func (u usage) count() string {
	if u.More {
		return "more than " + number.Of(u.Count, "page")
	}
	return number.Of(u.Count, "page")
}

// inUse says how much the titles are used that are taken away, "" for not at all.
func (v *view) inUse() string {
	var all []string
	for _, u := range v.usages {
		switch {
		case u.Count > 0:
			all = append(all, u.count())
		case u.Used():
			all = append(all, number.Of(len(u.Wikis), "other wiki"))
		}
	}
	return strings.Join(all, ", ")
}

// titles are the title, or both of a move.
func (v *view) titles() string {
	if v.move != nil {
		return v.move.String()
	}
	return v.title.Page()
}

// manner is the same for files that are moved in the same way and get the same besides.
func (v *view) manner() string {
	how := fmt.Sprint(v.move.redirect, v.content != nil)
	for _, f := range v.facts {
		how += " " + f.label
	}
	return how + v.text.edit().words
}

// loss is what is deleted, in short.
func (v *view) loss() string {
	what := "a page"
	if v.goes != nil {
		what = number.Bytes(v.goes.Size)
	}
	if used := v.inUse(); used != "" {
		what += ", named by " + used
	}
	return "(" + what + ")"
}

// reason is the comment of a move or a deletion.
func (v *view) reason() string {
	for _, f := range v.facts {
		if f.label == "reason" {
			return f.value
		}
	}
	return ""
}

// reason is that of all changes, where they have the same.
func (g group) reason() (reason string, one bool) {
	reason = g.changes[0].reason()
	if slices.ContainsFunc(g.changes, func(v *view) bool { return v.reason() != reason }) {
		return "", false
	}
	return reason, true
}
