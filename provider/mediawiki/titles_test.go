package mediawiki

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// folding is a wiki that stores titles in forms of its own, and lends files.
type folding struct {
	stores map[string]string // a title as it is asked for -> as it is stored
	files  map[string]string // stored title -> content
	lends  map[string]string // title without a file -> title whose file it shows, if that is asked for too
}

func (f folding) answer(q asked) any {
	if !q.Has("titles") || q.Has("siifilekey") && f.files == nil {
		return untroubled(q)
	}
	asked := strings.Split(q.Get("titles"), "|")
	var pages, normalized []obj
	for _, from := range asked {
		to := from
		if stored, other := f.stores[from]; other {
			to = stored
			normalized = append(normalized, obj{"from": from, "to": to})
		}
		p := obj{"title": to, "missing": true, "imagerepository": ""}
		shown := to
		if lent := f.lends[to]; lent != "" && slices.Contains(asked, lent) {
			shown = lent
		}
		if content, found := f.files[shown]; found {
			info := infoOf([]byte(content))
			info["canonicaltitle"] = shown
			p["imagerepository"], p["imageinfo"] = "local", []obj{info}
		}
		pages = append(pages, p)
	}
	a := obj{"normalized": normalized, "pages": pages}
	if q.Has("siifilekey") {
		a["stashimageinfo"] = []obj{infoOf(newBytes)}
	}
	return obj{"query": a}
}

func queries(w *wire) (titles []string) {
	for _, q := range w.seen {
		if q.Has("titles") {
			titles = append(titles, strings.ReplaceAll(q.Get("titles"), "|", " "))
		}
	}
	return titles
}

