package mediawiki

import (
	"fmt"
	"sync"
)

const (
	defaultChunk = 8 << 20
	// leastChunk is where getting smaller ends: below it something else is wrong.
	leastChunk = 16 << 10
)

// chunkSize is how much of a file goes into one request. It starts from what the
// user or we like, and gets smaller when something before the wiki refuses:
// neither PHP's nor a proxy's limit can be asked for (facts §2).
type chunkSize struct {
	mu    sync.Mutex
	now   int64
	least int64
	fixed bool
}

func newChunkSize(want, least int64, fixed bool) *chunkSize {
	if want <= 0 {
		want = defaultChunk
	}
	return &chunkSize{now: max(want, least), least: max(least, 1), fixed: fixed}
}

func (s *chunkSize) size() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// shrink answers the refusal of a request with tried bytes of file, limit being
// what the wiki says that it takes (-1: it does not say). It reports whether a
// smaller request is worth trying; another upload may have shrunk it already.
func (s *chunkSize) shrink(tried, limit int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now < tried {
		return true
	}
	to := tried / 2
	if limit > 0 && limit < tried {
		to = limit
	}
	if s.fixed || to < s.least || to < min(leastChunk, s.now) && limit <= 0 {
		return false
	}
	s.now = to
	return true
}

func (s *chunkSize) hint() string {
	if s.fixed {
		return fmt.Sprintf("requests of %d bytes are too large for the wiki, its PHP or a proxy before it; give a smaller -chunk-size", s.size())
	}
	return "even small requests are refused as too large; look at upload_max_filesize, post_max_size and the proxy's limit"
}
