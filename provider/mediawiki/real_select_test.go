package mediawiki

import (
	"bytes"
	"crypto/sha1"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// Every way of asking finds the files of a wiki, which then come whole and with their
// contents.
func TestRealSelect(t *testing.T) {
	bot, plain := dialReal(t, nil), dialAs(t, "WIKIFORM_TEST_PLAIN_")
	anybody := dialReal(t, func(cfg *Config) { cfg.Credentials = Credentials{} })
	write := func(page, text string) {
		t.Helper()
		if err := bot.call(t.Context(), request{op: "edit", post: true, write: true, params: url.Values{"action": {"edit"}, "title": {page}, "text": {text}}}, &struct{}{}); err != nil {
			t.Fatal(err)
		}
	}
	word := strings.ReplaceAll(string(freshTitle("x")), " ", "")
	barns, doors := "Barns "+word, "Doors "+word
	red, door := put(t, bot, "red "+word+".png", "[[Category:"+barns+"]]").Title, put(t, bot, "door.png", word+" [[Category:"+doors+"]]").Title
	theirs := put(t, plain, "theirs.png", "").Title
	moved := freshTitle("moved.png")
	mustEdit(t, bot, moved, 0, redirectTo(red.Page())+" [[Category:"+barns+"]]")
	write("Category:"+doors, "[[Category:"+barns+"]]")
	write("Category:"+barns, "[[Category:"+doors+"]]")
	write("Page "+word, "[["+moved.Page()+"]] [["+door.Page()+"]] [[File:Missing "+word+".png]]")
	write("Old page "+word, redirectTo("Page "+word))

	wait := func(name string, s provider.Selection, unknown string, want ...provider.Title) {
		t.Helper()
		slices.Sort(want)
		var got provider.Selected
		for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(300 * time.Millisecond) { // the wiki notes some of it late
			var err error
			if got, err = anybody.Select(t.Context(), s, 1000); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if diff := cmp.Diff(provider.Selected{Titles: want, Unknown: unknown}, got); diff == "" {
				return
			} else if time.Now().After(deadline) {
				t.Fatalf("%s: %s", name, diff)
			}
		}
	}
	wait("prefix", provider.Selection{Prefix: "file:mwclient " + string(red[9:14])}, "", red)
	wait("category", provider.Selection{Category: "barns " + word}, "", red)
	wait("categories", provider.Selection{Category: "Category:" + barns, Depth: 9}, "", red, door)
	wait("no category", provider.Selection{Category: "none " + word}, "Category:None "+word)
	wait("search", provider.Selection{Search: word}, "", red, door)
	wait("page", provider.Selection{Page: "Old page " + word}, "", red, door)
	wait("no page", provider.Selection{Page: "none " + word}, "None "+word)
	wait("no account", provider.Selection{Uploader: "none " + word}, "User:None "+word)
	wait("no name of an account", provider.Selection{Uploader: "a|b"}, "User:a|b")

	all, err := anybody.Select(t.Context(), provider.Selection{All: true}, 100_000)
	if err != nil || all.Cut || !slices.Contains(all.Titles, red) || !slices.Contains(all.Titles, theirs) || slices.Contains(all.Titles, moved) {
		t.Errorf("%d files, cut: %v, %v", len(all.Titles), all.Cut, err)
	}
	ours, err := anybody.Select(t.Context(), provider.Selection{Uploader: plain.Account().Name}, 100_000)
	if err != nil || !slices.Contains(ours.Titles, theirs) || slices.Contains(ours.Titles, red) {
		t.Errorf("%d files, %v", len(ours.Titles), err)
	}

	wholes, err := anybody.Wholes(t.Context(), []provider.Title{red, moved, "Missing.png"})
	if err != nil || len(wholes) != 3 || wholes[red].Page.Text != "[[Category:"+barns+"]]" || wholes[red].URL == "" || wholes[moved].URL != "" || wholes["Missing.png"].Page != nil {
		t.Fatalf("%+v, %v", wholes, err)
	}
	original(t, anybody, wholes[red])
}

// original fetches a content, whole and from the middle on.
func original(t *testing.T, c *Client, f provider.Whole) {
	t.Helper()
	var got bytes.Buffer
	if n, err := c.Original(t.Context(), f, 0, &got); err != nil || n != f.Version.Size || sha1.Sum(got.Bytes()) != f.Version.SHA1 {
		t.Fatalf("%s: %d bytes, %v: %s", f.URL, n, err, provider.HintOf(err))
	}
	half := f.Version.Size / 2
	got.Truncate(int(half))
	if n, err := c.Original(t.Context(), f, half, &got); err != nil || n != f.Version.Size-half || sha1.Sum(got.Bytes()) != f.Version.SHA1 {
		t.Fatalf("%s from %d: %d bytes, %v", f.URL, half, n, err)
	}
}

// A private wiki shows contents to whoever logs in with the account's own password; others
// are told how it is.
func TestRealOriginalOfAPrivateWiki(t *testing.T) {
	bot, admin := dialReal(t, nil), dialAs(t, "WIKIFORM_TEST_ADMIN_")
	conf := os.Getenv("WIKIFORM_TEST_CONF_DIR")
	if conf == "" {
		t.Skip("WIKIFORM_TEST_CONF_DIR is not set")
	}
	title := put(t, bot, "private.png", "").Title
	name := filepath.Join(conf, "90-mediawiki-private.php")
	t.Cleanup(func() { os.Remove(name) })
	if err := os.WriteFile(name, []byte("<?php $wgGroupPermissions['*']['read'] = false; $wgUploadPath = \"$wgScriptPath/img_auth.php\";\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	wholes, err := bot.Wholes(t.Context(), []provider.Title{title})
	if err != nil || !strings.Contains(wholes[title].URL, "img_auth.php") {
		t.Fatalf("%+v, %v", wholes, err)
	}
	original(t, admin, wholes[title])
	n, err := bot.Original(t.Context(), wholes[title], 0, new(bytes.Buffer))
	if n != 0 || provider.KindOf(err) != provider.Denied || !strings.Contains(provider.HintOf(err), "bot password") {
		t.Errorf("%d bytes, %v: %s", n, err, provider.HintOf(err))
	}
}
