package cli_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider/sandbox"
)

// wikiOfDrift is a wiki with a volunteer and an administrator.
type wikiOfDrift struct {
	wikiOfNames
	admin, adminSecret string
	pause              func() // until the wiki tells two versions of a file apart
}

func sandboxOfDrift(t *testing.T) wikiOfDrift {
	t.Helper()
	clock := &servedWiki{}
	wiki, err := sandbox.New(sandbox.Clock(clock.now), sandbox.Accounts(
		sandbox.Account{Name: "Plain@ci", Password: "plain", Groups: []string{"user"}, Rights: sandbox.UserRights()},
		sandbox.Account{Name: "Admin@ci", Password: "admin", Groups: []string{"sysop"}, Rights: sandbox.AdminRights()},
	))
	check(t, err)
	server := httptest.NewServer(wiki)
	t.Cleanup(func() { server.Close(); wiki.Close() })
	us := wikiOfNames{realWiki{api: server.URL + "/w/api.php"}, sandbox.User, sandbox.Password, "Plain@ci", "plain"}
	return wikiOfDrift{us, "Admin@ci", "admin", func() { clock.later.Add(2e9) }}
}

func dialRealDrift(t *testing.T) wikiOfDrift {
	t.Helper()
	us := dialRealNames(t)
	w := wikiOfDrift{us, us.friend, us.friendSecret, func() { pastSecond() }}
	w.friend, w.friendSecret = os.Getenv("WIKIFORM_TEST_PLAIN_USER"), os.Getenv("WIKIFORM_TEST_PLAIN_PASSWORD")
	conf := os.Getenv("WIKIFORM_TEST_CONF_DIR")
	if w.friend == "" || w.admin == "" || conf == "" {
		t.Skip("WIKIFORM_TEST_PLAIN_USER, …_ADMIN_USER or …_CONF_DIR is not set")
	}
	name := filepath.Join(conf, "90-drift.php")
	t.Cleanup(func() { os.Remove(name) })
	putFile(t, name, "<?php $wgGroupPermissions['sysop']['deleterevision'] = true;\n")
	return w
}

// TestDrift and TestRealDrift: whatever a volunteer and an administrator do to our files is
// told with its author, its comment and what it was; and what we do, and what they take
// back, is not.
func TestDrift(t *testing.T) {
	t.Parallel()
	takeDrift(t, sandboxOfDrift(t))
}

func TestRealDrift(t *testing.T) { takeDrift(t, dialRealDrift(t)) }

// driftDoc is what is read of the JSON.
type driftDoc struct {
	Summary struct{ Looked, Drifted, Foreign int }
	Files   []struct {
		Address string
		Now     *string
		Deeds   []struct {
			Kind, Comment, To string
			User              *string
			Protection        []string
		}
		Text *struct{ Before, After string }
	}
}

