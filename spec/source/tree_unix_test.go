//go:build unix

package source

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"wikiform/provider"
)

func TestTreeRefuses(t *testing.T) {
	t.Parallel()
	outer := t.TempDir()
	write(t, filepath.Join(outer, "secret"), "secret")
	tree, dir := newTree(t, map[string]string{
		"logo.svg":        "logo",
		"scans/Plate.JPG": "plate",
		"empty.png":       "",
		"file/x":          "x",
		nfc:               "one",
		nfd:               "two",
		"lfs.tif":         "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
	})
	link := func(target, name string) { must(t, os.Symlink(target, filepath.Join(dir, name))) }
	link(filepath.Join(outer, "secret"), "absolute")
	link("../"+filepath.Base(outer)+"/secret", "relative")
	link(outer, "outer")
	link("nowhere", "dangling")
	link("loop", "loop")
	must(t, syscall.Mkfifo(filepath.Join(dir, "fifo"), 0o644))
	l, err := net.Listen("unix", filepath.Join(dir, "socket"))
	must(t, err)
	defer l.Close()

	for _, tt := range []struct{ name, summary, text, hint string }{
		{"../secret", "Source outside the root", "does not lie below", "-root"},
		{"a/../../secret", "Source outside the root", "does not lie below", "-root"},
		{"/etc/passwd", "Source outside the root", "does not lie below", "-root"},
		{"", "Source outside the root", "does not lie below", ""},
		{"logo.svg\x00.png", "Source outside the root", `\x00`, ""},
		{"absolute", "Source outside the root", `symbolic link "absolute"`, "Replace"},
		{"relative", "Source outside the root", `symbolic link "relative"`, "Replace"},
		{"outer/secret", "Source outside the root", `symbolic link "outer"`, "Replace"},
		{"loop", "Source outside the root", `symbolic link "loop"`, ""},
		{"dangling", "No such file", `to "nowhere", which does not exist`, "Mend"},
		{"Logo.svg", "No such file", "does not exist", `"logo.svg"`},
		{"scans/plate.jpg", "No such file", "does not exist", `"scans/Plate.JPG"`},
		{"scan/Plate.JPG", "No such file", `no directory "scan"`, `"scans"`},
		{"qqqqqqqq.png", "No such file", "does not exist", "in git"},
		{"logo.svg/x", "Unreadable source", "not a directory", ""},
		{"fifo/x", "Unreadable source", "not a directory", ""},
		{"scans", "Source is a directory", "is a directory", "fileset"},
		{".", "Source is a directory", "is a directory", ""},
		{"fifo", "Source is no regular file", "a named pipe", ""},
		{"socket", "Source is no regular file", "a socket", ""},
		{"empty.png", "Source is empty", "no content", ""},
		{nfc, "Ambiguous file name", `"Cafe\u0301.png", "Caf\u00e9.png"`, "Remove"},
		{"lfs.tif", "Source is a Git LFS pointer", "LFS pointer", "git lfs pull"},
	} {
		_, err := tree.sum(t.Context(), tt.name, Summing{})
		f, ok := errors.AsType[*fault](err)
		if !ok {
			t.Errorf("%q: got %v, want a fault", tt.name, err)
			continue
		}
		if f.summary != tt.summary || !strings.Contains(f.text, tt.text) || !strings.Contains(f.hint(), tt.hint) {
			t.Errorf("%q: got\n%s: %s. %s", tt.name, f.summary, f.text, f.hint())
		}
		if strings.Contains(f.text, "secret\n") {
			t.Errorf("%q: content in the message: %s", tt.name, f.text)
		}
		if _, err := tree.Digest(t.Context(), tt.name); provider.KindOf(err) != provider.Source {
			t.Errorf("%q: Digest gave %v, want an error of kind source", tt.name, err)
		}
	}
}

func TestTreeWithoutPermission(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		// Root may read everything, so the sentence alone is checked.
		f := cannotRead("a.png", &fs.PathError{Op: "openat", Path: "a.png", Err: syscall.EACCES})
		if f.text != `"a.png" cannot be read: permission denied` || !strings.Contains(f.hint(), "right to read") {
			t.Errorf("got %s. %s", f.text, f.hint())
		}
		return
	}
	tree, dir := newTree(t, map[string]string{"a.png": "a"})
	must(t, os.Chmod(filepath.Join(dir, "a.png"), 0))
	_, err := tree.Digest(t.Context(), "a.png")
	if err == nil || !strings.Contains(err.Error(), "permission denied") {
		t.Errorf("got %v, want permission denied", err)
	}
}

// The token that a CI job's checkout leaves in .git is nobody's picture.
func TestPrivateDirectories(t *testing.T) {
	t.Parallel()
	tree, dir := newTree(t, map[string]string{".git/config": "token", ".wikiform/hashes.json": "{}", "a.txt": "a"})
	must(t, os.Symlink(".git/config", filepath.Join(dir, "scan.png")))
	must(t, os.Symlink("a.txt", filepath.Join(dir, "link.txt")))
	for _, name := range []string{".git/config", "scan.png", ".wikiform/hashes.json", "./.git/../.git/config"} {
		if _, err := tree.Body(name); err == nil || !strings.Contains(err.Error(), ".git or .wikiform") {
			t.Errorf("%s: %v, want a refusal", name, err)
		}
	}
	if b, err := tree.Body("link.txt"); err != nil || content(t, b) != "a" {
		t.Errorf("an honest link is refused: %v", err)
	}
	must(t, os.Symlink(".git/config", filepath.Join(dir, LockName)))
	_, diags := ReadLock(tree.root.FS(), ".")
	if !diags.HasErrors() || strings.Contains(diags.Error(), "token") {
		t.Errorf("a lock file that is a link into .git: %v", diags)
	}
}
