package provider

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseTitle(t *testing.T) {
	german := Site{FileNamespaces: []string{"Datei", "Bild", "Image"}}
	for _, tt := range []struct {
		in   string
		site Site
		want Title
	}{
		{"logo.svg", Site{}, "Logo.svg"},
		{"logo.svg", Site{CaseSensitive: true}, "logo.svg"},
		{"Museum_-__Logo.svg", Site{}, "Museum - Logo.svg"},
		{"  Museum - Logo.svg _", Site{}, "Museum - Logo.svg"},
		{"File:Logo.svg", Site{}, "Logo.svg"},
		{"file : logo.svg", Site{}, "Logo.svg"},
		{"Datei:Logo.svg", german, "Logo.svg"},
		{"bild:Logo.svg", german, "Logo.svg"},
		{"Cafe\u0301.png", Site{}, "Café.png"},
		{"\u200eLogo\u202c.svg", Site{}, "Logo.svg"},
		{"a\u202a\u0300.png", Site{}, "À.png"},
		{"a\u00a0b.png", Site{}, "A b.png"},
		{"ärger.png", Site{}, "Ärger.png"},
		{"100% wool?.png", Site{}, "100% wool?.png"},
		{"a+b & \"c\" 'd'.png", Site{}, "A+b & \"c\" 'd'.png"},
		{"..hidden.png", Site{}, "..hidden.png"},
		{strings.Repeat("é", 118) + ".png", Site{CaseSensitive: true}, Title(strings.Repeat("é", 118) + ".png")},
	} {
		got, err := ParseTitle(tt.in, tt.site)
		if err != nil || got != tt.want {
			t.Errorf("ParseTitle(%q) = %q, %v; want %q", tt.in, got, err, tt.want)
		}
	}
}

func TestParseTitleRefuses(t *testing.T) {
	for _, tt := range []struct{ in, reason, try string }{
		{"", "is empty", ""},
		{"File:", "is empty", ""},
		{"a:b.png", "contains :", "A-b.png"},
		{"Datei:Logo.svg", "contains :", "Datei-Logo.svg"},
		{"a/b.png", "contains /", "A-b.png"},
		{`a\b.png`, `contains \`, "A-b.png"},
		{"a[1].png", "contains [", "A-1-.png"},
		{"a#1.png", "contains #", "A-1.png"},
		{"{{x}}.png", "contains {", "--x--.png"},
		{"a%20b.png", "percent-encoded", ""},
		{"a&amp;b.png", "HTML entity", "a&b.png"},
		{"a~~~b.png", "signature", "A-b.png"},
		{"a\nb.png", "control character U+000A", ""},
		{"a\x00b.png", "control character U+0000", ""},
		{"\xff.png", "UTF-8", ""},
		{"logo", "no extension", ""},
		{"logo.", "no extension", ""},
		{".png", "nothing before", ""},
		{strings.Repeat("é", 119) + ".png", "has 242 bytes", ""},
	} {
		got, err := ParseTitle(tt.in, Site{})
		te, ok := errors.AsType[*TitleError](err)
		if !ok {
			t.Errorf("ParseTitle(%q) = %q, %v; want a TitleError", tt.in, got, err)
			continue
		}
		if !strings.Contains(te.Reason, tt.reason) || te.Try != tt.try {
			t.Errorf("ParseTitle(%q): %q, try %q; want %q, try %q", tt.in, te.Reason, te.Try, tt.reason, tt.try)
		}
	}
}

// What ParseTitle gives is what it takes: the wiki stores a title once.
func TestParseTitleIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		site := Site{CaseSensitive: rapid.Bool().Draw(t, "case")}
		first, err := ParseTitle(rapid.String().Draw(t, "text")+".png", site)
		if err != nil {
			return
		}
		again, err := ParseTitle(string(first), site)
		if err != nil || again != first {
			t.Fatalf("%q became %q, %v", first, again, err)
		}
	})
}

func FuzzParseTitle(f *testing.F) {
	for _, s := range []string{"logo.svg", "File:a_b.png", "a%20b.png", "Cafe\u0301.png", "&#0;.png", ":.png", "File:File:a.png"} {
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, s string, caseSensitive bool) {
		title, err := ParseTitle(s, Site{CaseSensitive: caseSensitive})
		if err != nil {
			return
		}
		if len(title) > MaxTitleBytes || title == "" || strings.ContainsAny(string(title), "#<>[]|{}:/\\_\n") {
			t.Errorf("%q became the title %q", s, title)
		}
	})
}
