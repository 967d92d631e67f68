package source

import (
	"context"
	"path"
	"runtime"

	"github.com/hashicorp/hcl/v2"
	"golang.org/x/sync/errgroup"

	"wikiform/internal/working"
	"wikiform/provider"
	"wikiform/spec"
)

// Summing is how sources are hashed.
type Summing struct {
	Cache *Cache // spares the reading of files that it knows; may be nil
	Jobs  int    // files at a time; 0: as many as there are processors
	// Most is the size of the largest file that is read; 0: any. Of a larger one,
	// which no wiki would take, the digest has the size only.
	Most int64
}

// Sum hashes the sources of files that are paths, each distinct path once. Files
// whose source is a URL are left out of the result; those whose source gives no
// content are left out too, and told as diagnostics at the line that names the
// source, in order of the manifest. The error is ctx's.
func (t *Tree) Sum(ctx context.Context, files []spec.File, o Summing) (map[spec.Address]provider.Digest, hcl.Diagnostics, error) {
	if o.Jobs <= 0 {
		o.Jobs = runtime.GOMAXPROCS(0)
	}
	sums := map[string]*summed{}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(o.Jobs)
	task := working.Begin(ctx, "hashing sources", len(files))
	defer task.End()
	for _, f := range files {
		name := f.Source.Path
		if name == "" || sums[path.Clean(name)] != nil {
			task.Done(1)
			continue
		}
		s := &summed{}
		sums[path.Clean(name)] = s
		g.Go(func() error {
			defer task.Done(1)
			s.digest, s.err = t.sum(ctx, name, o)
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return nil, nil, err
	}

	digests := make(map[spec.Address]provider.Digest, len(files))
	var bad problems
	for _, f := range files {
		if f.Source.Path == "" {
			continue
		}
		s := sums[path.Clean(f.Source.Path)]
		if s.err == nil {
			digests[f.Address] = s.digest
		} else {
			bad.add(f, s.err)
		}
	}
	return digests, bad.diagnostics(hcl.DiagError), nil
}

// summed is what came of hashing one path.
type summed struct {
	digest provider.Digest
	err    error
}

// sum is the digest of one file, from the cache when the file is as the cache
// knows it.
func (t *Tree) sum(ctx context.Context, name string, o Summing) (provider.Digest, error) {
	real, info, err := t.stat(name)
	if err != nil {
		return provider.Digest{}, err
	}
	if d, ok := o.Cache.lookup(real, stampOf(info)); ok {
		return d, nil
	}
	if o.Most > 0 && info.Size() > o.Most {
		return provider.Digest{Size: info.Size()}, nil
	}
	f, info, err := t.open(name)
	if err != nil {
		return provider.Digest{}, err
	}
	defer f.Close()
	d, err := digest(ctx, name, f, info)
	if err == nil {
		o.Cache.store(real, stampOf(info), d)
	}
	return d, err
}
