package cli_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// TestRealCameMeanwhile has another account upload to every title that is to be made, after
// all were looked at and before the first upload arrives: the wiki stops each of them, of
// whichever size and however many are on their way.
func TestRealCameMeanwhile(t *testing.T) {
	w := dialReal(t)
	comeMeanwhile(t, w, w.as("WIKIFORM_TEST_PLAIN_"))
}

func TestCameMeanwhile(t *testing.T) {
	t.Parallel()
	us, other := robotAndPlain(t)
	comeMeanwhile(t, us, other)
}

func comeMeanwhile(t *testing.T, us, other realWiki) {
	const files = 9
	id := runID()
	ours, theirs := t.TempDir(), t.TempDir()
	var once sync.Once
	through := gated(t, us, func(r *http.Request) {
		if formValue(r, "action") == "upload" {
			once.Do(func() { other.run(t, theirs, 0, "apply", "-auto-approve", "-parallelism=1") })
		}
	})
	title := func(i int) string { return fmt.Sprintf("Meanwhile %s %d.svg", id, i) }
	for dir, api := range map[string]string{ours: through.api, theirs: other.api} {
		hcl := fmt.Sprintf("wiki \"w\" {\n  api = %q\n}\n", api)
		for i := range files {
			hcl += fmt.Sprintf("file \"f%d\" {\n  source = \"%d.svg\"\n  title = %q\n  description = \"By %s.\"\n}\n", i, i, title(i), filepath.Base(dir))
			size := 0
			if i%3 == 2 { // in chunks
				size = 3000
			}
			putFile(t, filepath.Join(dir, fmt.Sprintf("%d.svg", i)), picture(fmt.Sprint(id, dir, i, strings.Repeat(" ", size))))
		}
		putFile(t, filepath.Join(dir, "main.wiki.hcl"), hcl)
	}
	out := through.run(t, ours, 6, "apply", "-auto-approve", "-parallelism=4", "-chunk-size=2KiB")
	if !strings.Contains(out, fmt.Sprintf("Apply incomplete: 0 done, %d stale.", files)) {
		t.Errorf("%s", out)
	}
	for i := range files {
		if sums := other.sha1s(t, title(i)); len(sums) != 1 || sums[0] != sum(t, filepath.Join(theirs, fmt.Sprintf("%d.svg", i))) {
			t.Errorf("%s has the versions %v", title(i), sums)
		}
	}
}
