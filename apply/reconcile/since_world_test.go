package reconcile_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wikiform/apply/reconcile"
	"wikiform/internal/cursor"
	"wikiform/plan"
	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
	"wikiform/spec"
	"wikiform/spec/source"
)

// sinceWorld is a wiki to which others write, and a manifest that changes too, of which
// plans are made one after the other.
type sinceWorld struct {
	t      *rapid.T
	wiki   *sandbox.Wiki
	now    time.Time
	dir    string
	root   *os.Root
	blocks []string // of the manifest
	bodies int
	last   *cursor.Cursor

	parts, wholes int // plans that read a part, and everything
}

const titlesOfWorld = 10

func newSinceWorld(t *rapid.T, dir string, root *os.Root) *sinceWorld {
	w := &sinceWorld{t: t, now: time.Date(2026, 11, 27, 6, 0, 0, 0, time.UTC), dir: dir, root: root}
	var err error
	w.wiki, err = sandbox.New(sandbox.Clock(func() time.Time { return w.now }), sandbox.Configure(func(s *sandbox.Settings) { s.TagDelay = 3 * time.Second }))
	w.must(err)
	for i := range titlesOfWorld {
		w.source(i, i%7) // some have the same bytes
		w.blocks = append(w.blocks, w.block(i))
	}
	w.blocks = append(w.blocks,
		"moved {\n  from = \"Before.png\"\n  to   = \"T0.png\"\n  foreign = true\n}",
		"redirect \"r\" {\n  title = \"Short.png\"\n  to = \"T1.png\"\n  foreign = true\n}",
		"absent \"a\" {\n  title = \"Gone.png\"\n  reason = \"why\"\n  foreign = true\n}")
	return w
}

func (w *sinceWorld) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// source gives a file of the manifest one of few contents.
func (w *sinceWorld) source(i, content int) {
	w.must(os.WriteFile(filepath.Join(w.dir, fmt.Sprintf("%d.png", i)), body(content), 0o644))
}

func body(content int) []byte { return fmt.Appendf(nil, "\x89PNG\r\n\x1a\n content %d", content) }

// block is a file block, with what a block can say of its file.
func (w *sinceWorld) block(i int) string {
	title := fmt.Sprintf("T%d.png", i)
	if i%3 == 2 {
		title = fmt.Sprintf("t%d.png", i) // which the wiki stores with a capital
	}
	more := ""
	switch i % 5 {
	case 0:
		more = "  description = \"text\"\n  tags = [\"logo\"]\n"
	case 1:
		more = "  description = \"text [[Category:X]]\"\n  keep = [\"categories\"]\n"
	case 2:
		more = "  on_duplicate = \"redirect\"\n  on_moved = \"follow\"\n"
	case 3:
		more = "  description = \"line one\\n\\nline two\"\n  description_mode = \"merge\"\n"
	case 4:
		more = "  description = \"text\"\n  description_mode = \"seed\"\n  accept_warnings = [\"duplicate\"]\n"
	}
	return fmt.Sprintf("file \"f%d\" {\n  source = \"%d.png\"\n  title = %q\n  adopt = true\n%s}", i, i, title, more)
}

func (w *sinceWorld) open() *reconcile.Project {
	manifest := "wikiform {\n  set = \"museum\"\n}\n" + strings.Join(w.blocks, "\n")
	w.must(os.WriteFile(filepath.Join(w.dir, "main.wiki.hcl"), []byte(manifest), 0o644))
	tree, err := source.OpenTree(w.root)
	w.must(err)
	p, diags := reconcile.Open(w.root.FS(), ".", spec.Inputs{Version: "1.2.3"}, &reconcile.Disk{Tree: tree})
	if diags.HasErrors() {
		w.t.Fatal(diags)
	}
	return p
}

func (w *sinceWorld) target() reconcile.Target {
	c, err := mediawiki.Dial(w.t.Context(), mediawiki.Config{API: "http://localhost/w/api.php", Transport: w.wiki.Transport(), Credentials: us})
	w.must(err)
	return reconcile.Target{Wiki: c}
}

// told is all that a plan has to say of files, by their addresses.
func told(p *plan.Plan) map[string]string {
	all := map[string]string{}
	for c := range p.All() {
		text := fmt.Sprintf("%s %s %v", c.Action(), c.Claim.Title, c.Held)
		for _, s := range c.Steps {
			if u, is := s.(plan.Upload); is && u.Page != nil {
				text += " with page " + *u.Page
				u.Page = nil
				s = u
			}
			text += fmt.Sprintf(" %T%+v", s, s)
		}
		for _, x := range c.Problems {
			text += "\n" + x.Text
		}
		for _, x := range c.Remarks {
			text += "\n" + x.Text
		}
		if c.Action() != plan.NoOp || len(c.Held) > 0 {
			all[string(c.Claim.Address)] = text
		}
	}
	return all
}

