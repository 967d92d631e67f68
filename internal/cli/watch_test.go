package cli

import (
	"bytes"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"wikiform/internal/term"
	"wikiform/internal/working"
)

// screen is a stream that remembers when it was written to.
type screen struct {
	mu    sync.Mutex
	text  bytes.Buffer
	first time.Time
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.first.IsZero() {
		s.first = time.Now()
	}
	return s.text.Write(p)
}

// since is how long after began it was written to first.
func (s *screen) since(began time.Time) (time.Duration, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.first.Sub(began), !s.first.IsZero()
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// On a terminal it is said within a second what a plan is at, in one line that leaves
// nothing behind.
func TestWatchOnATerminal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s screen
		line := &term.Transient{Writer: &s}
		began := time.Now()
		var width atomic.Int64
		width.Store(60)
		w := newWatch("Planning", line, true, func() int { return int(width.Load()) })
		ctx := working.With(t.Context(), &w.board)
		task := working.Begin(ctx, "asking the wiki", 3000)
		time.Sleep(time.Second)
		if waited, said := s.since(began); !said || waited > time.Second {
			t.Errorf("said after %s", waited)
		}
		task.Done(1200)
		time.Sleep(4 * time.Second)
		width.Store(30) // the window was made smaller
		time.Sleep(61 * time.Second)
		line.Write([]byte("a note\n"))
		time.Sleep(time.Second)
		task.End()
		w.close()
		w.close()
		out := s.String()
		for _, want := range []string{"\r\x1b[KPlanning, 0s: asking the wiki 0/3,000\r", "\r\x1b[KPlanning, 4s: asking the wiki 1,200/3,000\r", "\r\x1b[KPlanning, 1m5s: asking the w…", "\r\x1b[Ka note\n\r\x1b[KPlanning, "} {
			if !strings.Contains(out, want) {
				t.Errorf("%q is not in %q", want, out)
			}
		}
		if !strings.HasSuffix(out, "\r\x1b[K") || strings.Count(out, "\n") != 1 {
			t.Errorf("left behind: %q", out)
		}
	})
}

// Elsewhere there is a line every half minute, and none for what is quickly done.
func TestWatchInALog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s screen
		w := newWatch("Planning", &term.Transient{Writer: &s}, false, func() int { return 30 })
		task := working.Begin(working.With(t.Context(), &w.board), "duplicates", 3000)
		task.Done(1200)
		time.Sleep(29 * time.Second)
		if s.String() != "" {
			t.Errorf("said too early: %q", s.String())
		}
		time.Sleep(2 * time.Second)
		task.Done(1)
		time.Sleep(30 * time.Second)
		w.close()
		if want := "Planning, 30s: duplicates 1,200/3,000\nPlanning, 1m0s: duplicates 1,201/3,000\n"; s.String() != want {
			t.Errorf("said %q, want %q", s.String(), want)
		}
	})
}

// What is over at once is not worth a line.
func TestWatchOfWhatIsQuick(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s screen
		w := newWatch("Planning", &term.Transient{Writer: &s}, true, func() int { return 80 })
		time.Sleep(300 * time.Millisecond)
		w.close()
		if s.String() != "" {
			t.Errorf("said %q", s.String())
		}
	})
}
