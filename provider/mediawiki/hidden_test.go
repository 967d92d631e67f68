package mediawiki

import (
	"fmt"
	"strings"
	"testing"

	"wikiform/provider"
)

// What an administrator has hidden is not told, also when the wiki shows it to this
// account: a plan is read by those who may not see it, and is the same for all.
func TestHiddenIsNotTold(t *testing.T) {
	t.Parallel()
	hidden := obj{"ns": fileNS, "title": "File:A.png", "user": "Secret", "userhidden": true, "comment": "Secret", "commenthidden": true, "timestamp": "2026-11-22T10:00:00Z",
		"revid": 4, "parentid": 3, "canonicaltitle": "File:A.png", "sha1": sumOf(newBytes), "action": "delete"}
	w := &wire{answer: func(asked) any {
		return obj{"query": obj{
			"pages":        []obj{{"title": "File:A.png", "pageid": 1, "imagerepository": "local", "imageinfo": []obj{hidden, hidden}, "revisions": []obj{hidden}}},
			"usercontribs": []obj{hidden, revisionBy("File:A.png", 3, 0, "mark")}, "logevents": []obj{hidden},
		}}
	}}
	c, titles := dialWire(t, w), []provider.Title{"A.png"}
	for name, ask := range map[string]func() (any, error){
		"files": func() (any, error) {
			f, err := c.Files(t.Context(), titles)
			return fmt.Sprintf("%+v %+v", f["A.png"].Version, f["A.png"].Page), err
		},
		"revisions":     func() (any, error) { return c.Revisions(t.Context(), []int64{4}) },
		"histories":     func() (any, error) { return c.WholeHistories(t.Context(), titles) },
		"moves":         func() (any, error) { return c.Moves(t.Context(), titles) },
		"deletions":     func() (any, error) { return c.Deletions(t.Context(), titles) },
		"protections":   func() (any, error) { return c.Logged(t.Context(), provider.ProtectionLog, titles) },
		"contributions": func() (any, error) { p, _, err := c.Contributions(t.Context(), []string{"Secret"}, 5); return p, err },
	} {
		got, err := ask()
		if said := fmt.Sprintf("%+v", got); err != nil || strings.Contains(said, "Secret") || !strings.Contains(said, "A.png") && name != "files" && name != "revisions" {
			t.Errorf("%s: %s, %v", name, said, err)
		}
	}
	pages, _, _ := c.Contributions(t.Context(), []string{"Secret"}, 5)
	if len(pages) != 1 || pages[0].Last != 3 || len(pages[0].Comments) != 1 {
		t.Errorf("%+v", pages)
	}
	h, _ := c.Histories(t.Context(), titles)
	if v := h["A.png"].Versions; len(v) != 2 || !v[0].Hidden {
		t.Errorf("%+v", v)
	}
}
