package statedir

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"wikiform/internal/writefile"
)

// Receipts is the folder of receipts, as a path below the directory of the manifests.
var Receipts = filepath.Join(Name, "receipts")

// NewReceipt makes a file for a receipt whose name begins with stem, and of a shard goes on
// with which that is. It gives its path below the directory of the manifests.
func (d Dir) NewReceipt(stem string) (f *writefile.New, path string, err error) {
	folder, err := d.folder(filepath.Base(Receipts))
	if err != nil {
		return nil, "", err
	}
	stem += d.suffix()
	const most = 100 // runs that began in the same second
	for n := 1; ; n++ {
		name := stem + ".json"
		if n > 1 {
			name = fmt.Sprintf("%s-%d.json", stem, n)
		}
		dir, err := writefile.OpenDir(folder)
		if err != nil {
			return nil, "", err
		}
		f, err := writefile.CreateIn(dir, name, 0o600)
		if err == nil {
			return f, filepath.Join(Receipts, name), nil
		}
		if !errors.Is(err, fs.ErrExist) || n == most {
			return nil, "", err
		}
	}
}
