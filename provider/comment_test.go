package provider

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestEndComment(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, comment, mark, want string }{
		{"no mark", "batch 7", "", "batch 7"},
		{"mark", "batch 7", "[wikiform museum]", "batch 7 [wikiform museum]"},
		{"only the mark", "", "[wikiform museum]", "[wikiform museum]"},
		{"neither", "", "", ""},
		{"longest that fits", strings.Repeat("é", 488), "[wikiform]x", strings.Repeat("é", 488) + " [wikiform]x"},
		{"one more", strings.Repeat("é", 489), "[wikiform]x", strings.Repeat("é", 487) + "… [wikiform]x"},
		{"no mark, too long", strings.Repeat("é", 501), "", strings.Repeat("é", 499) + "…"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := EndComment(c.comment, c.mark); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestEndCommentFits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		comment := rapid.StringN(0, 700, -1).Draw(t, "comment")
		mark := "[wikiform " + rapid.StringMatching(`[a-z-]{1,40}`).Draw(t, "set") + "]"
		got := EndComment(comment, mark)
		if n := utf8.RuneCountInString(got); n > MaxComment {
			t.Fatalf("%d characters", n)
		}
		if got != mark && !strings.HasSuffix(got, " "+mark) {
			t.Fatalf("%q does not end in the mark", got)
		}
	})
}
