package statedir

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wikiform/apply"
	"wikiform/plan"
	"wikiform/provider"
)

// waits reports whether somebody has to wait for the journal, and for whom.
func waits(t *testing.T, d Dir) (bool, string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	said := ""
	_, free, err := d.OpenJournal(ctx, "w", "a", func(format string, args ...any) {
		said = fmt.Sprintf(format, args...)
		cancel()
	})
	if err == nil {
		free()
	}
	return err != nil, said
}

// Shards run at the same time, each once; beside a run of the whole none does.
func TestShardsDoNotWait(t *testing.T) {
	t.Parallel()
	whole := In(t.TempDir())
	first, second := whole.For(plan.Shard{Number: 1, Of: 2}), whole.For(plan.Shard{Number: 2, Of: 2})
	_, free, err := first.OpenJournal(t.Context(), "w", "a", nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		d     Dir
		waits bool
		says  string
	}{
		"another shard":   {second, false, ""},
		"the same shard":  {first, true, "shard 1/2"},
		"the whole":       {whole, true, "Another run of wikiform"},
		"of another plan": {whole.For(plan.Shard{Number: 1, Of: 3}), false, ""},
	} {
		if waiting, said := waits(t, c.d); waiting != c.waits || !strings.Contains(said, c.says) {
			t.Errorf("while a shard runs, %s waits: %v, %q", name, waiting, said)
		}
	}
	free()
	_, free, err = whole.OpenJournal(t.Context(), "w", "a", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer free()
	if waiting, _ := waits(t, first); !waiting {
		t.Error("a shard does not wait for a run of the whole")
	}
}

// entry is a line of a journal.
func entry(title, key string, at time.Time) string {
	state := "staged"
	if key == "" {
		state = "gone"
	}
	return fmt.Sprintf(`{"v":1,"wiki":"w","account":"a","title":%q,"sha1":"%040x","size":9,"state":%q,"key":%q,"offset":0,"time":%q}`+"\n",
		title, title, state, key, at.UTC().Format(time.RFC3339))
}

// uploading is a plan that uploads what entries of these titles are about.
func uploading(t *testing.T, titles ...string) *plan.Plan {
	t.Helper()
	p := &plan.Plan{}
	for _, title := range titles {
		sum, err := provider.ParseSHA1(fmt.Sprintf("%040x", title))
		if err != nil {
			t.Fatal(err)
		}
		p.Changes = append(p.Changes, plan.Change{Claim: plan.Claim{Title: provider.Title(title)},
			Steps: []plan.Step{plan.Upload{Content: plan.Content{Digest: provider.Digest{SHA1: sum, Size: 9}}}}})
	}
	return p
}

// A shard goes on with what any other run has left, and leaves their journals alone; a run
// of the whole takes them over.
func TestShardsGoOn(t *testing.T) {
	t.Parallel()
	dir, now := t.TempDir(), time.Now()
	put := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Join(dir, Name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, Name, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	read := func(name string) string {
		b, _ := os.ReadFile(filepath.Join(dir, Name, name))
		return string(b)
	}
	put("journal.jsonl", entry("whole", "k1.png", now.Add(-time.Hour)))
	put("journal-1-of-4.jsonl", entry("other", "k2.png", now.Add(-time.Hour))+entry("gone", "k3.png", now.Add(-2*time.Hour)))
	put("journal-2-of-2.jsonl", entry("own", "k4.png", now.Add(-time.Minute))+entry("gone", "", now.Add(-time.Minute))+entry("nobody's", "", now.Add(-time.Minute)))
	put("journal-x-of-y.jsonl", entry("none", "k5.png", now))
	all := uploading(t, "whole", "other", "own", "gone", "none")
	kept := func(d Dir) (k apply.Kept) {
		t.Helper()
		j, free, err := d.OpenJournal(t.Context(), "w", "a", nil)
		if err != nil {
			t.Fatal(err)
		}
		defer free()
		return j.Kept(all)
	}
	whole, second := In(dir), In(dir).For(plan.Shard{Number: 2, Of: 2})
	if k := second.Journal("w", "a").Kept(all); k.Files != 3 {
		t.Errorf("before a shard begins, %d files are gone on with", k.Files)
	}
	for range 2 { // a second time nothing has come back
		if k := kept(second); k.Files != 3 {
			t.Errorf("a shard goes on with %d files, want whole, other and own", k.Files)
		}
	}
	if own := read("journal-2-of-2.jsonl"); !strings.Contains(own, `"own"`) || !strings.Contains(own, `"gone"`) || strings.Contains(own, "nobody") || strings.Contains(own, "whole") {
		t.Errorf("the shard's own journal is\n%s", own)
	}
	if other := read("journal-1-of-4.jsonl"); !strings.Contains(other, "k2.png") {
		t.Errorf("another shard's journal is\n%s", other)
	}
	if k := kept(whole); k.Files != 3 {
		t.Errorf("the whole goes on with %d files", k.Files)
	}
	if journal := read("journal.jsonl"); strings.Count(journal, "\n") != 3 || strings.Contains(journal, "gone") {
		t.Errorf("the journal of the whole is\n%s", journal)
	}
	for _, name := range []string{"journal-1-of-4.jsonl", "journal-2-of-2.jsonl"} {
		if text := read(name); text != "" {
			t.Errorf("%s is left:\n%s", name, text)
		}
	}
	if text := read("journal-x-of-y.jsonl"); text == "" {
		t.Error("a file that is no journal was removed")
	}
}

// What of a shard's journal nobody can read is set aside under a name of its own.
func TestShardsGarbage(t *testing.T) {
	t.Parallel()
	d := In(t.TempDir()).For(plan.Shard{Number: 1, Of: 2})
	_, free, err := d.OpenJournal(t.Context(), "w", "a", nil)
	if err != nil {
		t.Fatal(err)
	}
	free()
	folder := filepath.Join(d.manifests, Name)
	if err := os.WriteFile(filepath.Join(folder, "journal-1-of-2.jsonl"), []byte("garbage\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	said := ""
	_, free, err = d.OpenJournal(t.Context(), "w", "a", func(format string, args ...any) { said = fmt.Sprintf(format, args...) })
	if err != nil {
		t.Fatal(err)
	}
	free()
	if _, err := os.Stat(filepath.Join(folder, "journal-1-of-2.damaged")); err != nil || !strings.Contains(said, "journal-1-of-2.damaged") {
		t.Errorf("%v, %q", err, said)
	}
}

// Receipts of shards that began in the same second have names of their own.
func TestShardsReceipts(t *testing.T) {
	t.Parallel()
	d := In(t.TempDir())
	names := map[string]bool{}
	for _, s := range []plan.Shard{{}, {Number: 1, Of: 2}, {Number: 2, Of: 2}, {Number: 2, Of: 2}} {
		f, path, err := d.For(s).NewReceipt("20261127T101500Z-5e1c0a7b")
		if err != nil {
			t.Fatal(err)
		}
		f.Close()
		names[filepath.Base(path)] = true
	}
	for _, want := range []string{"20261127T101500Z-5e1c0a7b.json", "20261127T101500Z-5e1c0a7b-1-of-2.json", "20261127T101500Z-5e1c0a7b-2-of-2.json", "20261127T101500Z-5e1c0a7b-2-of-2-2.json"} {
		if !names[want] {
			t.Errorf("%s is not among %v", want, names)
		}
	}
}
