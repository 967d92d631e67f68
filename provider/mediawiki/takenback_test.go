package mediawiki

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// What was made, and taken back before anybody could see it, is not made again: somebody
// did not want it.
func TestTakenBack(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 11, 20, 8, 30, 0, 400_000_000, time.UTC)
	logged := func(more obj) []obj {
		e := moveEvent(3, "File:A b.png", "File:C.png", obj{"logpage": 7, "user": "Uploader"})
		for k, v := range more {
			e[k] = v
		}
		return []obj{{"logid": 4, "type": "delete", "action": "revision", "user": "Anna", "timestamp": "2026-11-20T08:30:01Z"}, e}
	}
	still := obj{"query": obj{"pages": []obj{{"ns": 6, "title": "File:A b.png", "pageid": 7, "lastrevid": 1, "imagerepository": ""}}}}
	type writer struct {
		step   string
		looks  any // at the title, which shows nothing of the write
		action string
		done   obj
		write  func(*testing.T, *Client) (log int64, err error)
	}
	move := writer{"move", titled(7, 0, 0), "move", movedAnswer(true), func(t *testing.T, c *Client) (int64, error) {
		did, err := c.Move(t.Context(), provider.Move{From: "A b.png", To: "C.png", Page: 7, Redirect: true})
		return did.Log, err
	}}
	moveOn := move
	moveOn.looks = titled(-9, -8, 0) // to a third title
	remove := writer{"delete", still, "delete", obj{"delete": obj{"title": "File:A b.png", "logid": 5}}, func(t *testing.T, c *Client) (int64, error) {
		did, err := c.Delete(t.Context(), provider.Delete{Title: "A b.png", Page: 7})
		return did.Log, err
	}}
	for name, tt := range map[string]struct {
		writer
		log  any
		kind provider.Kind
		says string
		told int64
		asks []string
	}{
		"moved back": {move, logged(nil), provider.Conflict, "moved it away from there since", 3, []string{"move", "look", "query logevents"}},
		"moved on":   {moveOn, logged(nil), provider.Conflict, "moved it away from there since", 3, []string{"move", "look", "query logevents"}},
		"restored":   {remove, logged(obj{"type": "delete", "action": "delete"}), provider.Conflict, "has restored it", 3, []string{"delete", "look", "query logevents"}},
		"not made":   {move, []obj{}, "", "", 0, []string{"move", "look", "query logevents", "move"}},
		"long ago":   {move, logged(obj{"timestamp": "2026-11-20T08:29:59Z"}), "", "", 0, []string{"move", "look", "query logevents", "move"}},
		"by another": {move, logged(obj{"user": "Anna"}), "", "", 0, []string{"move", "look", "query logevents", "move"}},
		"of another": {move, logged(obj{"logpage": 8}), "", "", 0, []string{"move", "look", "query logevents", "move"}},
		"elsewhere":  {move, logged(obj{"params": obj{"target_ns": 6, "target_title": "File:D.png"}}), "", "", 0, []string{"move", "look", "query logevents", "move"}},
		"by nobody":  {move, logged(obj{"user": "", "userhidden": true}), "", "", 0, []string{"move", "look", "query logevents", "move"}},
		"a restoration of ours": {
			remove, logged(obj{"type": "delete", "action": "restore"}), "", "", 5, []string{"delete", "look", "query logevents", "delete"},
		},
		"too much": {
			move, obj{"query": obj{"logevents": logged(nil)[:1]}, "continue": obj{"lecontinue": "20261120083000|2", "continue": "-||"}},
			provider.Lost, "too much of the last moments", 0, []string{"move", "look", "query logevents"},
		},
		"not to be seen": {move, coded("readapidenied", "No."), provider.Lost, "could not be asked whether it was done", 0, []string{"move", "look", "query logevents"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				log := tt.log
				if entries, is := log.([]obj); is {
					log = obj{"query": obj{"logevents": entries}}
				}
				w := &wire{answer: steps{tt.step: {html(502), tt.done}, "look": {tt.looks}, "query logevents": {log}}.answer()}
				c := dialWire(t, w)
				c.session.csrf = "C+\\"
				c.site.Time, c.asked = began, time.Now()
				told, err := tt.write(t, c)
				if provider.KindOf(err) != tt.kind || err != nil && !strings.Contains(err.Error(), tt.says) || told != tt.told {
					t.Errorf("%d, %v", told, err)
				}
				if diff := cmp.Diff(tt.asks, w.asks()); diff != "" {
					t.Errorf("-want +asked:\n%s", diff)
				}
				if q := w.seen[2]; q.Get("leend") != "2026-11-20T08:30:00Z" || q.Get("letitle") != "File:A b.png" {
					t.Errorf("asked for %v", q.Values)
				}
			})
		})
	}
}

// undeleted has what is in a grave restored by a client that looked at half past eight.
func undeleted(t *testing.T, w *wire) error {
	t.Helper()
	c := dialWire(t, w)
	c.session.csrf = "C+\\"
	c.site.Time, c.asked = time.Date(2026, 11, 20, 8, 30, 0, 0, time.UTC), time.Now()
	return c.Undelete(t.Context(), provider.Undelete{Title: "A b.png", Rows: graveRows(t)})
}

// A restoration is not made again where what had come back was deleted since.
func TestRestoredAndDeletedAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := &grave{rows: true, now: free}
		w := &wire{answer: func(q asked) any {
			switch q.what() {
			case "undelete":
				return html(502)
			case "query logevents":
				return obj{"query": obj{"logevents": []obj{
					{"logid": 6, "logpage": 5, "type": "delete", "action": "delete", "user": "Anna", "timestamp": "2026-11-20T08:30:01Z"},
					{"logid": 5, "logpage": 5, "type": "delete", "action": "restore", "user": "Uploader", "timestamp": "2026-11-20T08:30:00Z"},
				}}}
			}
			return g.answer(q)
		}}
		err := undeleted(t, w)
		if provider.KindOf(err) != provider.Conflict || !strings.Contains(err.Error(), "somebody has deleted it since") || w.count("undelete") != 1 {
			t.Errorf("%v: %v", w.asks(), err)
		}
	})
}

// A restoration that was made in part, and whose answer was lost, is told as that: nobody has
// deleted anything since.
func TestRestoredInPartIsNotTakenBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := &grave{rows: true, now: free}
		w := &wire{answer: func(q asked) any {
			switch q.what() {
			case "undelete":
				g.half, g.now = true, pageless
				return html(502)
			case "query logevents":
				return obj{"query": obj{"logevents": []obj{
					{"logid": 5, "logpage": 5, "type": "delete", "action": "restore", "user": "Uploader", "timestamp": "2026-11-20T08:30:00Z"},
				}}}
			}
			return g.answer(q)
		}}
		err := undeleted(t, w)
		if provider.KindOf(err) != provider.Conflict || strings.Contains(err.Error(), "deleted it since") || w.count("undelete") != 1 {
			t.Errorf("%v: %v", w.asks(), err)
		}
	})
}
