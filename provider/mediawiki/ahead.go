package mediawiki

import (
	"io"
	"sync"
)

const (
	// aheadBlock is how much of a file is read and hashed at once.
	aheadBlock = 128 << 10
	// aheadBlocks are so many of them, in memory for each part that is being sent.
	aheadBlocks = 4
)

// aheadReader reads from another reader in a goroutine of its own, a few blocks before it
// is asked for them: so a part is read and hashed while what came before is on the wire.
type aheadReader struct {
	from io.ReadCloser
	full chan block
	free chan []byte
	stop func()
	quit chan struct{}
	done sync.WaitGroup

	now block // what was not read of the last one
}

// block is bytes, and what came with their end.
type block struct {
	memory, rest []byte
	err          error
}

func readAhead(from io.ReadCloser) *aheadReader {
	r := &aheadReader{from: from, full: make(chan block, aheadBlocks), free: make(chan []byte, aheadBlocks), quit: make(chan struct{})}
	r.stop = sync.OnceFunc(func() { close(r.quit) })
	for range aheadBlocks {
		r.free <- nil // which is made when it is needed
	}
	r.done.Go(r.fill)
	return r
}

func (r *aheadReader) fill() {
	for {
		select {
		case <-r.quit:
			return
		case memory := <-r.free:
			if memory == nil {
				memory = make([]byte, aheadBlock)
			}
			n, err := r.from.Read(memory)
			r.full <- block{memory, memory[:n], err} // there is room for all there are
			if err != nil {
				return
			}
		}
	}
}

// Read implements [io.Reader].
func (r *aheadReader) Read(b []byte) (int, error) {
	for len(r.now.rest) == 0 {
		if r.now.err != nil {
			return 0, r.now.err
		}
		if r.now.memory != nil {
			r.free <- r.now.memory
			r.now.memory = nil
		}
		select {
		case r.now = <-r.full:
		case <-r.quit:
			return 0, io.ErrClosedPipe
		}
	}
	n := copy(b, r.now.rest)
	r.now.rest = r.now.rest[n:]
	return n, nil
}

// Close ends the reading, and closes what is read from. It may be called while somebody
// reads, as [net/http] does.
func (r *aheadReader) Close() error {
	r.stop()
	r.done.Wait()
	return r.from.Close()
}
