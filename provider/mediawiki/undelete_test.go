package mediawiki

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// grave is a wiki with a file that was deleted: two revisions and two versions. What comes
// back is the newer revision and version, or what somebody else makes.
type grave struct {
	rows    bool // the rows are still deleted
	half    bool // the versions are back, and the revisions still deleted
	now     string
	missing bool // one of the versions is no longer among the rows
	twin    bool // another row has the second of one that is named
}

const (
	ours, theirs, bare, pageless, free = "ours", "theirs", "bare", "pageless", ""
)

func (g *grave) answer(q asked) any {
	revs := []obj{{"revid": 20, "parentid": 10, "user": "Anna", "timestamp": "2026-11-20T08:30:02Z"}, {"revid": 10, "user": "Anna", "timestamp": "2026-11-20T08:30:01Z"}}
	files := []obj{{"id": 8, "title": "File:A b.png", "sha1": strings.Repeat("1", 40), "timestamp": "2026-11-20T08:30:01Z", "archivename": "20261120083002!A_b.png", "size": "3"},
		{"id": 9, "title": "File:A b.png", "sha1": strings.Repeat("2", 40), "timestamp": "2026-11-20T08:30:02Z", "size": "3"}}
	switch {
	case q.Get("list") == "filearchive":
		switch {
		case !g.rows, g.half:
			files = nil
		case g.missing:
			files = files[:1]
		}
		return obj{"query": obj{"filearchive": files}}
	case q.Get("prop") == "deletedrevisions":
		p := obj{"ns": 6, "title": "File:A b.png", "missing": true}
		if g.twin {
			revs = append(revs, obj{"revid": 9, "user": "Berta", "timestamp": "2026-11-20T08:30:01Z"})
		}
		if g.rows {
			p["deletedrevisions"] = revs
		}
		return obj{"query": obj{"pages": []obj{p}}}
	case q.Has("titles"):
		p := obj{"ns": 6, "title": "File:A b.png", "imagerepository": ""}
		file := func(i obj, sum string) {
			i["canonicaltitle"], i["sha1"] = "File:A b.png", strings.Repeat(sum, 40)
			p["imagerepository"], p["imageinfo"] = "local", []obj{i}
		}
		switch g.now {
		case free:
			p["missing"] = true
		case ours:
			p["pageid"], p["revisions"] = 5, revs[:1]
			file(obj{"timestamp": "2026-11-20T08:30:02Z", "user": "Anna"}, "2")
		case pageless:
			p["missing"], p["known"] = true, true
			file(obj{"timestamp": "2026-11-20T08:30:02Z", "user": "Anna"}, "2")
		case theirs:
			p["pageid"], p["revisions"] = 6, []obj{{"revid": 30, "user": "Berta", "timestamp": "2026-11-20T09:00:00Z"}}
			file(obj{"timestamp": "2026-11-20T09:00:00Z", "user": "Berta"}, "3")
		case bare:
			p["pageid"], p["revisions"] = 6, []obj{{"revid": 30, "user": "Berta", "timestamp": "2026-11-20T09:00:00Z"}}
		}
		return obj{"query": obj{"pages": []obj{p}}}
	}
	return nil
}

// graveRows are all that a grave has.
func graveRows(t *testing.T) provider.Deleted {
	return provider.Deleted{
		Revisions: []provider.Revision{{ID: 20, Time: versionOf(t, "1", "2").Time}, {ID: 10, Time: versionOf(t, "1", "1").Time}},
		Versions:  []provider.DeletedVersion{{ID: 9, Version: versionOf(t, "2", "2")}, {ID: 8, Version: versionOf(t, "1", "1")}},
	}
}