// The wiki says how it stores a title. It is asked once, and again only about
// what that left open.
func TestStoredTitles(t *testing.T) {
	t.Parallel()
	usual := folding{
		stores: map[string]string{
			"File:a.png": "File:A.png", "File:é.png": "File:É.png", "File:ﬁ.png": "File:Fi.png", "File:İ.png": "Datei:İ.png",
			"File:жx.png": "File:жжx.png", "File:жжx.png": "File:жжжx.png", "File:strange.png": "nothing",
		},
		files: map[string]string{"File:A.png": "a", "File:Fi.png": "fi", "File:Თ.png": "large", "File:თთ.png": "small", "File:Თთ.png": "large"},
		lends: map[string]string{"File:თ.png": "File:Თ.png", "File:თთ.png": "File:Თთ.png"},
	}
	for _, c := range []struct {
		name    string
		titles  []provider.Title
		want    map[provider.Title]string // stored title, and content after a blank
		queries []string
	}{
		{"as written", []provider.Title{"A.png", "B.png"},
			map[provider.Title]string{"A.png": "A.png a", "B.png": "B.png"}, []string{"File:A.png File:B.png"}},
		{"another first letter", []provider.Title{"a.png", "é.png", "İ.png"},
			map[provider.Title]string{"a.png": "A.png a", "é.png": "É.png", "İ.png": "İ.png"}, []string{"File:a.png File:é.png File:İ.png"}},
		{"two of one", []provider.Title{"a.png", "A.png"},
			map[provider.Title]string{"a.png": "A.png a", "A.png": "A.png a"}, []string{"File:a.png File:A.png"}},
		{"two letters for one", []provider.Title{"ﬁ.png", "Fi.png"},
			map[provider.Title]string{"ﬁ.png": "Fi.png fi", "Fi.png": "Fi.png fi"}, []string{"File:ﬁ.png File:Fi.png", "File:Fi.png"}},
		{"without end", []provider.Title{"жx.png"},
			map[provider.Title]string{"жx.png": "жx.png invalid: stored as File:жжx.png it would be File:жжжx.png"}, []string{"File:жx.png", "File:жжx.png"}},
		{"lent", []provider.Title{"თ.png", "Თ.png"},
			map[provider.Title]string{"თ.png": "თ.png", "Თ.png": "Თ.png large"}, []string{"File:თ.png File:Თ.png", "File:თ.png"}},
		{"lent beside one of its own", []provider.Title{"თთ.png", "Თთ.png"},
			map[provider.Title]string{"თთ.png": "თთ.png small", "Თთ.png": "Თთ.png large"}, []string{"File:თთ.png File:Თთ.png", "File:თთ.png"}},
		{"no title at all", []provider.Title{"strange.png"},
			map[provider.Title]string{"strange.png": ""}, []string{"File:strange.png"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := &wire{answer: usual.answer}
			files, err := dialWire(t, w).Files(t.Context(), c.titles)
			if err != nil {
				t.Fatal(err)
			}
			got := map[provider.Title]string{}
			for title, f := range files {
				got[title] = string(f.Title)
				if f.Invalid != "" {
					got[title] += " invalid: " + f.Invalid
				}
				for _, content := range []string{"a", "fi", "large", "small"} {
					if _, d := bodyOf([]byte(content)); f.Version != nil && f.Version.SHA1 == d.SHA1 {
						got[title] += " " + content
					}
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.queries, queries(w)); diff != "" {
				t.Errorf("asked:\n%s", diff)
			}
		})
	}
}

// A wiki that leaves everything open is asked twice about everything, not for ever.
func TestOpenTitlesAreAskedOnceMore(t *testing.T) {
	t.Parallel()
	n := 0
	w := &wire{answer: func(q asked) any {
		if !q.Has("titles") {
			return untroubled(q)
		}
		var pages, normalized []obj
		for from := range strings.SplitSeq(q.Get("titles"), "|") {
			n++
			to := fmt.Sprintf("File:Other %d.png", n)
			pages, normalized = append(pages, obj{"title": to}), append(normalized, obj{"from": from, "to": to})
		}
		return obj{"query": obj{"pages": pages, "normalized": normalized}}
	}}
	c := dialWire(t, w)
	var titles []provider.Title
	for i := range 200 {
		titles = append(titles, provider.Title(fmt.Sprintf("a%d.png", i)))
	}
	files, err := c.Files(t.Context(), titles)
	if err != nil || len(files) != 200 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	if got := len(queries(w)); got != 8 {
		t.Errorf("%d queries, want 4 and 4 more", got)
	}
	for title, f := range files {
		if f.Invalid == "" {
			t.Errorf("%s: %+v", title, f)
		}
	}
}

// Nothing is written to a title that the wiki by now stores in another form.
func TestTitleIsNoLongerStoredSo(t *testing.T) {
	t.Parallel()
	other := folding{stores: map[string]string{"File:A b.png": "File:Other.png"}, files: map[string]string{}}
	body, d := bodyOf(newBytes)

	w := &wire{answer: func(q asked) any {
		if q.Get("action") == "upload" && q.Get("filekey") == "" {
			return warned("K", obj{"large-file": true})
		}
		return other.answer(q)
	}}
	_, err := dialWire(t, w).Upload(t.Context(), provider.Upload{Title: "A b.png", Digest: d, Body: body})
	if e := errOf(t, err); e.Kind != provider.Conflict || !strings.Contains(e.Info, "would now store File:A b.png as File:Other.png") {
		t.Errorf("upload: %v", err)
	}
	for _, q := range w.seen {
		if q.Get("filekey") != "" && q.Get("action") == "upload" {
			t.Errorf("published: %v", w.asks())
		}
	}

	w = &wire{answer: func(q asked) any {
		if q.Get("action") == "edit" {
			return obj{"edit": obj{"result": "Success", "title": "File:Other.png", "oldrevid": 1, "newrevid": 2}}
		}
		return other.answer(q)
	}}
	rev, err := dialWire(t, w).Edit(t.Context(), provider.Edit{Title: "A b.png", Base: 1, Text: "x"})
	if e := errOf(t, err); e.Kind != provider.Conflict || rev != 2 || !strings.Contains(e.Info, "File:Other.png instead of File:A b.png") {
		t.Errorf("edit: %d, %v", rev, err)
	}
}
