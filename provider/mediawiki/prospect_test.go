package mediawiki

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// The wiki is asked one question in the language of keys, for nothing that is
// translated, and for one action a title.
func TestProspects(t *testing.T) {
	t.Parallel()
	pieces := 0
	w := &wire{answer: func(q asked) any {
		if q.Get("uselang") != "qqx" || q.Get("prop") != "imageinfo|deletedrevisions|info" || q.Get("iiprop") != "uploadwarning" || q.Get("errorlang") != "en" ||
			q.Get("drvlimit") != "max" || q.Get("drvprop") != "ids" || q.Get("intestactions") != "create" || q.Get("intestactionsdetail") != "boolean" {
			t.Errorf("asked %v", q.Values)
		}
		if pieces++; pieces == 2 { // deleted revisions come as they come, with all pages again
			var pages []obj
			for _, title := range []string{"Datei:A.png", "File:B.png", "File:C.png", "File:120px-D.png", "File:E.png", "File:DSC_1.png"} {
				pages = append(pages, obj{"title": title, "missing": true})
			}
			pages[1]["deletedrevisions"] = []obj{{"revid": 8}}
			return obj{"query": obj{"pages": pages}}
		}
		free := func(title, html string, may bool) obj {
			return obj{"title": title, "missing": true, "imagerepository": "", "actions": obj{"create": may},
				"imageinfo": []obj{{"filemissing": true, "html": html}}}
		}
		gone := free("File:C.png", "", true)
		gone["deletedrevisions"] = []obj{{"revid": 9, "parentid": 0}}
		return obj{
			"continue": obj{"drvcontinue": "6|B.png|20261126132816|8", "continue": "||imageinfo|info"},
			"query": obj{"normalized": []obj{{"from": "File:A.png", "to": "Datei:A.png"}}, "pages": []obj{
				free("Datei:A.png", "(fileexists-extension: Datei:A.png, Datei:A.PNG)", true),
				free("File:B.png", "(fileexists-extension: ?)", false),
				gone,
				free("File:120px-D.png", "(file-thumbnail-no: 120px-)", true),
				free("File:E.png", "(fileexists-extension: File:E.png, File:E."+strings.Repeat("x", 1<<20)+")", true),
				free("File:DSC_1.png", "(filename-bad-prefix: DSC_)", true),
			}}}
	}}
	c := dialWire(t, w)
	c.account.Name = "Museum"
	got, err := c.Prospects(t.Context(), []provider.Title{"A.png", "B.png", "C.png", "120px-D.png", "E.png", "DSC_1.png"})
	if err != nil {
		t.Fatal(err)
	}
	similar := provider.WarnExistsNormalized
	if diff := cmp.Diff(map[provider.Title]provider.Prospect{
		"A.png":       {Warning: similar, Neighbour: "A.PNG"},
		"B.png":       {Warning: similar, Refused: true, Deleted: true},
		"C.png":       {Deleted: true},
		"120px-D.png": {Warning: provider.WarnThumbName},
		"E.png":       {Warning: similar},
		"DSC_1.png":   {Warning: provider.WarnBadPrefix},
	}, got); diff != "" {
		t.Error(diff)
	}
}