func takeDrift(t *testing.T, w wikiOfDrift) {
	dir, id := t.TempDir(), runID()
	title := func(name string) string { return "Drift " + id + " " + name + ".svg" }
	names := []string{"edited", "back", "again", "reverted", "moved", "deleted", "protected", "hidden", "redirected", "same", "ahead", "ours"}
	version := map[string]string{}
	write := func(text string) {
		t.Helper()
		var hcl strings.Builder
		fmt.Fprintf(&hcl, "wikiform { set = \"drift-%s\" }\n", strings.ToLower(id))
		for _, name := range names {
			putFile(t, filepath.Join(dir, name+".svg"), picture(id+name+version[name]))
			said := "The first text of " + name + "."
			if name == "ahead" || name == "ours" {
				said = text
			}
			fmt.Fprintf(&hcl, "file %q {\n  source = \"%s.svg\"\n  title = %q\n  description = %q\n}\n", name, name, title(name), said)
		}
		putFile(t, filepath.Join(dir, "main.wiki.hcl"), hcl.String())
	}
	write("A text.")
	w.wikiform(t, dir, 0, "apply", "-auto-approve")
	w.pause()
	version["reverted"] = "second"
	write("Another text.")
	w.wikiform(t, dir, 0, "apply", "-auto-approve")
	w.pause()
	write("A third text, which is not applied.")
	if out := w.wikiform(t, dir, 0, "drift", "-detailed-exitcode"); !strings.Contains(out, "No drift. Nobody else has changed what we wrote in 12 files.") {
		t.Fatalf("before anybody did anything:\n%s", out)
	}

	anna, admin := w.visitor(t), w.visitorAs(t, w.admin, w.adminSecret)
	page := func(name string) string { return "File:" + title(name) }
	edit := func(v *visitor, name, text, comment string) {
		t.Helper()
		v.do(t, url.Values{"action": {"edit"}, "title": {page(name)}, "text": {text}, "summary": {comment}}, "")
	}
	edit(anna, "edited", "The text of a volunteer.", "corrected @octocat #1")
	edit(admin, "edited", "The text of an administrator.", "and again")
	edit(anna, "back", "A mistake.", "oops")
	edit(anna, "back", "The first text of back.", "taken back")
	edit(anna, "hidden", "What must not be seen.", "nor this")
	edit(admin, "hidden", "The text after that.", "cleaned")
	edit(anna, "redirected", "#REDIRECT [["+page("same")+"]]", "see there")
	anna.do(t, url.Values{"action": {"upload"}, "filename": {title("again")}, "comment": {"sharper"}, "ignorewarnings": {"1"}}, picture(id+"sharper"))
	anna.do(t, url.Values{"action": {"filerevert"}, "filename": {title("reverted")}, "archivename": {w.archive(t, title("reverted"))}, "comment": {"the old one"}}, "")
	anna.do(t, url.Values{"action": {"move"}, "from": {page("moved")}, "to": {page("found")}, "reason": {"better name"}}, "")
	anna.do(t, url.Values{"action": {"edit"}, "title": {page("found")}, "text": {"Her text."}, "summary": {"while here"}}, "")
	admin.do(t, url.Values{"action": {"delete"}, "title": {page("deleted")}, "reason": {"no source"}}, "")
	admin.do(t, url.Values{"action": {"protect"}, "title": {page("protected")}, "protections": {"move=sysop"}, "reason": {"vandals"}}, "")
	admin.do(t, url.Values{"action": {"revisiondelete"}, "type": {"revision"}, "target": {page("hidden")}, "ids": {strconv.FormatInt(w.revisionBefore(t, title("hidden")), 10)},
		"hide": {"user|comment|content"}}, "")

	var doc driftDoc
	check(t, json.Unmarshal([]byte(w.wikiform(t, dir, 2, "drift", "-json", "-detailed-exitcode")), &doc))
	got := map[string]string{}
	for _, f := range doc.Files {
		var said []string
		if f.Now == nil {
			said = append(said, "nowhere")
		}
		for _, e := range f.Deeds {
			user := "a hidden account"
			if e.User != nil {
				user = *e.User
			}
			said = append(said, strings.TrimSpace(fmt.Sprintf("%s %s (%s) %s %s", user, e.Kind, e.Comment, strings.TrimPrefix(e.To, "File:Drift "+id+" "), strings.Join(e.Protection, ","))))
		}
		if f.Text != nil {
			said = append(said, f.Text.Before+" > "+strings.ReplaceAll(f.Text.After, id, "ID"))
		}
		got[strings.TrimPrefix(f.Address, "file.")] = strings.Join(said, "\n")
	}
	want := map[string]string{
		"edited":     "Admin text (and again)\nPlain text (corrected @octocat #1)\nThe first text of edited. > The text of an administrator.",
		"hidden":     "Admin text (cleaned)\na hidden account text ()\nThe first text of hidden. > The text after that.",
		"redirected": "Plain redirected (see there) same.svg\nThe first text of redirected. > #REDIRECT [[File:Drift ID same.svg]]",
		"again":      "Plain uploaded (sharper)",
		"reverted":   "Plain reverted (the old one)",
		"moved":      "Plain moved (better name) found.svg\nPlain text (while here)\nThe first text of moved. > Her text.",
		"deleted":    "nowhere\nAdmin deleted (no source)",
		"protected":  "Admin protected (vandals)  move=sysop",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	out := w.wikiform(t, dir, 2, "drift", "-detailed-exitcode", "-report=markdown:drift.md")
	for _, says := range []string{"Drift: others have changed 8 of 12 files: 1 deleted, 1 moved, 1 made a redirect, 1 with another content, 1 with an earlier content, 3 with another text, 1 protected.", "a hidden account changed the text"} {
		if !strings.Contains(out, says) {
			t.Errorf("it does not say %q:\n%s", says, out)
		}
	}
	for _, secret := range []string{"What must not be seen", "nor this"} {
		if strings.Contains(out, secret) {
			t.Errorf("it says %q:\n%s", secret, out)
		}
	}

	// A plan that would replace any of that is refused where that was asked for; once it
	// was done all the same, it is ours again.
	w.wikiform(t, dir, 7, "plan", "-deny=others", "-target=file.edited", "-target=file.again")
	w.wikiform(t, dir, 7, "apply", "-auto-approve", "-deny=others", "-target=file.edited", "-target=file.again")
	w.wikiform(t, dir, 2, "drift", "-detailed-exitcode", "-target=file.edited", "-target=file.again")
	w.wikiform(t, dir, 0, "apply", "-auto-approve", "-target=file.edited", "-target=file.again")
	w.wikiform(t, dir, 0, "drift", "-detailed-exitcode", "-target=file.edited", "-target=file.again", "-target=file.back", "-target=file.ours")
}

// archive is the name of a file's version before the current one.
func (w wikiOfDrift) archive(t *testing.T, title string) string {
	t.Helper()
	var a struct {
		Query struct {
			Pages []struct {
				ImageInfo []struct{ ArchiveName string }
			}
		}
	}
	w.ask(t, &a, "prop=imageinfo&iiprop=archivename&iilimit=5&titles="+url.QueryEscape("File:"+title))
	return a.Query.Pages[0].ImageInfo[1].ArchiveName
}

// revisionBefore is the number of a page's revision before the latest.
func (w wikiOfDrift) revisionBefore(t *testing.T, title string) int64 {
	t.Helper()
	var a struct {
		Query struct {
			Pages []struct{ Revisions []struct{ ParentID int64 } }
		}
	}
	w.ask(t, &a, "prop=revisions&rvprop=ids&titles="+url.QueryEscape("File:"+title))
	return a.Query.Pages[0].Revisions[0].ParentID
}
