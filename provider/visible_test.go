package provider

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

func TestVisible(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"Museum - Logo.svg", "Museum - Logo.svg"},
		{"Brücke über die Aare 橋.jpg", "Brücke über die Aare 橋.jpg"},
		{"می\u200cخواهم", "می\u200cخواهم"}, // a zero-width non-joiner is spelling
		{"👩‍🔬", "👩‍🔬"},
		{"\x1b[31mred\x1b[0m", `\x1b[31mred\x1b[0m`},
		{"\x1b]8;;http://evil\a", `\x1b]8;;http://evil\x07`},
		{"\u009b31m", `\x9b31m`}, // the one-byte CSI
		{"a\r\nb\tc", `a\r\nb\tc`},
		{"gpj.\u202eexe", `gpj.\u202eexe`},
		{"\u2066x\u2069\u200f\u061c", `\u2066x\u2069\u200f\u061c`},
		{"a\u2028b\u200bc\ufeffd\u00ade", `a\u2028b\u200bc\ufeffd\xade`},
		{"\U000e0041", `\U000e0041`}, // a tag character
		{"bad \xff\xc3", `bad \xff\xc3`},
		{"\ufffd", "\ufffd"}, // what the wiki stores for a control character
		{"::error file=x::y", `\x3a:error file=x::y`},
		{" \u3000::error", " \u3000" + `\x3a:error`},
		{"a ::b", "a ::b"},
		{"x ##[error]y", `x \x23#[error]y`},
		{"###vso[x]", `#\x23#vso[x]`},
		{"##VSO[x]", `\x23#VSO[x]`},
		{"## list, [[link]]", "## list, [[link]]"},
		{`C:\dir`, `C:\dir`},
	} {
		if diff := cmp.Diff(c.want, Visible(c.in)); diff != "" {
			t.Errorf("Visible(%q) (-want +got):\n%s", c.in, diff)
		}
	}
}

func TestVisibleParts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ how, got, want string }{
		{"inside", VisibleInside("::x \u202e"), `::x \u202e`},
		{"text", VisibleText("a ::b\n\n  ::c\x1b"), "a \\x3a:b\n\n  \\x3a:c\\x1b"},
		{"text", VisibleText("##[ ##vso[ #\u200b#"), `\x23#[ \x23#vso[ #\u200b#`},
		{"line", VisibleLine("it failed\n::error\r\n\x1b"), `it failed; ::error; \x1b`},
		{"line", VisibleLine("::error"), `\x3a:error`},
		{"source", string(VisibleSource([]byte("ä\u200b\r\nb\rc\t\u2028\ufeff\U000e0041\x9b##[\u200d\ufffd"))), "ä???\r\nb?c\t?????????" + "???#[\u200d\ufffd"},
		{"source", string(VisibleSource([]byte("\xe2\x80"))), "??"},
		{"JSON", string(VisibleJSON([]byte("{\n\"a\u200b\": \"\\\\ \\\"##[ \U000e0041\u0085\x7f é\"}"))),
			"{\n\"a\\u200b\": \"\\\\ \\\"\\u0023#[ \\udb40\\udc41\\u0085\\u007f é\"}"},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.how, diff)
		}
	}
}

func FuzzVisibleBytes(f *testing.F) {
	for _, s := range []string{"a", "\x1b[0m", "##[x", "##vso[", "\u202e", "\xff", "\r", "\r\n", "\U000e0041"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		source := VisibleSource([]byte(s))
		if len(source) != len(s) {
			t.Fatalf("VisibleSource(%q) has %d bytes, want %d", s, len(source), len(s))
		}
		text, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var back string
		if err := json.Unmarshal(VisibleJSON(text), &back); err != nil || back != string([]rune(s)) {
			t.Fatalf("%q became %q in JSON: %v", s, back, err)
		}
		for _, shown := range [][]byte{source, VisibleJSON(text)} {
			for line := range strings.Lines(string(shown)) {
				if v := VisibleInside(strings.ReplaceAll(strings.TrimRight(line, "\r\n"), "\t", " ")); v != strings.ReplaceAll(strings.TrimRight(line, "\r\n"), "\t", " ") {
					t.Fatalf("%q is shown as %q, and not as %q", s, line, v)
				}
			}
		}
	})
}

func FuzzVisible(f *testing.F) {
	for _, s := range []string{"a", "\x1b[0m", "::x", "##[x", "##vso[", "\u202e", "\xff", " ::", "#####["} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v := Visible(s)
		for _, r := range v {
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
				t.Fatalf("Visible(%q) = %q holds %U", s, v, r)
			}
		}
		if strings.HasPrefix(strings.TrimSpace(v), "::") || strings.Contains(v, "##[") || strings.Contains(strings.ToLower(v), "##vso[") {
			t.Fatalf("Visible(%q) = %q is a command to a runner", s, v)
		}
		if Visible(v) != v {
			t.Fatalf("Visible(Visible(%q)) = %q, want %q", s, Visible(v), v)
		}
	})
}