// plans makes a plan of what changed, and holds it against one of everything.
func (w *sinceWorld) plans() *plan.Plan {
	w.t.Helper()
	p, since := w.open(), &reconcile.Since{From: w.reread()}
	part, err := p.Plan(w.t.Context(), w.target(), reconcile.Choice{Since: since})
	w.must(err)
	whole, err := p.Plan(w.t.Context(), w.target(), reconcile.Choice{})
	w.must(err)
	got, want := told(part), told(whole)
	for address, text := range want {
		if got[address] != text {
			w.t.Fatalf("%s:\nof everything: %s\nof what changed: %s", address, text, got[address])
		}
	}
	for address, text := range got {
		if want[address] == "" {
			w.t.Fatalf("%s: only of what changed: %s", address, text)
		}
	}
	if part.Since != nil {
		w.parts++
	} else {
		w.wholes++
	}
	w.last = since.Next
	return part
}

// reread is the last cursor as it comes back from a file.
func (w *sinceWorld) reread() *cursor.Cursor {
	if w.last == nil {
		return nil
	}
	back, err := cursor.Read(strings.NewReader(string(w.last.Bytes())))
	w.must(err)
	return back
}

// apply carries a plan out, as far as it goes.
func (w *sinceWorld) apply(p *plan.Plan) {
	w.t.Helper()
	project, to := w.open(), w.target()
	run, err := project.Prepare(to, p, reconcile.Limits{})
	w.must(err)
	run.Do(w.t.Context(), nil, reconcile.Means{})
}

// act is something that somebody else does; what is not possible is not done.
func (w *sinceWorld) act() {
	t := func(label string) string {
		return rapid.SampledFrom([]string{"T0", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9", "Before", "Short", "Gone", "Other", "Another"}).Draw(w.t, label) + ".png"
	}
	page := "File:" + t("title")
	switch n := rapid.IntRange(0, 14).Draw(w.t, "act"); n {
	case 0, 1:
		w.bodies++
		content := rapid.IntRange(0, 8).Draw(w.t, "content")
		w.wiki.PutFile(strings.TrimPrefix(page, "File:"), body(content), "theirs", "Anna")
	case 2, 3:
		w.wiki.PutPage(page, rapid.SampledFrom([]string{"text", "text [[Category:X]]", "text [[Category:X]]\n[[Category:Y]]", "line one\n\nline 2", "other"}).Draw(w.t, "text"), "Anna")
	case 4:
		w.wiki.Delete(page, "why")
	case 5:
		w.wiki.Restore(page)
	case 6, 7:
		w.wiki.Move("Anna", page, "File:"+t("to"), rapid.Bool().Draw(w.t, "redirect"))
	case 8:
		w.wiki.Redirect("Anna", page, "File:"+t("to"))
	case 9:
		w.wiki.DeleteVersion(page)
	case 10:
		w.wiki.Protect(page)
	case 11:
		w.wiki.Import(page, "xx>Anna", rapid.SampledFrom([]string{"text", "other"}).Draw(w.t, "text"), "", w.now.Add(-time.Hour))
	case 12:
		w.wiki.MergeHistory(page, "File:"+t("to"))
	case 13:
		w.wiki.DeletePage(page)
	case 14:
		w.wiki.Delete(page, "why")
		w.wiki.HideLog(page, "delete")
	}
}

// edit changes the manifest.
func (w *sinceWorld) edit() {
	i := rapid.IntRange(0, titlesOfWorld-1).Draw(w.t, "block")
	switch rapid.IntRange(0, 4).Draw(w.t, "edit") {
	case 0:
		w.source(i, rapid.IntRange(0, 8).Draw(w.t, "content"))
	case 1:
		w.blocks[i] = strings.Replace(w.blocks[i], "\"text", "\"new text", 1)
	case 2:
		w.blocks[i] = "" // which leaves its file to nobody
	case 3:
		w.blocks[i] = w.block(i)
	case 4:
		w.blocks[i] = "# a comment\n" + w.blocks[i]
	}
}

// A plan of what changed says of every file what one of everything says, whatever others did
// meanwhile, whatever the manifest has changed, and however the clock ran.
func TestSinceMissesNothing(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	parts, wholes := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		w := newSinceWorld(t, dir, root)
		defer w.wiki.Close()
		defer func() { parts, wholes = parts+w.parts, wholes+w.wholes }()
		if rapid.Bool().Draw(t, "applied") {
			w.apply(w.plans())
		}
		for range rapid.IntRange(1, 4).Draw(t, "plans") {
			for range rapid.IntRange(0, 4).Draw(t, "acts") {
				w.now = w.now.Add(time.Duration(rapid.SampledFrom([]int{0, 1, 30, 600, 3600}).Draw(t, "seconds")) * time.Second)
				if rapid.IntRange(0, 5).Draw(t, "who") == 0 {
					w.edit()
				} else {
					w.act()
				}
			}
			w.now = w.now.Add(time.Duration(rapid.SampledFrom([]int{0, 1, 30, 700, 3600}).Draw(t, "seconds")) * time.Second)
			p := w.plans()
			if rapid.IntRange(0, 3).Draw(t, "apply") == 0 {
				w.apply(p)
			}
		}
	})
	if parts < wholes/4 {
		t.Errorf("%d plans read a part, and %d everything: little was tried", parts, wholes)
	}
	t.Logf("%d plans read a part, %d everything", parts, wholes)
}
