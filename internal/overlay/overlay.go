// Package overlay is what a directory would be with some files written: a manifest is read
// from it before anything is.
package overlay

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"
)

// FS is a file system in which some files are others, or are there at all.
type FS struct {
	fs.FS
	texts map[string]string
	dirs  map[string]map[string]entry // what of them is in which directory
}

// New lays files over a file system: their contents by their paths in it.
func New(fsys fs.FS, texts map[string]string) FS {
	o := FS{fsys, texts, map[string]map[string]entry{}}
	for name, text := range texts {
		e := entry{path.Base(name), int64(len(text)), false}
		for dir := path.Dir(name); ; dir = path.Dir(dir) {
			if o.dirs[dir] == nil {
				o.dirs[dir] = map[string]entry{}
			}
			o.dirs[dir][e.name] = e
			if dir == "." {
				break
			}
			e = entry{path.Base(dir), 0, true}
		}
	}
	return o
}

// Open implements [fs.FS].
func (o FS) Open(name string) (fs.File, error) {
	if text, ok := o.texts[name]; ok {
		return &memory{Reader: bytes.NewReader([]byte(text)), info: entry{path.Base(name), int64(len(text)), false}}, nil
	}
	return o.FS.Open(name)
}

// Stat implements [fs.StatFS].
func (o FS) Stat(name string) (fs.FileInfo, error) { return o.info(name, fs.Stat) }

// Lstat implements [fs.ReadLinkFS].
func (o FS) Lstat(name string) (fs.FileInfo, error) { return o.info(name, fs.Lstat) }

// ReadLink implements [fs.ReadLinkFS].
func (o FS) ReadLink(name string) (string, error) { return fs.ReadLink(o.FS, name) }

func (o FS) info(name string, below func(fs.FS, string) (fs.FileInfo, error)) (fs.FileInfo, error) {
	if text, ok := o.texts[name]; ok {
		return entry{path.Base(name), int64(len(text)), false}, nil
	}
	info, err := below(o.FS, name)
	if errors.Is(err, fs.ErrNotExist) && len(o.dirs[name]) > 0 {
		return entry{path.Base(name), 0, true}, nil
	}
	return info, err
}

// ReadDir implements [fs.ReadDirFS].
func (o FS) ReadDir(name string) ([]fs.DirEntry, error) {
	children := maps.Clone(o.dirs[name])
	list, err := fs.ReadDir(o.FS, name)
	if err != nil && (len(children) == 0 || !errors.Is(err, fs.ErrNotExist)) {
		return list, err
	}
	for _, e := range list {
		delete(children, e.Name())
	}
	for _, child := range slices.Sorted(maps.Keys(children)) {
		list = append(list, fs.FileInfoToDirEntry(children[child]))
	}
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return list, nil
}

// memory is an open file.
type memory struct {
	*bytes.Reader
	info entry
}

// Stat implements [fs.File].
func (m *memory) Stat() (fs.FileInfo, error) { return m.info, nil }

// Close implements [fs.File].
func (m *memory) Close() error { return nil }

// entry is a file or directory that is not there.
type entry struct {
	name string
	size int64
	dir  bool
}

// What follows implements [fs.FileInfo].

func (e entry) Name() string       { return e.name }
func (e entry) Size() int64        { return e.size }
func (e entry) ModTime() time.Time { return time.Time{} }
func (e entry) IsDir() bool        { return e.dir }
func (e entry) Sys() any           { return nil }
func (e entry) Mode() fs.FileMode {
	if e.dir {
		return fs.ModeDir | 0o755
	}
	return 0o644
}
