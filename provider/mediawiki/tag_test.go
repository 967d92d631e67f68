package mediawiki

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

func TestTag(t *testing.T) {
	t.Parallel()
	entry := func(more obj) obj {
		e := obj{"revid": 7, "status": "success"}
		for k, v := range more {
			e[k] = v
		}
		return obj{"tag": []obj{e}}
	}
	added := entry(obj{"actionlogid": 9, "added": []string{"one", "two"}, "removed": []string{}})
	has := func(tags ...string) obj {
		return obj{"query": obj{"pages": []obj{{"pageid": 3, "ns": 6, "title": "File:A b.png", "revisions": []obj{{"revid": 7, "user": "Uploader", "tags": tags}}}}}}
	}
	gone := obj{"query": obj{"badrevids": obj{"7": obj{"revid": 7, "missing": true}}}}
	for name, tt := range map[string]struct {
		wiki steps
		kind provider.Kind
		says string
		asks []string
	}{
		"added":             {wiki: steps{"tag": {added}}, asks: []string{"tag"}},
		"had them":          {wiki: steps{"tag": {entry(obj{"noop": true})}}, asks: []string{"tag"}},
		"no such revision":  {wiki: steps{"tag": {entry(obj{"status": "error", "code": "nosuchrevid", "text": "There is no revision with ID 7."})}}, kind: provider.Conflict, says: "tag: nosuchrevid: There is no revision", asks: []string{"tag"}},
		"blocked there":     {wiki: steps{"tag": {entry(obj{"status": "error", "code": "blocked", "text": "You are blocked."})}}, kind: provider.Blocked, says: "You are blocked.", asks: []string{"tag"}},
		"refused":           {wiki: steps{"tag": {entry(obj{"status": "failure", "errors": []obj{{"code": "tags-update-no-permission", "text": "No."}}})}}, kind: provider.Denied, says: "No.", asks: []string{"tag"}},
		"too many":          {wiki: steps{"tag": {entry(obj{"status": "skipped"})}}, kind: provider.Busy, says: "too many tags", asks: []string{"tag"}},
		"something strange": {wiki: steps{"tag": {entry(obj{"status": "later"})}}, kind: provider.Unavailable, says: `the wiki answered "later"`, asks: []string{"tag"}},
		"another revision":  {wiki: steps{"tag": {entry(obj{"revid": 8})}}, kind: provider.Unavailable, says: "does not say", asks: []string{"tag"}},
		"no answer to it":   {wiki: steps{"tag": {obj{}}}, kind: provider.Unavailable, says: "does not say", asks: []string{"tag"}},
		"no right":          {wiki: steps{"tag": {coded("permissiondenied", "No.")}}, kind: provider.Denied, says: "No.", asks: []string{"tag"}},
		"lost, and added":   {wiki: steps{"tag": {errReset}, "query": {has("two", "one", "other")}}, asks: []string{"tag", "query"}},
		"lost, and not":     {wiki: steps{"tag": {html(504), added}, "query": {has("one")}}, asks: []string{"tag", "query", "tag"}},
		"lost, and gone":    {wiki: steps{"tag": {html(504)}, "query": {gone}}, kind: provider.Conflict, says: "no longer shows revision 7", asks: []string{"tag", "query"}},
		"not to be seen":    {wiki: steps{"tag": {html(504)}, "query": {coded("readapidenied", "No.")}}, kind: provider.Lost, says: "could not be asked whether it was done", asks: []string{"tag", "query"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := &wire{answer: tt.wiki.answer()}
				c := dialWire(t, w)
				c.session.csrf = "C+\\"
				err := c.Tag(t.Context(), provider.Tagging{Title: "A b.png", Rev: 7, Tags: []string{"one", "two"}, Reason: "why"})
				if provider.KindOf(err) != tt.kind || err != nil && !strings.Contains(err.Error(), tt.says) {
					t.Errorf("%v", err)
				}
				if diff := cmp.Diff(tt.asks, w.asks()); diff != "" {
					t.Errorf("-want +asked:\n%s", diff)
				}
				q := w.seen[0]
				if q.Get("revid") != "7" || q.Get("add") != "one|two" || q.Get("reason") != "why" || q.Get("token") != "C+\\" || q.Has("remove") || q.Has("logid") {
					t.Errorf("sent %v", q.Values)
				}
			})
		})
	}
}

