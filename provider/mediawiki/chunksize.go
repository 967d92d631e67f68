package mediawiki

import (
	"fmt"
	"sync"
	"time"

	"wikiform/internal/number"
	"wikiform/provider"
)

const (
	// mostChunk is where growing ends: larger chunks gain nothing, and more is lost
	// when a connection breaks.
	mostChunk = 64 << 20
	// leastChunk is where getting smaller ends: below it something else is wrong.
	leastChunk = 16 << 10
	// leastSlow is where getting smaller for slowness ends: below it the time goes
	// into the requests rather than into their bytes.
	leastSlow = 256 << 10
	// leastTold is where getting smaller ends if the wiki itself names its limit.
	leastTold = 1 << 10
)

// A chunk should take long enough for its bytes to matter beside the request,
// and no longer than a proxy may wait, or than it is worth sending twice.
const (
	quick = 5 * time.Second
	slow  = 30 * time.Second
)

// chunkSize is how much of a file goes into one request. It starts from the user's
// wish or ours, follows the time that chunks take, and never again exceeds what was
// refused: neither PHP's nor a proxy's limit can be asked for (facts §2).
type chunkSize struct {
	mu    sync.Mutex
	now   int64
	start int64
	least int64 // that the wiki takes
	most  int64 // that was not refused so far
	fixed bool
}

func newChunkSize(want, least int64, fixed bool) *chunkSize {
	if want <= 0 {
		want = provider.UsualChunk
	}
	want = max(want, least)
	return &chunkSize{now: want, start: want, least: max(least, 1), most: max(mostChunk, want), fixed: fixed}
}

func (s *chunkSize) size() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// direct is the largest file that goes in one request. It does not grow: what is
// published at once can be neither verified before nor resumed.
func (s *chunkSize) direct() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return min(s.now, s.start)
}

// arrived learns from the time that a chunk took. A chunk of another size than the
// present one teaches nothing: several uploads would hurry each other.
func (s *chunkSize) arrived(sent int64, d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.fixed || sent != s.now:
	case d < quick:
		s.now = max(s.now, min(2*s.now, s.most))
	case d > slow:
		s.now = min(s.now, max(s.now/2, s.least, leastSlow))
	}
}

// brokeOff makes chunks smaller after one of sent bytes did not get through, perhaps
// because of its size. It reports whether a smaller one is worth trying.
func (s *chunkSize) brokeOff(sent int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fixed {
		return false
	}
	if s.now < sent {
		return true
	}
	to := max(sent/2, s.least, leastSlow)
	if to >= sent {
		return false
	}
	s.now = to
	return true
}

// shrink makes chunks smaller after a request with sent bytes of a file was too
// large. limit is what the wiki says that it takes, 0 if it does not say. It reports
// whether a smaller request is worth trying; another upload may have shrunk chunks
// already.
func (s *chunkSize) shrink(sent, limit int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	to := sent / 2
	if limit > 0 && limit < sent {
		to = limit
	}
	if s.now < sent {
		s.most = min(s.most, max(to, s.now))
		return true
	}
	floor := int64(leastChunk)
	if limit > 0 {
		floor = leastTold
	}
	if s.fixed || to < s.least || to < min(floor, s.now) {
		return false
	}
	s.now, s.most = to, to
	return true
}

// refused is the error of a request that was too large, when no size is left to try.
func (s *chunkSize) refused(f *fault) error {
	return f.withError(func(e *provider.Error) {
		if s.fixed {
			e.Cure = provider.CureCommand
			e.Advice = fmt.Sprintf("requests of %s bytes are too large for the wiki, its PHP or a proxy before it; give a smaller -chunk-size", number.Bytes(s.size()))
			return
		}
		e.Cure = provider.CureWiki
		e.Advice = fmt.Sprintf("requests of %s bytes are refused as too large, and smaller ones were not tried; look at upload_max_filesize, post_max_size and the proxy's limit", number.Bytes(s.size()))
	})
}
