package mediawiki

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

func moveEvent(id int, from, to string, more obj) obj {
	e := obj{"logid": id, "ns": 6, "title": from, "pageid": 99, "logpage": 100 + id, "type": "move", "action": "move", "user": "Anna",
		"timestamp": "2026-11-20T08:30:00Z", "comment": "why", "params": obj{"target_ns": 6, "target_title": to, "suppressredirect": false}}
	for k, v := range more {
		e[k] = v
	}
	return e
}

// The log tells where the pages of a title went, as far as it may be told.
func TestMoves(t *testing.T) {
	t.Parallel()
	when := time.Date(2026, 11, 20, 8, 30, 0, 0, time.UTC)
	logs := map[string][]obj{
		"File:A.png": {
			moveEvent(9, "Datei:A.png", "Datei:B x.png", obj{"action": "move_redir"}),
			moveEvent(8, "Datei:A.png", "Benutzer:B.png", obj{"params": obj{"target_ns": 2, "target_title": "Benutzer:B.png"}}),
			{"logid": 7, "type": "move", "action": "move", "actionhidden": true, "userhidden": true, "commenthidden": true, "timestamp": when},
			moveEvent(6, "Datei:A.png", "", obj{"params": []obj{}}),
		},
	}
	w := &wire{answer: func(q asked) any {
		if q.Get("list") != "logevents" || q.Get("letype") != "move" || q.Get("lelimit") != "50" || q.Has("lenamespace") {
			t.Errorf("asked %v", q.Values)
		}
		a := obj{"query": obj{"logevents": append([]obj{}, logs[q.Get("letitle")]...)}}
		if q.Get("letitle") == "File:Long.png" {
			var many []obj
			for i := range 50 {
				many = append(many, moveEvent(100-i, "File:Long.png", "File:"+strconv.Itoa(i)+".png", nil))
			}
			a = obj{"query": obj{"logevents": many}, "continue": obj{"lecontinue": "20261120083000|50", "continue": "-||"}}
		}
		return a
	}}
	got, err := dialWire(t, w).Moves(t.Context(), []provider.Title{"A.png", "Never.png", "Long.png"})
	if err != nil || len(got) != 3 || len(w.seen) != 3 {
		t.Fatalf("%d logs after %d requests, %v", len(got), len(w.seen), err)
	}
	want := provider.MoveLog{Moves: []provider.LoggedMove{
		{ID: 9, Page: 109, To: "B x.png", User: "Anna", Time: when, Reason: "why", Over: true},
		{ID: 8, Page: 108, User: "Anna", Time: when, Reason: "why"},
		{ID: 7, Time: when},
		{ID: 6, Page: 106, User: "Anna", Time: when, Reason: "why"},
	}}
	if diff := cmp.Diff(want, got["A.png"]); diff != "" {
		t.Error(diff)
	}
	if l := got["Never.png"]; l.Moves != nil || l.Cut {
		t.Errorf("never moved: %+v", l)
	}
	if l := got["Long.png"]; len(l.Moves) != 50 || !l.Cut || l.Moves[49].To != "49.png" {
		t.Errorf("many: %d, cut: %v", len(l.Moves), l.Cut)
	}
}

// Of many titles the whole log is read, and what it did not tell for its length is cut.
func TestMovesOfManyTitles(t *testing.T) {
	t.Parallel()
	var titles []provider.Title
	for i := range 51 {
		titles = append(titles, provider.Title(fmt.Sprintf("%d.png", i)))
	}
	for name, pieces := range map[string]int{"whole": 3, "in part": logPieces + 1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &wire{}
			w.answer = func(q asked) any {
				n := len(w.seen)
				a := obj{"query": obj{"logevents": []obj{moveEvent(1000-n, "File:7.png", fmt.Sprintf("File:To %d.png", n), nil), moveEvent(1, "File:Other.png", "File:X.png", nil)}}}
				if n < pieces {
					a["continue"] = obj{"lecontinue": strconv.Itoa(n)}
				}
				return a
			}
			got, err := dialWire(t, w).Moves(t.Context(), titles)
			if err != nil || len(got) != 51 || len(w.seen) != min(pieces, logPieces) || w.seen[0].Get("lenamespace") != "6" {
				t.Fatalf("%d logs after %d requests, %v", len(got), len(w.seen), err)
			}
			cut := pieces > logPieces
			if l := got["7.png"]; len(l.Moves) != min(pieces, logPieces) || l.Cut != cut || l.Moves[0].To != "To 1.png" {
				t.Errorf("moved: %+v", l)
			}
			if l := got["8.png"]; len(l.Moves) != 0 || l.Cut != cut {
				t.Errorf("not moved: %+v", l)
			}
		})
	}
}
