package mediawiki_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
)

// TestSandboxHistory reads what a page has been through, and what it said.
func TestSandboxHistory(t *testing.T) {
	t.Parallel()
	w, err := sandbox.New()
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
	png := func(n int) []byte { return fmt.Append([]byte("\x89PNG\r\n\x1a\n"), n) }
	must(w.PutFile("A.png", png(1), "one", "Bot"))
	must(w.PutPage("File:A.png", "one\ntwo", "Anna"))
	must(w.PutFile("A.png", png(2), "", "Bot"))
	must(w.Protect("File:A.png"))
	must(w.Unprotect("File:A.png"))
	must(w.Move("Bot", "File:A.png", "File:B.png", false))
	must(w.PutPage("File:B.png", "one\ntwo\nthree", "Bot"))
	must(w.PutFile("C.png", png(3), "of another page", "Bot"))
	history := func(from int64, most int) []provider.Revision {
		t.Helper()
		h, err := c.PageHistory(t.Context(), "B.png", from, most)
		must(err)
		return h
	}
	all := history(0, 100)
	sums := map[provider.SHA1]int{provider.TextSHA1("one"): 1, provider.TextSHA1("one\ntwo"): 2, provider.TextSHA1("one\ntwo\nthree"): 3}
	type seen struct {
		Text int
		User string
	}
	var got []seen
	for i, r := range all {
		got = append(got, seen{sums[r.TextSHA1], r.User})
		if i > 0 && all[i-1].Parent != r.ID || r.Page != all[0].Page {
			t.Errorf("revision %d of page %d follows %d of %d", all[i-1].ID, all[0].Page, r.ID, r.Page)
		}
	}
	want := []seen{{3, "Bot"}, {2, "Bot"}, {2, "Admin"}, {2, "Admin"}, {2, "Bot"}, {2, "Anna"}, {1, "Bot"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
	if h := history(all[5].ID, 100); len(h) != 2 || h[0].ID != all[5].ID {
		t.Errorf("from %d on: %+v", all[5].ID, h)
	}
	if h := history(0, 3); len(h) != 3 || h[0].ID != all[0].ID {
		t.Errorf("three: %+v", h)
	}
	if h := history(999, 3); len(h) != 0 {
		t.Errorf("from a revision that there is not: %+v", h)
	}

	must(w.Hide(all[5].ID, "content", "comment", "user"))
	if r := history(all[5].ID, 1)[0]; r.User != "" || !r.Hidden || r.TextSHA1.Known() {
		t.Errorf("hidden: %+v", r)
	}
	other, err := c.PageHistory(t.Context(), "C.png", 0, 1)
	must(err)
	texts, err := c.RevisionTexts(t.Context(), []int64{all[0].ID, all[5].ID, all[6].ID, other[0].ID, 999})
	must(err)
	if diff := cmp.Diff(map[int64]string{all[0].ID: "one\ntwo\nthree", all[6].ID: "one", other[0].ID: "of another page"}, texts); diff != "" {
		t.Error(diff)
	}
}

// Long texts of many revisions come in several answers, and long histories too.
func TestSandboxLongHistory(t *testing.T) {
	t.Parallel()
	w, err := sandbox.New(sandbox.Configure(func(s *sandbox.Settings) { s.MaxResult = 100 }))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	var ids []int64
	want := map[int64]string{}
	const revisions = 1200
	for i := range revisions {
		if err := w.PutPage("File:A.png", fmt.Sprintf("a text of thirty bytes, no. %d", i), "Anna"); err != nil {
			t.Fatal(err)
		}
	}
	c, err := mediawiki.Dial(t.Context(), mediawiki.Config{API: "http://127.0.0.1/w/api.php", Transport: w.Transport()})
	if err != nil {
		t.Fatal(err)
	}
	history, err := c.PageHistory(t.Context(), "A.png", 0, 5000)
	if err != nil || len(history) != revisions {
		t.Fatalf("%d revisions, %v", len(history), err)
	}
	for i, r := range history[:70] {
		ids = append(ids, r.ID)
		want[r.ID] = fmt.Sprintf("a text of thirty bytes, no. %d", revisions-1-i)
	}
	got, err := c.RevisionTexts(t.Context(), ids)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
