package writefile

import (
	"fmt"
	"io/fs"
	"os"
)

// OpenForeign opens for reading a regular file of a directory that anybody may have filled,
// and may still: a link leads elsewhere, and a pipe never ends.
func OpenForeign(dir *os.Root, name string) (*os.File, error) {
	info, err := dir.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // opening a device may already do something
		return nil, fmt.Errorf("it is %s and no regular file", kind(info.Mode()))
	}
	return readFound(dir, name, info)
}

// readFound opens what was found, unless something else is there by now, and waits for none.
func readFound(dir *os.Root, name string, info fs.FileInfo) (*os.File, error) {
	return openFound(dir, name, name, info, os.O_RDONLY|Nonblock)
}
