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
