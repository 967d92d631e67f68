package mediawiki

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// put makes a file on the wiki and gives what is there then.
func put(t *testing.T, c *Client, name, text string) provider.File {
	t.Helper()
	title := freshTitle(name)
	body, d := bodyOf(picture(t, 3000))
	mustUpload(t, c, provider.Upload{Title: title, Digest: d, Body: body, Text: text, Comment: "mark"})
	return fileNow(t, c, title)
}

func mustEdit(t *testing.T, c *Client, title provider.Title, base int64, text string) {
	t.Helper()
	if _, err := c.Edit(t.Context(), provider.Edit{Title: title, Base: base, Text: text, Summary: "test"}); err != nil {
		t.Fatalf("%s: %v", title, err)
	}
}

func redirectTo(page string) string { return "#REDIRECT [[" + page + "]]" }

func TestRealTargets(t *testing.T) {
	c := dialReal(t, nil)
	aim := put(t, c, "aim.png", "").Title
	one, two, self, other, missing := freshTitle("one.png"), freshTitle("two.png"), freshTitle("self.png"), freshTitle("other.png"), freshTitle("missing.png")
	for title, to := range map[provider.Title]string{one: aim.Page() + "#part", two: one.Page(), self: self.Page(), other: "Project:Some page"} {
		mustEdit(t, c, title, 0, redirectTo(to))
	}
	got, err := c.Targets(t.Context(), []provider.Title{aim, one, two, self, other, missing})
	want := map[provider.Title]string{one: aim.Page(), two: one.Page(), self: self.Page(), other: got[other]}
	if diff := cmp.Diff(want, got); err != nil || diff != "" || got[other] == "" {
		t.Error(err, diff)
	}
	if got, err = c.Targets(t.Context(), []provider.Title{self}); err != nil || got[self] != self.Page() {
		t.Errorf("a circle alone: %v, %v", got, err)
	}
}

func TestRealUsage(t *testing.T) {
	c := dialReal(t, nil)
	aim := put(t, c, "aim.png", "").Title
	from, shows, missing, unused := freshTitle("from.png"), freshTitle("shows.png"), freshTitle("missing.png"), freshTitle("unused.png")
	mustEdit(t, c, from, 0, redirectTo(aim.Page()))
	mustEdit(t, c, shows, 0, "[["+aim.Page()+"]] [["+from.Page()+"]] [["+missing.Page()+"]] [["+shows.Page()+"]]")
	want := map[provider.Title]provider.Usage{unused: {}, shows: {}}
	for _, title := range []provider.Title{aim, from, missing} {
		want[title] = provider.Usage{Count: 1, Pages: []string{shows.Page()}}
	}
	var diff string
	for range 20 { // the wiki notes it after its answer
		got, err := c.Usage(t.Context(), []provider.Title{aim, from, missing, unused, shows})
		if err != nil {
			t.Fatal(err)
		}
		if diff = cmp.Diff(want, got); diff == "" {
			return
		}
		time.Sleep(300 * time.Millisecond)
	}
	t.Error(diff)
}
