package statedir

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"wikiform/internal/writefile"
)

// ImportNote is what an import of a name wrote, until it is whole. Package landing says
// what is in it.
type ImportNote struct {
	dir  Dir
	file string
}

// Import is the note of an import. Its name has letters, digits, _ and - only.
func (d Dir) Import(name string) ImportNote { return ImportNote{d, "import-" + name + ".json"} }

// maxNote is more than an import writes.
const maxNote = 64 << 20

// Read gives the note; nil when there is none.
func (n ImportNote) Read() ([]byte, error) {
	dir, err := writefile.OpenDir(filepath.Join(n.dir.manifests, Name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	info, err := dir.Lstat(n.file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular() || info.Size() > maxNote:
		return nil, fmt.Errorf("%s/%s is not a note of an import; remove it", Name, n.file)
	}
	f, err := dir.Open(n.file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxNote))
}

// Write keeps a note in place of the one before.
func (n ImportNote) Write(text []byte) error {
	path, err := n.dir.folder()
	if err != nil {
		return err
	}
	dir, err := writefile.OpenDir(path)
	if err != nil {
		return err
	}
	defer dir.Close()
	return writefile.ReplaceIn(dir, n.file, text, 0o600)
}

// Remove takes the note away, if there is one.
func (n ImportNote) Remove() error {
	dir, err := writefile.OpenDir(filepath.Join(n.dir.manifests, Name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer dir.Close()
	if err := dir.Remove(n.file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
