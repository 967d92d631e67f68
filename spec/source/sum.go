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
	// which no wiki would take, the size only is known.
	Most int64
}

// Sum hashes the sources of files that are paths, each distinct path once. Files
// whose source is a URL are left out of the result; those whose source gives no
// content are left out too, and told as diagnostics at the line that names the
// source, in order of the manifest. The error is ctx's.
func (t *Tree) Sum(ctx context.Context, files []spec.File, o Summing) (map[spec.Address]provider.Content, hcl.Diagnostics, error) {
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
			s.content, s.err = t.sum(ctx, name, o)
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return nil, nil, err
	}

	contents := make(map[spec.Address]provider.Content, len(files))
	var bad problems
	for _, f := range files {
		if f.Source.Path == "" {
			continue
		}
		s := sums[path.Clean(f.Source.Path)]
		if s.err == nil {
			contents[f.Address] = s.content
		} else {
			bad.add(f, s.err)
		}
	}
	return contents, bad.diagnostics(hcl.DiagError), nil
}

// summed is what came of hashing one path.
type summed struct {
	content provider.Content
	err     error
}

// sum is what one file has, from the cache when the file is as the cache knows it.
func (t *Tree) sum(ctx context.Context, name string, o Summing) (provider.Content, error) {
	real, info, err := t.stat(name)
	if err != nil {
		return provider.Content{}, err
	}
	if c, ok := o.Cache.lookup(real, stampOf(info)); ok {
		return c, nil
	}
	if o.Most > 0 && info.Size() > o.Most {
		return provider.Content{Digest: provider.Digest{Size: info.Size()}}, nil
	}
	f, info, err := t.open(name)
	if err != nil {
		return provider.Content{}, err
	}
	defer f.Close()
	c, err := read(ctx, name, f, info)
	if err == nil {
		o.Cache.store(real, stampOf(info), c)
	}
	return c, err
}
