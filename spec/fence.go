package spec

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
)

// Fence keeps a manifest out of two directories below its root that are not its
// own: .git, where a CI job's checkout leaves a token, and .wikiform. A branch
// can contain symbolic links, so what counts is where a path leads. It remembers
// directories that it has followed. The zero value is ready to use, with one
// file system; it is safe for concurrent use.
type Fence struct {
	mu   sync.Mutex
	dirs map[string]string // directory to where it really is
}

// ErrPrivate is the cause of a refusal by a [Fence].
var ErrPrivate = errors.New("a manifest reads nothing in .git and .wikiform: they are git's and wikiform's own")

// maxLinks is how many symbolic links one path may lead through.
const maxLinks = 40

// Check refuses name, a clean path below the root of fsys, if it leads into a
// directory that is not the manifest's own. What cannot be followed is no
// business of a fence: opening it will fail.
func (f *Fence) Check(fsys fs.FS, name string) error {
	links := maxLinks
	real, err := f.follow(fsys, name, &links)
	if err == nil && Private(real) {
		err = ErrPrivate
	}
	return err
}

// follow gives the path without symbolic links that name stands for.
func (f *Fence) follow(fsys fs.FS, name string, links *int) (string, error) {
	if name == "." {
		return name, nil
	}
	dir, err := f.directory(fsys, path.Dir(name), links)
	if err != nil {
		return "", err
	}
	name = path.Join(dir, path.Base(name))
	if Private(name) {
		return "", ErrPrivate
	}
	info, err := fs.Lstat(fsys, name)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return name, nil
	}
	target, err := fs.ReadLink(fsys, name)
	if err != nil || path.IsAbs(target) {
		return name, nil // an os.Root follows no absolute link
	}
	if *links--; *links < 0 {
		return "", fmt.Errorf("it leads through more than %d symbolic links", maxLinks)
	}
	next := path.Join(dir, target)
	if next == ".." || strings.HasPrefix(next, "../") {
		return name, nil // nor one that leads out
	}
	return f.follow(fsys, next, links)
}

func (f *Fence) directory(fsys fs.FS, dir string, links *int) (string, error) {
	f.mu.Lock()
	real, known := f.dirs[dir]
	f.mu.Unlock()
	if known {
		return real, nil
	}
	real, err := f.follow(fsys, dir, links)
	if err != nil {
		return "", err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.dirs == nil {
		f.dirs = map[string]string{}
	}
	f.dirs[dir] = real
	return real, nil
}

// Private reports whether an element of a path names such a directory, as file
// systems that do not look at case, or shorten names, would take it too.
func Private(name string) bool {
	for elem := range strings.SplitSeq(name, "/") {
		if strings.EqualFold(elem, ".git") || strings.EqualFold(elem, "git~1") || strings.EqualFold(elem, ".wikiform") {
			return true
		}
	}
	return false
}
