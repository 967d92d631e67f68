package mediawiki

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

func TestDelete(t *testing.T) {
	t.Parallel()
	deleted := func(more obj) obj {
		a := obj{"title": "File:A b.png", "reason": "", "logid": 9}
		for k, v := range more {
			a[k] = v
		}
		return obj{"delete": a}
	}
	// under is what the title has: a page, and a file of its own, of another title, or none.
	under := func(id int64, file string) obj {
		p := obj{"ns": 6, "title": "File:A b.png", "pageid": id, "imagerepository": ""}
		if id == 0 {
			p = obj{"ns": 6, "title": "File:A b.png", "missing": true, "imagerepository": ""}
		}
		if file != "" {
			p["imagerepository"], p["imageinfo"] = "local", []obj{{"canonicaltitle": file}}
		}
		return obj{"query": obj{"pages": []obj{p}}}
	}
	logged := provider.Removed{Log: 9}
	// goneBy is what a title has after a deletion, which is the last entry of its log.
	goneBy := func(user string, page int64, action string) obj {
		a := under(0, "")
		a["query"].(obj)["logevents"] = []obj{{"logid": 9, "logpage": page, "type": "delete", "action": action, "user": user}}
		a["continue"] = obj{"lecontinue": "20261120083000|8", "continue": "-||info"}
		return a
	}
	for name, tt := range map[string]struct {
		pageless bool
		wiki     steps
		did      provider.Removed
		kind     provider.Kind
		says     string
		asks     []string
	}{
		"gone":                      {wiki: steps{"delete": {deleted(nil)}}, did: logged, asks: []string{"delete"}},
		"later":                     {wiki: steps{"delete": {deleted(obj{"scheduled": true, "logid": nil})}}, did: provider.Removed{Queued: true}, asks: []string{"delete"}},
		"something else":            {wiki: steps{"delete": {deleted(obj{"title": "File:B.png"})}}, kind: provider.Conflict, says: "File:B.png instead of File:A b.png", asks: []string{"delete"}},
		"no answer to it":           {wiki: steps{"delete": {obj{}}}, kind: provider.Unavailable, says: "does not say", asks: []string{"delete"}},
		"was gone":                  {wiki: steps{"delete": {coded("missingtitle", "The page does not exist.")}}, kind: provider.Conflict, says: "missingtitle", asks: []string{"delete"}},
		"not allowed":               {wiki: steps{"delete": {coded("permissiondenied", "No.")}}, kind: provider.Denied, says: "No.", asks: []string{"delete"}},
		"lost, and gone":            {wiki: steps{"delete": {html(504)}, "look": {under(0, "")}}, asks: []string{"delete", "look"}},
		"lost, and gone by us":      {wiki: steps{"delete": {html(504)}, "look": {goneBy("Uploader", 7, "delete")}}, did: logged, asks: []string{"delete", "look"}},
		"lost, and gone by another": {wiki: steps{"delete": {html(504)}, "look": {goneBy("Anna", 7, "delete")}}, asks: []string{"delete", "look"}},
		"lost, and gone as another": {wiki: steps{"delete": {html(504)}, "look": {goneBy("Uploader", 6, "delete")}}, asks: []string{"delete", "look"}},
		"lost, and gone in a move":  {wiki: steps{"delete": {html(504)}, "look": {goneBy("Uploader", 7, "delete_redir")}}, asks: []string{"delete", "look"}},
		"lost, and not": {
			did: logged, wiki: steps{"delete": {errReset, deleted(nil)}, "look": {under(7, "File:A b.png")}}, asks: []string{"delete", "look", "delete"},
		},
		"lost, and queued": { // the file is gone at once
			wiki: steps{"delete": {errReset, deleted(obj{"scheduled": true, "logid": nil})}, "look": {under(7, "")}}, did: provider.Removed{Queued: true}, asks: []string{"delete", "look", "delete"},
		},
		"lost, and gone while it was looked": {
			wiki: steps{"delete": {html(504), coded("missingtitle", "The page does not exist.")}, "look": {under(7, ""), under(0, "")}},
			asks: []string{"delete", "look", "delete", "look"},
		},
		"lost, and another page came": {
			wiki: steps{"delete": {html(504)}, "look": {under(8, "File:A b.png")}}, kind: provider.Conflict, says: "has another page by now", asks: []string{"delete", "look"},
		},
		"lost, and a file came": {
			wiki: steps{"delete": {html(504)}, "look": {under(0, "File:A b.png")}}, kind: provider.Conflict, says: "has another page by now", asks: []string{"delete", "look"},
		},
		"lost, of a file without a page": {
			did: logged, pageless: true, wiki: steps{"delete": {html(504), deleted(nil)}, "look": {under(0, "File:A b.png")}}, asks: []string{"delete", "look", "delete"},
		},
		"a redirect, lost, and not gone": {
			did: logged, wiki: steps{"delete": {html(504), deleted(nil)}, "look": {under(7, "File:Aim.png")}}, asks: []string{"delete", "look", "delete"},
		},
		"not to be seen": {
			wiki: steps{"delete": {html(504)}, "look": {coded("readapidenied", "No.")}}, kind: provider.Lost, says: "could not be asked whether it was done", asks: []string{"delete", "look"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := &wire{answer: tt.wiki.answer()}
				c := dialWire(t, w)
				c.session.csrf = "C+\\"
				page := int64(7)
				if tt.pageless {
					page = 0
				}
				did, err := c.Delete(t.Context(), provider.Delete{Title: "A b.png", Page: page, Tags: []string{"one"}})
				if got := provider.KindOf(err); did != tt.did || got != tt.kind || err != nil && !strings.Contains(err.Error(), tt.says) {
					t.Errorf("%+v, %v", did, err)
				}
				if diff := cmp.Diff(tt.asks, w.asks()); diff != "" {
					t.Errorf("-want +asked:\n%s", diff)
				}
				q := w.seen[0]
				if q.Get("title") != "File:A b.png" || !q.Has("reason") || q.Get("tags") != "one" || q.Get("token") != "C+\\" {
					t.Errorf("sent %v", q.Values)
				}
			})
		})
	}
}
