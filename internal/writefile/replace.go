package writefile

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"wikiform/internal/fileerr"
)

// Replace writes the text as the whole of the file that a name leads to. A new
// file gets mode, less the umask. Into what is no regular file the text is
// written as it is; a pipe is waited for, until ctx ends.
func (p Place) Replace(ctx context.Context, name string, text []byte, mode fs.FileMode) error {
	return p.Stream(ctx, name, whole(text), mode)
}

// Stream is [Place.Replace] for a text that write gives piece by piece. Where that fails, a
// file stays as it was; what is no regular file has got what came before.
func (p Place) Stream(ctx context.Context, name string, write func(io.Writer) error, mode fs.FileMode) error {
	t, err := p.find(name)
	if err != nil {
		return err
	}
	if !t.whole() {
		return t.pour(ctx, write)
	}
	dir, err := OpenDir(filepath.Dir(t.path))
	if err != nil {
		return named("open", name, err)
	}
	defer dir.Close()
	return replace(dir, temporary(), filepath.Base(t.path), name, write, mode)
}

// pour writes a text into what is written to as it is, unless ctx ends: who
// reads a pipe may not go on.
func (t target) pour(ctx context.Context, write func(io.Writer) error) error {
	f, err := t.open(ctx, os.O_TRUNC)
	if err != nil {
		return err
	}
	giveUp := func() { f.file.SetWriteDeadline(time.Unix(1, 0)) } // fails where nothing can block
	if !f.shared {
		defer context.AfterFunc(ctx, giveUp)()
	}
	err = write(f)
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil && ctx.Err() != nil {
		err = ctx.Err()
	}
	return err
}

// ReplaceIn writes the text as the whole of a file of dir. What is there and no
// regular file is an error.
func ReplaceIn(dir *os.Root, name string, text []byte, mode fs.FileMode) error {
	return replace(dir, temporary(), name, filepath.Join(dir.Name(), name), whole(text), mode)
}

// StreamIn is [ReplaceIn] for a text that write gives piece by piece.
func StreamIn(dir *os.Root, name string, write func(io.Writer) error, mode fs.FileMode) error {
	return replace(dir, temporary(), name, filepath.Join(dir.Name(), name), write, mode)
}

// whole gives a text in one piece.
func whole(text []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	}
}

// ReplaceBy is [ReplaceIn] by a temporary file with a name that the caller has for nothing
// else, and by which it finds what a killed run left: that is overwritten.
func ReplaceBy(dir *os.Root, temp, name string, text []byte, mode fs.FileMode) error {
	shown := filepath.Join(dir.Name(), name)
	if info, err := dir.Lstat(temp); err == nil && info.Mode().IsRegular() {
		if err := dir.Remove(temp); err != nil {
			return named("write", shown, err)
		}
	}
	return replace(dir, temp, name, shown, whole(text), mode)
}

func temporary() string { return ".wikiform-" + rand.Text() }

// replace is the one way in which a whole file is written: a reader, and whoever
// comes after a loss of power, finds the old text or the new one. shown is the
// file's name in errors.
func replace(dir *os.Root, temp, name, shown string, write func(io.Writer) error, mode fs.FileMode) error {
	before, err := existing(dir, name, shown)
	if err != nil {
		return err
	}
	err = fill(dir, temp, write, before, mode)
	if err == nil {
		err = dir.Rename(temp, name)
	}
	if err != nil {
		dir.Remove(temp)
		return named("write", shown, err)
	}
	if d, err := dir.Open("."); err == nil {
		d.Sync() // not every system can; the file itself is safe
		d.Close()
	}
	return nil
}

// existing is what is there under the name and may be replaced; nil when nothing
// is there. What its user may not write is not replaced behind their back.
func existing(dir *os.Root, name, shown string) (fs.FileInfo, error) {
	info, err := dir.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, named("open", shown, err)
	}
	f, err := openRegular(dir, name, shown, info, 0)
	if err != nil {
		return nil, err
	}
	return info, f.Close()
}

// openRegular opens for writing the regular file that info describes.
func openRegular(dir *os.Root, name, shown string, info fs.FileInfo, flag int) (*os.File, error) {
	return openFound(dir, name, shown, info, os.O_WRONLY|flag)
}

// openFound opens a file just as it was found.
func openFound(dir *os.Root, name, shown string, info fs.FileInfo, flag int) (*os.File, error) {
	if !info.Mode().IsRegular() {
		return nil, named("write", shown, fmt.Errorf("it is %s and no regular file", kind(info.Mode())))
	}
	f, err := dir.OpenFile(name, flag, 0)
	if err != nil {
		return nil, named("open", shown, err)
	}
	now, err := f.Stat()
	if err == nil && !os.SameFile(info, now) {
		err = errors.New("it was replaced while it was opened")
	}
	if err != nil {
		f.Close()
		return nil, named("open", shown, err)
	}
	return f, nil
}

// fill writes a new file and sees it to the disk.
func fill(dir *os.Root, name string, write func(io.Writer) error, before fs.FileInfo, mode fs.FileMode) error {
	if before != nil {
		mode = 0o600 // until it is as the other one
	}
	f, err := dir.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return fmt.Errorf("no file can be made in its directory: %w", fileerr.Bare(err))
	}
	if before != nil {
		err = alike(f, before)
	}
	if err == nil {
		err = write(f)
	}
	if err == nil {
		err = synced(f)
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	return err
}

// alike gives a new file the owner, where that can be done, and the mode of the
// one that it takes the place of.
func alike(f *os.File, before fs.FileInfo) error {
	own(f, before)
	return f.Chmod(before.Mode().Perm())
}

// synced sees a file to the disk, where the system can.
func synced(f *os.File) error {
	err := f.Sync()
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) {
		return nil
	}
	return err
}

func kind(m fs.FileMode) string {
	switch {
	case m.IsDir():
		return "a directory"
	case m&fs.ModeSymlink != 0:
		return "a symbolic link"
	case m&fs.ModeNamedPipe != 0:
		return "a pipe"
	case m&fs.ModeDevice != 0:
		return "a device"
	}
	return "something else"
}
