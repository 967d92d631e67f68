package mediawiki

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

const newTextMD5 = "19561bd7f035ca8049281cbac239a143" // of "new\ntext"

func revisionAnswer(rev, parent int64, text string) func(asked) any {
	return func(q asked) any {
		page := obj{"title": q.Get("titles"), "missing": true}
		if rev > 0 {
			page = obj{"title": q.Get("titles"), "revisions": []obj{{
				"revid": rev, "parentid": parent, "user": "Anna",
				"slots": obj{"main": obj{"sha1": provider.TextSHA1(text).String()}},
			}}}
		}
		return obj{"query": obj{"pages": []obj{page}}}
	}
}

func TestEdit(t *testing.T) {
	t.Parallel()
	edited := func(old, rev int64) any {
		return obj{"edit": obj{"result": "Success", "oldrevid": old, "newrevid": rev}}
	}
	for name, tt := range map[string]struct {
		base int64
		wiki steps
		rev  int64
		kind provider.Kind
		says string
		asks []string
	}{
		"changed":       {base: 7, wiki: steps{"edit": {edited(7, 8)}}, rev: 8, asks: []string{"edit"}},
		"created":       {base: 0, wiki: steps{"edit": {obj{"edit": obj{"result": "Success", "new": true, "oldrevid": 0, "newrevid": 8}}}}, rev: 8, asks: []string{"edit"}},
		"nothing to do": {base: 7, wiki: steps{"edit": {obj{"edit": obj{"result": "Success", "nochange": true}}}}, asks: []string{"edit"}},
		"merged by the wiki": {
			base: 7, wiki: steps{"edit": {edited(9, 10)}}, rev: 10,
			kind: provider.Conflict, says: "merged both into revision 10", asks: []string{"edit"},
		},
		"captcha": {
			base: 7, wiki: steps{"edit": {obj{"edit": obj{"result": "Failure", "captcha": obj{"type": "simple"}}}}},
			kind: provider.Rejected, says: "captcha", asks: []string{"edit"},
		},
		"conflict": {base: 7, wiki: steps{"edit": {coded("editconflict", "Edit conflict.")}}, kind: provider.Conflict, says: "Edit conflict", asks: []string{"edit"}},
		"lost, and stored": {
			base: 7, wiki: steps{"edit": {html(504)}, "look": {revisionAnswer(8, 7, "new\ntext")}}, rev: 8,
			asks: []string{"edit", "look"},
		},
		"lost, and not stored": {
			base: 7, wiki: steps{"edit": {errReset, edited(7, 8)}, "look": {revisionAnswer(7, 6, "old")}}, rev: 8,
			asks: []string{"edit", "look", "edit"},
		},
		"lost, and created": {
			base: 0, wiki: steps{"edit": {html(502)}, "look": {revisionAnswer(8, 0, "new\ntext")}}, rev: 8,
			asks: []string{"edit", "look"},
		},
		"lost, and not created": {
			base: 0, wiki: steps{"edit": {html(502), edited(0, 8)}, "look": {revisionAnswer(0, 0, "")}}, rev: 8,
			asks: []string{"edit", "look", "edit"},
		},
		"lost, and stored while it was looked": {
			base: 7, wiki: steps{"edit": {html(504), coded("editconflict", "Edit conflict.")}, "look": {revisionAnswer(7, 6, "old"), revisionAnswer(8, 7, "new\ntext")}}, rev: 8,
			asks: []string{"edit", "look", "edit", "look"},
		},
		"lost, and created while it was looked": {
			base: 0, wiki: steps{"edit": {html(504), coded("articleexists", "It exists.")}, "look": {revisionAnswer(0, 0, ""), revisionAnswer(8, 0, "new\ntext")}}, rev: 8,
			asks: []string{"edit", "look", "edit", "look"},
		},
		"lost, and somebody else's": {
			base: 7, wiki: steps{"edit": {errReset}, "look": {revisionAnswer(8, 7, "theirs")}},
			kind: provider.Conflict, says: "revision 8 by Anna", asks: []string{"edit", "look"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := &wire{answer: tt.wiki.answer()}
				c := dialWire(t, w)
				c.session.csrf = "C+\\"
				rev, err := c.Edit(t.Context(), provider.Edit{Title: "A b.png", Base: tt.base, Text: "new\r\ntext\n", Summary: "why"})
				if got := provider.KindOf(err); rev != tt.rev || got != tt.kind || err != nil && !strings.Contains(err.Error(), tt.says) {
					t.Errorf("%d, %v", rev, err)
				}
				if diff := cmp.Diff(tt.asks, w.asks()); diff != "" {
					t.Errorf("-want +asked:\n%s", diff)
				}
				q := w.seen[0]
				if q.Get("text") != "new\ntext" || q.Get("md5") != newTextMD5 || q.Get("bot") != "1" || q.Get("summary") != "why" {
					t.Errorf("sent %v", q.Values)
				}
				if q.Has("createonly") != (tt.base == 0) || q.Has("nocreate") == (tt.base == 0) || q.Has("baserevid") == (tt.base == 0) {
					t.Errorf("guards are wrong: %v", q.Values)
				}
			})
		})
	}
}
