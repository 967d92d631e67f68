package reconcile_test

import (
	"context"
	"crypto/sha1"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/hcl/v2"

	"wikiform/apply/reconcile"
	"wikiform/internal/cursor"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
	"wikiform/spec"
)

// hashed are sources of which only the sums matter.
type hashed struct{}

func (hashed) Sum(_ context.Context, files []spec.File, _ int64) (map[spec.Address]provider.Content, hcl.Diagnostics, error) {
	sums := make(map[spec.Address]provider.Content, len(files))
	for _, f := range files {
		sums[f.Address] = provider.Content{Digest: digestOf(contentOf(string(f.Title))), Type: "image/png"}
	}
	return sums, nil, nil
}

func (hashed) Body(path string) (provider.Body, error) {
	return provider.Body{}, fmt.Errorf("%s is not read", path)
}

func digestOf(s string) provider.Digest {
	return provider.Digest{SHA1: sha1.Sum([]byte(s)), Size: int64(len(s))}
}

func contentOf(title string) string { return "\x89PNG\r\n\x1a\n" + title }

// counted counts the requests to a wiki.
type counted struct {
	to http.RoundTripper
	n  atomic.Int64
}

func (c *counted) RoundTrip(r *http.Request) (*http.Response, error) {
	c.n.Add(1)
	return c.to.RoundTrip(r)
}

