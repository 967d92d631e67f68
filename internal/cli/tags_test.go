package cli_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"wikiform/provider/sandbox"
)

// tagged is a wiki with a clock that is set by hand, and a folder with files for it.
type tagged struct {
	realWiki
	t        *testing.T
	wiki     *sandbox.Wiki
	dir      string
	now      atomic.Int64 // seconds
	requests atomic.Int64
}

func newTagged(t *testing.T, files int) *tagged {
	t.Helper()
	d := &tagged{t: t, dir: t.TempDir()}
	d.now.Store(1_795_000_000)
	account := func(name string, rights []string) sandbox.Account {
		return sandbox.Account{Name: name + "@wikiform", Password: name, Rights: rights}
	}
	var few []string
	for _, r := range sandbox.UserRights() {
		if r != "changetags" {
			few = append(few, r)
		}
	}
	wiki, err := sandbox.New(sandbox.Clock(func() time.Time { return time.Unix(d.now.Load(), 0) }),
		sandbox.Accounts(account("Second", sandbox.BotRights()), account("Few", few)))
	check(t, err)
	t.Cleanup(func() { wiki.Close() })
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		d.requests.Add(1)
		wiki.ServeHTTP(rw, r)
	}))
	t.Cleanup(server.Close)
	d.wiki, d.api = wiki, server.URL+"/w/api.php"
	d.login(sandbox.User, sandbox.Password)
	for i := range files {
		putFile(t, filepath.Join(d.dir, fmt.Sprintf("F%d.svg", i)), picture(fmt.Sprint(i)))
	}
	return d
}

// later lets time go by, so that no tag is late any more.
func (d *tagged) later() { d.now.Add(3600) }

// wants declares all files with these tags.
func (d *tagged) wants(tags ...string) {
	d.t.Helper()
	var list []string
	for _, tag := range tags {
		list = append(list, fmt.Sprintf("%q", tag))
	}
	putFile(d.t, filepath.Join(d.dir, "main.wiki.hcl"), fmt.Sprintf(`wiki "real" {
  api      = %q
  accounts = ["Sandbox", "Second"]
}
file "f" {
  for_each    = fileset(".", "*.svg")
  source      = each.key
  description = "This is ${each.key}."
  comment     = "tagged"
  tags        = [%s]
}
`, d.api, strings.Join(list, ", ")))
}

// anonymous is the same without a login.
func (d *tagged) anonymous() realWiki { return realWiki{api: d.api} }

func (d *tagged) tagsOf(title string) [][]string {
	d.t.Helper()
	revisions, err := d.wiki.Revisions("File:" + title)
	check(d.t, err)
	var all [][]string
	for _, r := range revisions {
		all = append(all, r.Tags)
	}
	return all
}

// Tags are added to what we wrote before, and nothing else is touched.
func TestTags(t *testing.T) {
	t.Parallel()
	d := newTagged(t, 4)
	d.wants("logo")
	d.run(t, d.dir, 0, "apply", "-auto-approve")
	d.wants("logo", "wikiform")
	if out := d.run(t, d.dir, 0, "plan", "-detailed-exitcode"); !strings.Contains(out, "The tags of 4 files are not known yet") {
		t.Errorf("at once: %s", out)
	}
	d.later()
	check(t, d.wiki.PutPage("File:F1.svg", "This is F1.svg.", "Anna"))   // the same text: no revision
	check(t, d.wiki.PutPage("File:F2.svg", "Better.", "Anna"))           // is put back, and tagged by that
	check(t, d.wiki.PutFile("F3.svg", []byte(picture("3")), "", "Anna")) // ours is not the latest any more

	out := d.run(t, d.dir, 2, "plan", "-detailed-exitcode", "-out=p.wikiplan")
	for _, want := range []string{"Change tags (3)", "Descriptions (1)", "Plan: 0 to add, 4 to change", "an older revision of the page"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in %s", want, out)
		}
	}
	if out := d.run(t, d.dir, 0, "apply", "p.wikiplan"); !strings.Contains(out, "4 changed") {
		t.Errorf("%s", out)
	}
	both := []string{"logo", "wikiform"}
	for title, want := range map[string]func(tags [][]string) bool{
		"F0.svg": func(tags [][]string) bool { return len(tags) == 1 && slices.Equal(tags[0], both) },
		"F2.svg": func(tags [][]string) bool { return slices.Contains(tags[0], "wikiform") && len(tags[2]) == 1 },
		"F3.svg": func(tags [][]string) bool { return len(tags[0]) == 0 && slices.Equal(tags[1], both) },
	} {
		if got := d.tagsOf(title); !want(got) {
			t.Errorf("%s has %q", title, got)
		}
	}
	d.later()
	if out := d.run(t, d.dir, 0, "plan", "-detailed-exitcode"); !strings.Contains(out, "No changes. The wiki matches the manifest.") {
		t.Errorf("afterwards: %s", out)
	}
	if out := d.run(t, d.dir, 0, "apply", "p.wikiplan"); !strings.Contains(out, "Already as wanted") {
		t.Errorf("again: %s", out)
	}

	// Fewer tags take none away.
	d.wants("wikiform")
	d.run(t, d.dir, 0, "plan", "-detailed-exitcode")
}

