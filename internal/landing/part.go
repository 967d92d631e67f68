package landing

import (
	"errors"
	"hash"
	"os"
	"sync"

	"wikiform/internal/writefile"
)

// openPart opens a part to be read and gone on with. What cannot be the beginning of the
// content is begun anew.
func openPart(dir *os.Root, temp string, most int64) (*os.File, error) {
	if info, err := dir.Lstat(temp); err == nil && (!info.Mode().IsRegular() || info.Size() > most) {
		if err := dir.Remove(temp); err != nil {
			return nil, err
		}
	}
	return writefile.ResumeIn(dir, temp, 0o644)
}

// sum writes a part and hashes it on the way.
type sum struct {
	file       *os.File
	hash       hash.Hash
	size, most int64
	left       *budget
	step       func() error
	failed     error // which ended it
}

// errMore is a content that is longer than the wiki says.
var errMore = errors.New("more came than the wiki says")

// Write implements [io.Writer].
func (s *sum) Write(b []byte) (n int, err error) {
	defer func() {
		if err != nil {
			s.failed = err
		}
	}()
	if err := s.step(); err != nil {
		return 0, err
	}
	if s.size+int64(len(b)) > s.most {
		s.size += int64(len(b))
		return 0, errMore
	}
	may, end := s.left.take(int64(len(b)))
	n, err = s.file.Write(b[:may])
	s.hash.Write(b[:n])
	s.size += int64(n)
	if err == nil {
		err = end
	}
	return n, err
}

// budget is how many bytes may come in all.
type budget struct {
	mu         sync.Mutex
	most, took int64
}

// take gives how many of n bytes may come.
func (b *budget) take(n int64) (int64, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.most > 0 && b.took+n > b.most {
		n = b.most - b.took
		b.took = b.most
		return n, ErrBudget
	}
	b.took += n
	return n, nil
}
