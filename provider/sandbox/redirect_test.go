package sandbox

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRedirectOf(t *testing.T) {
	t.Parallel()
	set := defaults()
	set.RedirectWords = []string{"#WEITERLEITUNG"}
	for text, want := range map[string]string{
		"#REDIRECT [[File:Aim.png]]":                      "File:Aim.png",
		"#redirect[[file:aim.png]] and text":              "File:Aim.png",
		"\n\n  #Redirect: [[:Image:Aim.png|label]]\nmore": "File:Aim.png",
		"#REDIRECT [[File:Aim.png#sec tion]]":             "File:Aim.png#sec tion",
		"#Weiterleitung [[Datei]]":                        "Datei",
		"#REDIRECT [[a<b]]":                               "",
		"#REDIRECT [[File:Aim.png]":                       "",
		"#REDIRECT File:Aim.png":                          "",
		"#REDIRECT [[a]b]]":                               "",
		"text #REDIRECT [[File:Aim.png]]":                 "",
		"[[File:Aim.png]]":                                "",
		"":                                                "",
	} {
		aim, ok := set.redirectOf(text)
		got := ""
		if ok {
			got = set.aim(aim)
		}
		if got != want {
			t.Errorf("%q leads to %q, want %q", text, got, want)
		}
	}
	if got := set.redirectTo(fileTitle("Aim.png")); got != "#WEITERLEITUNG [[File:Aim.png]]" {
		t.Errorf("a redirect is written as %q", got)
	}
}

// What an edit does to a redirect is told by a tag, and by a summary if nobody gave one
// (facts §13.2).
func TestRedirectChanges(t *testing.T) {
	t.Parallel()
	w := open(t)
	c := enter(t, w)
	for _, step := range []struct{ text, tag, summary string }{
		{"#REDIRECT [[File:One.png]]", "mw-new-redirect", "Redirected page to [[File:One.png]]"},
		{"#REDIRECT [[File:One.png]] more", "", ""},
		{"#REDIRECT [[File:One.png#part]]", "mw-changed-redirect-target", "Changed redirect target from [[File:One.png]] to [[File:One.png#part]]"},
		{"text", "mw-removed-redirect", "Removed redirect to [[File:One.png#part]]"},
		{"", "mw-blank", "Blanked the page"},
	} {
		c.post("action", "edit", "title", "File:R.png", "text", step.text)
		rev := at(c.post("action", "query", "titles", "File:R.png", "prop", "revisions", "rvprop", "tags|comment"), "query", "pages", 0, "revisions", 0)
		if tag, _ := at(rev, "tags", 0).(string); tag != step.tag || at(rev, "comment") != step.summary {
			t.Errorf("%q: tag %q, comment %q", step.text, tag, at(rev, "comment"))
		}
	}
}

func TestRedirectsTo(t *testing.T) {
	t.Parallel()
	w := open(t)
	c := enter(t, w)
	must(t, w.PutFile("Aim.png", picture(1), "", "Anna"), w.Redirect("Anna", "File:One.png", "File:Aim.png#part"), w.Redirect("Anna", "Two", "File:Aim.png"),
		w.Redirect("Anna", "Three", "Missing"))
	ask := func(pairs ...string) any {
		return c.post(append([]string{"action", "query", "prop", "redirects", "rdprop", "title|fragment", "titles", "File:Aim.png|Missing"}, pairs...)...)
	}
	want := []any{map[string]any{"ns": 6.0, "title": "File:One.png", "fragment": "part"}, map[string]any{"ns": 0.0, "title": "Two"}}
	got := ask()
	if diff := cmp.Diff(want, at(got, "query", "pages", 1, "redirects")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if title := at(got, "query", "pages", 0, "redirects", 0, "title"); title != "Three" {
		t.Errorf("to what is missing: %v", got)
	}
	if got := ask("rdshow", "!fragment", "rdnamespace", "0"); at(got, "query", "pages", 1, "redirects", 0, "title") != "Two" {
		t.Errorf("filtered: %v", got)
	}
	first := ask("rdlimit", "2")
	next := ask("rdlimit", "2", "rdcontinue", at(first, "continue", "rdcontinue").(string))
	if len(at(first, "query", "pages", 1, "redirects").([]any))+len(at(next, "query", "pages", 1, "redirects").([]any)) != 2 {
		t.Errorf("continued: %v, then %v", first, next)
	}
}

func TestShown(t *testing.T) {
	t.Parallel()
	w := open(t)
	must(t, w.PutPage("Template:Box", "[[File:Boxed.png]]{{Box}}", "Anna"), w.PutPage("Page", "[[File:Included.png]]", "Anna"))
	for text, want := range map[string][]string{
		"[[File:A.png]] [[image:b.png|thumb|of [[File:C.png|x]]]]":                                      {"A.png", "B.png", "C.png"},
		"[[:File:A.png]] [[File]] [[Talk:A.png]] [http://x A.png]":                                      nil,
		"[[Media:A b.png|sound]]":                                                                       {"A_b.png"},
		"<gallery mode=x>\nA.png|one\nFile:B.png\n\nTalk:C.png\n</gallery>":                             {"A.png", "B.png"},
		"<nowiki>[[File:A.png]]</nowiki><!-- [[File:B.png]] --><pre>[[File:C.png]]</pre>[[File:D.png]]": {"D.png"},
		"{{box|x}} {{:Page}} {{Missing}}":                                                               {"Boxed.png", "Included.png"},
		"#REDIRECT [[File:A.png]]\n[[File:B.png]]":                                                      {"B.png"},
	} {
		if got := slices.Sorted(maps.Keys(w.shown(text))); !slices.Equal(got, want) {
			t.Errorf("%q shows %q, want %q", text, got, want)
		}
	}
}
