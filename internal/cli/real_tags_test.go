package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRealTags: a wiki shows tags late, which makes no difference: whoever plans at once
// after a write with tags has nothing to do. What was written without is tagged later, be
// it the latest revision or not.
func TestRealTags(t *testing.T) {
	w := dialReal(t)
	if w.tag == "" {
		t.Skip("WIKIFORM_TEST_TAGS names no tags")
	}
	rounds, id, dir := 10, runID(), t.TempDir()
	if os.Getenv("WIKIFORM_TEST_LONG") != "" {
		rounds = 50
	}
	w.block(t, dir)
	declare := func(i int, content string) {
		t.Helper()
		putFile(t, filepath.Join(dir, fmt.Sprintf("%d.svg", i)), picture(id+content))
		putFile(t, filepath.Join(dir, fmt.Sprintf("f%d.wiki.hcl", i)), fmt.Sprintf(`file "f%d" {
  source      = "%d.svg"
  title       = "Tags %s %d.svg"
  description = "Number %d, %s."
  tags        = [%q]
}
`, i, i, id, i, i, content, w.tag))
	}
	for i := range rounds {
		declare(i/2, fmt.Sprint("content ", i)) // every other time a new version, and another text
		w.run(t, dir, 0, "apply", "-auto-approve")
		if out := w.run(t, dir, 0, "plan", "-detailed-exitcode"); strings.Contains(out, "not compared") {
			t.Errorf("round %d: %s", i, out)
		}
	}
}
