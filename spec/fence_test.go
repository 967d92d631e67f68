package spec_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"wikiform/spec"
)

// What counts is where a path leads, by whatever links.
func TestFence(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{".git/modules", ".wikiform", "pictures/.github", "sub/.git"} {
		ok(t, os.MkdirAll(filepath.Join(dir, name), 0o755))
	}
	for name, target := range map[string]string{
		"config":         ".git/config",
		"repository":     ".git",
		"pictures/up":    "..",
		"pictures/deep":  "../pictures/up/repository",
		"pictures/plain": "../pictures",
		"loop":           "loop",
		"outside":        "../elsewhere",
	} {
		ok(t, os.Symlink(target, filepath.Join(dir, name)))
	}
	root, err := os.OpenRoot(dir)
	ok(t, err)
	defer root.Close()
	fsys := root.FS()

	var fence spec.Fence
	for name, private := range map[string]bool{
		".git": true, ".git/config": true, ".GIT/config": true, "git~1/config": true, "sub/.git/config": true,
		".wikiform/hashes.json": true, "config": true, "repository/config": true, "repository/modules/../config": true,
		"pictures/up/.git/config": true, "pictures/up/config": true, "pictures/deep/config": true,

		".": false, "pictures": false, "pictures/.github/a.png": false, "pictures/plain/a.png": false,
		".gitignore": false, "git": false, "outside/.config": false, "nowhere/a.png": false,
	} {
		if err := fence.Check(fsys, filepath.ToSlash(name)); errors.Is(err, spec.ErrPrivate) != private {
			t.Errorf("%s: %v, want private = %v", name, err, private)
		}
	}
	if err := fence.Check(fsys, "loop"); err == nil {
		t.Error("a link to itself was followed to an end")
	}
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
