package mediawiki

import (
	"fmt"
	"sync"
	"time"

	"wikiform/provider"
)

// Every loop against a wiki ends, whatever the wiki answers. These are the bounds;
// each loop asks the effort of what it serves before it makes a request.
const (
	// patience is how long one request is tried again for a wiki that is out of
	// reach, busy, lagged or read-only, if nobody says otherwise.
	patience = 5 * time.Minute
	// mostPauses is how long all requests of one task pause together, the windows
	// of rate limits not counted.
	mostPauses = time.Hour
	// mostIdle is how many requests in a row a task makes that bring it no further.
	// A wiki that is lagged for as long as we are patient, or a job queue that is
	// waited for, takes half of them.
	mostIdle = 300
	// mostIdleTime is how long such requests take together. Publishing a large file
	// can take 20 minutes and be tried five times.
	mostIdleTime = 3 * time.Hour
	// mostPieces is how many answers one query has. Each has up to 500 rows, or 8 MB.
	mostPieces = 100
	// mostReceived is how many bytes of answers a task reads without coming further.
	// The longest question, for 50 texts of 2 MiB each, brings about 100 MB.
	mostReceived = 192 << 20
	// mostCandidates is how many files of the stash are asked for their sum.
	mostCandidates = 50
	// mostChunks is in how many pieces a file goes to the wiki: no more than that
	// are sent where the wiki takes only small ones.
	mostChunks = 100_000
)

// mostSent is how many bytes are sent for a file of size bytes, everything counted
// that is sent again.
func mostSent(size int64) int64 { return 3*size + 256<<20 }

// effort is what a task (an upload, an edit, a question) has spent, and how far it
// has come for it. All requests that serve the task share it. It is safe for
// concurrent use.
type effort struct {
	mu     sync.Mutex
	scale  int64 // how much more patience there is than usual, at least 1
	paused time.Duration
	sent   int64
	most   int64 // of sent; 0: nothing is sent
	best   int64 // bytes of the file that the wiki had at best
	// Since then:
	idle     int   // requests
	received int64 // bytes of answers
	lost     time.Duration
}

func (c *Client) newEffort() *effort { return &effort{scale: int64(max(1, c.retryFor/patience))} }

// effortFor is for an upload of size bytes.
func (c *Client) effortFor(size int64) *effort {
	e := c.newEffort()
	e.most = mostSent(size)
	return e
}

// begin is asked before each request, n being the bytes of a file in it. Its
// error is a clause that says why no more of them are made.
func (e *effort) begin(n int64) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case e.idle >= int(e.scale)*mostIdle:
		return fmt.Errorf("%d requests in a row brought it no further", e.idle)
	case e.lost > time.Duration(e.scale)*mostIdleTime:
		return fmt.Errorf("nothing of it has moved for %s", e.lost.Round(time.Minute))
	case e.received > mostReceived:
		return fmt.Errorf("the wiki has answered with %d bytes", e.received)
	case n > 0 && e.most > 0 && e.sent+n > e.most:
		return fmt.Errorf("%d bytes were sent for it already", e.sent)
	}
	e.idle++
	e.sent += n
	return nil
}

// took counts what a request took, and what came back.
func (e *effort) took(d time.Duration, answered int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.lost += d
	e.received += int64(answered)
}

// pause takes d of the time for pauses, if that is left.
func (e *effort) pause(d time.Duration) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.paused+d > time.Duration(e.scale)*mostPauses {
		return false
	}
	e.paused += d
	e.lost += d
	return true
}

// reached says that the wiki has so many bytes of the file, and reports whether
// that is more than ever before: only then what was spent was not in vain.
func (e *effort) reached(bytes int64) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if bytes <= e.best {
		return false
	}
	e.best, e.idle, e.received, e.lost = bytes, 0, 0, 0
	return true
}

// exhausted is the fault of a request that is not made any more.
func exhausted(op string, why error) *fault {
	return &fault{offset: -1, limit: -1, err: &provider.Error{
		Kind: provider.Busy, Cure: provider.CureWiki, Op: op, Info: "given up: " + why.Error(),
		Hint: "look at the wiki, and at what stands before it; its administrators can tell from its log what it did with these requests",
	}}
}
