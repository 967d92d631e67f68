package reconcile

import (
	"context"
	"errors"
	"io/fs"
	"syscall"

	"github.com/hashicorp/hcl/v2"

	"wikiform/provider"
	"wikiform/spec"
	"wikiform/spec/source"
)

// Sources are the contents that a manifest names by paths.
type Sources interface {
	// Sum tells what files have whose source is a path; of one with more bytes than
	// most only the size is known, unless most is 0. What gives no content is told
	// at the line that names it; the error is ctx's, or of nothing in particular.
	Sum(ctx context.Context, files []spec.File, most int64) (map[spec.Address]provider.Content, hcl.Diagnostics, error)
	// Body is a recipe for a content.
	Body(path string) (provider.Body, error)
}

// Disk are sources on this machine.
type Disk struct {
	Tree *source.Tree
	// Hashes opens the cache of their hashes, when something is to be hashed. Nil, and where
	// there is no place for one, such as on a disk that is read-only: all is read again.
	Hashes func() (*source.Cache, error)
	// Warn is told that the cache could not be written, so that the next plan reads
	// all again. Nil: nobody is.
	Warn func(error)
}

// Body implements [Sources].
func (d *Disk) Body(path string) (provider.Body, error) { return d.Tree.Body(path) }

// Sum implements [Sources].
func (d *Disk) Sum(ctx context.Context, files []spec.File, most int64) (map[spec.Address]provider.Content, hcl.Diagnostics, error) {
	var cache *source.Cache
	if d.Hashes != nil {
		var err error
		switch cache, err = d.Hashes(); {
		case err != nil && !noPlace(err):
			return nil, nil, err
		case err != nil && d.Warn != nil:
			d.Warn(err)
		}
	}
	sums, diags, err := d.Tree.Sum(ctx, files, source.Summing{Cache: cache, Most: most})
	if err != nil || diags.HasErrors() {
		return nil, diags, err
	}
	if err := cache.Save(); err != nil && d.Warn != nil {
		d.Warn(err)
	}
	return sums, diags, nil
}

// noPlace reports whether an error means that nothing can be written there at all. What somebody
// has put in the way is another matter.
func noPlace(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) || errors.Is(err, syscall.ENOSPC)
}
