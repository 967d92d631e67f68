package sandbox

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// holdings are what the wiki has, by title.
func holdings(t *testing.T, w *Wiki) map[string]Holding {
	t.Helper()
	all, err := w.Holdings()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Moves, deletions and redirects are events: another process reads the same wiki.
func TestMovesAreReplayed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	w := open(t, Folder(dir), Clock(steps()))
	c := enter(t, w)
	must(t, w.PutFile("A.png", picture(1), "about", "Anna"), w.PutFile("A.png", picture(2), "", "Berta"), w.PutFile("B.png", picture(3), "", "Anna"),
		w.Move("Anna", "File:A.png", "File:C.png", true))
	if got := at(c.post("action", "move", "from", "File:B.png", "to", "File:D.png", "noredirect", "1", "tags", "wikiform"), "move", "redirectcreated"); got != false {
		t.Errorf("a move without a redirect: %v", got)
	}
	must(t, w.Move("Anna", "File:C.png", "File:A.png", false), w.Redirect("Anna", "File:E.png", "File:Nowhere.png"), w.PutPage("Loop", "#redirect [[Loop]]", "Anna"),
		w.Delete("File:D.png", "why"), w.PutFile("F.png", picture(4), "", "Anna"), w.DeletePage("File:F.png"), w.Protect("File:A.png"))

	want := holdings(t, w)
	a := want["File:A.png"]
	if a.Page != 1 || len(a.Revisions) != 5 || len(a.Versions) != 2 || a.Versions[0].User != "Berta" || !strings.HasSuffix(a.Versions[1].Archive, "!A.png") {
		t.Errorf("what was moved there and back: %+v", a)
	}
	if e := want["File:E.png"]; e.Redirect != "File:Nowhere.png" || e.Versions != nil || want["Loop"].Redirect != "Loop" {
		t.Errorf("redirects: %+v, %+v", e, want["Loop"])
	}
	if f := want["File:F.png"]; f.Page != 0 || len(f.Versions) != 1 {
		t.Errorf("a file without its page: %+v", f)
	}
	if len(want) != 4 {
		t.Errorf("titles: %v", want)
	}
	log := func(c *client) any {
		return at(c.post("action", "query", "list", "logevents", "lelimit", "max", "leprop", "ids|title|type|comment|details|tags"), "query")
	}
	again := open(t, Folder(dir))
	if diff := cmp.Diff(want, holdings(t, again)); diff != "" {
		t.Errorf("the reopened wiki differs (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(log(c), log(enter(t, again))); diff != "" {
		t.Errorf("the log of the reopened wiki differs (-before +after):\n%s", diff)
	}
}

// Whoever volunteers is bound to what a wiki can do, and to nothing else.
func TestVolunteersMove(t *testing.T) {
	t.Parallel()
	w := open(t)
	must(t, w.PutFile("A.png", picture(1), "", "Anna"), w.PutFile("B.png", picture(2), "", "Anna"), w.Protect("File:A.png"))
	for _, c := range []struct{ from, to, want string }{
		{"File:A.png", "File:B.png", "articleexists"},
		{"File:A.png", "File:A.jpg", "filetypemismatch"},
		{"File:Missing.png", "File:C.png", "missingtitle"},
		{"File:A.png", "File:<.png", "a move of"},
	} {
		if err := w.Move("Anna", c.from, c.to, true); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s to %s: %v, want %s", c.from, c.to, err, c.want)
		}
	}
	must(t, w.Move("Anna", "File:A.png", "File:C.png", true))
}

// A protection goes along, stays on a redirect, and ends where nothing stays
// (facts §13.1.1).
func TestMoveProtected(t *testing.T) {
	t.Parallel()
	w := open(t)
	c := enter(t, w)
	must(t, w.PutFile("A.png", picture(1), "", "Anna"), w.Protect("File:A.png"))
	if got := code(c.post("action", "move", "from", "File:A.png", "to", "File:B.png")); got != "protectedpage" {
		t.Errorf("moving a protected page: %v", got)
	}
	must(t, w.Move("Anna", "File:A.png", "File:B.png", true))
	for _, title := range []string{"File:A.png", "File:B.png"} {
		if got := code(c.post("action", "edit", "title", title, "text", "x")); got != "protectedpage" {
			t.Errorf("%s after the move: %v", title, got)
		}
	}
	entry := at(c.post("action", "query", "list", "logevents", "letype", "protect"), "query", "logevents", 0)
	if at(entry, "action") != "move_prot" || at(entry, "title") != "File:B.png" || at(entry, "params", "oldtitle_title") != "File:A.png" {
		t.Errorf("the log of the protection: %v", entry)
	}
	must(t, w.Move("Anna", "File:B.png", "File:C.png", false))
	if got := code(c.post("action", "edit", "title", "File:B.png", "text", "x")); got != nil {
		t.Errorf("where nothing was left: %v", got)
	}
	if got := code(c.post("action", "delete", "title", "File:C.png")); got != "cantedit" {
		t.Errorf("deleting a protected page: %v", got)
	}
	must(t, w.PutFile("D.png", picture(2), "", "Anna"), w.Protect("File:New.png"))
	got := c.post("action", "move", "from", "File:D.png", "to", "File:New.png")
	if code(got) != "protectedpage" || at(got, "errors", 1, "code") != "protectedtitle" {
		t.Errorf("a title protected from creation: %v", got)
	}
}

