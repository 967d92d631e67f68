package writefile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"wikiform/internal/checkout"
	"wikiform/internal/fileerr"
)

// Place is where a command line names files. The zero value knows checkouts by
// their .git only.
type Place struct {
	// Root is the directory of the manifests, or one above it, and what is below
	// it is a checkout, whether or not it is git's; "" for none.
	Root string
	// Streams are the process's own that files may be named for: those that
	// standard output and standard error are connected to.
	Streams []*os.File
}

// LinkError is a symbolic link in a checkout, which is not followed.
type LinkError struct {
	Path     string
	Checkout string // directory
}

func (e *LinkError) Error() string {
	return fmt.Sprintf("%s is a symbolic link in the checkout %s, and a branch can bring one, so nothing is written where it leads: remove it, or name another file",
		e.Path, e.Checkout)
}

// noDirError is a directory on the way to a file that is not there. Only what a command
// keeps for itself gets directories: a word that is mistyped would make one.
type noDirError struct {
	path string
	err  error
}

func (e *noDirError) Error() string { return e.err.Error() }
func (e *noDirError) Unwrap() error { return e.err }

// Hint implements provider.Hinter.
func (e *noDirError) Hint() string {
	return fmt.Sprintf("There is no directory %s: make it first, or name another path.", e.path)
}

// maxLinks is how many symbolic links one path may lead through.
const maxLinks = 40

// Real gives the path without symbolic links that a name stands for, whose last
// part need not exist. A link in a checkout is a [*LinkError].
func (p Place) Real(name string) (string, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	top := filepath.VolumeName(abs) + string(filepath.Separator)
	real, rest := top, parts(abs)
	for links := 0; len(rest) > 0; {
		elem := rest[0]
		rest = rest[1:]
		if elem == ".." { // of a link's target
			real = filepath.Dir(real)
			continue
		}
		next := filepath.Join(real, elem)
		info, err := os.Lstat(next)
		switch {
		case errors.Is(err, fs.ErrNotExist) && len(rest) == 0:
			return next, nil
		case errors.Is(err, fs.ErrNotExist):
			return "", named("open", name, &noDirError{next, fileerr.Bare(err)})
		case err != nil:
			return "", named("open", name, err)
		case info.Mode()&fs.ModeSymlink == 0:
			real = next
			continue
		}
		if top := p.checkout(real); top != "" {
			return "", &LinkError{next, top}
		}
		if links++; links > maxLinks {
			return "", named("open", name, fmt.Errorf("it leads through more than %d symbolic links", maxLinks))
		}
		target, err := os.Readlink(next)
		if err != nil {
			return "", named("open", name, err)
		}
		if filepath.IsAbs(target) {
			real = filepath.VolumeName(target) + string(filepath.Separator)
		}
		rest = append(parts(target), rest...)
	}
	return real, nil
}

// parts are the elements of a path below its top.
func parts(path string) []string {
	return strings.FieldsFunc(path[len(filepath.VolumeName(path)):], func(r rune) bool {
		return r < 0x80 && os.IsPathSeparator(uint8(r))
	})
}

// checkout is the directory of the checkout that dir, a path without links, is
// in; "" for none.
func (p Place) checkout(dir string) string {
	var root fs.FileInfo
	if p.Root != "" {
		root, _ = os.Stat(p.Root)
	}
	for ; ; dir = filepath.Dir(dir) {
		if checkout.IsTop(dir) {
			return dir
		}
		if info, err := os.Lstat(dir); err == nil && root != nil && os.SameFile(info, root) {
			return dir
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
}

// target is what a name leads to.
type target struct {
	name   string      // as it was asked for
	path   string      // to be opened; without links but for those of the system
	info   fs.FileInfo // nil when nothing is there
	stream *os.File    // which it is; nil for none
	// system: the way there goes through what only the system can follow, such as
	// /proc/self/fd/3, so that path is opened as it is.
	system bool
}

// whole reports whether the target is, or becomes, a file that is replaced.
func (t target) whole() bool {
	return t.stream == nil && !t.system && (t.info == nil || t.info.Mode().IsRegular())
}

// find follows a name to what is written to.
func (p Place) find(name string) (target, error) {
	path, unreal := p.Real(name)
	if _, refused := errors.AsType[*LinkError](unreal); refused {
		return target{}, unreal
	}
	// The system has its own say in whether a link may be followed, and knows
	// links whose target is no path.
	info, err := os.Stat(name)
	t := target{name: name, path: path, info: info}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		t.info = nil
		return t, unreal
	case err != nil:
		return t, named("open", name, err)
	case info.IsDir():
		return t, named("write", name, errors.New("it is a directory"))
	}
	if there, err := os.Lstat(path); unreal != nil || err != nil || !os.SameFile(there, info) {
		t.path, t.system = name, true
	}
	for _, s := range p.Streams {
		if info, err := s.Stat(); err == nil && os.SameFile(info, t.info) {
			t.stream = s
		}
	}
	return t, nil
}

// named gives an error of a file the name that was asked for: much is done to
// files under other names.
func named(op, name string, err error) error {
	return &fs.PathError{Op: op, Path: name, Err: fileerr.Bare(err)}
}
