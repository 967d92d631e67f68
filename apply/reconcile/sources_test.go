package reconcile_test

import (
	"errors"
	"io/fs"
	"syscall"
	"testing"

	"wikiform/apply/reconcile"
	"wikiform/spec"
	"wikiform/spec/source"
)

// The cache of hashes decides nothing: where there is no place for it, all is read, and that is
// said. What somebody has put there in its place stops a plan.
func TestNoPlaceForHashes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err   error
		fatal bool
	}{
		"a read-only disk":    {&fs.PathError{Op: "mkdir", Path: ".wikiform", Err: syscall.EROFS}, false},
		"somebody's folder":   {&fs.PathError{Op: "mkdir", Path: ".wikiform", Err: syscall.EACCES}, false},
		"a full disk":         {&fs.PathError{Op: "mkdir", Path: ".wikiform", Err: syscall.ENOSPC}, false},
		"a link in its place": {errors.New(".wikiform is not a directory"), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFolder(t, "")
			tree, err := source.OpenTree(f.root)
			if err != nil {
				t.Fatal(err)
			}
			var warned error
			disk := &reconcile.Disk{Tree: tree, Hashes: func() (*source.Cache, error) { return nil, c.err }, Warn: func(err error) { warned = err }}
			file := spec.File{Address: "file.a", Source: spec.Source{Path: "a.png"}}
			sums, diags, err := disk.Sum(t.Context(), []spec.File{file}, 0)
			if c.fatal {
				if !errors.Is(err, c.err) {
					t.Errorf("the error is %v", err)
				}
				return
			}
			if err != nil || diags.HasErrors() || !sums[file.Address].SHA1.Known() || !errors.Is(warned, c.err) {
				t.Errorf("sums %v, warned of %v: %v %v", sums, warned, diags, err)
			}
		})
	}
}
