package receipt

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"sync"
	"time"

	"wikiform/provider"
	"wikiform/spec"
)

// Writer writes a receipt while its run goes on. Several may use it at once.
type Writer struct {
	mu      sync.Mutex
	file    File
	sum     hash.Hash
	entries int
	broken  *WriteError
}

// File is where a receipt goes.
type File interface {
	io.Writer
	// Sync sees to it that what was written is there also after a crash.
	Sync() error
}

// WriteError says that a receipt cannot be written, or no further.
type WriteError struct{ Err error }

func (e *WriteError) Error() string { return fmt.Sprintf("the receipt cannot be written: %v", e.Err) }

// Hint implements [provider.Hinter].
func (e *WriteError) Hint() string {
	return "make room for it and let it be written, or name another place with -receipt-out=FILE; then run again: what is done stays done"
}

// Unwrap gives the cause.
func (e *WriteError) Unwrap() error { return e.Err }

// Begin begins a receipt. Every error of a Writer is a [*WriteError], which stays.
func Begin(file File, h Head) (*Writer, error) {
	w := &Writer{file: file, sum: sha256.New()}
	if err := w.write(headLine(h)); err != nil {
		return nil, err
	}
	return w, nil
}

// Add adds a write. When it returns without an error the receipt has it for good.
func (w *Writer) Add(address spec.Address, write provider.Write) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	line := []byte(",\n")
	if w.entries == 0 {
		line = line[1:]
	}
	if err := w.write(append(line, encoded(Entry{Address: address, Write: write}.member())...)); err != nil {
		return err
	}
	w.entries++
	return nil
}

// Complete adds to a write, of which [Writer.Add] had what the wiki answered, what it showed
// later: a line of its own, that a reader takes for the same write. The disk need not have it
// at once, since the write is in the receipt without it.
func (w *Writer) Complete(address spec.Address, write provider.Write) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.append(append([]byte(",\n"), encoded(Entry{Address: address, Write: write}.member())...))
}

// Entries is how many writes were added.
func (w *Writer) Entries() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.entries
}

// End ends the receipt; nothing is added any more.
func (w *Writer) End(at time.Time, o Outcome) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	line := append([]byte("\n"), endLine(at, o)...)
	w.sum.Write(line)
	return w.write(fmt.Appendf(line, "%x%s", w.sum.Sum(nil), endEnds))
}

// write writes b at once, and for good.
func (w *Writer) write(b []byte) error {
	if err := w.append(b); err != nil {
		return err
	}
	if err := w.file.Sync(); err != nil {
		w.broken = &WriteError{err}
		return w.broken
	}
	return nil
}

func (w *Writer) append(b []byte) error {
	if w.broken != nil {
		return w.broken
	}
	w.sum.Write(b)
	if _, err := w.file.Write(b); err != nil {
		w.broken = &WriteError{err}
		return w.broken
	}
	return nil
}
