package writefile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// A file that is made is never one that is there, and is gone once it is taken back.
func TestCreate(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	mkdir(t, filepath.Join(dir, ".git"))
	put(t, filepath.Join(dir, "file"), "old")
	mkdir(t, filepath.Join(dir, "folder"))
	link(t, "file", filepath.Join(dir, "link"))
	link(t, "nowhere", filepath.Join(dir, "dangling"))
	link(t, t.TempDir(), filepath.Join(dir, "out"))
	place := Place{Root: dir}
	for _, name := range []string{"file", "folder", "link", "dangling", "out/file", "missing/file", "file/file"} {
		if f, err := place.Create(filepath.Join(dir, name), 0o600); err == nil {
			t.Errorf("%s was made", name)
			check(t, f.Close())
		} else if name == "file" && !errors.Is(err, fs.ErrExist) {
			t.Errorf("%s: %v", name, err)
		}
	}
	name := filepath.Join(dir, "new")
	f, err := place.Create(name, 0o600)
	check(t, err)
	_, err = f.Write([]byte("some"))
	check(t, err)
	check(t, f.Sync())
	if got, err := os.ReadFile(name); err != nil || string(got) != "some" {
		t.Errorf("it has %q, %v", got, err)
	}
	if _, err := place.Create(name, 0o600); !errors.Is(err, fs.ErrExist) {
		t.Errorf("once more: %v", err)
	}
	check(t, f.Remove())
	f, err = place.Create(name, 0o600)
	check(t, err)
	check(t, os.Rename(name, name+"2"))
	put(t, name, "theirs")
	if err := f.Remove(); err == nil {
		t.Error("another file was removed")
	}
	if _, err := os.Stat(name); err != nil {
		t.Error(err)
	}
}
