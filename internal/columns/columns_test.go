package columns

import (
	"slices"
	"strings"
	"testing"

	"github.com/rivo/uniseg"
	"pgregory.net/rapid"
)

func TestOf(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]int{
		"": 0, "abc": 3, "é": 1, "e\u0301": 1, "日本": 4, "Ａ": 2, "한": 2, "\u1112\u1161\u11ab": 2, "a\u200db": 2,
		"🗺": 1, "🐈": 2, "👍🏽": 2, "👨\u200d👩\u200d👧\u200d👦": 2, "🇩🇪": 2, "1\ufe0f\u20e3": 1,
		"❤": 1, "❤\ufe0f": 2, "நி": 2, "க்": 1, "א\u05b8": 1, "·–…‘’“”™": 8,
	} {
		if got := Of(s); got != want {
			t.Errorf("%q takes %d columns, want %d", s, got, want)
		}
	}
}

func TestShorten(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		s     string
		limit int
		want  string
	}{
		{"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"日本語", 5, "日本…"}, {"日本語", 4, "日…"}, {"a👨\u200d👩\u200d👧b", 3, "a…"},
		{"a👨\u200d👩\u200d👧bc", 4, "a👨\u200d👩\u200d👧…"}, {"👍🏽👍🏽👍🏽", 5, "👍🏽👍🏽…"}, {"🇩🇪🇫🇷", 3, "🇩🇪…"}, {"abc", 1, "…"}, {"abc", 0, ""}, {"abc", -1, ""},
	} {
		if got := Shorten(c.s, c.limit); got != c.want {
			t.Errorf("%q in %d columns is %q, want %q", c.s, c.limit, got, c.want)
		}
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		s    string
		n    int
		want []string
	}{
		{"", 5, []string{""}},
		{"one two three", 7, []string{"one two", "three"}},
		{"one two", 3, []string{"one", "two"}},
		{"overlong", 3, []string{"ove", "rlo", "ng"}},
		{"日本語", 5, []string{"日本", "語"}},
		{"日本語", 1, []string{"日本語"}}, // not even one letter fits
		{"👍🏽👍🏽👍🏽", 4, []string{"👍🏽👍🏽", "👍🏽"}},
	} {
		if got := Wrap(c.s, c.n); !slices.Equal(got, c.want) {
			t.Errorf("%q in %d columns is %q, want %q", c.s, c.n, got, c.want)
		}
	}
}

// Cut keeps every character whole, and both halves take what the whole took.
func TestCutLaws(t *testing.T) {
	t.Parallel()
	piece := rapid.SampledFrom([]string{
		"a", " ", "é", "e\u0301", "\u0301", "\u200d", "\u200c", "\ufe0f", "日", "ｶ", "❤", "👍", "🏽", "👨", "👩", "🇩", "🇪", "क", "\u094d", "ष", "ि", "\u1112", "\u1161", "…",
	})
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "pieces"), "")
		n := rapid.IntRange(-1, 14).Draw(t, "columns")
		head, tail := Cut(s, n)
		if head+tail != s {
			t.Fatalf("%q is cut into %q and %q", s, head, tail)
		}
		if Of(head)+Of(tail) != Of(s) {
			t.Fatalf("%q takes %d columns, cut into %q and %q %d and %d", s, Of(s), head, tail, Of(head), Of(tail))
		}
		if Of(head) > max(n, 0) {
			t.Fatalf("%q takes more than %d columns", head, n)
		}
		whole, halves := uniseg.GraphemeClusterCount(s), uniseg.GraphemeClusterCount(head)+uniseg.GraphemeClusterCount(tail)
		if whole != halves {
			t.Fatalf("%q is cut within a character, into %q and %q", s, head, tail)
		}
		if got := Shorten(s, n); Of(got) > max(n, 0) {
			t.Fatalf("%q in %d columns is %q", s, n, got)
		}
	})
}
