package source

import (
	"context"
	"crypto/sha1"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"sync"

	"wikiform/internal/filetype"
	"wikiform/internal/writefile"
	"wikiform/provider"
	"wikiform/spec"
)

// Tree is the user's files below one root. Names in it are slash-separated and
// relative to the root; neither ".." nor a symbolic link leads out of it, and
// nothing but regular files is ever opened. It is safe for concurrent use.
type Tree struct {
	root  *os.Root
	fence spec.Fence

	mu   sync.Mutex
	dirs map[string]*listing // by real name, filled when a name has to be looked for
}

// OpenTree makes a tree of root, which stays the caller's to close, after the
// last use of the tree and of every Body that came from it.
func OpenTree(root *os.Root) (*Tree, error) {
	if _, err := root.Stat("."); err != nil {
		return nil, fmt.Errorf("root of the manifest: %w", err)
	}
	return &Tree{root: root, dirs: map[string]*listing{}}, nil
}

// Body is a recipe for the content of one file. Opening it fails once the file
// is no longer the one that it was when Body was called. Errors are
// *provider.Error of kind Source.
func (t *Tree) Body(name string) (provider.Body, error) {
	_, info, err := t.stat(name)
	if err != nil {
		return provider.Body{}, sourceError(err)
	}
	then := stampOf(info)
	open := func() (io.ReadSeekCloser, error) {
		f, info, err := t.open(name)
		if err != nil {
			return nil, sourceError(err)
		}
		if stampOf(info) != then {
			f.Close()
			return nil, sourceError(changed(name))
		}
		return section{io.NewSectionReader(f, 0, then.Size), f}, nil
	}
	return provider.Body{Size: then.Size, Open: open}, nil
}

// section reads the part of a file that was there when it was looked at.
type section struct {
	*io.SectionReader
	io.Closer
}

// Digest hashes one file, without any cache. Errors are *provider.Error of kind
// Source, or ctx's.
func (t *Tree) Digest(ctx context.Context, name string) (provider.Digest, error) {
	f, info, err := t.open(name)
	if err != nil {
		return provider.Digest{}, sourceError(err)
	}
	defer f.Close()
	c, err := read(ctx, name, f, info)
	return c.Digest, sourceError(err)
}

// stat finds the file that name means. Its errors, as those of open, are faults.
func (t *Tree) stat(name string) (real string, info fs.FileInfo, err error) {
	clean := path.Clean(name)
	if outOfTree(name, clean) {
		return "", nil, outside(name)
	}
	real, err = t.find(clean)
	if err != nil {
		return "", nil, err
	}
	if errors.Is(t.fence.Check(t.root.FS(), real), spec.ErrPrivate) {
		return "", nil, private(name)
	}
	info, err = t.root.Stat(real)
	switch {
	case err != nil:
		return "", nil, t.unreadable(name, real, err)
	case info.IsDir():
		return "", nil, isDirectory(name)
	case !info.Mode().IsRegular():
		return "", nil, notRegular(name, info.Mode())
	case info.Size() == 0:
		return "", nil, isEmpty(name)
	}
	return real, info, nil
}

func (t *Tree) open(name string) (*os.File, fs.FileInfo, error) {
	// Looking first, since opening a device may already do something ...
	real, _, err := t.stat(name)
	if err != nil {
		return nil, nil, err
	}
	// ... and looking again, since the name may mean something else by now. A
	// FIFO that took its place must not block.
	f, err := t.root.OpenFile(real, os.O_RDONLY|writefile.Nonblock, 0)
	if err != nil {
		return nil, nil, t.unreadable(name, real, err)
	}
	info, err := f.Stat()
	switch {
	case err != nil:
		err = cannotRead(name, err)
	case !info.Mode().IsRegular():
		err = notRegular(name, info.Mode())
	default:
		return f, info, nil
	}
	f.Close()
	return nil, nil, err
}

var buffers = sync.Pool{New: func() any { return new([256 << 10]byte) }}

// read reads all of f, which info describes, and makes sure that this was one content
// from beginning to end.
func read(ctx context.Context, name string, f *os.File, info fs.FileInfo) (provider.Content, error) {
	buf := buffers.Get().(*[256 << 10]byte)
	defer buffers.Put(buf)

	var is filetype.Type
	sum, size := sha1.New(), int64(0)
	for {
		n, err := f.Read(buf[:])
		if size == 0 {
			if isPointer(buf[:n]) {
				return provider.Content{}, pointer(name)
			}
			is = filetype.Of(buf[:n])
		}
		size += int64(n)
		sum.Write(buf[:n])
		switch {
		case err == io.EOF:
			after, err := f.Stat()
			if err != nil {
				return provider.Content{}, cannotRead(name, err)
			}
			if stampOf(after) != stampOf(info) || size != info.Size() {
				return provider.Content{}, changed(name)
			}
			return provider.Content{Digest: provider.Digest{SHA1: provider.SHA1(sum.Sum(nil)), Size: size}, Type: string(is)}, nil
		case err != nil:
			return provider.Content{}, cannotRead(name, err)
		case ctx.Err() != nil:
			return provider.Content{}, ctx.Err()
		}
	}
}
