// Package statedir is .wikiform, the folder beside a manifest in which wikiform
// keeps what makes it faster or lets it go on: hashes, downloads, the journal of
// uploads, the embedded sandbox. It decides nothing.
//
// A pull request can bring a .wikiform of its own. Nothing on the way may be a
// symbolic link, no file is replaced that is none, and what files say is held
// against the wiki.
package statedir

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"wikiform/internal/writefile"
	"wikiform/plan"
	"wikiform/spec/source"
)

// Name is that of the folder.
const Name = ".wikiform"

// Dir is the folder of one manifest, which is made when something is put into it.
type Dir struct {
	manifests string     // the directory that it is in
	shard     plan.Shard // whose journal, lock and receipts are meant
}

// In gives the folder in a directory of manifests.
func In(dir string) Dir { return Dir{manifests: dir} }

// For gives the folder to a run of a shard, which has a journal and receipts of its own: no
// two processes write to one file.
func (d Dir) For(s plan.Shard) Dir { return Dir{d.manifests, s} }

// Sandbox is the folder of the embedded sandbox wiki.
func (d Dir) Sandbox() (string, error) { return d.folder("sandbox") }

// Downloads is the folder for what is fetched from URLs.
func (d Dir) Downloads() (string, error) { return d.folder("tmp") }

// Hashes opens the cache of hashes.
func (d Dir) Hashes() (*source.Cache, error) {
	path, err := d.file("hashes.json")
	if err != nil {
		return nil, err
	}
	return source.OpenCache(path)
}

// NotDirError is something in the place of a folder.
type NotDirError struct{ Path string }

func (e *NotDirError) Error() string { return e.Path + " is not a directory" }

// Hint says what to do.
func (e *NotDirError) Hint() string {
	return "wikiform keeps its caches there and follows no symbolic link to it. Remove it and run again."
}

// folder gives a directory below the folder, or the folder itself, made if need be.
func (d Dir) folder(names ...string) (string, error) {
	path := d.manifests
	for _, name := range append([]string{Name}, names...) {
		path = filepath.Join(path, name)
		if err := os.Mkdir(path, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
			return "", err
		}
		info, err := os.Lstat(path)
		if err != nil {
			return "", err
		}
		if !info.IsDir() {
			return "", &NotDirError{path}
		}
	}
	return path, d.ignore()
}

// ignore keeps git from what is in the folder.
func (d Dir) ignore() error {
	const name = ".gitignore"
	dir, err := writefile.OpenDir(filepath.Join(d.manifests, Name))
	if err != nil {
		return err
	}
	defer dir.Close()
	if _, err := dir.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return writefile.ReplaceIn(dir, name, []byte("*\n"), 0o644)
}

// file gives the path of a file in the folder, which need not be there yet.
func (d Dir) file(name string) (string, error) {
	dir, err := d.folder()
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, name)
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return "", fmt.Errorf("%s is not a regular file", path)
	}
	return path, nil
}
