package writefile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// OpenDir opens a directory in which files are written. It must be a directory
// itself: a symbolic link, which a stranger's branch can contain, would make
// wikiform write somewhere else.
func OpenDir(path string) (*os.Root, error) {
	before, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !before.IsDir() {
		return nil, fmt.Errorf("%s is not a directory (nor may it be a link to one); remove it", path)
	}
	dir, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	now, err := dir.Stat(".")
	if err == nil && !os.SameFile(before, now) {
		err = fmt.Errorf("%s was replaced while it was opened", path)
	}
	if err != nil {
		dir.Close()
		return nil, err
	}
	return dir, nil
}

// Dir opens the directory that a name stands for, in which files are written by
// [ReplaceIn]. It is made where nothing but its last part is missing.
func (p Place) Dir(name string) (*os.Root, error) {
	path, err := p.Real(name)
	if err != nil {
		return nil, err
	}
	if err := os.Mkdir(path, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, named("make", name, err)
	}
	return openNamed(path, name)
}

// FoundDir is [Place.Dir] for a directory that is not made: nil where it could be.
func (p Place) FoundDir(name string) (*os.Root, error) {
	path, err := p.Real(name)
	if err != nil {
		return nil, err
	}
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return openNamed(path, name)
}

// openNamed opens the directory at a path that a name stands for.
func openNamed(path, name string) (*os.Root, error) {
	if info, err := os.Stat(path); err == nil && !info.IsDir() { // somebody's, and not to be removed for this
		return nil, fmt.Errorf("%s is not a directory; name another one", name)
	}
	dir, err := OpenDir(path)
	if err != nil {
		return nil, named("open", name, err)
	}
	return dir, nil
}
