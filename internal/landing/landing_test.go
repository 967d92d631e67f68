package landing

import (
	"context"
	"crypto/sha1"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wikiform/provider"
)

// memory is a note that is kept here.
type memory struct{ text []byte }

func (m *memory) Read() ([]byte, error) { return m.text, nil }
func (m *memory) Write(b []byte) error  { m.text = b; return nil }
func (m *memory) Remove() error         { m.text = nil; return nil }

// desk is a directory in which imports land.
type desk struct {
	dir   string
	root  *os.Root
	notes memory
}

type failer interface {
	Fatal(...any)
	Helper()
}

func newDesk(t failer, dir string) *desk {
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	return &desk{dir: dir, root: root}
}

func (d *desk) put(t failer, name, text string) {
	t.Helper()
	path := filepath.Join(d.dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
		t.Fatal(err)
	}
}

// files is everything below the directory, by name.
func (d *desk) files(t failer) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(d.root.FS(), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || name == "." {
			return err
		}
		if !e.Type().IsRegular() {
			all[name] = e.Type().String()
			return nil
		}
		b, err := d.root.ReadFile(name)
		all[name] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// errKilled ends a run as a signal that nobody can catch would.
var errKilled = errors.New("killed")

// killedAfter lets so many steps happen.
func killedAfter(n int) func(string) error {
	var mu sync.Mutex
	return func(string) error {
		mu.Lock()
		defer mu.Unlock()
		if n--; n < 0 {
			return errKilled
		}
		return nil
	}
}

// wiki has contents by their URL, and sends them in pieces of three bytes.
type wiki map[string]string

func (w wiki) fetch(ctx context.Context, o Original, from int64, to io.Writer) error {
	content, ok := w[urlOf(o)]
	if !ok {
		return &ContentError{errors.New("404")}
	}
	for rest := content[from:]; rest != ""; {
		if err := ctx.Err(); err != nil {
			return err
		}
		n := min(3, len(rest))
		if _, err := io.WriteString(to, rest[:n]); err != nil {
			return err
		}
		rest = rest[n:]
	}
	return nil
}

func (w wiki) original(name, content string) Original {
	o := Original{Path: "x/files/" + name, Title: provider.Title(name), Digest: provider.Digest{SHA1: sha1.Sum([]byte(content)), Size: int64(len(content))}}
	w[urlOf(o)] = content
	return o
}

func urlOf(o Original) string { return o.Path + o.SHA1.String() }

// land is a whole run.
func (d *desk) land(ctx context.Context, l Load, how Fetching, step func(string) error) error {
	landing, err := Decide(ctx, d.root, &d.notes, l)
	if err != nil {
		return err
	}
	if step != nil {
		landing.step = step
	}
	if err := landing.Write(ctx, how); err != nil {
		return err
	}
	return landing.Done()
}

// drawLoad is what a wiki may have one day.
func drawLoad(t *rapid.T, w wiki, label string) Load {
	l := Load{Name: "x"}
	var manifest strings.Builder
	for _, name := range []string{"a", "b", "c", "d"} {
		if text := rapid.SampledFrom([]string{"", "one", "two"}).Draw(t, label+" text "+name); text != "" {
			l.Texts = append(l.Texts, File{"x/texts/" + name, text})
			fmt.Fprintf(&manifest, "x/texts/%s=%s\n", name, text)
		}
		if content := rapid.SampledFrom([]string{"", "0123456789", "another", "0123"}).Draw(t, label+" content "+name); content != "" {
			l.Originals = append(l.Originals, w.original(name, content))
			fmt.Fprintf(&manifest, "x/files/%s=%s\n", name, content)
		}
	}
	table := rapid.SampledFrom([]string{"id\n1\n", "id\n2\n"}).Draw(t, label+" table")
	fmt.Fprintf(&manifest, "x.csv=%s", table)
	l.Last = []File{{"x.csv", table}, {"x.wiki.hcl", manifest.String()}}
	return l
}

// TestKilledAnywhere: whatever runs were killed before, and whatever the wiki had then, the
// next whole one makes the folder that it makes of an empty one. A manifest is never there
// without all that it declares, and what is somebody else's stays.
func TestKilledAnywhere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "wikiform-landing-*")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		others := map[string]string{"mine.txt": "mine", "y.csv": "y", ".wikiform-import-y": "half of another import"}
		fresh := func(name string) *desk {
			d := newDesk(t, filepath.Join(dir, name))
			for name, text := range others {
				d.put(t, name, text)
			}
			return d
		}
		for _, name := range []string{"broken", "whole"} {
			if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		broken, whole := fresh("broken"), fresh("whole")
		defer broken.root.Close()
		defer whole.root.Close()
		w := wiki{}
		loads := []Load{drawLoad(t, w, "before"), drawLoad(t, w, "after")}
		how := Fetching{Fetch: w.fetch, AtOnce: rapid.IntRange(1, 3).Draw(t, "at once")}
		for i := range rapid.IntRange(1, 4).Draw(t, "runs") {
			bounded := how
			bounded.Most = int64(rapid.IntRange(0, 15).Draw(t, "bytes"))
			load := loads[rapid.IntRange(0, 1).Draw(t, "which")]
			err := broken.land(t.Context(), load, bounded, killedAfter(rapid.IntRange(0, 40).Draw(t, "killed after")))
			if err != nil && !errors.Is(err, errKilled) && !errors.Is(err, ErrBudget) {
				t.Fatalf("run %d: %v", i, err)
			}
			if err == nil {
				// It is the user's now: as a new import it would be refused.
				broken.notes.text = noteOf(t, load)
			}
			if errors.Is(err, errKilled) && rapid.Bool().Draw(t, "while writing") {
				broken.put(t, ".wikiform-import-x", "ha")
				broken.put(t, "x/texts/.wikiform-import-x", "ha")
			}
			have := broken.files(t)
			for line := range strings.SplitSeq(have["x.wiki.hcl"], "\n") {
				if name, text, ok := strings.Cut(line, "="); ok && !strings.HasPrefix(have[name], text) {
					t.Fatalf("run %d: the manifest declares %s, which is %q and not %q", i, name, have[name], text)
				}
			}
		}
		for _, d := range []*desk{broken, whole} {
			if err := d.land(t.Context(), loads[1], how, nil); err != nil {
				t.Fatal(err)
			}
		}
		got := broken.files(t)
		if diff := cmp.Diff(whole.files(t), got); diff != "" {
			t.Fatalf("the folder (-unbroken +broken):\n%s", diff)
		}
		for name, text := range others {
			if got[name] != text {
				t.Errorf("%s is %q", name, got[name])
			}
		}
		if broken.notes.text != nil {
			t.Error("there is a note still")
		}
	})
}

// noteOf is the note of a run that was killed when all was there.
func noteOf(t failer, l Load) []byte {
	n := note{map[string][]provider.SHA1{}}
	for _, f := range append(append([]File{}, l.Texts...), l.Last...) {
		n.add(f.Path, sha1.Sum([]byte(f.Text)))
	}
	for _, o := range l.Originals {
		n.add(o.Path, o.SHA1)
	}
	text, err := n.text()
	if err != nil {
		t.Fatal(err)
	}
	return text
}
