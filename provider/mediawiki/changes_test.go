package mediawiki

import (
	"strings"
	"testing"
	"time"

	"wikiform/provider"
)

// What makes no sense, or does not say of which page it is, is never taken for no change.
func TestChangedUntold(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	rev := func(ns int, title string) obj {
		return obj{"ns": ns, "title": title, "revisions": []obj{{"revid": 5, "timestamp": "2026-11-27T12:00:00Z"}}}
	}
	entry := func(more obj) obj {
		e := obj{"logid": 7, "ns": 6, "title": "File:A.png", "type": "move", "action": "move", "timestamp": "2026-11-27T12:00:00Z", "params": obj{}}
		for k, v := range more {
			if e[k] = v; v == nil {
				delete(e, k)
			}
		}
		return e
	}
	event := func(ids any) obj {
		return entry(obj{"ns": -1, "title": "Special:Log/delete", "type": "delete", "action": "event", "params": obj{"type": "logging", "ids": ids}})
	}
	for name, c := range map[string]struct {
		revs, log, events []obj
		untold            string
		titles            int
	}{
		"nothing":                   {},
		"a move":                    {log: []obj{entry(obj{"params": obj{"target_ns": 6, "target_title": "File:B.png"}})}, titles: 2},
		"parameters that are none":  {log: []obj{entry(obj{"params": []obj{}})}, titles: 1},
		"a target that is no text":  {log: []obj{entry(obj{"params": obj{"target_title": 7}})}, titles: 1},
		"a kind that nobody knows":  {log: []obj{entry(obj{"type": "fancy", "action": "swap", "params": obj{"with_ns": 6, "with_title": "File:B.png"}})}, titles: 2},
		"an entry without a title":  {log: []obj{entry(obj{"title": nil, "ns": nil})}, untold: "does not say"},
		"a hidden entry":            {log: []obj{entry(obj{"actionhidden": true})}, untold: "does not say"},
		"revisions of others":       {revs: []obj{rev(0, "A")}, untold: "not of files"},
		"revisions":                 {revs: []obj{rev(6, "Datei:A.png"), rev(6, "Datei:B.png")}, titles: 2},
		"hidden since":              {events: []obj{event([]int{3})}, untold: "hidden"},
		"hidden, as text":           {events: []obj{event([]string{"3"})}, untold: "hidden"},
		"hidden before":             {events: []obj{event([]int{1, 2})}},
		"hidden, and nobody says":   {events: []obj{event([]int{})}, untold: "hidden"},
		"hidden, in other words":    {events: []obj{event(obj{"a": 1})}, untold: "hidden"},
		"hidden, and no number":     {events: []obj{event([]string{"x"})}, untold: "hidden"},
		"hidden before and since":   {events: []obj{event([]int{1}), event([]int{1, 3})}, untold: "hidden"},
		"what is older than wanted": {log: []obj{entry(obj{"timestamp": "2026-11-27T11:59:59Z"})}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &wire{answer: func(q asked) any {
				if q.Get("leaction") != "" {
					return obj{"query": obj{"logevents": c.events}}
				}
				if q.Get("ledir") == "older" { // where the mark was set
					if q.Get("lestart") != "2026-11-27T11:00:00Z" {
						t.Errorf("asked from %s", q.Get("lestart"))
					}
					return obj{"query": obj{"logevents": []obj{entry(obj{"logid": 2, "timestamp": "2026-11-27T11:00:00Z"})}}}
				}
				if q.Get("lestart") != "2026-11-27T12:00:00Z" || q.Get("arvstart") != "2026-11-27T12:00:00Z" {
					t.Errorf("asked from %s and %s", q.Get("lestart"), q.Get("arvstart"))
				}
				return obj{"query": obj{"allrevisions": c.revs, "logevents": c.log}}
			}}
			got, err := dialWire(t, w).Changed(t.Context(), noon, provider.Mark{Log: 2, LogTime: noon.Add(-time.Hour)}, 5)
			if err != nil {
				t.Fatal(err)
			}
			if (c.untold == "") != (got.Untold == "") || !strings.Contains(got.Untold, c.untold) || c.untold == "" && len(got.Titles) != c.titles || got.Lost != "" {
				t.Errorf("%+v", got)
			}
		})
	}
}

// A wiki that was set up again from a backup gives the same numbers once more, to other
// revisions and entries of the log. That these are there says nothing of the mark.
func TestChangedNumbersGivenAgain(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	stamp := func(at time.Time) string { return at.Format(time.RFC3339) }
	answer := func(log, rev time.Time) obj {
		return obj{"query": obj{
			"allrevisions": []obj{{"ns": 6, "title": "File:A.png", "revisions": []obj{{"revid": 5, "timestamp": stamp(rev)}}}},
			"logevents":    []obj{{"logid": 7, "ns": 6, "title": "File:A.png", "type": "upload", "action": "upload", "timestamp": stamp(log), "params": obj{}}},
		}}
	}
	for name, c := range map[string]struct {
		log, rev time.Time // which the numbers have now
		lost     string
	}{
		"as they were":    {noon, noon, ""},
		"another entry":   {noon.Add(time.Minute), noon, "entry 7"},
		"another version": {noon, noon.Add(time.Minute), "revision 5"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &wire{answer: func(q asked) any {
				if q.Get("leaction") != "" {
					return obj{"query": obj{"logevents": []obj{}}}
				}
				return answer(c.log, c.rev)
			}}
			got, err := dialWire(t, w).Changed(t.Context(), noon.Add(-10*time.Minute), provider.Mark{Rev: 5, RevTime: noon, Log: 7, LogTime: noon}, 5)
			if err != nil {
				t.Fatal(err)
			}
			if got.Untold != "" || (got.Lost == "") != (c.lost == "") || !strings.Contains(got.Lost, c.lost) {
				t.Errorf("lost %q, untold %q, want %q", got.Lost, got.Untold, c.lost)
			}
		})
	}
}
