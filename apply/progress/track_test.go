package progress

import (
	"testing"
	"time"

	"wikiform/apply"
	"wikiform/plan"
	"wikiform/provider"
)

func TestTrackerCountsBytes(t *testing.T) {
	t.Parallel()
	p := &plan.Plan{Changes: []plan.Change{creation("file.a", 1000, 1), creation("file.b", 500, 2), creation("file.url", 0, 3), edition("file.c", 4)}}
	c := func(i int) *plan.Change { return &p.Changes[i] }
	tr := newTracker(p)
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
		tr.take(now, step.event)
		if tr.bytes() != step.bytes || tr.total != step.total || tr.percent() != step.percent {
			t.Errorf("%s: %d of %d bytes, %d%%, want %d of %d, %d%%",
				step.name, tr.bytes(), tr.total, tr.percent(), step.bytes, step.total, step.percent)
		}
	}
}
