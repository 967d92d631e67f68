package render

import (
	"fmt"
	"slices"
	"strings"

	"wikiform/internal/number"
	"wikiform/plan"
	"wikiform/provider"
)

// strays are orphans that stay as they are for the same reasons.
type strays struct {
	why  []string // a line for each reason, without what is one orphan's
	all  []stray
	most int // how many are named
}

// stray is one of them.
type stray struct {
	title provider.Title
	own   string // what stands for … in the reasons, "" where they are the same for all
}

const straysSaid = "Ours on the wiki, and no block names them. They stay as they are."

// straysOf are the orphans by what keeps them, the most frequent reasons last: those are
// mostly that no block has them in its scope.
func straysOf(p *plan.Plan, full bool) []strays {
	at := map[string]int{}
	var groups []strays
	for _, o := range p.Orphans {
		var why, whole, names []string
		for _, w := range o.Why {
			told := problemOf(w)
			why, whole, names = append(why, told.gist...), append(whole, told.lines...), append(names, told.names...)
		}
		key := strings.Join(why, "\n")
		i, seen := at[key]
		if !seen {
			i = len(groups)
			at[key] = i
			groups = append(groups, strays{why: whole})
		}
		g := &groups[i]
		if !slices.Equal(g.why, whole) {
			g.why = why
		}
		g.all = append(g.all, stray{o.Title, strings.Join(names, ", ")})
	}
	for i := range groups {
		g := &groups[i]
		if !slices.ContainsFunc(g.why, func(l string) bool { return strings.Contains(l, "…") }) {
			for j := range g.all {
				g.all[j].own = ""
			}
		}
		if g.most = len(g.all); len(p.Orphans) > foldAbove && !full {
			g.most = min(g.most, examples)
		}
	}
	slices.SortStableFunc(groups, func(a, b strays) int { return len(a.all) - len(b.all) })
	return groups
}

// line names an orphan, and what keeps it.
func (s stray) line() string {
	if s.own == "" {
		return s.title.Page()
	}
	return s.title.Page() + "  (… is " + s.own + ")"
}

// more counts those that are not named.
func (g strays) more() string {
	if n := len(g.all) - g.most; n > 0 {
		return fmt.Sprintf("… and %s more", number.Grouped(n))
	}
	return ""
}

// reasons are a sentence for people, with how many it is about.
func (g strays) reasons() string {
	return strings.Join(g.why, "; ") + " (" + number.Of(len(g.all), "page") + ")"
}

// orphans shows what of ours no block names, and says where that is not known.
func (o *printer) orphans(p *plan.Plan) {
	if len(p.Orphans) > 0 {
		o.blank()
		o.print(row{{fmt.Sprintf("Orphans (%s)", number.Grouped(len(p.Orphans))), o.bold}})
		o.prose(symbolAt, nil, straysSaid, o.dim)
		for _, g := range straysOf(p, o.full) {
			o.blank()
			o.prose(symbolAt, row{{"= ", o.dim}}, g.reasons(), nil)
			for _, s := range g.all[:g.most] {
				o.prose(labelAt, nil, s.line(), nil)
			}
			if more := g.more(); more != "" {
				o.prose(labelAt, nil, more+" (-full shows all)", o.dim)
			}
		}
	}
	if p.Unsought != "" {
		s := o.symbol(plan.Unknown)
		o.blank()
		o.prose(0, row{{s.sign + " ", s.ink}}, p.Unsought, nil)
	}
}

// orphans is the same for a comment on a pull request.
func (m *markdown) orphans(p *plan.Plan) *mdSection {
	if len(p.Orphans) == 0 {
		return nil
	}
	sec := &mdSection{title: fmt.Sprintf("<b>Orphans (%s)</b>: ours on the wiki, and no block names them, so they stay", number.Grouped(len(p.Orphans)))}
	for _, g := range straysOf(p, m.full) {
		sec.parts = append(sec.parts, &mdPart{
			changes: len(g.all),
			name:    "- " + prose(abstract(g.reasons())) + "\n",
			whole: func() string {
				var b strings.Builder
				b.WriteString(quoted([]string{g.reasons()}))
				for _, s := range g.all[:g.most] {
					if s.own != "" {
						fmt.Fprintf(&b, "- %s\n", prose(abstract(s.line())))
					} else {
						fmt.Fprintf(&b, "- %s %s\n", sign(plan.NoOp), m.link(s.title))
					}
				}
				if more := g.more(); more != "" {
					fmt.Fprintf(&b, "\n%s\n", more)
				}
				return b.String() + "\n"
			},
		})
	}
	return sec
}

// link names a title, with a link to its page where there can be one.
func (m *markdown) link(t provider.Title) string {
	span := codeSpan(brief(t.Page()))
	if m.links.index == "" {
		return span
	}
	return "[" + span + "](" + m.links.index + "File:" + escapedTitle(t) + ")"
}

// htmlOrphans is the same for a page.
type htmlOrphans struct {
	Count, Lead string
	Groups      []htmlStrays
}

type htmlStrays struct {
	Why   string
	Names []string
	More  string
}

// straysNamed is how many of one group a page names.
const straysNamed = 1000

func orphansPage(p *plan.Plan) htmlOrphans {
	h := htmlOrphans{Lead: straysSaid}
	if len(p.Orphans) == 0 {
		return h
	}
	h.Count = number.Grouped(len(p.Orphans))
	for _, g := range straysOf(p, true) {
		g.most = min(g.most, straysNamed)
		page := htmlStrays{Why: visible(g.reasons()), More: g.more()}
		for _, s := range g.all[:g.most] {
			page.Names = append(page.Names, visible(s.line()))
		}
		h.Groups = append(h.Groups, page)
	}
	return h
}

// orphansNotice is the same in a line beside the manifest.
func orphansNotice(p *plan.Plan) string {
	var names []string
	for _, o := range p.Orphans[:min(len(p.Orphans), annotationsShown)] {
		names = append(names, o.Title.Page())
	}
	if len(names) == 0 {
		return p.Unsought
	}
	if more := len(p.Orphans) - len(names); more > 0 {
		names = append(names, number.Grouped(more)+" more")
	}
	text := fmt.Sprintf("%s of ours that no block names: %s. They stay as they are.", number.Of(len(p.Orphans), "page"), strings.Join(names, ", "))
	return strings.TrimSpace(text + " " + p.Unsought)
}
