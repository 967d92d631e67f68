package writefile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
)

// OpenBelow opens the directory of a file below root, and makes it where it does not
// exist. Each part of its slash-separated path must be a directory itself: a symbolic link,
// which a branch can bring, would have the file written elsewhere, if only below root.
func OpenBelow(root *os.Root, dir string) (*os.Root, error) {
	if !fs.ValidPath(dir) {
		return nil, fmt.Errorf("%s is no path below %s", dir, root.Name())
	}
	at, err := root.OpenRoot(".")
	if err != nil || dir == "." {
		return at, err
	}
	name := ""
	for part := range strings.SplitSeq(dir, "/") {
		name = path.Join(name, part)
		next, err := openPart(at, part, name)
		at.Close()
		if err != nil {
			return nil, err
		}
		at = next
	}
	return at, nil
}

// openPart opens one directory of another; name is what it is called in errors.
func openPart(dir *os.Root, part, name string) (*os.Root, error) {
	before, err := dir.Lstat(part)
	if errors.Is(err, fs.ErrNotExist) {
		if err := dir.Mkdir(part, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, named("make", name, err)
		}
		before, err = dir.Lstat(part)
	}
	switch {
	case err != nil:
		return nil, named("open", name, err)
	case !before.IsDir():
		return nil, named("open", name, fmt.Errorf("it is %s and no directory", kind(before.Mode())))
	}
	next, err := dir.OpenRoot(part)
	if err != nil {
		return nil, named("open", name, err)
	}
	now, err := next.Stat(".")
	if err == nil && !os.SameFile(before, now) {
		err = errors.New("it was replaced while it was opened")
	}
	if err != nil {
		next.Close()
		return nil, named("open", name, err)
	}
	return next, nil
}
