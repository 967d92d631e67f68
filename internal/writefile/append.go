package writefile

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// File is a file that is written bit by bit.
type File struct {
	file   *os.File
	name   string
	shared bool // a stream of the process, which stays open
}

// Write implements [io.Writer].
func (f *File) Write(p []byte) (int, error) {
	n, err := f.file.Write(p)
	if err != nil {
		err = named("write", f.name, err)
	}
	return n, err
}

// Sync sees what was written to the disk, where there is one.
func (f *File) Sync() error {
	if err := synced(f.file); err != nil {
		return named("sync", f.name, err)
	}
	return nil
}

// Close implements [io.Closer].
func (f *File) Close() error {
	if f.shared {
		return nil
	}
	if err := f.file.Close(); err != nil {
		return named("close", f.name, err)
	}
	return nil
}

// Append opens the file that a name leads to for writing at its end. A new file
// gets mode, less the umask. A pipe is waited for, until ctx ends.
func (p Place) Append(ctx context.Context, name string, mode fs.FileMode) (*File, error) {
	t, err := p.find(name)
	if err != nil {
		return nil, err
	}
	if !t.whole() {
		return t.open(ctx, os.O_APPEND)
	}
	dir, err := OpenDir(filepath.Dir(t.path))
	if err != nil {
		return nil, named("open", name, err)
	}
	defer dir.Close()
	return appendTo(dir, filepath.Base(t.path), name, mode)
}

// AppendIn opens a file of dir for writing at its end. What is there and no
// regular file is an error.
func AppendIn(dir *os.Root, name string, mode fs.FileMode) (*File, error) {
	return appendTo(dir, name, filepath.Join(dir.Name(), name), mode)
}

func appendTo(dir *os.Root, name, shown string, mode fs.FileMode) (*File, error) {
	const tries = 3 // another run can begin or end the file meanwhile
	var err error
	for range tries {
		var info fs.FileInfo
		var f *os.File
		if info, err = dir.Lstat(name); errors.Is(err, fs.ErrNotExist) {
			f, err = dir.OpenFile(name, os.O_WRONLY|os.O_APPEND|os.O_CREATE|os.O_EXCL, mode)
		} else if err == nil {
			f, err = openRegular(dir, name, shown, info, os.O_APPEND)
		}
		if err == nil {
			return &File{file: f, name: shown}, nil
		}
		if !errors.Is(err, fs.ErrExist) && !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	return nil, named("open", shown, err)
}

// open opens what is written to as it is: a stream, a pipe, a device. A pipe
// without a reader is waited for as long as ctx lasts.
func (t target) open(ctx context.Context, flag int) (*File, error) {
	if t.stream != nil {
		return &File{file: t.stream, name: t.name, shared: true}, nil
	}
	if !t.info.Mode().IsRegular() {
		flag = 0
	}
	type opened struct {
		file *os.File
		err  error
	}
	got := make(chan opened, 1)
	go func() {
		f, err := os.OpenFile(t.path, os.O_WRONLY|flag, 0)
		got <- opened{f, err}
	}()
	select {
	case o := <-got:
		if o.err != nil {
			return nil, named("open", t.name, o.err)
		}
		return &File{file: o.file, name: t.name}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
