package sandbox

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"time"

	"wikiform/provider"
)

// folder is a vault on disk: blobs by their SHA-1, parts by their file key, and
// drafts that a request is still writing. It reaches nothing outside of its
// directory.
type folder struct{ root *os.Root }

// abandoned is when a draft can belong to no request any more, and a part has
// long expired.
const abandoned = 24 * time.Hour

func openFolder(dir string) (*folder, error) {
	root, err := openRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("sandbox folder: %w", err)
	}
	f := &folder{root}
	if err := f.prepare(); err != nil {
		root.Close()
		return nil, fmt.Errorf("sandbox folder: %w", err)
	}
	return f, nil
}

// openRoot opens a directory, which is made if need be and is no link to one.
func openRoot(dir string) (*os.Root, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	before, err := os.Lstat(dir)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	if now, err := root.Stat("."); err != nil || !os.SameFile(before, now) {
		root.Close()
		return nil, fmt.Errorf("%s is a symbolic link or was replaced while it was opened: name the directory itself", dir)
	}
	return root, nil
}

func (f *folder) prepare() error {
	if err := plain(f.root); err != nil {
		return err
	}
	for _, sub := range []string{"blobs", "parts", "drafts"} {
		if err := f.root.MkdirAll(sub, 0o777); err != nil {
			return err
		}
	}
	for _, sub := range []string{"parts", "drafts"} {
		if err := f.sweep(sub); err != nil {
			return err
		}
	}
	return nil
}

// plain refuses a directory that has anything but directories and regular files
// in it, which somebody else put there: what is written, replaced or swept away
// has to be the sandbox's own.
func plain(root *os.Root) error {
	return fs.WalkDir(root.FS(), ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil, e.IsDir(), e.Type().IsRegular():
			return err
		case e.Type()&fs.ModeSymlink != 0:
			return fmt.Errorf("%s in %s is a symbolic link, and a sandbox makes none: remove it", name, root.Name())
		}
		return fmt.Errorf("%s in %s is no regular file, and a sandbox has no others: remove it", name, root.Name())
	})
}

// sweep removes what nobody will ask for again.
func (f *folder) sweep(sub string) error {
	entries, err := fs.ReadDir(f.root.FS(), sub)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil && time.Since(info.ModTime()) > abandoned {
			f.root.Remove(path.Join(sub, e.Name()))
		}
	}
	return nil
}

func blobName(sum provider.SHA1) string { return path.Join("blobs", sum.String()) }

func partName(key string) string { return path.Join("parts", key) }

type fileDraft struct {
	*os.File
	folder *folder
	name   string
}

func (d fileDraft) open() (blob, error) { return d.folder.root.Open(d.name) }

func (d fileDraft) discard() {
	d.Close()
	d.folder.root.Remove(d.name)
}

func (f *folder) create() (draft, error) {
	name := path.Join("drafts", rand.Text())
	file, err := f.root.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	return fileDraft{file, f, name}, err
}

func (f *folder) keep(d draft, sum provider.SHA1) error {
	from, to := d.(fileDraft).name, blobName(sum)
	if err := f.root.Link(from, to); err == nil || errors.Is(err, fs.ErrExist) {
		return nil
	}
	return f.root.Rename(from, to) // a file system without links
}

func (f *folder) open(sum provider.SHA1) (blob, error) { return f.root.Open(blobName(sum)) }

func (f *folder) extend(key string, at int64, d draft) error {
	from, err := d.open()
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := f.root.OpenFile(partName(key), os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	err = appendAt(to, at, from)
	if closed := to.Close(); err == nil {
		err = closed
	}
	return err
}

// appendAt writes from into to at an offset. What lies behind it came from a
// chunk whose event was never written.
func appendAt(to *os.File, at int64, from io.Reader) error {
	end, err := to.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if end < at {
		return fmt.Errorf("%s ends before %d", to.Name(), at)
	}
	if err := to.Truncate(at); err != nil {
		return err
	}
	if _, err := to.Seek(at, io.SeekStart); err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	return err
}

type openPart struct {
	io.ReadSeeker
	io.Closer
}

func (f *folder) part(key string, size int64) (blob, error) {
	file, err := f.root.Open(partName(key))
	if err != nil {
		return nil, err
	}
	return openPart{io.NewSectionReader(file, 0, size), file}, nil
}

func (f *folder) drop(key string) { f.root.Remove(partName(key)) }

func (f *folder) close() error { return f.root.Close() }
