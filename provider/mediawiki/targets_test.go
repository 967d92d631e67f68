package mediawiki

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// Each redirect leads one step on, whatever the wiki says besides, and however it
// calls the namespace.
func TestTargets(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", mostLine+1)
	w := &wire{answer: func(q asked) any {
		if q.Get("redirects") != "1" || q.Has("prop") {
			t.Errorf("asked %v", q.Values)
		}
		return obj{"query": obj{
			"normalized": []obj{
				{"fromencoded": false, "from": "File:one.png", "to": "Datei:One.png"}, {"fromencoded": true, "from": "File%3ACafe%CC%81.png", "to": "Datei:Café.png"},
				{"fromencoded": false, "from": "File:Two.png", "to": "Datei:Two.png"}, {"fromencoded": false, "from": "File:Self.png", "to": "Datei:Self.png"},
				{"fromencoded": false, "from": "File:Long.png", "to": "Datei:Long.png"}, {"fromencoded": false, "from": "File:None.png", "to": "Datei:None.png"},
			},
			"redirects": []obj{
				{"from": "Datei:One.png", "to": "Datei:Two.png", "tofragment": "part"}, {"from": "Datei:Two.png", "to": "Aim"}, {"from": "Datei:Aim", "to": "Datei:None.png"},
				{"from": "Datei:Café.png", "to": "wikipedia:Café", "tointerwiki": "wikipedia"}, {"from": "Datei:Self.png", "to": "Datei:Self.png"},
				{"from": "Datei:Long.png", "to": long}, {"from": "Datei:None.png", "to": ""},
			},
		}}
	}}
	got, err := dialWire(t, w).Targets(t.Context(), []provider.Title{"one.png", "Two.png", "Cafe\u0301.png", "Self.png", "Long.png", "None.png", "Unasked.png"})
	want := map[provider.Title]string{"one.png": "Datei:Two.png", "Two.png": "Aim", "Cafe\u0301.png": "wikipedia:Café", "Self.png": "Datei:Self.png", "Long.png": clip(long)}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

// Of circles alone there is nothing in the answer but their steps, and of a wiki that
// was asked about nothing redirected nothing at all.
func TestTargetsWithoutPages(t *testing.T) {
	t.Parallel()
	titles := make([]provider.Title, 60)
	for i := range titles {
		titles[i] = provider.Title(fmt.Sprintf("%d.png", i))
	}
	w := &wire{answer: func(q asked) any {
		if strings.Contains(q.Get("titles"), "File:50.png") {
			return obj{"batchcomplete": true, "query": obj{"redirects": []obj{{"from": "File:50.png", "to": "File:51.png"}, {"from": "File:51.png", "to": "File:50.png"}}}}
		}
		return obj{"batchcomplete": true}
	}}
	got, err := dialWire(t, w).Targets(t.Context(), titles)
	if err != nil || len(got) != 2 || got["50.png"] != "File:51.png" || got["51.png"] != "File:50.png" || len(w.seen) != 2 {
		t.Errorf("%v after %d requests, %v", got, len(w.seen), err)
	}
	if got, err = dialWire(t, w).Targets(t.Context(), nil); err != nil || len(got) != 0 || len(w.seen) != 0 {
		t.Errorf("%v after %d requests, %v", got, len(w.seen), err)
	}
}
