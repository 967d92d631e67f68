package sandbox

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"wikiform/provider"
)

// folder is a vault on disk: blobs by their SHA-1, parts by their file key, and
// drafts that a request is still writing.
type folder struct{ dir string }

// abandoned is when a draft can belong to no request any more, and a part has
// long expired.
const abandoned = 24 * time.Hour

func openFolder(dir string) (*folder, error) {
	f := &folder{dir}
	for _, sub := range []string{"blobs", "parts", "drafts"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o777); err != nil {
			return nil, fmt.Errorf("sandbox folder: %w", err)
		}
	}
	for _, sub := range []string{"parts", "drafts"} {
		if err := f.sweep(sub); err != nil {
			return nil, fmt.Errorf("sandbox folder: %w", err)
		}
	}
	return f, nil
}

// sweep removes what nobody will ask for again.
func (f *folder) sweep(sub string) error {
	entries, err := os.ReadDir(filepath.Join(f.dir, sub))
	if err != nil {
		return err
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil && time.Since(info.ModTime()) > abandoned {
			os.Remove(f.path(sub, e.Name()))
		}
	}
	return nil
}

func (f *folder) path(kind, name string) string { return filepath.Join(f.dir, kind, name) }

type fileDraft struct{ *os.File }

func (d fileDraft) open() (blob, error) { return os.Open(d.Name()) }

func (d fileDraft) discard() {
	d.Close()
	os.Remove(d.Name())
}

func (f *folder) create() (draft, error) {
	file, err := os.CreateTemp(f.path("drafts", ""), "")
	return fileDraft{file}, err
}

func (f *folder) keep(d draft, sum provider.SHA1) error {
	from, to := d.(fileDraft).Name(), f.path("blobs", sum.String())
	if err := os.Link(from, to); err == nil || errors.Is(err, fs.ErrExist) {
		return nil
	}
	return os.Rename(from, to) // a file system without links
}

func (f *folder) open(sum provider.SHA1) (blob, error) { return os.Open(f.path("blobs", sum.String())) }

func (f *folder) extend(key string, at int64, d draft) error {
	from, err := d.open()
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.OpenFile(f.path("parts", key), os.O_CREATE|os.O_WRONLY, 0o666)
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
	file, err := os.Open(f.path("parts", key))
	if err != nil {
		return nil, err
	}
	return openPart{io.NewSectionReader(file, 0, size), file}, nil
}

func (f *folder) drop(key string) { os.Remove(f.path("parts", key)) }
