package render

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wikiform/plan"
	"wikiform/provider"
)

// What changes the same words is one, whatever is around them; what changes others,
// or whole lines, is not.
func TestEditsByWords(t *testing.T) {
	t.Parallel()
	type change struct{ before, after string }
	for _, c := range []struct {
		name  string
		a, b  change
		words bool
		lines bool
	}{
		{"inserted in the middle and at the end", change{"seen over the river", "seen over the broad river"}, change{"a long way by the broad", "a long way by the broad broad"}, true, false},
		{"replaced", change{"by Anna Schmitt in 1911", "by Anna Schmidt in 1911"}, change{"|author=Ben Schmitt and others", "|author=Ben Schmidt and others"}, true, false},
		{"removed", change{"a very old bridge", "a old bridge"}, change{"it is very long and narrow", "it is long and narrow"}, true, false},
		{"elsewhere in the text", change{"by Schmitt here", "by Schmidt here"}, change{"x\ny\nby Schmitt there", "x\ny\nby Schmidt there"}, true, false},
		{"the same", change{"by Schmitt", "by Schmidt"}, change{"by Schmitt", "by Schmidt"}, true, true},
		{"another word", change{"seen over the river", "seen over the broad river"}, change{"seen over the river", "seen over the old river"}, false, false},
		{"the other way round", change{"by Schmitt here", "by Schmidt here"}, change{"by Schmidt here", "by Schmitt here"}, false, false},
		{"inserted and removed", change{"a very old bridge", "a old bridge"}, change{"a old bridge", "a very old bridge"}, false, false},
		{"a line of its own", change{"a\nb", "a\nbroad\nb"}, change{"it is the river", "it is the broad river"}, false, false},
	} {
		a, b := editOf(plan.Diff(c.a.before, c.a.after)), editOf(plan.Diff(c.b.before, c.b.after))
		if (a.words == b.words) != c.words || (a.lines == b.lines) != c.lines {
			t.Errorf("%s: words alike %v, lines alike %v; want %v, %v", c.name, a.words == b.words, a.lines == b.lines, c.words, c.lines)
		}
	}
}

// Fifty-nine files in which one word is inserted are one group in every format.
func TestSameWordsAreOneGroup(t *testing.T) {
	t.Parallel()
	p := corpus()["sized-59-same-words"]
	shown := func(f Format) string {
		var b strings.Builder
		if err := Formats[f](&b, p, Style{}); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	for f, want := range map[Format]string{
		FormatText: "file.plate  59 files\n", FormatMarkdown: "59 files in `file.plate`**, alike:",
		FormatHTML: "The same words change in each; the lines around them are those of",
	} {
		if out := shown(f); strings.Count(out, want) != 1 {
			t.Errorf("%s does not have %q once:\n%.3000s", f, want, out)
		}
	}
	if n := strings.Count(shown(FormatHTML), `<details class="change group" open`); n != 1 {
		t.Errorf("%d cards of the page are open, want one", n)
	}
}

// Whose work is replaced is told in one annotation, whenever each was saved.
func TestOneAnnotationForOneAuthor(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for i := range 30 {
		differentEdit(w, i)
		_, title := plate(i)
		w.facts.Have[provider.Title(title)].Page.Time = day.Add(time.Duration(i) * time.Hour)
	}
	var b strings.Builder
	if err := GitHub(&b, w.plan(), Style{}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "::warning"); n != 1 {
		t.Errorf("%d annotations, want 1:\n%s", n, b.String())
	}
	for i := range 3 {
		address, _ := plate(i)
		if want := fmt.Sprintf("%s: replaces the text that Anna saved on %s", address, day.Add(time.Duration(i)*time.Hour).Format("2006-01-02 15:04")); !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in %s", want, b.String())
		}
	}
}