// A wiki that shows tags late makes no difference.
func TestLateTags(t *testing.T) {
	t.Parallel()
	d := newTagged(t, 2)
	d.wiki.Configure(func(s *sandbox.Settings) { s.TagDelay = 30 * time.Second })
	d.wants("logo")
	d.run(t, d.dir, 0, "apply", "-auto-approve")
	if out := d.run(t, d.dir, 0, "plan", "-detailed-exitcode"); !strings.Contains(out, "not known yet") {
		t.Errorf("at once: %s", out)
	}
	d.later()
	if out := d.run(t, d.dir, 0, "plan", "-detailed-exitcode"); !strings.Contains(out, "No changes. The wiki matches the manifest.") {
		t.Errorf("later: %s", out)
	}
}

// Who plans makes no difference; who may not add tags says so, once.
func TestTagsOfEverybody(t *testing.T) {
	t.Parallel()
	d := newTagged(t, 3)
	d.wants()
	d.run(t, d.dir, 0, "apply", "-auto-approve")
	d.later()
	check(t, d.wiki.PutFile("F0.svg", []byte(picture("0")), "", "Anna"))
	d.wants("logo")
	digests := map[string]bool{}
	for _, who := range []string{"", "Sandbox", "Second"} {
		w := d.realWiki
		switch who {
		case "":
			w = d.anonymous()
		case "Second":
			w.login("Second@wikiform", "Second")
		}
		out := w.run(t, d.dir, 0, "plan", "-json")
		_, digest, _ := strings.Cut(out, `"digest":"sha256:`)
		digests[digest[:64]] = true
		if n := strings.Count(out, `"step":"set_tags"`); n != 3 {
			t.Errorf("%q: %d files get tags: %s", who, n, out)
		}
	}
	if len(digests) != 1 {
		t.Errorf("%d digests", len(digests))
	}
	few := d.realWiki
	few.login("Few@wikiform", "Few")
	out := few.run(t, d.dir, 0, "plan", "-detailed-exitcode")
	if strings.Count(out, "needs the right changetags") != 1 || !strings.Contains(out, "The tags of 3 files are not complete") ||
		!strings.Contains(out, "No changes. The wiki matches the manifest as far as it can be told.") {
		t.Errorf("without the right: %s", out)
	}
	if out := d.run(t, d.dir, 0, "plan", "-only=text", "-detailed-exitcode"); strings.Contains(out, "tags of") {
		t.Errorf("only texts: %s", out)
	}
	if out := d.run(t, d.dir, 0, "apply", "-auto-approve", "-only=tags"); !strings.Contains(out, "3 changed") {
		t.Errorf("only tags: %s", out)
	}
}

// TestRequestsOfTags counts what looking at the tags of 2,000 files costs a wiki, whose
// latest revisions are ours, or others'.
func TestRequestsOfTags(t *testing.T) {
	t.Parallel()
	const files = 2000
	d := newTagged(t, files)
	for i := range files {
		d.now.Add(1)
		check(t, d.wiki.PutFile(fmt.Sprintf("F%d.svg", i), []byte(picture(fmt.Sprint(i))), fmt.Sprintf("This is F%d.svg.", i), "Sandbox"))
	}
	d.later()
	count := func(want string, tags ...string) int64 {
		t.Helper()
		d.wants(tags...)
		before := d.requests.Load()
		if out := d.run(t, d.dir, 0, "plan"); !strings.Contains(out, want) {
			t.Errorf("%s", out)
		}
		return d.requests.Load() - before
	}
	without := count("No changes.")
	if with := count("2,000 to change", "logo"); with != without {
		t.Errorf("of our own revisions: %d requests, %d without tags", with, without)
	}
	for i := range files {
		check(t, d.wiki.PutFile(fmt.Sprintf("F%d.svg", i), []byte(picture(fmt.Sprint(i))), "", "Anna"))
	}
	d.later()
	if with := count("2,000 to change", "logo"); with <= without || with > without+10 {
		t.Errorf("of older revisions: %d requests, %d without tags", with, without)
	}
	d.login("Few@wikiform", "Few")
	without = count("No changes.")
	if with := count("2,000 files are not complete", "logo"); with <= without || with > without+10 {
		t.Errorf("with lower limits: %d requests, %d without tags", with, without)
	}
}

// What we wrote to other files since lies before it: a plan looks no further than it may.
func TestTagsThatAreFarBack(t *testing.T) {
	t.Parallel()
	d := newTagged(t, 3)
	d.wants()
	d.run(t, d.dir, 0, "apply", "-auto-approve")
	for i := range 3 {
		check(t, d.wiki.PutFile(fmt.Sprintf("F%d.svg", i), []byte(picture(fmt.Sprint(i))), "", "Anna"))
	}
	d.wants("logo")
	d.later()
	for i := range 1000 {
		check(t, d.wiki.PutFile("Other.svg", []byte(picture(fmt.Sprint("o", i))), "", "Sandbox"))
	}
	d.later()
	before := d.requests.Load()
	out := d.anonymous().run(t, d.dir, 0, "plan")
	if !strings.Contains(out, "The tags of 3 files were not compared: others wrote") || !strings.Contains(out, "as far as it can be told") {
		t.Errorf("%s", out)
	}
	if n := d.requests.Load() - before; n != 4 { // the site, the files, and twice 500 revisions
		t.Errorf("%d requests", n)
	}
}
