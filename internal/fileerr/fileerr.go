// Package fileerr takes file errors apart.
package fileerr

import (
	"errors"
	"io/fs"
	"os"
)

// Bare is the part of a file error that its reader does not know already: without
// the path and the system call that it happened in.
func Bare(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	if e, ok := errors.AsType[*os.LinkError](err); ok {
		return e.Err
	}
	return err
}
