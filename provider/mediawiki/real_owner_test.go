package mediawiki

import (
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// dialAs is dialReal as another account of the environment.
func dialAs(t *testing.T, prefix string) *Client {
	t.Helper()
	user := os.Getenv(prefix + "USER")
	if user == "" {
		t.Skip(prefix + "USER is not set")
	}
	return dialReal(t, func(cfg *Config) { cfg.Credentials = Credentials{User: user, Password: os.Getenv(prefix + "PASSWORD")} })
}

// Who has written what, asked by somebody who is not logged in, on a wiki where an
// administrator has hidden names and comments: a page is nobody else's only if that is
// sure.
func TestRealOwners(t *testing.T) {
	bot, plain, admin := dialReal(t, nil), dialAs(t, "WIKIFORM_TEST_PLAIN_"), dialAs(t, "WIKIFORM_TEST_ADMIN_")
	conf := os.Getenv("WIKIFORM_TEST_CONF_DIR")
	if conf == "" {
		t.Skip("WIKIFORM_TEST_CONF_DIR is not set")
	}
	name := filepath.Join(conf, "90-mediawiki-owners.php")
	t.Cleanup(func() { os.Remove(name) })
	if err := os.WriteFile(name, []byte("<?php $wgGroupPermissions['sysop']['deleterevision'] = true; $wgGroupPermissions['sysop']['deletedhistory'] = true;\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	hide := func(what, kind, target, ids string) {
		t.Helper()
		var a struct{ RevisionDelete struct{ Status string } }
		err := admin.call(t.Context(), request{op: "revisiondelete", post: true, write: true, params: url.Values{
			"action": {"revisiondelete"}, "type": {kind}, "target": {target}, "ids": {ids}, "hide": {what}}}, &a)
		if err != nil || a.RevisionDelete.Status != "Success" {
			t.Fatalf("%+v, %v", a, err)
		}
	}

	// The text of each but ours was changed by somebody else.
	category := string(freshTitle("barns"))
	text := "text [[Category:" + category + "]]"
	ours, edited, hidden := put(t, bot, "ours.png", text), put(t, bot, "edited.png", text), put(t, bot, "hidden.png", text)
	mustEdit(t, plain, edited.Title, edited.Page.Rev, "theirs "+text)
	mustEdit(t, plain, hidden.Title, hidden.Page.Rev, "theirs "+text)
	theirs := fileNow(t, bot, hidden.Title).Page.Rev
	for _, f := range []provider.File{ours, edited, hidden} {
		mustEdit(t, bot, f.Title, fileNow(t, bot, f.Title).Page.Rev, "ours again "+text)
	}
	hide("user|comment", "revision", hidden.Title.Page(), strconv.FormatInt(theirs, 10))
	// A version of which the comment is hidden, and one of which the user is.
	moved, versions := freshTitle("moved.png"), put(t, bot, "versions.png", text)
	var archives []string
	for range 2 {
		time.Sleep(1100 * time.Millisecond) // the wiki names versions by the second
		body, d := bodyOf(picture(t, 3000))
		now := fileNow(t, bot, versions.Title)
		mustUpload(t, bot, provider.Upload{Title: versions.Title, Digest: d, Body: body, Comment: "again", Before: now.Version})
		after, err := bot.FilesWithOld(t.Context(), []provider.Title{versions.Title})
		if err != nil {
			t.Fatal(err)
		}
		archives = append(archives, after[versions.Title].Old.Archive[:14])
	}
	hide("user", "oldimage", versions.Title.Page(), archives[0])
	hide("comment", "oldimage", versions.Title.Page(), archives[1])
	if _, err := bot.Move(t.Context(), provider.Move{From: versions.Title, To: moved, Page: fileNow(t, bot, versions.Title).Page.ID, Reason: "why", Redirect: true}); err != nil {
		t.Fatal(err)
	}

	nobody := dialReal(t, func(cfg *Config) { cfg.Credentials = Credentials{} })
	titles := []provider.Title{ours.Title, edited.Title, hidden.Title, moved, versions.Title}
	files, err := nobody.Files(t.Context(), titles)
	if err != nil {
		t.Fatal(err)
	}
	pages, whole, err := nobody.Contributions(t.Context(), []string{bot.account.Name, "Nobody of this name"}, 20)
	if err != nil || !whole {
		t.Fatalf("whole: %v, %v", whole, err)
	}
	alone := map[provider.Title]bool{}
	for _, p := range pages {
		if slices.Contains(titles, p.Title) {
			alone[p.Title] = p.Alone(files[p.Title].Page.Rev)
		}
	}
	if diff := cmp.Diff(map[provider.Title]bool{ours.Title: true, edited.Title: false, hidden.Title: false, moved: true, versions.Title: true}, alone); diff != "" {
		t.Error(diff)
	}
	contributors, err := nobody.Contributors(t.Context(), titles)
	// The trap: of hidden names there is no sign.
	if err != nil || len(contributors[edited.Title].Users) != 2 || len(contributors[hidden.Title].Users) != 1 || contributors[hidden.Title].Anonymous != 0 {
		t.Errorf("%+v, %v", contributors, err)
	}
	histories, err := nobody.WholeHistories(t.Context(), titles)
	h := histories[moved].Versions
	if err != nil || len(h) != 3 || h[0].Hidden || h[0].Comment != "again" || !h[1].Hidden || h[1].Comment != "" || h[1].User != bot.account.Name || !h[2].Hidden || h[2].User != "" || h[2].Comment != "mark" {
		t.Errorf("%+v, %v", h, err)
	}
	redirects, err := nobody.RedirectsTo(t.Context(), titles)
	if r := redirects[moved]; err != nil || r.More || len(r.Pages) != 1 || r.Pages[0] != versions.Title.Page() || len(redirects) != len(titles) {
		t.Errorf("%+v, %v", redirects, err)
	}
	in, err := nobody.InCategory(t.Context(), titles, category)
	if diff := cmp.Diff(map[provider.Title]bool{ours.Title: true, edited.Title: true, hidden.Title: true, moved: true}, in); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if _, _, err := nobody.Contributions(t.Context(), []string{"Bad#name"}, 20); provider.KindOf(err) != provider.Rejected {
		t.Errorf("no user: %v", err)
	}
}
