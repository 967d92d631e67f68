package render

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"wikiform/plan"
)

// edit is what a change does to a text, for telling whether others do the same.
type edit struct {
	words string // that go and come, and whole lines where they have no partner
	lines [sha256.Size]byte
}

// edit is made once: it takes a comparison of the texts.
func (t *texts) edit() edit {
	if t == nil { // of a saved plan that makes no sense
		return edit{}
	}
	if t.made == nil {
		e := editOf(t.hunks())
		t.made = &e
	}
	return *t.made
}

func editOf(hunks []plan.Hunk) edit {
	var words strings.Builder
	lines := sha256.New()
	for _, h := range hunks {
		fmt.Fprintln(lines, "@")
		for _, l := range h.Lines {
			if l.Op == plan.Keep {
				continue
			}
			fmt.Fprintf(lines, "%c%s\n", l.Op, l.Text())
			if !l.Partner {
				fmt.Fprintf(&words, "%c%s\n", l.Op, l.Text())
				continue
			}
			for _, s := range l.Spans {
				if s.Changed {
					fmt.Fprintf(&words, "%c…%s\n", l.Op, strings.TrimSpace(s.Text))
				}
			}
		}
	}
	sum := sha256.Sum256([]byte(words.String()))
	return edit{string(sum[:]), [sha256.Size]byte(lines.Sum(nil))}
}

// linesDiffer reports whether the changes of a group are the same in their words
// only.
func (g group) linesDiffer() bool {
	for _, v := range g.changes[1:] {
		if v.text.edit().lines != g.changes[0].text.edit().lines {
			return true
		}
	}
	return false
}

// sameWords says of the difference that is shown of a group whose lines are in it.
const sameWords = "The same words change in each; the lines around them are those of "
