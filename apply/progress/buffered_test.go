package progress

import (
	"fmt"
	"testing"
	"time"

	"wikiform/apply"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// slow is a line with buffers before it: what goes out fills them at once, and what
// is in them arrives at the pace of the line.
type slow struct {
	pace   float64 // bytes a second, of all files together
	buffer float64 // bytes of each connection
	chunk  float64
	files  int
	size   float64
	atOnce int
}

// Over a slow line the time that is left is told from the second minute on, and is
// right within a factor of 1.5, although the buffers take megabytes at once and the
// wiki tells only of whole chunks that it has them.
func TestLeftOfASlowLine(t *testing.T) {
	t.Parallel()
	const kB, mib = 1000, 1 << 20
	for _, s := range []slow{
		{500 * kB, 4 * mib, 16 * mib, 1, 120 * mib, 1},
		{500 * kB, 4 * mib, 5 * mib, 1, 120 * mib, 1},
		{500 * kB, 4 * mib, 1 * mib, 1, 90 * mib, 1},
		{500 * kB, 6 * mib, 100 * mib, 4, 60 * mib, 4},
		{500 * kB, 4 * mib, 8 * mib, 40, 3 * mib, 4},
		{500 * kB, 1 * mib, 8 * mib, 200, 0.5 * mib, 4},
	} {
		name := fmt.Sprintf("%d of %.1f MiB in chunks of %.0f MiB", s.files, s.size/mib, s.chunk/mib)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s.run(t)
		})
	}
}

// onItsWay is a file that is sent.
type onItsWay struct{ arrived, out, taken float64 }

func (s slow) run(t *testing.T) {
	p := &plan.Plan{}
	for i := range s.files {
		p.Changes = append(p.Changes, creation(spec.Address(fmt.Sprint("file.f", i)), int64(s.size), i))
	}
	tr := NewTracker(p, 0)
	start := time.Unix(0, 0)
	const tick = 100 * time.Millisecond
	var told []time.Duration // every second; 0: not told
	active := map[int]*onItsWay{}
	next, ended := 0, 0
	now := start
	for ; ended < s.files; now = now.Add(tick) {
		for len(active) < s.atOnce && next < s.files {
			tr.Take(now, apply.Started{Change: &p.Changes[next]})
			active[next] = &onItsWay{}
			next++
		}
		share := s.pace * tick.Seconds() / float64(len(active))
		for i, f := range active {
			end := min(f.taken+s.chunk, s.size)
			f.arrived = min(f.arrived+share, end)
			f.out = min(f.arrived+s.buffer, end)
			if f.arrived >= end {
				f.taken = end
			}
			tr.Take(now, apply.Progressed{Address: p.Changes[i].Claim.Address, Progress: provider.Progress{
				Phase: provider.Sending, Sent: int64(f.out), Taken: int64(f.taken), Total: int64(s.size)}})
			if f.taken >= s.size {
				tr.Take(now, finished(&p.Changes[i], apply.Done, nil))
				delete(active, i)
				ended++
			}
		}
		tr.observe(now)
		if now.Sub(start)%time.Second == 0 {
			left, _ := tr.eta(now)
			told = append(told, left)
		}
	}
	for second, left := range told {
		really := now.Sub(start) - time.Duration(second)*time.Second
		if second < 60 || really < 5*time.Second {
			continue
		}
		if ratio := left.Seconds() / really.Seconds(); ratio < 1/1.5 || ratio > 1.5 {
			t.Fatalf("after %d s %s are left, told were %s", second, really, left)
		}
	}
}
