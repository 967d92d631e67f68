package term

import (
	"io"
	"sync"
)

// clearLine goes to the start of the line and clears it.
const clearLine = "\r\x1b[K"

// Transient is a stream below whose text a line can stand that is drawn over and
// over. What is written goes in its place.
type Transient struct {
	io.Writer

	mu    sync.Mutex
	shown string
}

// Write implements [io.Writer].
func (t *Transient) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.draw("")
	return t.Writer.Write(p)
}

// Draw puts a line in the place of the one that is there, "" takes that away. Only a
// stream that [Streams.Redraws] may have one; the line must fit into its columns.
func (t *Transient) Draw(line string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.draw(line)
}

func (t *Transient) draw(line string) {
	if line == t.shown {
		return
	}
	t.shown = line
	io.WriteString(t.Writer, clearLine+line)
}
