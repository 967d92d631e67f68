package faulttest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"wikiform/plan"
	"wikiform/provider/sandbox"
)

var (
	word          = regexp.MustCompile(`(?:ours|anna|bert)-\d+`)
	ofVolunteer   = regexp.MustCompile(`(?:anna|bert)-\d+`)
	innermostCall = regexp.MustCompile(`\{\{[^{}]*\}\}`)
	categoryLines = regexp.MustCompile(`\[\[Category:[^\]]*\]\]`)
)

func words(text string) []string { return word.FindAllString(text, -1) }

// judge looks at what a run wrote, by what the wiki has, and nothing that the program says
// but what it planned.
func (w *tending) judge(before snapshot, made *plan.Plan) error {
	now, err := w.snapshot()
	if err != nil {
		return err
	}
	for _, p := range w.pages {
		x, there := now.page(p.id)
		if p.id == 0 || !there {
			continue
		}
		was, _ := before.page(p.id)
		wrote := false
		for i := len(x.Revisions) - len(was.Revisions) - 1; i >= 0; i-- {
			rev := x.Revisions[i]
			if !byUs(rev) {
				continue
			}
			wrote = true
			if i+1 == len(x.Revisions) || x.Revisions[i+1].Text == rev.Text {
				continue
			}
			if lost := p.lost(x.Revisions[i+1].Text, rev.Text); lost != "" {
				return fmt.Errorf("%s: %s was taken away, which a volunteer wrote and nobody else: of\n%s\ncame\n%s\nwhere the manifest says\n%s",
					p.name, lost, x.Revisions[i+1].Text, rev.Text, strings.Join(p.lines, "\n"))
			}
			if undone := p.undone(x.Revisions[i+1:], rev.Text); undone != "" {
				return fmt.Errorf("%s: %s was put back, which a volunteer took away from what the manifest said already: of\n%s\ncame\n%s", p.name, undone, x.Revisions[i+1].Text, rev.Text)
			}
			w.count(p, rev.Text)
		}
		if c := changeOf(made, p); wrote && c != nil && c.Action() == plan.Blocked {
			return fmt.Errorf("%s is blocked (%v), and was written", p.name, c.Problems)
		}
	}
	return nil
}

// count counts what a text of ours is.
func (w *tending) count(p *tendedPage, text string) {
	switch {
	case text == strings.Join(p.lines, "\n"):
		w.n.Whole++
	case p.mode == keeps:
		w.n.Kept++
	default:
		w.n.Merged++
	}
}

// lost is a word that a text of ours took away from the one before and should not have: one
// by a volunteer, unless the manifest has said it meanwhile and does not any more.
func (p *tendedPage) lost(before, after string) string {
	switch p.mode {
	case exactly:
		return ""
	case keeps:
		before = strings.Join(categoryLines.FindAllString(outsideCalls(before), -1), "\n")
	}
	for _, one := range ofVolunteer.FindAllString(before, -1) {
		switch {
		case p.ever[one] && (!slices.Contains(words(strings.Join(p.lines, "\n")), one) || strings.Contains(after, one)):
		case !p.ever[one] && len(timesOf(after, one)) >= len(timesOf(before, one)):
		default:
			return one
		}
	}
	return ""
}

// outsideCalls is a text without its template calls, whose links are the template's.
func outsideCalls(text string) string {
	for {
		less := innermostCall.ReplaceAllString(text, "")
		if less == text {
			return text
		}
		text = less
	}
}

// undone is a word of ours that a volunteer took away and that a text of ours puts back, though
// the manifest has said it before. Of one that volunteers brought at some time nobody can know
// whose it is.
func (p *tendedPage) undone(before []sandbox.Revision, after string) string {
	if p.mode != merges {
		return ""
	}
	for _, one := range words(after) {
		if !slices.Contains(p.settled, one) || len(timesOf(before[0].Text, one)) > 0 {
			continue
		}
		brought := false
		for i, rev := range before {
			brought = brought || !byUs(rev) && len(timesOf(rev.Text, one)) > 0 && (i+1 == len(before) || len(timesOf(before[i+1].Text, one)) == 0)
		}
		if !brought {
			return one
		}
	}
	return ""
}

// timesOf are the places of a word.
func timesOf(text, one string) [][]int {
	return regexp.MustCompile(regexp.QuoteMeta(one)+`\b`).FindAllStringIndex(text, -1)
}

// changeOf is what a plan says of a page, nil where it says nothing.
func changeOf(made *plan.Plan, p *tendedPage) *plan.Change {
	if made == nil {
		return nil
	}
	for c := range made.All() {
		if string(c.Claim.Address) == "file."+p.name {
			return c
		}
	}
	return nil
}

// settled looks at a plan that has nothing to do: what is blocked is so for a reason, and
// what the wiki has otherwise than the manifest is told.
func (w *tending) settled(made *plan.Plan) error {
	for _, p := range w.pages {
		c := changeOf(made, p)
		x, there, err := w.page(p)
		if err != nil {
			return err
		}
		if c == nil {
			return fmt.Errorf("%s is not in the plan", p.name)
		}
		if c.Action() == plan.Blocked {
			for _, why := range c.Problems {
				if !w.mayBlock(p, why.Reason) {
					return fmt.Errorf("%s is blocked: %v", p.name, why)
				}
			}
			continue
		}
		p.settled = words(strings.Join(p.lines, "\n"))
		if !there || p.mode == exactly || p.mode == keeps {
			continue
		}
		said, has := strings.Join(p.lines, "\n"), x.Revisions[0].Text
		told := slices.ContainsFunc(c.Held, func(h plan.Held) bool { return h.Aspect == plan.TextAspect })
		if told {
			w.n.Told++
			continue
		}
		for _, one := range words(said) {
			if !strings.Contains(has, one) {
				return fmt.Errorf("%s: the manifest says %s, the wiki does not, and the plan tells nothing of it:\n%s\nwhere the manifest says\n%s", p.name, one, has, said)
			}
		}
		for i, rev := range x.Revisions { // what the manifest gave up is gone, unless somebody brought it back
			if i+1 < len(x.Revisions) && !byUs(rev) && rev.Text != x.Revisions[i+1].Text {
				has = without(has, rev.Text, x.Revisions[i+1].Text)
			}
		}
		for _, one := range words(has) {
			if p.ever[one] && !strings.Contains(said, one) {
				return fmt.Errorf("%s: the manifest does not say %s any more, and the wiki does:\n%s\nwhere the manifest says\n%s", p.name, one, has, said)
			}
		}
	}
	return nil
}

// without takes the words out of a text that a revision added to the one before.
func without(text, rev, before string) string {
	for _, one := range words(rev) {
		if len(timesOf(rev, one)) > len(timesOf(before, one)) {
			text = regexp.MustCompile(regexp.QuoteMeta(one)+`\b`).ReplaceAllString(text, "")
		}
	}
	return text
}

// mayBlock reports whether there can be a reason to do nothing.
func (w *tending) mayBlock(p *tendedPage, why plan.Reason) bool {
	switch why {
	case plan.PageProtected:
		return p.protected
	case plan.MergeConflict:
		w.n.Conflicts++
		return p.mode == merges && !w.Polite
	case plan.BaseUnknown:
		w.n.Unknown++
		return p.mode != exactly && (p.hidden || p.foreign || p.joined)
	}
	return false
}