func TestUndeleteAnswers(t *testing.T) {
	t.Parallel()
	var (
		done = obj{"undelete": obj{"title": "File:A b.png", "revisions": 2, "fileversions": 2}}
		// back is what becomes of the rows; whole answers say so or not.
		back = func(answer any) func(*grave) any {
			return func(g *grave) any { g.rows, g.now = false, ours; return answer }
		}
		still = func(answer any) func(*grave) any { return func(*grave) any { return answer } }
	)
	partly := obj{"errors": []obj{{"code": "undelete-no-results", "text": "No matching pages."}}, "undelete": obj{"title": "File:A b.png", "fileversions": 2}}
	for name, tt := range map[string]struct {
		grave grave
		wiki  []func(*grave) any // answers to the undeletions
		kind  provider.Kind
		says  string
		sent  int
	}{
		"done":                  {wiki: []func(*grave) any{back(done)}, sent: 1},
		"a file there":          {grave: grave{now: theirs}, kind: provider.Conflict, says: "has a file again, by Berta"},
		"a page there":          {grave: grave{now: bare}, kind: provider.Conflict, says: "has a page again, by Berta"},
		"a version restored":    {grave: grave{missing: true}, kind: provider.Conflict, says: "1 of the 4 rows"},
		"one of another":        {grave: grave{twin: true}, kind: provider.Conflict, says: "revision 9"},
		"not allowed":           {wiki: []func(*grave) any{still(coded("permissiondenied", "No."))}, kind: provider.Denied, says: "No.", sent: 1},
		"protected":             {wiki: []func(*grave) any{still(coded("undelete-cantedit", "No."))}, kind: provider.Denied, says: "No.", sent: 1},
		"no answer":             {wiki: []func(*grave) any{still(obj{})}, kind: provider.Unavailable, says: "does not say", sent: 1},
		"another title":         {wiki: []func(*grave) any{still(obj{"undelete": obj{"title": "File:B.png"}})}, kind: provider.Conflict, says: "File:B.png instead", sent: 1},
		"done, and not shown":   {wiki: []func(*grave) any{still(done)}, kind: provider.Conflict, says: "4 of the 4 rows", sent: 1},
		"lost, and done":        {wiki: []func(*grave) any{back(html(504))}, sent: 1},
		"lost, and not":         {wiki: []func(*grave) any{still(errReset), back(done)}, sent: 2},
		"lost, and done later":  {wiki: []func(*grave) any{still(html(504)), back(coded("undelete-missing-filearchive", "No."))}, sent: 2},
		"lost, and a page came": {wiki: []func(*grave) any{func(g *grave) any { g.now = bare; return errReset }}, kind: provider.Conflict, says: "has a page again", sent: 1},
		"lost, and merged": {
			wiki: []func(*grave) any{func(g *grave) any { g.rows, g.now = false, theirs; return errReset }}, kind: provider.Conflict, says: "somebody was at it", sent: 1,
		},
		"merged": {wiki: []func(*grave) any{func(g *grave) any { g.rows, g.now = false, theirs; return done }}, kind: provider.Conflict, says: "somebody was at it", sent: 1},
		"the file alone": { // errors beside what was done
			wiki: []func(*grave) any{func(g *grave) any { g.half, g.now = true, pageless; return partly }}, kind: provider.Conflict, says: "2 of the 4 rows came back", sent: 1,
		},
		"restored and deleted anew by somebody": {
			wiki: []func(*grave) any{func(g *grave) any { g.half = true; return coded("undelete-missing-filearchive", "No.") }}, kind: provider.Conflict, says: "nothing of File:A b.png came back", sent: 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				sent, g := 0, tt.grave
				g.rows = true
				w := &wire{answer: func(q asked) any {
					if q.Get("action") == "undelete" {
						sent++
						return tt.wiki[min(sent, len(tt.wiki))-1](&g)
					}
					return g.answer(q)
				}}
				c := dialWire(t, w)
				c.session.csrf = "C+\\"
				named := graveRows(t)
				err := c.Undelete(t.Context(), provider.Undelete{Title: "A b.png", Rows: named, Reason: "why", Tags: []string{"one"}})
				if provider.KindOf(err) != tt.kind || err != nil && !strings.Contains(err.Error(), tt.says) || sent != tt.sent {
					t.Errorf("%d sent: %v", sent, err)
				}
				for _, q := range w.seen {
					if q.Get("action") != "undelete" {
						continue
					}
					want := obj{"title": "File:A b.png", "timestamps": "2026-11-20T08:30:02Z|2026-11-20T08:30:01Z", "fileids": "9|8", "reason": "why", "tags": "one"}
					for key, value := range want {
						if diff := cmp.Diff(value, q.Get(key)); diff != "" {
							t.Errorf("%s: %s", key, diff)
						}
					}
				}
			})
		})
	}
}