func TestMoveOntoOtherFiles(t *testing.T) {
	t.Parallel()
	w := open(t)
	c := enter(t, w)
	must(t, w.PutFile("A.png", picture(1), "", "Anna"), w.PutFile("Alone.png", picture(2), "", "Anna"), w.DeletePage("File:Alone.png"),
		w.Share("Shared.png", picture(3)))
	move := func(from, to string, more ...string) any {
		return code(c.post(append([]string{"action", "move", "from", "File:" + from, "to", "File:" + to}, more...)...))
	}
	if got := move("Alone.png", "B.png"); got != "missingtitle" {
		t.Errorf("a file without a page: %v", got)
	}
	if got := move("A.png", "Alone.png"); got != "backend-fail-notsame" {
		t.Errorf("onto a file without a page: %v", got)
	}
	must(t, w.PutFile("Own.png", picture(4), "#REDIRECT [[File:A.png]]", "Anna"))
	if got := move("A.png", "Own.png"); got != "redirectexists" {
		t.Errorf("onto a redirect with a file of its own: %v", got)
	}
	alone := at(c.post("action", "query", "titles", "File:Alone.png", "prop", "imageinfo"), "query", "pages", 0)
	if at(alone, "missing") != true || at(alone, "known") != true || at(alone, "imagerepository") != "local" {
		t.Errorf("a file without a page: %v", alone)
	}
	if got := move("A.png", "Shared.png"); got != "fileexists-sharedrepo-perm" {
		t.Errorf("over a shared file: %v", got)
	}
	if got := move("A.png", "Shared.png", "ignorewarnings", "1"); got != nil {
		t.Errorf("over a shared file, asked for: %v", got)
	}
	w.accounts[0].Rights = []string{"read", "edit", "createpage", "move", "movefile"}
	must(t, w.Share("Other.png", picture(3)))
	if got := move("Shared.png", "Other.png", "ignorewarnings", "1"); got != "cantoverwrite-sharedfile" {
		t.Errorf("over a shared file, without the right: %v", got)
	}
}

// A move counts as an edit, too, and when it is refused (facts §13.1.6).
func TestMoveLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := open(t)
		w.accounts[0].Rights = UserRights()
		c := enter(t, w)
		must(t, w.PutFile("A.png", picture(1), "", "Anna"), w.PutFile("B.png", picture(2), "", "Anna"))
		move := func(from, to string) any {
			return c.post("action", "move", "from", "File:"+from, "to", "File:"+to)
		}
		there := []string{"A.png", "C.png"}
		for i := range 4 {
			if got := code(move(there[i%2], there[1-i%2])); got != nil {
				t.Errorf("move %d: %v", i, got)
			}
			if got := code(move("B.png", there[1-i%2])); got != "articleexists" {
				t.Errorf("refused move %d: %v", i, got)
			}
		}
		if got := code(move(there[0], there[1])); got != "ratelimited" {
			t.Errorf("the ninth: %v", got)
		}
		if got := move("B.png", there[0]); code(got) != "articleexists" || at(got, "errors", 1, "code") != "ratelimited" {
			t.Errorf("the tenth, which cannot be: %v", got)
		}
		if got := code(move("Missing.png", "D.png")); got != "missingtitle" {
			t.Errorf("of a missing page: %v", got)
		}
		time.Sleep(time.Minute)
		if got := code(move(there[0], there[1])); got != nil {
			t.Errorf("a minute later: %v", got)
		}
		w.Configure(func(s *Settings) { s.Limits = map[string]RateLimit{"edit": {2, time.Minute}} })
		time.Sleep(time.Minute)
		if a, b := code(c.post("action", "edit", "title", "T", "text", "x")), code(move(there[1], there[0])); a != nil || b != "ratelimited" {
			t.Errorf("an edit, and a move: %v, %v", a, b)
		}
	})
}

func TestKeepsType(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		mime, ext string
		want      bool
	}{
		{"image/png", "png", true}, {"image/png", "apng", true}, {"image/png", "jpg", false}, {"image/png", "", false},
		{"image/jpeg", "jpeg", true}, {"text/csv", "csv", true}, {"text/csv", "txt", false}, {"text/plain", "txt", true}, {"text/plain", "csv", false},
		{"application/json", "json", true}, {"application/json", "txt", false}, {unknownType, "xyz", false},
	} {
		if got := keepsType(c.mime, c.ext); got != c.want {
			t.Errorf("%s as .%s: %v", c.mime, c.ext, got)
		}
	}
}
