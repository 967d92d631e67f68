package plan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// unified writes hunks as text, changed words in brackets.
func unified(hunks []Hunk) string {
	var b strings.Builder
	for _, h := range hunks {
		fmt.Fprintf(&b, "@ %d %d\n", h.Old, h.New)
		for _, l := range h.Lines {
			b.WriteByte(byte(l.Op))
			for _, s := range l.Spans {
				if s.Changed {
					fmt.Fprintf(&b, "<%s>", s.Text)
				} else {
					b.WriteString(s.Text)
				}
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func TestDiff(t *testing.T) {
	t.Parallel()
	numbers := func(from, to int) string {
		var b strings.Builder
		for i := from; i <= to; i++ {
			fmt.Fprintf(&b, "%d\n", i)
		}
		return strings.TrimSuffix(b.String(), "\n")
	}
	for _, c := range []struct{ name, before, after, want string }{
		{"equal", "a\nb", "a\nb", ""},
		{"from nothing", "", "a\n\nb", "@ 1 1\n+a\n+\n+b\n"},
		{"to nothing", "a\nb", "", "@ 1 1\n-a\n-b\n"},
		{"one word", "{{Information\n|author = Anna Schmitt\n}}", "{{Information\n|author = Anna Schmidt\n}}",
			"@ 1 1\n {{Information\n-|author = Anna <Schmitt>\n+|author = Anna <Schmidt>\n }}\n"},
		{"neighbours join", "|author = Anna Schmitt, Bern", "|author = Bea Schmidt, Bern",
			"@ 1 1\n-|author = <Anna Schmitt>, Bern\n+|author = <Bea Schmidt>, Bern\n"},
		{"exchanged, not changed", "[[Category:Bridges]]", "some prose", "@ 1 1\n-[[Category:Bridges]]\n+some prose\n"},
		{"partner below", "a barn, blue", "Entirely new.\na barn, red", "@ 1 1\n-a barn, <blue>\n+Entirely new.\n+a barn, <red>\n"},
		{"no blanks", "写真は橋です", "写真は城です", "@ 1 1\n-写真は<橋>です\n+写真は<城>です\n"},
		{"marks stay", "cafe\u0301 noir", "cafe noir", "@ 1 1\n-<cafe\u0301> noir\n+<cafe> noir\n"},
		{"an emoji stays whole", "the new bridge, well done 👍🏽 by 👨\u200d👩\u200d👧", "the new bridge, well done 👍🏿 by 👨\u200d👩\u200d👦",
			"@ 1 1\n-the new bridge, well done <👍🏽> by <👨\u200d👩\u200d👧>\n+the new bridge, well done <👍🏿> by <👨\u200d👩\u200d👦>\n"},
		{"and so does a flag", "to 🇩🇪 from 🇩🇰", "to 🇩🇰 from 🇩🇰", "@ 1 1\n-to <🇩🇪> from 🇩🇰\n+to <🇩🇰> from 🇩🇰\n"},
		{"blanks count", "a  b", "a b", "@ 1 1\n-a<  >b\n+a< >b\n"},
		{"context", numbers(1, 9), strings.Replace(numbers(1, 9), "5", "five", 1),
			"@ 2 2\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"},
		{"two hunks", numbers(1, 30), strings.NewReplacer("11", "eleven", "29", "x\ny").Replace(numbers(1, 30)),
			"@ 8 8\n 8\n 9\n 10\n-11\n+eleven\n 12\n 13\n 14\n@ 26 26\n 26\n 27\n 28\n-29\n+x\n+y\n 30\n"},
		{"hunks that touch are one", numbers(1, 9), strings.NewReplacer("1", "one", "8", "eight").Replace(numbers(1, 9)),
			"@ 1 1\n-1\n+one\n 2\n 3\n 4\n 5\n 6\n 7\n-8\n+eight\n 9\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, unified(Diff(c.before, c.after))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// patch applies hunks to a text, and fails where they do not describe it.
func patch(before string, hunks []Hunk) (string, error) {
	a := lines(before)
	var out []string
	at := 0
	for _, h := range hunks {
		if h.Old-1 < at {
			return "", fmt.Errorf("hunk at line %d goes back behind line %d", h.Old, at)
		}
		out = append(out, a[at:h.Old-1]...)
		at = h.Old - 1
		if h.New != len(out)+1 {
			return "", fmt.Errorf("hunk says new line %d, want %d", h.New, len(out)+1)
		}
		for _, l := range h.Lines {
			if l.Op != Insert {
				if l.Text() != a[at] {
					return "", fmt.Errorf("line %d is %q, hunk says %q", at+1, a[at], l.Text())
				}
				at++
			}
			if l.Op != Remove {
				out = append(out, l.Text())
			}
		}
	}
	return strings.Join(append(out, a[at:]...), "\n"), nil
}

func TestDiffRebuilds(t *testing.T) {
	t.Parallel()
	line := rapid.OneOf(
		rapid.SampledFrom([]string{"", "a", "b", "[[Category:X]]", "|author = Anna Schmitt", "|author = Bea Schmitt", "日本 橋", "e\u0301", "\xff", "::"}),
		rapid.String(),
	)
	text := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(line, 0, 40).Draw(t, "lines"), "\n") })
	rapid.Check(t, func(t *rapid.T) {
		before := text.Draw(t, "before")
		after := text.Draw(t, "after")
		if rapid.Bool().Draw(t, "related") { // cut one line out, put others in
			ls := lines(before)
			at := rapid.IntRange(0, len(ls)).Draw(t, "at")
			after = strings.Join(append(append(append([]string{}, ls[:at]...), lines(after)...), ls[min(at+1, len(ls)):]...), "\n")
		}
		hunks := Diff(before, after)
		got, err := patch(before, hunks)
		if err != nil {
			t.Fatal(err)
		}
		if got != after {
			t.Fatalf("the hunks give %q, want %q", got, after)
		}
		if before == after && hunks != nil {
			t.Fatalf("equal texts differ by %v", hunks)
		}
	})
}

func BenchmarkDiffLongLine(b *testing.B) {
	before := strings.Repeat("word, ", 170_000)
	after := strings.Replace(before, "word, word", "word, other", 3)
	for b.Loop() {
		Diff(before, after)
	}
}
