package reconcile

import (
	"io/fs"
	"path"
)

// Without is a file system without one file.
func Without(fsys fs.FS, name string) fs.FS { return without{fsys, path.Clean(name)} }

type without struct {
	fs.FS
	name string
}

func (w without) gone(op, name string) error {
	if name == w.name {
		return &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
	}
	return nil
}

// Open implements [fs.FS].
func (w without) Open(name string) (fs.File, error) {
	if err := w.gone("open", name); err != nil {
		return nil, err
	}
	return w.FS.Open(name)
}

// Stat implements [fs.StatFS].
func (w without) Stat(name string) (fs.FileInfo, error) {
	if err := w.gone("stat", name); err != nil {
		return nil, err
	}
	return fs.Stat(w.FS, name)
}

// Lstat implements [fs.ReadLinkFS].
func (w without) Lstat(name string) (fs.FileInfo, error) {
	if err := w.gone("lstat", name); err != nil {
		return nil, err
	}
	return fs.Lstat(w.FS, name)
}

// ReadLink implements [fs.ReadLinkFS].
func (w without) ReadLink(name string) (string, error) {
	if err := w.gone("readlink", name); err != nil {
		return "", err
	}
	return fs.ReadLink(w.FS, name)
}

// ReadDir implements [fs.ReadDirFS].
func (w without) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := fs.ReadDir(w.FS, name)
	for i, e := range list {
		if path.Join(name, e.Name()) == w.name {
			return append(list[:i:i], list[i+1:]...), err
		}
	}
	return list, err
}
