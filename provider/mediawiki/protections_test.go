package mediawiki

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// What protects pages, and who has protected them, as far as that may be told.
func TestProtections(t *testing.T) {
	t.Parallel()
	when := time.Date(2026, 11, 20, 8, 30, 0, 0, time.UTC)
	w := &wire{answer: func(q asked) any {
		if q.Get("list") == "logevents" {
			if q.Get("letype") != "protect" || q.Get("letitle") != "File:A.png" {
				t.Errorf("asked %v", q.Values)
			}
			return obj{"query": obj{"logevents": []obj{
				{"title": "File:A.png", "type": "protect", "action": "protect", "user": "Vera", "timestamp": when, "comment": "vandals",
					"params": obj{"description": "…", "cascade": false, "details": []obj{}}},
				{"title": "File:A.png", "type": "protect", "action": "unprotect", "userhidden": true, "commenthidden": true, "timestamp": when},
			}}}
		}
		return obj{"query": obj{"pages": []obj{
			{"title": "File:A.png", "pageid": 1, "protection": []obj{
				{"type": "edit", "level": "sysop", "expiry": "infinity"}, {"type": "move", "level": "autoconfirmed", "expiry": "2026-11-20T08:30:00Z"},
				{"type": "edit", "level": "sysop", "expiry": "infinity", "source": "Main Page"}}},
			{"title": "File:B.png", "pageid": 2, "protection": []obj{}},
		}}}
	}}
	c := dialWire(t, w)
	got, err := c.Protections(t.Context(), []provider.Title{"A.png", "B.png"})
	want := map[provider.Title][]provider.Protection{"A.png": {
		{Action: "edit", Level: "sysop"}, {Action: "move", Level: "autoconfirmed", Until: when}, {Action: "edit", Level: "sysop", Source: "Main Page"},
	}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	logs, err := c.Logged(t.Context(), provider.ProtectionLog, []provider.Title{"A.png"})
	log := map[provider.Title]provider.Log{"A.png": {Entries: []provider.LogEntry{
		{Action: "protect", User: "Vera", Time: when, Comment: "vandals"},
		{Action: "unprotect", Time: when, Hidden: true},
	}}}
	if diff := cmp.Diff(log, logs); diff != "" || err != nil {
		t.Error(diff, err)
	}
}
