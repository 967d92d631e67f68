package landing

import (
	"context"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"sync"

	"wikiform/internal/working"
	"wikiform/internal/writefile"
	"wikiform/provider"
)

// Fetching is how contents come.
type Fetching struct {
	// Fetch writes the bytes of a content from an offset on, as they come. Its error is a
	// [*ContentError] where others may come all the same.
	Fetch  func(ctx context.Context, o Original, from int64, w io.Writer) error
	AtOnce int   // how many at a time; 0 is one
	Most   int64 // bytes in all; 0 for no limit
}

// part is where a content is as long as it is not whole. Another content of the same title
// has another part.
func part(o Original) string {
	sum := sha1.Sum([]byte(o.Path + "\x00" + o.SHA1.String()))
	return path.Join(path.Dir(o.Path), half+hex.EncodeToString(sum[:8])+".part")
}

// parts are those that this load may go on with.
func (l *Landing) parts() map[string]bool {
	all := map[string]bool{}
	for _, o := range l.load.Originals {
		if l.found[o.Path] != same {
			all[part(o)] = true
		}
	}
	return all
}

// originals fetches what is not there.
func (l *Landing) originals(ctx context.Context, how Fetching) error {
	var open []Original
	for _, o := range l.load.Originals {
		if l.found[o.Path] != same {
			open = append(open, o)
		}
	}
	if len(open) == 0 {
		return nil
	}
	task := working.Begin(ctx, "fetching originals", len(open))
	defer task.End()
	left := &budget{most: how.Most}
	next := make(chan Original)
	within, end := context.WithCancelCause(ctx)
	defer end(nil)
	var failed failures
	var hands sync.WaitGroup
	for range max(1, how.AtOnce) {
		hands.Go(func() {
			for o := range next {
				err := l.original(within, o, how, left)
				switch {
				case err == nil:
					l.fetched.Add(1)
					task.Done(1)
				case within.Err() != nil:
				case errors.As(err, new(*ContentError)):
					if failed.add(o, err) {
						end(nil)
					}
				default:
					end(err)
				}
			}
		})
	}
	for _, o := range open {
		select {
		case next <- o:
		case <-within.Done():
		}
		if within.Err() != nil {
			break
		}
	}
	close(next)
	hands.Wait()
	if err := context.Cause(within); err != nil && (ctx.Err() != nil || !errors.Is(err, context.Canceled)) {
		return err
	}
	return failed.err()
}

// ContentError is a content that the wiki does not give, or not as it says.
type ContentError struct{ Err error }

func (e *ContentError) Error() string { return e.Err.Error() }

// Unwrap gives the cause.
func (e *ContentError) Unwrap() error { return e.Err }

// original fetches one content into its part, and puts that in its place when it is the
// one that the wiki spoke of.
func (l *Landing) original(ctx context.Context, o Original, how Fetching, left *budget) error {
	if err := l.step(o.Path); err != nil {
		return err
	}
	dir, err := writefile.OpenBelow(l.dir, path.Dir(o.Path))
	if err != nil {
		return err
	}
	defer dir.Close()
	temp := path.Base(part(o))
	const tries = 2 // of a part that turns out to be of something else, the whole once more
	for try := 1; ; try++ {
		resumed, got, err := l.fill(ctx, dir, temp, o, how, left)
		if err != nil {
			return err
		}
		if got == o.Digest {
			break
		}
		if err := dir.Remove(temp); err != nil {
			return err
		}
		if !resumed || try == tries {
			return &ContentError{fmt.Errorf("what came has %d bytes and the SHA-1 %s, and the wiki says %d and %s", got.Size, got.SHA1, o.Size, o.SHA1)}
		}
	}
	if err := l.step("=" + o.Path); err != nil {
		return err
	}
	if err := l.free(dir, o.Path); err != nil {
		return err
	}
	return dir.Rename(temp, path.Base(o.Path))
}

// fill brings a part to its end. It tells whether there was one, and what it is now.
func (l *Landing) fill(ctx context.Context, dir *os.Root, temp string, o Original, how Fetching, left *budget) (resumed bool, got provider.Digest, err error) {
	f, err := openPart(dir, temp, o.Size)
	if err != nil {
		return false, got, err
	}
	w := &sum{file: f, hash: sha1.New(), most: o.Size, left: left, step: func() error { return l.step("+" + o.Path) }}
	if w.size, err = io.Copy(w.hash, reader{ctx, f}); err == nil && w.size < o.Size {
		resumed = w.size > 0
		if err = how.Fetch(ctx, o, w.size, w); w.failed != nil {
			err = w.failed
		}
	}
	if errors.Is(err, errMore) {
		err = nil // it is not what was spoken of, as its sum tells
	}
	if err == nil {
		err = f.Sync()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	return resumed, provider.Digest{SHA1: provider.SHA1(w.hash.Sum(nil)), Size: w.size}, err
}
