package mediawiki

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// movedAnswer is a wiki's to a move; leaves: with a redirect.
func movedAnswer(leaves bool, more ...obj) obj {
	a := obj{"from": "File:A b.png", "to": "File:C.png", "reason": "why", "redirectcreated": leaves, "moveoverredirect": false}
	for _, o := range more {
		for k, v := range o {
			a[k] = v
		}
	}
	return obj{"move": a}
}

// titled are pages with their ids, of the titles that are looked at; a negative one is
// a redirect. By is the move log's last entry, if there is one.
func titled(from, to, talk int64, by ...obj) obj {
	page := func(title string, id int64) obj {
		switch {
		case id == 0:
			return obj{"ns": 6, "title": title, "missing": true}
		case id < 0:
			return obj{"ns": 6, "title": title, "pageid": -id, "redirect": true}
		}
		return obj{"ns": 6, "title": title, "pageid": id}
	}
	normalized := []obj{}
	for _, name := range []string{"File:A b.png", "File:C.png", "File talk:A b.png"} {
		normalized = append(normalized, obj{"from": name, "to": german.Replace(name)})
	}
	return obj{"query": obj{
		"normalized": normalized, "logevents": append([]obj{}, by...),
		"pages": []obj{page("Datei Diskussion:A b.png", talk), page("Datei:C.png", to), page("Datei:A b.png", from)},
	}, "continue": obj{"lecontinue": "20261120083000|7", "continue": "-||info"}}
}

var german = strings.NewReplacer("File:", "Datei:", "File talk:", "Datei Diskussion:")

