package cli_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRealHalfDone leaves two files of a reviewed plan on a real wiki as a run does
// that is killed between content and text. Of one the saved plan does the rest, of
// the other its digest with the list.
func TestRealHalfDone(t *testing.T) {
	w := dialReal(t)
	id := runID()
	title := func(name string) string { return fmt.Sprintf("Half done %s %s.svg", id, name) }
	project := func(what, text string) string {
		dir := t.TempDir()
		var hcl strings.Builder
		for _, name := range []string{"a", "b"} {
			putFile(t, filepath.Join(dir, name+".svg"), picture(id+" "+name+" "+what))
			fmt.Fprintf(&hcl, "file %q {\n  source = \"%s.svg\"\n  title = %q\n%s}\n", name, name, title(name), text)
		}
		putFile(t, filepath.Join(dir, "main.wiki.hcl"), hcl.String())
		w.block(t, dir)
		return dir
	}
	w.run(t, project("first", "  description = \"The first text.\"\n"), 0, "apply", "-auto-approve")
	dir := project("second", "  description = \"The second text.\"\n")
	w.run(t, dir, 2, "plan", "-detailed-exitcode", "-digests=whole.digests")
	w.run(t, dir, 2, "plan", "-detailed-exitcode", "-target=file.a", "-out=a.wikiplan")
	w.run(t, project("second", ""), 0, "apply", "-auto-approve")

	list, err := os.ReadFile(filepath.Join(dir, "whole.digests"))
	if err != nil {
		t.Fatal(err)
	}
	digest := fmt.Sprintf("-expect-digest=%x", sha256.Sum256(list))
	w.run(t, dir, 6, "apply", digest)
	out := w.run(t, dir, 0, "apply", "a.wikiplan")
	out += w.run(t, dir, 0, "apply", digest, "-digests=whole.digests")
	if strings.Count(out, "Files: 0 added, 1 changed") != 2 {
		t.Errorf("not one file was changed each time:\n%s", out)
	}
	w.run(t, dir, 0, "apply", "a.wikiplan")
	w.run(t, dir, 0, "apply", digest)
	for _, name := range []string{"a", "b"} {
		if n := len(w.sha1s(t, title(name))); n != 2 {
			t.Errorf("%s has %d versions, want 2", name, n)
		}
		if n := w.revisions(t, title(name)); n != 3 {
			t.Errorf("%s has %d revisions, want 3: the first, that of the upload and that of the edit", name, n)
		}
	}

	// What somebody puts back stays: here the content of a.
	other := project("first", "")
	w.as("WIKIFORM_TEST_PLAIN_").run(t, other, 0, "apply", "-auto-approve", "-target=file.a")
	w.run(t, dir, 6, "apply", "a.wikiplan")
	w.run(t, dir, 6, "apply", digest, "-digests=whole.digests")
}

// picture is one that differs by its words.
func picture(what string) string {
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><!-- %s --></svg>`, what)
}
