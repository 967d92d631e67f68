package landing

import (
	"context"
	"errors"
	"io/fs"
	"os"
)

// Wrote reports whether a file is what a run of an import wrote that is not whole yet.
func Wrote(ctx context.Context, dir *os.Root, notes Notes, name, path string) (bool, error) {
	text, err := notes.Read()
	if err != nil || text == nil {
		return false, err
	}
	l := &Landing{dir: dir}
	sum, err := l.sum(ctx, path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errNoFile) {
		return false, nil
	}
	return err == nil && readNote(text, name).has(path, sum), err
}
