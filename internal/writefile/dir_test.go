package writefile

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// A directory to write into is made, found through a user's own links, and never through
// one in a checkout.
func TestPlaceDir(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	outside := mkdir(t, filepath.Join(top, "outside"))
	repository := mkdir(t, filepath.Join(top, "repository"))
	put(t, filepath.Join(repository, "file"), "file")
	link(t, outside, filepath.Join(repository, "out"))
	link(t, outside, filepath.Join(top, "mine"))
	place := Place{Root: repository}

	for _, name := range []string{filepath.Join(repository, "out"), filepath.Join(repository, "out", "deeper")} {
		d, err := place.Dir(name)
		if _, refused := errors.AsType[*LinkError](err); !refused {
			t.Errorf("%s: %v, %v", name, d, err)
		}
	}
	for _, name := range []string{filepath.Join(repository, "file"), filepath.Join(repository, "file", "x"), filepath.Join(repository, "no", "such")} {
		if d, err := place.Dir(name); err == nil {
			t.Errorf("%s: %v", name, d.Name())
		}
	}
	for _, name := range []string{filepath.Join(repository, "new"), filepath.Join(repository, "new"), filepath.Join(top, "mine"), filepath.Join(top, "mine", "deeper")} {
		d, err := place.Dir(name)
		check(t, err)
		check(t, ReplaceIn(d, "a.png", []byte(name), 0o644))
		check(t, d.Close())
		if got, err := os.ReadFile(filepath.Join(name, "a.png")); err != nil || string(got) != name {
			t.Errorf("%s has %q, %v", name, got, err)
		}
	}
}

// Looking for a directory makes none, and refuses what could not be one.
func TestPlaceFoundDir(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	put(t, filepath.Join(top, "file"), "file")
	mkdir(t, filepath.Join(top, "dir"))
	link(t, "dir", filepath.Join(top, "link"))
	place := Place{Root: top}
	if d, err := place.FoundDir(filepath.Join(top, "new")); d != nil || err != nil {
		t.Errorf("of what could be made: %v, %v", d, err)
	}
	if _, err := os.Lstat(filepath.Join(top, "new")); err == nil {
		t.Error("it is made")
	}
	for _, name := range []string{"file", "link", "file/x", "no/such"} {
		if d, err := place.FoundDir(filepath.Join(top, name)); d != nil || err == nil {
			t.Errorf("%s: %v, %v", name, d, err)
		}
	}
	d, err := place.FoundDir(filepath.Join(top, "dir"))
	check(t, err)
	check(t, d.Close())
}
