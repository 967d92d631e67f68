package source

import (
	"io"

	"wikiform/internal/writefile"
	"wikiform/provider"
)

// tempFile is where a download goes.
type tempFile struct{ *writefile.Temp }

func newTempFile(dir string) (*tempFile, error) {
	f, err := writefile.NewTemp(dir)
	if err != nil {
		return nil, err
	}
	return &tempFile{f}, nil
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
		return section{io.NewSectionReader(t, 0, size), io.NopCloser(nil)}, nil
	}
	return provider.Body{Size: size, Open: open}
}

func (t *tempFile) close() { t.Close() }
