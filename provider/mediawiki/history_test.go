package mediawiki

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// Revisions are asked for in batches, and told apart whatever page they are of.
// Of hidden ones there is what is left; one that is not shown is left out.
func TestRevisions(t *testing.T) {
	t.Parallel()
	when := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	sum := provider.TextSHA1("text")
	w := &wire{answer: func(q asked) any {
		if q.Has("titles") || q.Get("prop") != "revisions" || !strings.Contains(q.Get("rvprop"), "slotsha1") {
			t.Errorf("asked %v", q.Values)
		}
		var revisions []obj
		for id := range strings.SplitSeq(q.Get("revids"), "|") {
			switch id {
			case "1":
				revisions = append(revisions, obj{"revid": 1, "parentid": 0, "user": "Anna", "timestamp": when, "tags": []string{"mw-undo"},
					"sha1": sumOf(newBytes), "slots": obj{"main": obj{"sha1": sum.String()}}})
			case "2":
				revisions = append(revisions, obj{"revid": 2, "parentid": 1, "userhidden": true, "timestamp": when, "sha1hidden": true,
					"slots": obj{"main": obj{"sha1hidden": true, "texthidden": true}}})
			case "51":
				revisions = append(revisions, obj{"revid": 51, "parentid": 7, "user": "xx>Bob", "timestamp": when, "sha1": sum.String(), "slots": obj{}},
					obj{"revid": 999, "parentid": 7, "user": "not asked for"})
			}
		}
		return obj{"query": obj{"badrevids": obj{"3": obj{"revid": 3, "missing": true}}, "pages": []obj{{"title": "File:A.png", "revisions": revisions}}}}
	}}
	var ids []int64
	for id := range int64(51) {
		ids = append(ids, id+1)
	}
	got, err := dialWire(t, w).Revisions(t.Context(), ids)
	if err != nil {
		t.Fatal(err)
	}
	want := map[int64]provider.Revision{
		1:  {ID: 1, TextSHA1: sum, User: "Anna", Time: when, Reverts: true, Tags: []string{"mw-undo"}},
		2:  {ID: 2, Parent: 1, Time: when},
		51: {ID: 51, Parent: 7, TextSHA1: sum, User: "xx>Bob", Time: when},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if n := len(w.asks()); n != 2 {
		t.Errorf("%d requests, want 2", n)
	}
}

// Of a long history it is known that it goes on, although the wiki does not say
// so; what a redirect shows of its target and what is shared is no history.
func TestHistories(t *testing.T) {
	t.Parallel()
	versions := func(n int) []obj {
		var all []obj
		for i := range n {
			all = append(all, obj{"timestamp": "2026-11-22T10:00:00Z", "user": fmt.Sprint("User ", i), "sha1": sumOf(newBytes)})
		}
		return all
	}
	hidden := versions(2)
	hidden[1] = obj{"timestamp": "2026-11-21T10:00:00Z", "filehidden": true, "userhidden": true}
	w := &wire{answer: func(q asked) any {
		if q.Get("iilimit") != "50" {
			t.Errorf("asked %v", q.Values)
		}
		return obj{"query": obj{"pages": []obj{
			{"title": "File:Long.png", "imagerepository": "local", "imageinfo": versions(70)},
			{"title": "File:Short.png", "imagerepository": "local", "imageinfo": versions(49)},
			{"title": "File:Hidden.png", "imagerepository": "local", "imageinfo": hidden},
			{"title": "File:Shared.png", "imagerepository": "shared", "imageinfo": versions(1)},
			{"title": "File:Gone.png", "missing": true, "imagerepository": ""},
		}}}
	}}
	got, err := dialWire(t, w).Histories(t.Context(), []provider.Title{"Long.png", "Short.png", "Hidden.png", "Shared.png", "Gone.png"})
	if err != nil {
		t.Fatal(err)
	}
	for title, want := range map[provider.Title]struct {
		versions int
		cut      bool
	}{"Long.png": {50, true}, "Short.png": {49, false}, "Hidden.png": {2, false}} {
		if h := got[title]; len(h.Versions) != want.versions || h.Cut != want.cut {
			t.Errorf("%s: %d versions, cut: %v", title, len(h.Versions), h.Cut)
		}
	}
	if v := got["Hidden.png"].Versions[1]; v.SHA1.Known() || v.User != "" || v.Time.IsZero() {
		t.Errorf("hidden: %+v", v)
	}
	if v := got["Short.png"].Versions; v[0].User != "User 0" || !v[0].SHA1.Known() {
		t.Errorf("the newest: %+v", v[0])
	}
	if len(got) != 3 {
		t.Errorf("%d histories", len(got))
	}
}
