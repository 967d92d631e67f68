package progress

import (
	"strings"
	"testing"
	"time"

	"wikiform/apply"
	"wikiform/internal/columns"
	"wikiform/plan"
	"wikiform/provider"
)

func TestTrackerCountsBytes(t *testing.T) {
	t.Parallel()
	p := &plan.Plan{Changes: []plan.Change{creation("file.a", 1000, 1), creation("file.b", 500, 2), creation("file.url", 0, 3), edition("file.c", 4)}}
	c := func(i int) *plan.Change { return &p.Changes[i] }
	tr := NewTracker(p, 0)
	now := time.Unix(0, 0)
	for _, step := range []struct {
		name         string
		event        apply.Event
		bytes, total int64
		percent      int
	}{
		{"started", apply.Started{Change: c(0)}, 0, 1500, 0},
		{"some sent", sending("file.a", 600, 1000), 600, 1500, 0},
		{"an attempt failed", sending("file.a", 0, 1000), 0, 1500, 0},
		{"waiting keeps what was sent", sending("file.a", 400, 1000), 400, 1500, 0},
		{"waits", apply.Progressed{Address: "file.a", Progress: provider.Progress{Phase: provider.Waiting, Wait: time.Second}}, 400, 1500, 0},
		{"publishing", apply.Progressed{Address: "file.a", Progress: provider.Progress{Phase: provider.Publishing}}, 1000, 1500, 0},
		{"done", finished(c(0), apply.Done, nil), 1000, 1500, 25},
		{"another", apply.Started{Change: c(1)}, 1000, 1500, 25},
		{"half of it", sending("file.b", 250, 500), 1250, 1500, 25},
		{"failed", finished(c(1), apply.Failed, nil), 1000, 1000, 50},
		{"of unknown size", apply.Started{Change: c(2)}, 1000, 1000, 50},
		{"downloading it", apply.Progressed{Address: "file.url", Progress: provider.Progress{Phase: apply.Fetching, Sent: 5, Total: 9}}, 1000, 1000, 50},
		{"sending it", sending("file.url", 3, 9), 1003, 1009, 50},
		{"done as well", finished(c(2), apply.Done, nil), 1009, 1009, 75},
		{"an edit", apply.Started{Change: c(3)}, 1009, 1009, 75},
		{"that says it sends", sending("file.c", 10, 10), 1009, 1009, 75},
		{"done at last", finished(c(3), apply.Done, nil), 1009, 1009, 100},
		{"nobody's", sending("file.x", 10, 10), 1009, 1009, 100},
	} {
		now = now.Add(time.Second)
		tr.Take(now, step.event)
		if tr.bytes() != step.bytes || tr.total != step.total || tr.percent() != step.percent {
			t.Errorf("%s: %d of %d bytes, %d%%, want %d of %d, %d%%",
				step.name, tr.bytes(), tr.total, tr.percent(), step.bytes, step.total, step.percent)
		}
	}
}

// While all that is in flight waits for the wiki, nobody knows when it ends.
func TestWaitingForTheWiki(t *testing.T) {
	t.Parallel()
	a, b := creation("file.a", 1000, 1), creation("file.b", 1000, 2)
	tr := NewTracker(&plan.Plan{Changes: []plan.Change{a, b}}, 0)
	now := time.Unix(0, 0)
	say := func(p provider.Progress) {
		tr.Take(now, apply.Progressed{Address: "file.a", Progress: p})
	}
	total := func() string { return totalRow(tr, now, 100).after }
	tr.Take(now, apply.Started{Change: &a})
	for i := range 20 {
		say(provider.Progress{Phase: provider.Sending, Sent: int64(i) * 10, Total: 1000})
		now = now.Add(time.Second)
	}
	for name, c := range map[string]struct {
		progress provider.Progress
		waits    bool
	}{
		"sends":       {provider.Progress{Phase: provider.Sending, Sent: 200, Total: 1000}, false},
		"joins":       {provider.Progress{Phase: provider.Joining, Sent: 1000, Total: 1000}, true},
		"is away":     {provider.Progress{Phase: provider.Waiting, Wait: time.Minute, Why: "no answer"}, true},
		"tries again": {provider.Progress{Phase: provider.Waiting, Why: "sent again"}, false},
	} {
		say(c.progress)
		_, told := tr.eta(now)
		if waits := strings.Contains(total(), "waiting for the wiki"); waits != c.waits || told == c.waits {
			t.Errorf("%s: %q, told %v", name, total(), told)
		}
		if line := overallLine(tr, now); strings.Contains(line, "waiting for the wiki") != c.waits {
			t.Errorf("%s: %q", name, line)
		}
	}
	say(provider.Progress{Phase: provider.Waiting, Wait: time.Minute, Why: "no answer"})
	tr.Take(now, apply.Started{Change: &b})
	tr.Take(now, apply.Progressed{Address: "file.b", Progress: provider.Progress{Phase: provider.Sending, Sent: 10, Total: 1000}})
	if _, told := tr.eta(now); !told {
		t.Errorf("one of two is sent: %q", total())
	}
}

// However narrow the screen, the bar goes before the time that is left.
func TestTimeLeftIsShownLast(t *testing.T) {
	t.Parallel()
	c := creation(`file.plate["0001 of the museum"]`, 1<<30, 1)
	tr := NewTracker(&plan.Plan{Changes: []plan.Change{c}}, 0)
	now := time.Unix(0, 0)
	tr.Take(now, apply.Started{Change: &c})
	for i := range 60 {
		tr.Take(now, sending(c.Claim.Address, int64(i)<<19, 1<<30))
		now = now.Add(time.Second)
	}
	for width := 25; width < 200; width++ {
		lines := statusLines(tr, now, width)
		total := lines[len(lines)-1]
		if !strings.Contains(total, "ETA 33m") || columns.Of(total) > width {
			t.Fatalf("%d columns: %q", width, total)
		}
		if width >= 79 && !strings.Contains(total, "[") {
			t.Errorf("%d columns: no bar: %q", width, total)
		}
	}
}

func TestMessagesBreakBetweenWords(t *testing.T) {
	t.Parallel()
	const text = "file.a: failed: the wiki refuses this"
	if got := shorten("waiting for the wiki to put the chunks together", 30); got != "waiting for the wiki to put…" {
		t.Errorf("shortened to %q", got)
	}
	painted := "\x1b[1mfile.a:\x1b[0m failed: the wiki refuses this"
	for n := 12; n < 50; n++ {
		if got := strings.Join(strings.Fields(wrap(text, n)), " "); got != text {
			t.Errorf("%d columns: words of %q", n, got)
		}
		for line := range strings.SplitSeq(wrap(text, n), "\n") {
			if len(line) > n {
				t.Errorf("%d columns: %q", n, line)
			}
		}
		if got := escapes.ReplaceAllString(wrap(painted, n), ""); got != wrap(text, n) {
			t.Errorf("%d columns: painted %q", n, got)
		}
	}
}
