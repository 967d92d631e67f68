package merge

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTexts(t *testing.T) {
	t.Parallel()
	const page = "== Bridge ==\n{{Information\n|description=Old\n|date=1912\n|author=Anna\n}}\n\n[[Category:Bridges]]"
	for _, c := range []struct {
		name               string
		base, ours, theirs string
		want               string // "" for a conflict
		finer              string // with the finer look; "" for a conflict, "=" for the same
	}{
		{"nothing", page, page, page, page, "="},
		{"theirs alone", page, page, page + "\n[[Category:Steel]]", page + "\n[[Category:Steel]]", "="},
		{"far apart", page, strings.Replace(page, "1912", "1913", 1), page + "\n[[Category:Steel]]", strings.Replace(page, "1912", "1913", 1) + "\n[[Category:Steel]]", "="},
		{"the same", page, strings.Replace(page, "1912", "1913", 1), strings.Replace(page, "1912", "1913", 1), strings.Replace(page, "1912", "1913", 1), "="},
		{"a line each", "a\nb\nc\nd\ne", "a\nB\nc\nd\ne", "a\nb\nc\nD\ne", "a\nB\nc\nD\ne", "="},
		{"lines that touch", "a\nb\nc\nd", "a\nB\nc\nd", "a\nb\nC\nd", "", "="},
		{"two lines at one place", "a\nb", "a\nx\nb", "a\ny\nb", "", "="},
		{"one line twice at one place", "a\nb", "a\nx\nb", "a\nx\nb", "a\nx\nb", "="},
		{"removed and changed", "a\nb\nc", "a\nc", "a\nB\nc", "", "="},
		{"windows", "a\r\nb\r\nc\r\nd\r\ne", "a\nB\nc\nd\ne", "a\r\nb\r\nc\r\nd\r\nE", "a\nB\nc\nd\nE", "="},
		{"no end", "a\nb\nc", "A\nb\nc", "a\nb\nc\n", "A\nb\nc\n", "="},
		{"from nothing", "", "a", "b", "", "="},
		{"a line that could be any of three", "x\n\n\n\ny", "x\n\n\n\n\ny", "x\n\n\n\nY", "", "="},
		{
			"lines of a call that touch", page, strings.Replace(page, "1912", "1913", 1), strings.Replace(page, "Anna", "Anna B.", 1),
			"", strings.NewReplacer("1912", "1913", "Anna", "Anna B.").Replace(page),
		},
		{"one line", "{{I|a=1|b=2}}", "{{I|a=7|b=2}}", "{{I|a=1|b=8}}", "", "{{I|a=7|b=8}}"},
		{"one line, the same parameter", "{{I|a=1|b=2}}", "{{I|a=7|b=2}}", "{{I|a=8|b=2}}", "", "="},
		{"one line, a new one", "{{I|a=1|b=2}}", "{{I|a=7|b=2}}", "{{I|a=1|b=2|c=3}}", "", "{{I|a=7|b=2|c=3}}"},
		{"one line, two new ones", "{{I|a=1}}", "{{I|a=1|b=2}}", "{{I|a=1|c=3}}", "", "="},
		{"one line, one removed and another changed", "{{I|a=1|b=2}}", "{{I|b=2}}", "{{I|a=1|b=8}}", "", "{{I|b=8}}"},
		{"one line, one removed and changed", "{{I|a=1|b=2}}", "{{I|b=2}}", "{{I|a=7|b=2}}", "", "="},
		{"one line, by numbers", "{{I|x|y}}", "{{I|X|y}}", "{{I|x|Y}}", "", "{{I|X|Y}}"},
		{"one line, and numbers shift", "{{I|x|y}}", "{{I|y}}", "{{I|x|Y}}", "", "="},
		{"one line, one twice", "{{I|a=1|b=2|a=1}}", "{{I|a=7|b=2|a=1}}", "{{I|a=1|b=8|a=1}}", "", "="},
		{"one line, and text beside it", "{{I|a=1|b=2}}", "{{I|a=7|b=2}} x", "{{I|a=1|b=8}}", "", "="},
		{"one line, the second of two calls", "{{K|x}} {{I|a=1|b=2}}", "{{K|x}} {{I|a=7|b=2}}", "{{K|x}} {{I|a=1|b=8}}", "", "{{K|x}} {{I|a=7|b=8}}"},
		{"one line, two calls", "{{K|x}} {{I|a=1}}", "{{K|y}} {{I|a=1}}", "{{K|x}} {{I|a=8}}", "", "="},
		{"one line, a link and a call within", "{{I|a=[[x|y]]|b={{c|d}}|e=1}}", "{{I|a=[[x|z]]|b={{c|d}}|e=1}}", "{{I|a=[[x|y]]|b={{c|D}}|e=1}}", "", "{{I|a=[[x|z]]|b={{c|D}}|e=1}}"},
		{"one line, both within one parameter", "{{I|a={{c|x=1|y=2}}}}", "{{I|a={{c|x=7|y=2}}}}", "{{I|a={{c|x=1|y=8}}}}", "", "="},
		{"one line, a bar that is none", "{{I|a=<nowiki>|</nowiki>1|b=2}}", "{{I|a=<nowiki>|</nowiki>7|b=2}}", "{{I|a=<nowiki>|</nowiki>1|b=8}}", "", "{{I|a=<nowiki>|</nowiki>7|b=8}}"},
		{"one line, a parameter of its own", "{{I|a={{{1|}}}|b=2}}", "{{I|a={{{2|}}}|b=2}}", "{{I|a={{{1|}}}|b=8}}", "", "="},
		{"cells of a table", "{|\n| a=1\n| b=2\n|}", "{|\n| a=7\n| b=2\n|}", "{|\n| a=1\n| b=8\n|}", "", "="},
		{"a list in no call", "| a=1\n| b=2\nend", "| a=7\n| b=2\nend", "| a=1\n| b=8\nend", "", "="},
		{"a call in a comment", "<!-- {{I\n|a=1\n|b=2\n}} -->", "<!-- {{I\n|a=7\n|b=2\n}} -->", "<!-- {{I\n|a=1\n|b=8\n}} -->", "", "="},
	} {
		for _, finer := range []bool{false, true} {
			want := c.want
			if finer && c.finer != "=" {
				want = c.finer
			}
			for _, swapped := range []bool{false, true} {
				ours, theirs := c.ours, c.theirs
				if swapped {
					ours, theirs = theirs, ours
				}
				r := Texts(c.base, ours, theirs, finer)
				if r.Clean() != (want != "") {
					t.Errorf("%s, finer %v, swapped %v: %d conflicts, want %q", c.name, finer, swapped, len(r.Conflicts), want)
				} else if r.Clean() && r.Text != want {
					t.Errorf("%s, finer %v, swapped %v: %q, want %q", c.name, finer, swapped, r.Text, want)
				}
			}
		}
	}
}

// Where the sides contradict each other it is told what each has, and at which line of theirs.
func TestConflicts(t *testing.T) {
	t.Parallel()
	base := "a\nb\nc\nd\ne\nf\ng"
	got := Texts(base, "a\nB\nc\nd\ne\nf\nG", "0\na\nb\nb2\nc\nd\ne\nf\ng2", false)
	want := Result{Text: "0\na\nb\nb2\nc\nd\ne\nf\ng2", Conflicts: []Conflict{
		{Line: 3, Base: []string{"b"}, Ours: []string{"B"}, Theirs: []string{"b", "b2"}},
		{Line: 9, Base: []string{"g"}, Ours: []string{"G"}, Theirs: []string{"g2"}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
