package spec

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSuggest(t *testing.T) {
	t.Parallel()
	known := []string{"source", "url", "title", "description", "tags", "accept_warnings", "file.plate[\"a\"]"}
	for given, want := range map[string]string{
		"sorce":              "source",
		"Source":             "source",
		"suorce":             "source",
		"descripton":         "description",
		"accept-warnings":    "accept_warnings",
		"tag":                "tags",
		"ulr":                "url",
		"ur":                 "url",
		"x":                  "",
		"":                   "",
		"wikitext":           "",
		"file.plaet[\"a\"]":  "file.plate[\"a\"]",
		"beschreibungstexte": "",
		"desc":               "description",
		"accept":             "accept_warnings",
		"so":                 "", // too little of a name
		"url_":               "url",
	} {
		if got := Suggest(given, known); got != want {
			t.Errorf("Suggest(%q) = %q, want %q", given, got, want)
		}
	}
}

func TestSuggestTakesTheNearest(t *testing.T) {
	t.Parallel()
	if got := Suggest("plate2", []string{"plates", "plate", "plate12"}); got != "plates" && got != "plate" {
		t.Errorf("got %q", got)
	}
	if got := Suggest("plat", []string{"plates-of-1900", "plate"}); got != "plate" {
		t.Errorf("got %q, want plate: what is misspelt is nearer than what is only begun", got)
	}
	if got := Suggest("plate12x", []string{"plate", "plate12"}); got != "plate12" {
		t.Errorf("got %q, want the nearer plate12", got)
	}
}

func TestDistance(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SliceOfN(rapid.RuneFrom([]rune("abc")), 0, 6)
		a, b, c := s.Draw(t, "a"), s.Draw(t, "b"), s.Draw(t, "c")
		switch ab := distance(a, b); {
		case ab != distance(b, a):
			t.Fatal("not the same in both directions")
		case (ab == 0) != (string(a) == string(b)):
			t.Fatal("0 for different words, or not for equal ones")
		case ab > max(len(a), len(b)):
			t.Fatal("more than replacing everything")
		case ab > 2*(distance(a, c)+distance(c, b)):
			t.Fatal("much farther than by a detour")
		}
	})
}

func TestEnumerate(t *testing.T) {
	t.Parallel()
	many := make([]string, 20)
	for i := range many {
		many[i] = "x"
	}
	got := []string{oneOf(nil), oneOf([]string{"a"}), oneOf([]string{"a", "b"}), allOf([]string{"a", "b", "c"}), allOf(many)}
	want := []string{"", `"a"`, `"a" or "b"`, `"a", "b" and "c"`, `"x"` + strings.Repeat(`, "x"`, 11) + " and 8 more"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