func TestMove(t *testing.T) {
	t.Parallel()
	elsewhere := moveEvent(3, "Datei:A b.png", "Datei:D.png", obj{"logpage": 7})
	earlier := moveEvent(3, "Datei:A b.png", "Datei:C.png", obj{"logpage": 6})
	for name, tt := range map[string]struct {
		silent bool // no redirect is to be left
		page   int64
		wiki   steps
		did    provider.Moved
		kind   provider.Kind
		says   string
		asks   []string
	}{
		"with a redirect":    {wiki: steps{"move": {movedAnswer(true)}}, did: provider.Moved{Redirect: true}, asks: []string{"move"}},
		"without a redirect": {silent: true, wiki: steps{"move": {movedAnswer(false)}}, asks: []string{"move"}},
		"a wiki in another language": {
			wiki: steps{"move": {movedAnswer(true, obj{"from": "Datei:A b.png", "to": "Datei:C.png", "talkfrom": "x"})}}, did: provider.Moved{Redirect: true}, asks: []string{"move"},
		},
		"the talk page stayed": {
			wiki: steps{"move": {movedAnswer(true, obj{"talkmove-errors": []obj{{"code": "articleexists", "text": "A page already exists."}}})}},
			did:  provider.Moved{Redirect: true, Talk: "A page already exists."}, asks: []string{"move"},
		},
		"a redirect all the same": {
			silent: true, wiki: steps{"move": {movedAnswer(true)}}, did: provider.Moved{Redirect: true},
			kind: provider.Conflict, says: "left a redirect, although none was asked for", asks: []string{"move"},
		},
		"no redirect all the same": {
			wiki: steps{"move": {movedAnswer(false)}}, kind: provider.Conflict, says: "left no redirect, although one was asked for", asks: []string{"move"},
		},
		"something else": {
			wiki: steps{"move": {movedAnswer(true, obj{"to": "File:D.png"})}}, did: provider.Moved{Redirect: true},
			kind: provider.Conflict, says: "to File:D.png instead of", asks: []string{"move"},
		},
		"no answer to it": {wiki: steps{"move": {obj{"batchcomplete": true}}}, kind: provider.Unavailable, says: "does not say", asks: []string{"move"}},
		"taken":           {wiki: steps{"move": {coded("articleexists", "A page already exists.")}}, kind: provider.Conflict, says: "already exists", asks: []string{"move"}},
		"lost, and made": {
			wiki: steps{"move": {html(504)}, "look": {titled(-9, 7, -10)}}, did: provider.Moved{Redirect: true}, asks: []string{"move", "look"},
		},
		"lost, and made without a redirect": {
			silent: true, wiki: steps{"move": {errReset}, "look": {titled(0, 7, 0)}}, asks: []string{"move", "look"},
		},
		"lost, and made with one all the same": {
			silent: true, wiki: steps{"move": {errReset}, "look": {titled(-9, 7, 0)}}, did: provider.Moved{Redirect: true},
			kind: provider.Conflict, says: "although none was asked for", asks: []string{"move", "look"},
		},
		"lost, and made without the talk page": {
			wiki: steps{"move": {html(502)}, "look": {titled(-9, 7, 10)}}, did: provider.Moved{Redirect: true, Talk: "the talk page is still there"}, asks: []string{"move", "look"},
		},
		"lost, and not made": {
			wiki: steps{"move": {html(502), movedAnswer(true)}, "look": {titled(7, 0, 0, earlier)}}, did: provider.Moved{Redirect: true}, asks: []string{"move", "look", "move"},
		},
		"lost, and made while it was looked": {
			wiki: steps{"move": {html(504), coded("articleexists", "A page already exists.")}, "look": {titled(7, 0, 0), titled(-9, 7, 0)}},
			did:  provider.Moved{Redirect: true}, asks: []string{"move", "look", "move", "look"},
		},
		"lost, and another page came": {
			wiki: steps{"move": {html(504), coded("articleexists", "A page already exists.")}, "look": {titled(7, 8, 0), titled(7, 8, 0)}},
			kind: provider.Conflict, says: "already exists", asks: []string{"move", "look", "move", "look"},
		},
		"lost, and a redirect was moved": { // somebody else's, who moved the file to D
			wiki: steps{"move": {html(504)}, "look": {titled(-11, -9, 0, elsewhere)}},
			kind: provider.Conflict, says: "under neither title any more: Anna has moved it to Datei:D.png", asks: []string{"move", "look"},
		},
		"lost, and deleted": {
			wiki: steps{"move": {html(504)}, "look": {titled(0, 0, 0, earlier)}}, kind: provider.Conflict, says: "under neither title any more", asks: []string{"move", "look"},
		},
		"lost, of no known page": {
			page: -1, wiki: steps{"move": {html(504)}}, kind: provider.Lost, says: "could not be asked whether it was done", asks: []string{"move"},
		},
		"failed inside": {
			wiki: steps{"move": {coded("internal_api_error_NormalizedException", "Failed to create null revision"), movedAnswer(true)}, "look": {titled(7, 0, 0)}},
			did:  provider.Moved{Redirect: true}, asks: []string{"move", "look", "move"},
		},
		"a filter warns": {wiki: steps{"move": {coded("abusefilter-warning", "Sure?")}}, kind: provider.Warned, says: "Sure?", asks: []string{"move"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := &wire{answer: tt.wiki.answer()}
				c := dialWire(t, w)
				c.session.csrf = "C+\\"
				c.account.Rights = append(c.account.Rights, rightNoRedirect)
				did, err := c.Move(t.Context(), provider.Move{From: "A b.png", To: "C.png", Page: max(7+8*tt.page, 0), Reason: "why", Tags: []string{"one", "two"}, Redirect: !tt.silent})
				if got := provider.KindOf(err); did != tt.did || got != tt.kind || err != nil && !strings.Contains(err.Error(), tt.says) {
					t.Errorf("%+v, %v", did, err)
				}
				if diff := cmp.Diff(tt.asks, w.asks()); diff != "" {
					t.Errorf("-want +asked:\n%s", diff)
				}
				q := w.seen[0]
				if q.Get("from") != "File:A b.png" || q.Get("to") != "File:C.png" || q.Get("reason") != "why" || q.Get("tags") != "one|two" ||
					q.Get("movetalk") != "1" || q.Has("noredirect") != tt.silent || q.Get("token") != "C+\\" || q.Has("ignorewarnings") {
					t.Errorf("sent %v", q.Values)
				}
				if err != nil && strings.Contains(provider.HintOf(err), "accept_warnings") {
					t.Errorf("advises %q", provider.HintOf(err))
				}
			})
		})
	}
}

// Where a redirect would be left all the same, or nobody is logged in, nothing is sent.
func TestMoveIsNotSent(t *testing.T) {
	t.Parallel()
	w := &wire{}
	c := dialWire(t, w)
	_, err := c.Move(t.Context(), provider.Move{From: "A.png", To: "B.png", Page: 7})
	if e := errOf(t, err); e.Kind != provider.Denied || e.Ground != provider.GroundRight || !strings.Contains(e.Info, "suppressredirect") {
		t.Errorf("without the right: %v", err)
	}
	c = dialWire(t, w, func(cfg *Config) { cfg.Credentials = Credentials{} })
	if _, err = c.Move(t.Context(), provider.Move{From: "A.png", To: "B.png", Page: 7, Redirect: true}); provider.KindOf(err) != provider.Auth {
		t.Errorf("as nobody: %v", err)
	}
	if _, err = c.Delete(t.Context(), provider.Delete{Title: "A.png"}); provider.KindOf(err) != provider.Auth {
		t.Errorf("as nobody: %v", err)
	}
	if len(w.seen) != 0 {
		t.Errorf("sent %v", w.asks())
	}
}
