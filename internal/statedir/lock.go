package statedir

import (
	"context"
	"os"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// lockName is the lock that a run of the whole has alone, and that those of shards share.
const lockName = "apply.lock"

// Lock waits until no other run works with the folder, and keeps others from doing so until
// unlock is called. What another one did is found done afterwards. Runs of different shards
// do not wait for one another.
func (d Dir) Lock(ctx context.Context, note func(format string, args ...any)) (unlock func(), err error) {
	waiting := func() { note("Another run of wikiform works in this directory: waiting until it ends.") }
	if d.shard.Whole() {
		return d.lock(ctx, lockName, os.O_RDWR, waiting)
	}
	whole, err := d.lock(ctx, lockName, os.O_RDONLY, waiting)
	if err != nil {
		return nil, err
	}
	own, err := d.lock(ctx, "apply"+d.suffix()+".lock", os.O_RDWR, func() {
		note("Another run of the shard %s works in this directory: waiting until it ends.", d.shard)
	})
	if err != nil {
		whole()
		return nil, err
	}
	return func() { own(); whole() }, nil
}

// lock waits for one lock: for reading it is shared, for writing one's own.
func (d Dir) lock(ctx context.Context, name string, mode int, waiting func()) (unlock func(), err error) {
	path, err := d.file(name)
	if err != nil {
		return nil, err
	}
	type locked struct {
		file *lockedfile.File
		err  error
	}
	got := make(chan locked, 1)
	go func() {
		file, err := lockedfile.OpenFile(path, mode|os.O_CREATE, 0o666)
		got <- locked{file, err}
	}()
	patience := time.After(time.Second)
	for {
		select {
		case l := <-got:
			if l.err != nil {
				return nil, l.err
			}
			return func() { l.file.Close() }, nil
		case <-patience:
			waiting()
		case <-ctx.Done():
			go func() { // nobody wants it any more
				if l := <-got; l.err == nil {
					l.file.Close()
				}
			}()
			return nil, ctx.Err()
		}
	}
}
