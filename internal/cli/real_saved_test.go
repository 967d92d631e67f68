package cli_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestRealSavedPlan saves a plan of three files on a real wiki, lets another
// account change one of them, and applies the plan in every way.
func TestRealSavedPlan(t *testing.T) {
	w := dialReal(t)
	dir, id := t.TempDir(), runID()
	names := []string{"a", "b", "new"}
	title := func(name string) string { return fmt.Sprintf("Saved plan %s %s.svg", id, name) }
	picture := func(dir, name, what string) {
		svg := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><!-- %s %s %s --></svg>`, id, name, what)
		putFile(t, filepath.Join(dir, name+".svg"), svg)
	}
	manifest := func(dir string, names ...string) {
		var hcl strings.Builder
		for _, name := range names {
			fmt.Fprintf(&hcl, "file %q {\n  source = \"%s.svg\"\n  title = %q\n  description = \"Picture %s of %s.\"\n}\n", name, name, title(name), name, id)
		}
		putFile(t, filepath.Join(dir, "main.wiki.hcl"), hcl.String())
		w.block(t, dir)
	}

	for _, name := range names {
		picture(dir, name, "first")
	}
	manifest(dir, "a", "b")
	w.run(t, dir, 0, "apply", "-auto-approve")

	manifest(dir, names...)
	picture(dir, "a", "second")
	picture(dir, "b", "second")
	w.run(t, dir, 2, "plan", "-out=p.wikiplan", "-detailed-exitcode")

	// Another account uploads something else over a.
	theirs := t.TempDir()
	picture(theirs, "a", "theirs")
	manifest(theirs, "a")
	other := w.as("WIKIFORM_TEST_PLAIN_")
	other.run(t, theirs, 0, "apply", "-auto-approve")
	before := w.histories(t, title, names)

	out := w.run(t, dir, 6, "apply", "p.wikiplan")
	for _, want := range []string{"1 stale, 2 not started", "by Plain"} {
		if !strings.Contains(out, want) {
			t.Errorf("apply of a stale plan does not say %q:\n%s", want, out)
		}
	}
	if after := w.histories(t, title, names); !maps.EqualFunc(before, after, slices.Equal) {
		t.Errorf("a stale plan wrote: %v became %v", before, after)
	}

	out = w.run(t, dir, 4, "apply", "-stale=skip", "p.wikiplan")
	if !strings.Contains(out, "2 done, 1 stale") {
		t.Errorf("the others were not done:\n%s", out)
	}
	after := w.histories(t, title, names)
	if !slices.Equal(after["a"], before["a"]) {
		t.Errorf("the stale file was written: %v became %v", before["a"], after["a"])
	}
	for name, versions := range map[string]int{"b": 2, "new": 1} {
		if got := after[name]; len(got) != versions || got[0] != sum(t, filepath.Join(dir, name+".svg")) {
			t.Errorf("%s has the versions %v, want %d", name, got, versions)
		}
	}

	// A plan that is carried out can be carried out again: all is done already.
	w.run(t, dir, 2, "plan", "-out=q.wikiplan", "-detailed-exitcode")
	w.run(t, dir, 0, "apply", "q.wikiplan")
	before = w.histories(t, title, names)
	out = w.run(t, dir, 0, "apply", "q.wikiplan")
	if !strings.Contains(out, "Already as wanted, nothing was written: 1 file") {
		t.Errorf("the second time it is not done already:\n%s", out)
	}
	if after := w.histories(t, title, names); !maps.EqualFunc(before, after, slices.Equal) {
		t.Errorf("the same plan wrote twice: %v became %v", before, after)
	}
}

// TestRealSecondMachine has one plan of new files, new contents, new texts and
// both, which one machine carries out: for the other all is done already. Then it
// plans for one kind of changes only.
func TestRealSecondMachine(t *testing.T) {
	w := dialReal(t)
	dir, id := t.TempDir(), runID()
	names := []string{"content", "text", "both"}
	title := func(name string) string { return fmt.Sprintf("Second machine %s %s.svg", id, name) }
	version := func(contents, texts map[string]string) {
		var hcl strings.Builder
		for _, name := range names {
			putFile(t, filepath.Join(dir, name+".svg"), fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><!-- %s %s %s --></svg>`, id, name, contents[name]))
			fmt.Fprintf(&hcl, "file %q {\n  source = \"%s.svg\"\n  title = %q\n  description = \"Text %s of %s.\"\n}\n", name, name, title(name), texts[name], name)
		}
		putFile(t, filepath.Join(dir, "main.wiki.hcl"), hcl.String())
		w.block(t, dir)
	}
	for _, v := range []struct{ contents, texts map[string]string }{
		{nil, nil},
		{map[string]string{"content": "two", "both": "two"}, map[string]string{"text": "two", "both": "two"}},
	} {
		version(v.contents, v.texts)
		w.run(t, dir, 2, "plan", "-out=p.wikiplan", "-detailed-exitcode")
		other := t.TempDir()
		if err := os.CopyFS(other, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		w.run(t, other, 0, "apply", "p.wikiplan")
		before := w.histories(t, title, names)
		if out := w.run(t, dir, 0, "apply", "p.wikiplan"); !strings.Contains(out, "Already as wanted, nothing was written: 3 files") {
			t.Errorf("what the other machine did is not done already:\n%s", out)
		}
		if after := w.histories(t, title, names); !maps.EqualFunc(before, after, slices.Equal) {
			t.Errorf("it wrote: %v became %v", before, after)
		}
	}

	version(map[string]string{"content": "three", "both": "three"}, map[string]string{"text": "three", "both": "three"})
	before := w.histories(t, title, names)
	w.run(t, dir, 0, "plan", "-only=text", "-out=p.wikiplan")
	if out := w.run(t, dir, 0, "apply", "p.wikiplan"); !strings.Contains(out, "Files: 0 added, 2 changed") {
		t.Errorf("-only=text:\n%s", out)
	}
	if after := w.histories(t, title, names); !maps.EqualFunc(before, after, slices.Equal) {
		t.Errorf("-only=text uploaded: %v became %v", before, after)
	}
	if out := w.run(t, dir, 0, "apply", "-auto-approve", "-only=content"); !strings.Contains(out, "Files: 0 added, 2 changed") {
		t.Errorf("-only=content:\n%s", out)
	}
	w.run(t, dir, 0, "plan", "-detailed-exitcode")
}

// as is the wiki with the account of other variables.
func (w realWiki) as(prefix string) realWiki {
	env := maps.Clone(w.env)
	for name := range env {
		if strings.HasPrefix(name, "WIKIFORM_USER_") {
			env[name] = os.Getenv(prefix + "USER")
		} else {
			env[name] = os.Getenv(prefix + "PASSWORD")
		}
	}
	w.env = env
	return w
}

// histories are the SHA-1s of all versions of each file, the newest first.
func (w realWiki) histories(t *testing.T, title func(string) string, names []string) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, name := range names {
		all[name] = w.sha1s(t, title(name))
	}
	return all
}

func putFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
