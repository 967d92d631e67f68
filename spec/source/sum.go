package source

import (
	"cmp"
	"context"
	"path"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

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
	task := working.Begin(ctx, "hashing sources", len(files))
	defer task.End()
	s := &summing{Tree: t, Summing: o, files: files, task: task, failed: map[int]error{}}
	s.distinct()
	task.Done(len(files) - len(s.first))
	if err := s.run(ctx); err != nil {
		return nil, nil, err
	}

	contents := make(map[spec.Address]provider.Content, len(files))
	var bad problems
	for i := range files {
		n := int(s.of[i])
		if n < 0 {
			continue
		}
		if err := s.failed[n]; err != nil {
			bad.add(files[i], err)
		} else {
			contents[files[i].Address] = s.contents[n]
		}
	}
	return contents, bad.diagnostics(hcl.DiagError), nil
}

// summing is a run of [Tree.Sum]. Paths are numbered as they come first.
type summing struct {
	*Tree
	Summing
	files    []spec.File
	task     *working.Task
	of       []int32 // the path of each file, -1 for none
	first    []int32 // the file that has each path
	contents []provider.Content

	mu     sync.Mutex
	failed map[int]error
	unread []unread
}

// unread is a path that the cache does not know.
type unread struct {
	path int
	real string
}

// distinct finds the paths that files have, each once.
func (s *summing) distinct() {
	s.of = make([]int32, len(s.files))
	known := make(map[string]int32, len(s.files))
	for i := range s.files {
		name := s.files[i].Source.Path
		if s.of[i] = -1; name == "" {
			continue
		}
		n, again := known[path.Clean(name)]
		if !again {
			n = int32(len(s.first))
			known[path.Clean(name)] = n
			s.first = append(s.first, int32(i))
		}
		s.of[i] = n
	}
	s.contents = make([]provider.Content, len(s.first))
}

func (s *summing) name(n int) string { return s.files[s.first[n]].Source.Path }

// run looks at all files first, which is cheap for those that the cache knows, and then
// reads the others, several at a time.
func (s *summing) run(ctx context.Context) error {
	const some = 64 // which mostly lie in one directory
	err := s.each(ctx, len(s.first), some, func(g *glance, n int) {
		real, c, known, err := g.known(s.name(n), s.Summing)
		if err == nil && !known {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.unread = append(s.unread, unread{n, real})
			return
		}
		s.done(n, c, err)
	})
	if err != nil {
		return err
	}
	slices.SortFunc(s.unread, func(a, b unread) int { return cmp.Compare(a.path, b.path) })
	return s.each(ctx, len(s.unread), 1, func(_ *glance, i int) {
		u := s.unread[i]
		c, err := s.hash(ctx, s.name(u.path), u.real, s.Cache)
		s.done(u.path, c, err)
	})
}

func (s *summing) done(n int, c provider.Content, err error) {
	s.task.Done(1)
	if s.contents[n] = c; err != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.failed[n] = err
	}
}

// each does something for numbers below n. Who is free takes the next few.
func (s *summing) each(ctx context.Context, n, few int, do func(g *glance, i int)) error {
	var taken atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	for range min(s.Jobs, (n+few-1)/few) {
		g.Go(func() error {
			look := s.glance()
			defer look.close()
			for {
				end := int(taken.Add(int64(few)))
				begin := end - few
				if begin >= n {
					return nil
				}
				for i := begin; i < min(end, n); i++ {
					if do(look, i); ctx.Err() != nil {
						return ctx.Err()
					}
				}
			}
		})
	}
	return g.Wait()
}

// known is what one file has, if it is as the cache knows it, or larger than what is read.
func (g *glance) known(name string, o Summing) (real string, c provider.Content, known bool, err error) {
	real, info, err := g.stat(name)
	if err != nil {
		return "", provider.Content{}, false, err
	}
	if c, ok := o.Cache.lookup(real, stampOf(info)); ok {
		return real, c, true, nil
	}
	if o.Most > 0 && info.Size() > o.Most {
		return real, provider.Content{Digest: provider.Digest{Size: info.Size()}}, true, nil
	}
	return real, provider.Content{}, false, nil
}

// hash reads one file, and has the cache remember what it has.
func (t *Tree) hash(ctx context.Context, name, real string, remember *Cache) (provider.Content, error) {
	f, info, err := t.open(name)
	if err != nil {
		return provider.Content{}, err
	}
	defer f.Close()
	c, err := read(ctx, name, f, info)
	if err == nil {
		remember.store(real, stampOf(info), c)
	}
	return c, err
}
