package source

import (
	"io"
	"os"

	"wikiform/provider"
)

// tempFile is a file that is gone when it is closed, and after a crash too where
// an open file can be removed.
type tempFile struct {
	*os.File
	removed bool
}

func newTempFile(dir string) (*tempFile, error) {
	f, err := os.CreateTemp(dir, "wikiform-*")
	if err != nil {
		return nil, err
	}
	return &tempFile{File: f, removed: os.Remove(f.Name()) == nil}, nil
}

// empty throws away what was written.
func (t *tempFile) empty() error {
	if err := t.Truncate(0); err != nil {
		return err
	}
	_, err := t.Seek(0, io.SeekStart)
	return err
}

// body is a recipe for the first size bytes, good until close.
func (t *tempFile) body(size int64) provider.Body {
	open := func() (io.ReadSeekCloser, error) {
		return section{io.NewSectionReader(t.File, 0, size), io.NopCloser(nil)}, nil
	}
	return provider.Body{Size: size, Open: open}
}

func (t *tempFile) close() {
	t.Close()
	if !t.removed {
		os.Remove(t.Name())
		t.removed = true
	}
}
