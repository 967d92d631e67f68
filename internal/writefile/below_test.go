package writefile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Below a root nothing is written through a link, wherever it leads to.
func TestBelow(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	mkdir(t, filepath.Join(top, "outside"))
	dir := mkdir(t, filepath.Join(top, "root"))
	mkdir(t, filepath.Join(dir, "texts"))
	put(t, filepath.Join(dir, "file"), "file")
	link(t, "../outside", filepath.Join(dir, "out"))
	link(t, "texts", filepath.Join(dir, "in"))
	link(t, "../texts", filepath.Join(dir, "texts", "again"))
	link(t, "nowhere", filepath.Join(dir, "dangling"))
	root, err := os.OpenRoot(dir)
	check(t, err)
	defer root.Close()

	for name, why := range map[string]string{
		"out": "a symbolic link", "out/x": "a symbolic link", "in": "a symbolic link", "texts/again": "a symbolic link", "dangling": "a symbolic link",
		"file": "no directory", "file/x": "no directory",
		"..": "no path below", "../outside": "no path below", "texts/../../outside": "no path below", "/etc": "no path below", "": "no path below", "./texts": "no path below",
	} {
		if d, err := OpenBelow(root, name); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%q: %v, %v; want an error with %q", name, d, err, why)
		}
	}
	for _, name := range []string{".", "texts", "texts/new/er"} {
		d, err := OpenBelow(root, name)
		check(t, err)
		check(t, ReplaceIn(d, "a.wikitext", []byte(name), 0o644))
		check(t, d.Close())
		if got, err := os.ReadFile(filepath.Join(dir, name, "a.wikitext")); err != nil || string(got) != name {
			t.Errorf("%s has %q, %v", name, got, err)
		}
	}
	if entries, err := os.ReadDir(filepath.Join(top, "outside")); err != nil || len(entries) > 0 {
		t.Errorf("outside there is %v, %v", entries, err)
	}
}