// idle is a wiki with so many files, and a project that wants them as they are.
func idle(t *testing.T, files int) (*reconcile.Project, *sandbox.Wiki, *time.Time, func() (reconcile.Target, *counted)) {
	t.Helper()
	now := time.Date(2026, 11, 27, 6, 0, 0, 0, time.UTC)
	w := newWiki(t, sandbox.Clock(func() time.Time { return now }))
	for i := range files {
		title := fmt.Sprintf("F%06d.png", i)
		if err := w.PutFile(title, []byte(contentOf(title)), "text", "Sandbox"); err != nil {
			t.Fatal(err)
		}
	}
	now = now.Add(time.Hour)
	f := newFolder(t, `
file "f" {
  for_each    = { for r in csvdecode(file("rows.csv")) : r.id => r }
  source      = "a.png"
  title       = "F${each.key}.png"
  description = "text"
}`)
	var rows strings.Builder
	rows.WriteString("id,x\n")
	for i := range files {
		fmt.Fprintf(&rows, "%06d,x\n", i)
	}
	f.write("rows.csv", rows.String())
	p, diags := reconcile.Open(f.root.FS(), ".", spec.Inputs{Version: "1.2.3"}, hashed{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return p, w, &now, func() (reconcile.Target, *counted) {
		c := &counted{to: w.Transport()}
		client, err := mediawiki.Dial(t.Context(), mediawiki.Config{API: "http://localhost/w/api.php", Transport: c, Credentials: us})
		if err != nil {
			t.Fatal(err)
		}
		return reconcile.Target{Wiki: client}, c
	}
}

// Of files of which nobody has changed any, a plan of what changed costs a dozen requests
// and those of its check, however many they are; and in so many plans as there are turns each
// of them is looked at once.
func TestIdleCost(t *testing.T) {
	files := 600 // all of one second, as a bulk upload of others may nearly be
	if os.Getenv("WIKIFORM_TEST_LONG") != "" {
		files = 100_000
	}
	p, w, now, dial := idle(t, files)
	var last *cursor.Cursor
	plans := func() (*plan.Plan, int64) {
		to, requests := dial()
		since := &reconcile.Since{From: last}
		made, err := p.Plan(t.Context(), to, reconcile.Choice{Since: since})
		if err != nil {
			t.Fatal(err)
		}
		last = since.Next
		return made, requests.n.Load()
	}
	if made, _ := plans(); made.Since != nil || made.Pending() || len(last.Files) != files {
		t.Fatalf("the first plan: %+v, %d files settled", made.Counts(), len(last.Files))
	}
	looked, turns := 0, 3
	if os.Getenv("WIKIFORM_TEST_LONG") == "" {
		turns = cursor.Turns
	}
	for range turns {
		*now = now.Add(time.Hour)
		made, requests := plans()
		if made.Since == nil || made.Since.Unread != files || made.Since.Files != files || made.Pending() {
			t.Fatalf("%+v, %+v, %q", made.Since, made.Counts(), made.Notes)
		}
		const atOnce = 500 // titles, of a bot
		if most := int64(12 + (made.Since.Looked+atOnce-1)/atOnce); requests > most {
			t.Errorf("%d requests, %d at most: %d files were looked at", requests, most, made.Since.Looked)
		}
		looked += made.Since.Looked
	}
	if os.Getenv("WIKIFORM_TEST_LONG") == "" && looked != files {
		t.Errorf("%d of %d files were looked at in %d plans", looked, files, turns)
	}
	// One that changed without a trace is found when its turn comes.
	if err := w.PutPage("File:F000007.png", "other", "Anna"); err != nil {
		t.Fatal(err)
	}
	*now = now.Add(time.Hour)
	if made, _ := plans(); made.Since == nil || made.Since.Unread != files-1 || made.Counts().Change != 1 {
		t.Errorf("an edit: %+v, %+v", made.Since, made.Counts())
	}
}

// blind is a wiki that tells of no change.
type blind struct{ reconcile.Wiki }

func (blind) Changed(_ context.Context, _ time.Time, from provider.Mark, _ int) (provider.Changes, error) {
	return provider.Changes{Newest: from}, nil
}

// What changed without a word is found by the check, after as many plans as there are turns
// at the latest; then everything is read, and the plan says why.
func TestCheckFindsWhatIsNotTold(t *testing.T) {
	t.Parallel()
	p, w, now, dial := idle(t, 200)
	var last *cursor.Cursor
	plans := func() *plan.Plan {
		to, _ := dial()
		to.Wiki = blind{to.Wiki}
		since := &reconcile.Since{From: last}
		made, err := p.Plan(t.Context(), to, reconcile.Choice{Since: since})
		if err != nil {
			t.Fatal(err)
		}
		last = since.Next
		*now = now.Add(time.Hour)
		return made
	}
	plans()
	for _, title := range []string{"F000007.png", "F000100.png"} {
		if err := w.PutPage("File:"+title, "other", "Anna"); err != nil {
			t.Fatal(err)
		}
	}
	for n := 1; ; n++ {
		made := plans()
		if made.Since == nil {
			if made.Counts().Change != 2 || !strings.Contains(strings.Join(made.Notes, ""), "the wiki tells of no change") {
				t.Errorf("%+v, %q", made.Counts(), made.Notes)
			}
			break
		}
		if n > cursor.Turns {
			t.Fatal("it is not found")
		}
	}
}

// A cursor that is not of this wiki, of this account, of this manifest or of the past is not
// gone by; nor is one in which a file is stored under a name that is none of it.
func TestCursorsOfOthers(t *testing.T) {
	t.Parallel()
	p, _, now, dial := idle(t, 5)
	first := &reconcile.Since{}
	to, _ := dial()
	if _, err := p.Plan(t.Context(), to, reconcile.Choice{Since: first}); err != nil {
		t.Fatal(err)
	}
	*now = now.Add(time.Hour)
	for name, c := range map[string]struct {
		change func(*cursor.Cursor)
		why    string
		unread int
	}{
		"as it was":       {func(*cursor.Cursor) {}, "", 5},
		"another wiki":    {func(c *cursor.Cursor) { c.Wiki = "other" }, "of another wiki", 0},
		"another account": {func(c *cursor.Cursor) { c.Account = "" }, "as nobody", 0},
		"the future":      {func(c *cursor.Cursor) { c.Time = now.Add(time.Second) }, "by the wiki's clock", 0},
		"another print":   {func(c *cursor.Cursor) { c.Fingerprint[0]++ }, "what all files depend on", 0},
		"another log":     {func(c *cursor.Cursor) { c.Log += 1000; c.LogTime = c.Time }, "does not have its entry", 0},
		"a forged title":  {func(c *cursor.Cursor) { c.Files[0].Titles = []provider.Title{"Other.png"} }, "", 4},
		"no file":         {func(c *cursor.Cursor) { c.Files = nil }, "", 0},
	} {
		from := *first.Next
		from.Files = append([]cursor.File(nil), first.Next.Files...)
		c.change(&from)
		to, _ := dial()
		since := &reconcile.Since{From: &from}
		made, err := p.Plan(t.Context(), to, reconcile.Choice{Since: since})
		if err != nil {
			t.Fatal(err)
		}
		unread := 0
		if made.Since != nil {
			unread = made.Since.Unread
		}
		notes := strings.Join(made.Notes, "\n")
		if unread != c.unread || c.why != "" && !strings.Contains(notes, c.why) || c.why == "" && notes != "" || made.Pending() || len(since.Next.Files) != 5 {
			t.Errorf("%s: %d not read, %q, %d settled", name, unread, notes, len(since.Next.Files))
		}
	}
}

// Where most of a large manifest changed, all of it is read, and the plan has no word of it.
func TestMostChanged(t *testing.T) {
	t.Parallel()
	p, w, now, dial := idle(t, 2100)
	first := &reconcile.Since{}
	to, _ := dial()
	if _, err := p.Plan(t.Context(), to, reconcile.Choice{Since: first}); err != nil {
		t.Fatal(err)
	}
	*now = now.Add(time.Hour)
	for i := range 1100 {
		if err := w.PutPage(fmt.Sprintf("File:F%06d.png", i), "other", "Anna"); err != nil {
			t.Fatal(err)
		}
	}
	to, _ = dial()
	since := &reconcile.Since{From: first.Next}
	made, err := p.Plan(t.Context(), to, reconcile.Choice{Since: since})
	if err != nil || made.Since != nil || made.Counts().Change != 1100 || len(since.Next.Files) != 1000 || since.Next.Rev <= first.Next.Rev || strings.Contains(strings.Join(made.Notes, ""), "-since") {
		t.Errorf("%v, %+v, %+v, %d settled, %q", err, made.Since, made.Counts(), len(since.Next.Files), made.Notes)
	}
}

// settled is a wiki that has the files a and b, and a cursor of a plan that found them as
// the manifest says, with a move that was made before.
type settled struct {
	t      *testing.T
	folder folder
	wiki   *sandbox.Wiki
	cursor *cursor.Cursor
}

func newSettled(t *testing.T, manifest string) *settled {
	t.Helper()
	now := time.Date(2026, 11, 27, 6, 0, 0, 0, time.UTC)
	s := &settled{t: t, folder: newFolder(t, manifest), wiki: newWiki(t, sandbox.Clock(func() time.Time { return now }))}
	s.put("A.png")
	s.put("B.png")
	now = now.Add(time.Hour)
	first := &reconcile.Since{}
	if made := s.plan(first); made.Pending() || len(first.Next.Files) != 3 {
		t.Fatalf("%v, %d settled", actions(made), len(first.Next.Files))
	}
	s.cursor = first.Next
	now = now.Add(time.Hour)
	return s
}

// put uploads the file of that letter under a title.
func (s *settled) put(title string) {
	s.t.Helper()
	if err := s.wiki.PutFile(title, []byte("\x89PNG\r\n\x1a\n "+strings.ToLower(title[:1])), "", "Sandbox"); err != nil {
		s.t.Fatal(err)
	}
}

func (s *settled) plan(since *reconcile.Since) *plan.Plan {
	s.t.Helper()
	p := s.folder.open()
	made, err := p.Plan(s.t.Context(), target(s.t, p, "", s.wiki, us), reconcile.Choice{Since: since})
	if err != nil {
		s.t.Fatal(err)
	}
	return made
}

// A move that was settled with its file is read once the manifest has no file under that
// title: its bytes may be those that another file is to get now.
func TestMoveThatLostItsFile(t *testing.T) {
	t.Parallel()
	const moved = "moved {\n  from = \"Before.png\"\n  to   = \"A.png\"\n}\n"
	file := func(name string) string {
		return fmt.Sprintf("file %q {\n  source = \"%s.png\"\n  title = \"%s.png\"\n}\n", name, name, strings.ToUpper(name))
	}
	s := newSettled(t, moved+file("a")+file("b"))
	s.folder.write("main.wiki.hcl", moved+file("b"))
	s.folder.write("b.png", "\x89PNG\r\n\x1a\n a")
	part, whole := s.plan(&reconcile.Since{From: s.cursor}), s.plan(nil)
	if got, want := told(part), told(whole); len(want) != 1 || got["file.b"] != want["file.b"] {
		t.Errorf("of what changed: %q\nof everything: %q", got, want)
	}
}

// What was looked at as a check and is read all the same, since something beside it changed,
// is not among what was not read: the plan says of those how many were looked at.
func TestLookedAtAreNotRead(t *testing.T) {
	t.Parallel()
	s := newSettled(t, `
moved {
  from = "Before.png"
  to   = "A.png"
}
file "a" {
  source = "a.png"
  title  = "A.png"
}
file "b" {
  source = "b.png"
  title  = "B.png"
}`)
	s.put("Before.png")
	turns := map[int]bool{}
	for _, file := range s.cursor.Files {
		turns[cursor.Turn(file.Wanted)] = true
	}
	looked := 0
	for turn := range turns {
		from := *s.cursor
		from.Turn = turn
		made := s.plan(&reconcile.Since{From: &from})
		if made.Since == nil || made.Since.Unread != 1 {
			t.Fatalf("%+v, %q", made.Since, made.Notes)
		}
		looked += made.Since.Looked
	}
	if looked != 1 {
		t.Errorf("in %d turns %d files were looked at and not read, of one", len(turns), looked)
	}
}
