package source

import (
	"crypto/rand"
	"fmt"
	"os"
)

// OpenDir opens a directory of wikiform's own, such as .wikiform. It must be a
// directory itself: a symbolic link, which a stranger's branch can contain,
// would make wikiform write somewhere else.
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

// Replace writes a file of dir whole or not at all: a reader sees the old text
// or the new one.
func Replace(dir *os.Root, name string, text []byte) error {
	temp := name + "." + rand.Text()
	err := dir.WriteFile(temp, text, 0o644)
	if err == nil {
		err = dir.Rename(temp, name)
	}
	if err != nil {
		dir.Remove(temp)
	}
	return err
}
