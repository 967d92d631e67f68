package sandbox

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// chronicle is the file of a folder's events, one JSON document a line. It only
// grows. Whoever writes holds the lock; who reads stops at the last line end,
// so that a line under way is not seen.
type chronicle struct {
	root *os.Root
	name string // in it
	lock *lockedfile.Mutex
	read int64 // bytes that were replayed
}

func openChronicle(root *os.Root) *chronicle {
	return &chronicle{root: root, name: "events.jsonl", lock: lockedfile.MutexAt(filepath.Join(root.Name(), "lock"))}
}

// catchUp applies the events that were written since it was last called, by
// whatever process. A line that has no end is left alone: it is being written,
// or its writer was killed.
func (c *chronicle) catchUp(s *state) error {
	f, err := c.root.Open(c.name)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.Size() == c.read {
		return err
	}
	if _, err := f.Seek(c.read, io.SeekStart); err != nil {
		return err
	}
	n, err := replay(f, s)
	c.read += n
	if err != nil {
		return fmt.Errorf("%s: at byte %d: %w", f.Name(), c.read, err)
	}
	return nil
}

// replay applies the whole lines of r and gives their length in bytes.
func replay(r io.Reader, s *state) (int64, error) {
	var n int64
	for in := bufio.NewReader(r); ; {
		line, err := in.ReadBytes('\n')
		if err == io.EOF {
			return n, nil
		}
		if err != nil {
			return n, err
		}
		var e event
		if err := json.Unmarshal(bytes.TrimSpace(line), &e); err != nil {
			return n, fmt.Errorf("not an event of a sandbox: %w", err)
		}
		if err := s.apply(e); err != nil {
			return n, err
		}
		n += int64(len(line))
	}
}

// add writes one event behind those that were read. The caller holds the lock
// and has caught up. What a killed writer left behind is cut off.
func (c *chronicle) add(e event) error {
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	f, err := c.root.OpenFile(c.name, os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	if err = f.Truncate(c.read); err == nil {
		if _, err = f.WriteAt(append(line, '\n'), c.read); err != nil {
			f.Truncate(c.read)
		}
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		c.read += int64(len(line)) + 1
	}
	return err
}
