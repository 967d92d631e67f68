package writefile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// ResumeIn opens a file of dir to be read and gone on with, and makes it where there is
// none; whoever is given it closes it. What is there and no regular file is an error.
func ResumeIn(dir *os.Root, name string, mode fs.FileMode) (*os.File, error) {
	shown := filepath.Join(dir.Name(), name)
	info, err := dir.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		f, err := dir.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, mode)
		if err != nil {
			return nil, named("write", shown, err)
		}
		return f, nil
	}
	if err != nil {
		return nil, named("open", shown, err)
	}
	return openFound(dir, name, shown, info, os.O_RDWR)
}
