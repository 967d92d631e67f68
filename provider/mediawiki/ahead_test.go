package mediawiki

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"testing/synctest"
)

type closing struct {
	io.Reader
	closed atomic.Bool
}

func (c *closing) Close() error { c.closed.Store(true); return nil }

// What is read ahead is what there is, with the error that came behind it.
func TestReadAhead(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	for _, size := range []int{0, 1, aheadBlock, aheadBlock + 1, 5*aheadBlocks*aheadBlock + 7} {
		content := make([]byte, size)
		for i := range content {
			content[i] = byte(rand.Uint32())
		}
		for name, want := range map[string]error{"the end": nil, "an error": broken} {
			from := io.Reader(bytes.NewReader(content))
			if want != nil {
				from = io.MultiReader(from, iotest.ErrReader(broken))
			}
			file := &closing{Reader: from}
			r := readAhead(file)
			got, err := io.ReadAll(r)
			if !bytes.Equal(got, content) || !errors.Is(err, want) {
				t.Errorf("%d bytes and %s: %d bytes, %v", size, name, len(got), err)
			}
			if r.Close(); !file.closed.Load() {
				t.Errorf("%d bytes and %s: not closed", size, name)
			}
		}
	}
}

// No more is read than there are blocks for, and closing ends it in the middle, also of a
// Read that waits.
func TestReadAheadIsBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var read atomic.Int64
		file := &closing{Reader: readerFunc(func(b []byte) (int, error) { read.Add(int64(len(b))); return len(b), nil })}
		r := readAhead(file)
		r.Read(make([]byte, 1))
		synctest.Wait()
		if n := read.Load(); n != aheadBlocks*aheadBlock {
			t.Errorf("%d bytes are read for one", n)
		}
		r.Close()
		if !file.closed.Load() {
			t.Error("not closed")
		}

		empty, written := io.Pipe()
		defer written.Close()
		waiting := readAhead(empty)
		ended := make(chan error, 1)
		go func() { _, err := waiting.Read(make([]byte, 1)); ended <- err }()
		synctest.Wait()
		waiting.stop()
		if err := <-ended; !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("a Read that waited ends with %v", err)
		}
		written.Close()
		waiting.Close()
	})
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }
