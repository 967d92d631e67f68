package writefile

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestOpenForeign(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	file := put(t, filepath.Join(top, "file"), "text")
	link(t, "file", filepath.Join(top, "link"))
	mkdir(t, filepath.Join(top, "dir"))
	check(t, syscall.Mkfifo(filepath.Join(top, "pipe"), 0o600))
	dir, err := OpenDir(top)
	check(t, err)
	defer dir.Close()

	f, err := OpenForeign(dir, "file")
	check(t, err)
	if text, err := io.ReadAll(f); err != nil || string(text) != "text" {
		t.Errorf("it has %q, %v", text, err)
	}
	check(t, f.Close())
	for name, why := range map[string]string{"link": "a symbolic link", "dir": "a directory", "pipe": "a pipe", "none": "no such file"} {
		if f, err := OpenForeign(dir, name); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v, %v", name, f, err)
		}
	}

	// What takes its place between the look and the opening is not waited for, nor read.
	found, err := dir.Lstat("file")
	check(t, err)
	for name, put := range map[string]func() error{
		"a pipe":       func() error { return syscall.Mkfifo(file, 0o600) },
		"a link":       func() error { return os.Symlink("dir", file) },
		"another file": func() error { return os.WriteFile(file, []byte("text"), 0o600) },
	} {
		check(t, os.Rename(file, filepath.Join(top, "other"))) // so that its inode is not used again
		check(t, put())
		if f, err := readFound(dir, "file", found); err == nil {
			f.Close()
			t.Errorf("%s is opened", name)
		}
		check(t, os.Rename(filepath.Join(top, "other"), file))
	}
}