// The wiki counts tags by themselves, and has had two names for that.
func TestTagsArePaced(t *testing.T) {
	t.Parallel()
	for _, limit := range []string{"changetags", "changetag"} {
		synctest.Test(t, func(t *testing.T) {
			var limits rateLimits
			if err := json.Unmarshal([]byte(`{"`+limit+`":{"newbie":{"hits":3,"seconds":60}}}`), &limits); err != nil {
				t.Fatal(err)
			}
			w := &wire{answer: func(asked) any { return obj{"tag": []obj{{"revid": 7, "status": "success", "noop": true}}} }}
			c := dialWire(t, w)
			c.session.csrf, c.pace = "C+\\", newPacer(provider.Rate{}, limits, false)
			began := time.Now()
			for range 3 {
				if err := c.Tag(t.Context(), provider.Tagging{Title: "A.png", Rev: 7, Tags: []string{"one"}}); err != nil {
					t.Fatal(err)
				}
			}
			if took := time.Since(began); took < time.Minute || took > 2*time.Minute {
				t.Errorf("%s: three took %s", limit, took)
			}
		})
	}
}

func TestLastRevisions(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	made := func(page, rev int64, tags ...string) obj {
		return obj{"userid": 3, "user": "Uploader", "pageid": page, "revid": rev, "parentid": 1, "timestamp": day.Add(time.Duration(rev) * time.Second), "tags": append([]string{}, tags...)}
	}
	for name, tt := range map[string]struct {
		most     int
		rows     [][]obj
		limit    string
		requests int
		want     provider.Written
	}{
		"all":  {most: 1000, rows: [][]obj{{made(1, 9, "x"), made(3, 8), made(1, 7)}, {made(2, 6)}}, limit: "500", requests: 2, want: provider.Written{Read: 4}},
		"none": {most: 1000, rows: [][]obj{{}}, limit: "500", requests: 1, want: provider.Written{}},
		"no further than the last one": {most: 1000, rows: [][]obj{{made(1, 9, "x"), made(2, 6), made(3, 5)}, {made(4, 4)}}, limit: "500", requests: 1,
			want: provider.Written{Read: 3, Since: day.Add(5 * time.Second)}},
		"no further than that many": {most: 2, rows: [][]obj{{made(1, 9, "x"), made(3, 8)}, {made(2, 6)}}, limit: "2", requests: 1,
			want: provider.Written{Read: 2, Since: day.Add(8 * time.Second)}},
		"a wiki that tells more": {most: 2, rows: [][]obj{{made(1, 9, "x"), made(3, 8), made(2, 6)}}, limit: "2", requests: 1,
			want: provider.Written{Read: 2, Since: day.Add(8 * time.Second)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := 0
			w := &wire{answer: func(q asked) any {
				if q.Get("list") != "usercontribs" || q.Get("ucuser") != "Uploader" || q.Get("ucnamespace") != "6" || q.Get("uclimit") != tt.limit {
					t.Errorf("asked %v", q.Values)
				}
				a := obj{"query": obj{"usercontribs": tt.rows[n]}}
				if n++; n < len(tt.rows) {
					a["continue"] = obj{"uccontinue": fmt.Sprint(n), "continue": "-||"}
				}
				return a
			}}
			got, err := dialWire(t, w).LastRevisions(t.Context(), "Uploader", []int64{1, 2}, tt.most)
			if err != nil || len(w.seen) != tt.requests {
				t.Fatalf("%d requests, %v", len(w.seen), err)
			}
			tt.want.Last = map[int64]provider.Revision{}
			for _, rows := range tt.rows {
				for _, r := range rows[:min(len(rows), tt.most)] {
					page, rev, tags := r["pageid"].(int64), r["revid"].(int64), r["tags"].([]string)
					if _, found := tt.want.Last[page]; !found && page <= 2 {
						tt.want.Last[page] = provider.Revision{ID: rev, Page: page, Parent: 1, User: "Uploader", Time: r["timestamp"].(time.Time), Tags: tags}
					}
				}
			}
			if name == "no further than that many" {
				delete(tt.want.Last, 2)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
