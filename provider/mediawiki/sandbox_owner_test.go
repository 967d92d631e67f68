package mediawiki_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
)

// TestSandboxOwners asks who has written what.
func TestSandboxOwners(t *testing.T) {
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
	put := func(title provider.Title, by string) {
		t.Helper()
		must(w.PutFile(string(title), fmt.Append([]byte("\x89PNG\r\n\x1a\n"), title, by), "[[Category:Barns]]", by))
	}
	put("Ours.png", "Bot")
	put("Edited.png", "Bot")
	must(w.PutPage("File:Edited.png", "better", "Anna"))
	put("Moved.png", "Bot")
	must(w.Move("Bot", "File:Moved.png", "File:New.png", true))
	put("Theirs.png", "Anna")
	put("Theirs.png", "Bot")
	must(w.Redirect("Anna", "Talk:Old", "File:New.png"))
	must(w.PutPage("File:Nobody.png", "text", "10.0.0.1"))
	must(w.PutPage("An article", "text", "Bot"))
	for i := range 60 {
		must(w.PutFile("Long.png", fmt.Append([]byte("\x89PNG\r\n\x1a\n"), i), "text", "Bot"))
	}
	c, err := mediawiki.Dial(t.Context(), mediawiki.Config{API: "http://127.0.0.1/w/api.php", Transport: w.Transport()})
	must(err)

	pages, whole, err := c.Contributions(t.Context(), []string{"Bot", "Nobody"}, 10)
	must(err)
	alone := map[provider.Title]bool{}
	var titles []provider.Title
	for _, p := range pages {
		titles = append(titles, p.Title)
	}
	files, err := c.Files(t.Context(), titles)
	must(err)
	for _, p := range pages {
		alone[p.Title] = p.Alone(files[p.Title].Page.Rev)
	}
	want := map[provider.Title]bool{"Ours.png": true, "Edited.png": false, "Moved.png": true, "New.png": true, "Theirs.png": false, "Long.png": true}
	if diff := cmp.Diff(want, alone); !whole || diff != "" || !slices.IsSorted(titles) {
		t.Errorf("%q, whole: %v\n%s", titles, whole, diff)
	}

	contributors, err := c.Contributors(t.Context(), []provider.Title{"Edited.png", "Nobody.png", "Missing.png"})
	must(err)
	if diff := cmp.Diff(map[provider.Title]provider.Contributors{"Edited.png": {Users: []string{"Anna", "Bot"}}, "Nobody.png": {Anonymous: 1}}, contributors); diff != "" {
		t.Error(diff)
	}

	redirects, err := c.RedirectsTo(t.Context(), []provider.Title{"New.png", "Missing.png"})
	must(err)
	if diff := cmp.Diff(map[provider.Title]provider.Redirects{"New.png": {Pages: []string{"File:Moved.png", "Talk:Old"}}, "Missing.png": {}}, redirects); diff != "" {
		t.Error(diff)
	}

	for _, name := range []string{"Barns", "category:barns", "Category: Barns"} {
		in, err := c.InCategory(t.Context(), []provider.Title{"Ours.png", "Edited.png", "Missing.png", "New.png"}, name)
		must(err)
		if diff := cmp.Diff(map[provider.Title]bool{"Ours.png": true, "New.png": true}, in); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}

	histories, err := c.WholeHistories(t.Context(), []provider.Title{"Long.png", "Theirs.png"})
	must(err)
	if l, th := histories["Long.png"], histories["Theirs.png"]; l.Cut || len(l.Versions) != 60 || th.Cut || len(th.Versions) != 2 || th.Versions[1].User != "Anna" {
		t.Errorf("%d versions, cut: %v; %+v", len(l.Versions), l.Cut, th)
	}
}
