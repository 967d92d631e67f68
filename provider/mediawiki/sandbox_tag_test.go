package mediawiki_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
)

// TestSandboxTags tags what was written before, and finds it.
func TestSandboxTags(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	w, err := sandbox.New(sandbox.Clock(func() time.Time { return now }))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	c, err := mediawiki.Dial(t.Context(), mediawiki.Config{
		API: "http://127.0.0.1/w/api.php", Transport: w.Transport(), Credentials: mediawiki.Credentials{User: sandbox.User, Password: sandbox.Password},
	})
	must(err)
	if !c.Site().Time.Equal(now) {
		t.Errorf("the wiki's time is %s", c.Site().Time)
	}
	title, me := provider.Title("Barn.png"), c.Account().Name
	body, d := content(t, 3000)
	_, err = c.Upload(t.Context(), provider.Upload{Title: title, Digest: d, Body: body, Text: "A barn.", Tags: []string{"logo"}})
	must(err)
	now = now.Add(time.Hour)
	must(w.PutPage(title.Page(), "A better barn.", "Anna"))
	files, err := c.Files(t.Context(), []provider.Title{title})
	must(err)
	page := files[title].Page
	last := func() provider.Revision {
		t.Helper()
		got, err := c.LastRevisions(t.Context(), me, []int64{page.ID}, 1000)
		must(err)
		if got.Read != 1 || !got.Since.IsZero() {
			t.Errorf("%+v", got)
		}
		return got.Last[page.ID]
	}
	want := provider.Revision{ID: page.Parent, Page: page.ID, User: me, Time: now.Add(-time.Hour), Tags: []string{"logo"}}
	if diff := cmp.Diff(want, last()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	must(c.Tag(t.Context(), provider.Tagging{Title: title, Rev: page.Parent, Tags: []string{"logo", "wikiform"}, Reason: "late"}))
	must(c.Tag(t.Context(), provider.Tagging{Title: title, Rev: page.Parent, Tags: []string{"wikiform"}}))
	want.Tags = append(want.Tags, "wikiform")
	if diff := cmp.Diff(want, last()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	revisions, err := c.Revisions(t.Context(), []int64{page.Parent})
	must(err)
	if got := revisions[page.Parent]; got.Page != page.ID || !cmp.Equal(want.Tags, got.Tags) {
		t.Errorf("%+v", got)
	}
	if err := c.Tag(t.Context(), provider.Tagging{Title: title, Rev: 999, Tags: []string{"logo"}}); provider.KindOf(err) != provider.Conflict {
		t.Errorf("a revision that is not there: %v", err)
	}
	if err := c.Tag(t.Context(), provider.Tagging{Title: title, Rev: page.Rev, Tags: []string{"nope"}}); provider.KindOf(err) != provider.Rejected {
		t.Errorf("a tag that is not there: %v", err)
	}
}
