package titlelist

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

func TestParse(t *testing.T) {
	t.Parallel()
	site := provider.Site{FileNamespaces: []string{"Datei"}}
	for text, want := range map[string][]Line{
		"":                  nil,
		"A.png":             {{1, "A.png"}},
		"\ufeffA.png\r\n":   {{1, "A.png"}},
		"A.png\n\nB.png\n":  {{1, "A.png"}, {3, "B.png"}},
		"File:A b.png\n":    {{1, "A b.png"}},
		"file:A_b.png\n":    {{1, "A b.png"}},
		"Datei:A.png\n":     {{1, "A.png"}},
		":File:A.png\n":     {{1, "A.png"}},
		"[[:File:A.png]]\n": {{1, "A.png"}},
		"* [[:Datei:A.png|the first]] from 1900\n** [[File:B.png]]\n# [[:File:C.png]]": {{1, "A.png"}, {2, "B.png"}, {3, "C.png"}},
		"# said by us\n#A.png\nA.png": {{3, "A.png"}},
		"* A.png":                     {{1, "A.png"}},
		"  A.png \t":                  {{1, "A.png"}},
		"=A.png\n-B.png\n@C.png":      {{1, "=A.png"}, {2, "-B.png"}, {3, "@C.png"}},
		"A.png\rB.png":                nil,
		"Main Page":                   nil,
		"https://wiki.example.org/wiki/File:A.png": nil,
		"[[File:A.png]] and [[File:B.png]]":        nil,
		"[[Category:A]]":                           nil,
		"A\xff.png":                                nil,
		"../../etc/passwd":                         nil,
	} {
		got, err := Parse([]byte(text), site)
		if (err != nil) != (want == nil && text != "") {
			t.Errorf("%q: error %v", text, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestWrongLines(t *testing.T) {
	t.Parallel()
	_, err := Parse([]byte("A.png\nMain Page\nhttps://w.test/wiki/File:B.png\n"), provider.Site{})
	e, ok := err.(*Error)
	if !ok || e.Count != 2 || e.Wrong[0].Line != 2 || e.Wrong[1].Line != 3 {
		t.Fatalf("%v", err)
	}
	for _, want := range []string{"line 2 names Main Page", "has no extension", "line 3 ", "did you mean B.png?"} {
		if !strings.Contains(e.Hint(), want) {
			t.Errorf("it does not say %q:\n%s", want, e.Hint())
		}
	}
	_, err = Parse([]byte(strings.Repeat("Main Page\n", 1000)), provider.Site{})
	if e := err.(*Error); e.Count != 1000 || len(e.Wrong) != Most || !strings.Contains(e.Hint(), "and 990 more") {
		t.Errorf("%d wrong lines, of which %d are told", e.Count, len(e.Wrong))
	}
}
