package mediawiki

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// Texts are asked for fifty at a time, of whatever pages. What is hidden is not told,
// also to those who may see it; what nobody asked for counts for nothing.
func TestRevisionTexts(t *testing.T) {
	t.Parallel()
	w := &wire{answer: func(q asked) any {
		if q.HTTP.Method != http.MethodPost || q.Has("titles") || q.Get("prop") != "revisions" {
			t.Errorf("asked %v", q.Values)
		}
		told := func(id int, main obj) obj { return obj{"revid": id, "slots": obj{"main": main}} }
		var a, b []obj
		for s := range strings.SplitSeq(q.Get("revids"), "|") {
			switch id, _ := strconv.Atoi(s); id {
			case 1:
				a = append(a, told(1, obj{"content": "one"}), told(1, obj{"content": "another one"}), told(999, obj{"content": "not asked for"}))
			case 2:
				a = append(a, told(2, obj{"texthidden": true, "sha1hidden": true}))
			case 3:
				a = append(a, told(3, obj{"texthidden": true, "sha1hidden": true, "content": "Secret"}))
			case 51:
				b = append(b, told(51, obj{"content": ""}))
			}
		}
		return obj{"query": obj{"badrevids": obj{"4": obj{"revid": 4, "missing": true}}, "pages": []obj{{"title": "File:A.png", "revisions": a}, {"title": "B", "revisions": b}}}}
	}}
	ids := make([]int64, 51)
	for i := range ids {
		ids[i] = int64(i + 1)
	}
	got, err := dialWire(t, w).RevisionTexts(t.Context(), ids)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[int64]string{1: "one", 51: ""}, got); diff != "" {
		t.Error(diff)
	}
	if n := len(w.asks()); n != 2 {
		t.Errorf("%d requests, want 2", n)
	}
}

// What does not fit into memory together is left out, and no more is asked for.
func TestRevisionTextsAreBounded(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("x", 2<<20)
	w := &wire{answer: func(q asked) any {
		at := 0
		if from := q.Get("rvcontinue"); from != "" {
			at, _ = strconv.Atoi(from)
		}
		ids := strings.Split(q.Get("revids"), "|")
		var revisions []obj
		for _, s := range ids[at:min(at+4, len(ids))] {
			id, _ := strconv.Atoi(s)
			revisions = append(revisions, obj{"revid": id, "slots": obj{"main": obj{"content": text}}})
		}
		a := obj{"query": obj{"pages": []obj{{"title": "A", "revisions": revisions}}}}
		if at+4 < len(ids) {
			a["continue"] = obj{"rvcontinue": strconv.Itoa(at + 4), "continue": "||"}
		}
		return a
	}}
	ids := make([]int64, 200)
	for i := range ids {
		ids[i] = int64(i + 1)
	}
	got, err := dialWire(t, w).RevisionTexts(t.Context(), ids)
	if err != nil {
		t.Fatal(err)
	}
	kept := slices.Sorted(maps.Keys(got))
	if len(kept) != mostTexts/len(text) || kept[len(kept)-1] != int64(len(kept)) {
		t.Errorf("kept %v", kept)
	}
	if n := len(w.asks()); n != 9 {
		t.Errorf("%d requests, want 9", n)
	}
}

// A history is read on from where the wiki stopped, and no further than it is wanted.
func TestPageHistory(t *testing.T) {
	t.Parallel()
	sum := provider.TextSHA1("text")
	w := &wire{answer: func(q asked) any {
		if q.Get("titles") != "File:A.png" || q.Get("rvstartid") != "1000" || q.Has("revids") || q.Get("rvdir") != "" {
			t.Errorf("asked %v", q.Values)
		}
		from := 1000
		if at, id, ok := strings.Cut(q.Get("rvcontinue"), "|"); ok {
			if from, _ = strconv.Atoi(id); at != "20261122100000" {
				t.Errorf("continued at %q", at)
			}
		}
		most, _ := strconv.Atoi(q.Get("rvlimit"))
		var revisions []obj
		for id := from; id > from-most && id > 0; id-- {
			r := revisionBy("File:A.png", id, id-1, "why")
			r["slots"] = obj{"main": obj{"sha1": sum.String()}}
			if id == 999 {
				r["commenthidden"], r["comment"], r["userhidden"] = true, "Secret", true
				r["slots"] = obj{"main": obj{"sha1": sum.String(), "sha1hidden": true, "texthidden": true}}
			}
			revisions = append(revisions, r)
		}
		a := obj{"query": obj{"pages": []obj{{"title": "File:A.png", "pageid": 7, "revisions": revisions}}}}
		if from > most {
			a["continue"] = obj{"rvcontinue": "20261122100000|" + strconv.Itoa(from-most), "continue": "||"}
		}
		return a
	}}
	c := dialWire(t, w)
	for most, requests := range map[int]int{3: 1, 700: 2, 5000: 2} {
		before := len(w.asks())
		got, err := c.PageHistory(t.Context(), "A.png", 1000, most)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(w.asks()) - before; n != requests || len(got) != min(most, 1000) {
			t.Fatalf("%d revisions of at most %d in %d requests", len(got), most, n)
		}
		if r := got[0]; r.ID != 1000 || r.Parent != 999 || r.Page != 7 || r.Comment != "why" || r.TextSHA1 != sum || r.Hidden {
			t.Errorf("the first: %+v", r)
		}
		if r := got[1]; !r.Hidden || r.User != "" || r.Comment != "" || r.TextSHA1.Known() {
			t.Errorf("a hidden one: %+v", r)
		}
	}
}

// A page that is not there has no history, and neither has one whose revision the wiki
// does not know.
func TestNoPageHistory(t *testing.T) {
	t.Parallel()
	for name, a := range map[string]any{
		"no page":           obj{"query": obj{"pages": []obj{{"title": "File:A.png", "missing": true}}}},
		"unknown revision":  coded("badid_rvstartid", "No revision was found for parameter \"rvstartid\"."),
		"nothing from then": obj{"query": obj{"pages": []obj{{"title": "File:A.png", "pageid": 7}}}},
	} {
		w := &wire{answer: func(asked) any { return a }}
		got, err := dialWire(t, w).PageHistory(t.Context(), "A.png", 9, 10)
		if err != nil || len(got) != 0 || len(w.asks()) != 1 {
			t.Errorf("%s: %v, %v, %d requests", name, got, err, len(w.asks()))
		}
	}
}
