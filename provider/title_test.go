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
		{"logo.svg", Site{}, "logo.svg"},
		{"Museum_-__Logo.svg", Site{}, "Museum - Logo.svg"},
		{"  Museum - Logo.svg _", Site{}, "Museum - Logo.svg"},
		{"File:Logo.svg", Site{}, "Logo.svg"},
		{"file : Logo.svg", Site{}, "Logo.svg"},
		{"Datei:Logo.svg", german, "Logo.svg"},
		{"bild:Logo.svg", german, "Logo.svg"},
		{"файл:Логотип.svg", Site{FileNamespaces: []string{"Файл"}}, "Логотип.svg"},
		{"Cafe\u0301.png", Site{}, "Café.png"},
		{"\u200eLogo\u202c.svg", Site{}, "Logo.svg"},
		{"a\u202a\u0300.png", Site{}, "à.png"},
		{"a\u00a0b.png", Site{}, "a b.png"},
		{"ärger.png", Site{}, "ärger.png"},
		{"100% wool?.png", Site{}, "100% wool?.png"},
		{"a+b & \"c\" 'd'.png", Site{}, "a+b & \"c\" 'd'.png"},
		{"..hidden.png", Site{}, "..hidden.png"},
		{strings.Repeat("é", 118) + ".png", Site{}, Title(strings.Repeat("é", 118) + ".png")},
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
		{"a:b.png", "contains :", "a-b.png"},
		{"Datei:Logo.svg", "contains :", "Datei-Logo.svg"},
		{"fİle:Logo.svg", "contains :", "fİle-Logo.svg"},
		{"a/b.png", "contains /", "a-b.png"},
		{`a\b.png`, `contains \`, "a-b.png"},
		{"a[1].png", "contains [", "a-1-.png"},
		{"a#1.png", "contains #", "a-1.png"},
		{"{{x}}.png", "contains {", "--x--.png"},
		{"a%20b.png", "percent-encoded", "a b.png"},
		{"%41rch%2Fa.png", "percent-encoded", "Arch-a.png"},
		{strings.Repeat("%25", 1000) + "41.png", "percent-encoded", ""},
		{"a&amp;b.png", "HTML entity", "a&b.png"},
		{"a&nbsp;b.png", "HTML entity", "a b.png"},
		{"a&lt;b.png", "HTML entity", "a-b.png"},
		{"https://commons.wikimedia.org/wiki/File:Old_bridge.jpg", "is an address", "Old bridge.jpg"},
		{"HTTPS://de.wikipedia.org/wiki/Datei:Br%C3%BCcke.jpg?uselang=de", "is an address", "Brücke.jpg"},
		{"//example.org/w/index.php?title=File:A.png&action=edit", "is an address", "A.png"},
		{"http://upload.example.org/w/thumb/a/ab/Old_bridge.jpg/120px-Old_bridge.jpg", "is an address", "Old bridge.jpg"},
		{"https://en.wikipedia.org/wiki/Bridge#/media/File:Old_bridge.jpg", "is an address", "Old bridge.jpg"},
		{"https://example.org/", "is an address", ""},
		{"//Foo.png", "contains /", "--Foo.png"},
		{"[[File:Old bridge.jpg|thumb|An [old] bridge]]", "is a link in wikitext", "Old bridge.jpg"},
		{"[[:Datei:Brücke.jpg]]", "is a link in wikitext", "Brücke.jpg"},
		{"a~~~b.png", "signature", "a-b.png"},
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
		first, err := ParseTitle(rapid.String().Draw(t, "text")+".png", Site{})
		if err != nil {
			return
		}
		again, err := ParseTitle(string(first), Site{})
		if err != nil || again != first {
			t.Fatalf("%q became %q, %v", first, again, err)
		}
	})
}

func FuzzParseTitle(f *testing.F) {
	for _, s := range []string{"logo.svg", "File:a_b.png", "a%20b.png", "Cafe\u0301.png", "&#0;.png", ":.png", "File:File:a.png"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		title, err := ParseTitle(s, Site{})
		if err != nil {
			return
		}
		if len(title) > MaxTitleBytes || title == "" || strings.ContainsAny(string(title), "#<>[]|{}:/\\_\n") {
			t.Errorf("%q became the title %q", s, title)
		}
	})
}
