package localname_test

import (
	"path"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"wikiform/internal/localname"
)

func TestOf(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"Bridge at dusk.png":          "Bridge_at_dusk.png-",
		"Brücke (Köln), 'alt'.png":    "Brücke_(Köln),_'alt'.png-",
		"../../etc/passwd":            "x.__.__etc_passwd-",
		"..":                          "x._-",
		"a/b\\c:d.png":                "a_b_c_d.png-",
		".git":                        "x.git-",
		".g\u200cit/config":           "x.g_it_config-",
		"-rf.png":                     "x-rf.png-",
		"CON":                         "xCON-",
		"con.png":                     "xcon.png-",
		"NUL .tar.gz":                 "xNUL_.tar.gz-",
		"COM1.png":                    "xCOM1.png-",
		"Lpt².txt":                    "Lpt_.txt-",
		"COMIC.png":                   "COMIC.png-",
		"a\x00b\nc\u202ed.png":        "a_b_c_d.png-",
		"a... ":                       "a._._-",
		"main.wiki.hcl":               "main.wiki.hcl-",
		"":                            "x-",
		"$(touch x);`id`|&<>\"*?":     "x_(touch_x)__id__&_____-",
		"\u0301accent.png":            "x\u0301accent.png-",
		strings.Repeat("ä", 300):      strings.Repeat("ä", 60) + "-",
		"a" + strings.Repeat("ä", 99): "a" + strings.Repeat("ä", 59) + "-",
	} {
		got := localname.Of(title)
		head, sum := got[:len(got)-8], got[len(got)-8:]
		if head != want || strings.Trim(sum, "0123456789abcdef") != "" {
			t.Errorf("%q: %q, want %q and a sum", title, got, want)
		}
	}
}

// What folds to one on some file system has names that do not.
func TestNamesDiffer(t *testing.T) {
	t.Parallel()
	fold := func(s string) string { return norm.NFC.String(cases.Fold().String(norm.NFD.String(s))) }
	for _, same := range [][]string{
		{"Bridge.png", "bridge.png", "BRIDGE.PNG"},
		{"Café.png", "Cafe\u0301.png"},
		{"a b.png", "a_b.png", "a/b.png", "a\\b.png", "a?b.png"},
		{"straße.png", "strasse.png", "STRASSE.png"},
		{strings.Repeat("a", 200) + "1.png", strings.Repeat("a", 200) + "2.png"},
		{"a.png", "a.png ", "a.png."},
		{"xcon.png", "con.png"},
	} {
		seen := map[string]string{}
		for _, title := range same {
			name := fold(localname.Of(title))
			if other, taken := seen[name]; taken {
				t.Errorf("%q and %q are both %q", title, other, name)
			}
			seen[name] = title
		}
	}
}

func TestAnyTitle(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		check(t, rapid.OneOf(rapid.String(), rapid.StringMatching(`[./\\ \-_a-cCONnulCOM1~:\x00-\x1f]{0,300}`)).Draw(t, "title"))
	})
}

func FuzzOf(f *testing.F) {
	f.Add("../x")
	f.Fuzz(func(t *testing.T, title string) { check(t, title) })
}

func check(t interface{ Fatalf(string, ...any) }, title string) {
	name := localname.Of(title)
	first, _ := utf8.DecodeRuneInString(name)
	switch {
	case !utf8.ValidString(name), len(name) > 200:
		t.Fatalf("%q: %q is no name", title, name)
	case strings.ContainsAny(name, "/\\:*?\"<>|~$`;%{} \x00"), strings.Contains(name, ".."), strings.ContainsFunc(name, unicode.IsControl):
		t.Fatalf("%q: %q has a character that it should not have", title, name)
	case !unicode.IsLetter(first) && !unicode.IsDigit(first):
		t.Fatalf("%q: %q begins with %q", title, name, first)
	case path.Base(name) != name, path.Clean(name) != name, !filepath.IsLocal(name):
		t.Fatalf("%q: %q is not one part of a path", title, name)
	}
	if again := localname.Of(title); again != name {
		t.Fatalf("%q: %q, and then %q", title, name, again)
	}
}
