package mediawiki

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// library is a wiki whose pages use files; each answer has so many rows.
type library struct {
	uses   map[string][]string // title -> pages
	others map[string][]string // title -> wikis, one for each page there
	rows   int
	global bool
}

func (l library) answer(q asked) any {
	if q.Get("action") == "paraminfo" {
		if l.global {
			return obj{"paraminfo": obj{"modules": []obj{{"name": "globalusage", "path": "query+globalusage"}}}}
		}
		return obj{"paraminfo": obj{"helpformat": "none"}, "warnings": []obj{{"code": "badmodule", "text": "No such module."}}}
	}
	titles := strings.Split(q.Get("titles"), "|")
	slices.Sort(titles)
	skip, _ := strconv.Atoi(q.Get("fucontinue"))
	left, pages := l.rows, []obj{}
	var next obj
	for _, title := range titles {
		var usage []obj
		for _, u := range l.uses[title] {
			switch {
			case skip > 0:
				skip--
			case left == 0:
				if next == nil {
					at, _ := strconv.Atoi(q.Get("fucontinue"))
					next = obj{"fucontinue": strconv.Itoa(at + l.rows), "continue": "||"}
				}
			default:
				left--
				usage = append(usage, obj{"ns": 0, "title": u})
			}
		}
		p := obj{"title": title}
		if usage != nil {
			p["fileusage"] = usage
		}
		var others []obj
		for _, wiki := range l.others[title] {
			others = append(others, obj{"wiki": wiki, "title": "X"})
		}
		if l.global && strings.Contains(q.Get("prop"), "globalusage") && !q.Has("fucontinue") {
			p["globalusage"] = others
		}
		pages = append(pages, p)
	}
	a := obj{"query": obj{"pages": pages}}
	if next != nil {
		a["continue"] = next
	}
	return a
}

func named(n int) (names []string) {
	for i := range n {
		names = append(names, fmt.Sprintf("Page %04d", n-i)) // the last of the alphabet first
	}
	return names
}

// What uses a file is counted and the first are named, without the file's own page;
// one that is everywhere hides nothing of the others.
func TestUsage(t *testing.T) {
	t.Parallel()
	uses := map[string][]string{"File:A.png": {"Talk:X", "File:A.png", "Article"}, "File:B.png": {"File:B.png"}, "File:C.png": named(12), "File:D.png": named(1000)}
	first := func(n int, names []string) []string {
		names = slices.Sorted(slices.Values(names))
		return names[:n]
	}
	for name, tt := range map[string]struct {
		library
		titles string
		want   map[provider.Title]provider.Usage
		asks   int
	}{
		"whole": {library{uses: uses, rows: 500}, "A B C", map[provider.Title]provider.Usage{
			"A.png": {Count: 2, Pages: []string{"Article", "Talk:X"}}, "B.png": {}, "C.png": {Count: 12, Pages: first(10, named(12))},
		}, 1},
		"one is everywhere": {library{uses: uses, rows: 100}, "A B C D", map[provider.Title]provider.Usage{
			"A.png": {Count: 2, Pages: []string{"Article", "Talk:X"}}, "B.png": {}, "C.png": {Count: 12, Pages: first(10, named(12))},
			"D.png": {Count: 400, More: true, Pages: first(10, named(1000)[:400])},
		}, 1 + 2 + 1 + alonePieces},
		"one alone":     {library{uses: uses, rows: 250}, "D", map[provider.Title]provider.Usage{"D.png": {Count: 1000, Pages: first(10, named(1000))}}, 4},
		"not of others": {library{uses: uses, rows: 500, others: map[string][]string{"File:B.png": {"de.wikipedia.org"}}}, "B", map[provider.Title]provider.Usage{"B.png": {}}, 1},
		"of others": {library{uses: uses, rows: 500, global: true, others: map[string][]string{"File:B.png": {"fr.wikipedia.org", "de.wikipedia.org", "fr.wikipedia.org"}}}, "A B",
			map[provider.Title]provider.Usage{
				"A.png": {Count: 2, Pages: []string{"Article", "Talk:X"}}, "B.png": {Wikis: []provider.WikiUsage{{Wiki: "de.wikipedia.org", Count: 1}, {Wiki: "fr.wikipedia.org", Count: 2}}},
			}, 1},
		"none": {library{}, "", map[provider.Title]provider.Usage{}, -1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var titles []provider.Title
			for n := range strings.FieldsSeq(tt.titles) {
				titles = append(titles, provider.Title(n+".png"))
			}
			w := &wire{answer: tt.answer}
			c := dialWire(t, w)
			for range 2 { // what the wiki knows is asked once
				got, err := c.Usage(t.Context(), titles)
				if diff := gocmp.Diff(tt.want, got); err != nil || diff != "" {
					t.Error(err, diff)
				}
			}
			if n := w.count("look"); n != max(2*tt.asks, 0) || len(w.seen) != n+min(max(tt.asks, 0), 1) {
				t.Errorf("asked %v", w.asks())
			}
			for _, q := range w.seen {
				if strings.Contains(cmp.Or(q.Get("prop"), "fileusage"), "globalusage") != tt.global && q.Has("titles") {
					t.Errorf("asked for %s", q.Get("prop"))
				}
			}
		})
	}
}

// A wiki may name any number of pages and of wikis, and go on for ever.
func TestUsageIsBounded(t *testing.T) {
	t.Parallel()
	n := 0
	w := &wire{answer: func(q asked) any {
		if q.Get("action") == "paraminfo" {
			return library{global: true}.answer(q)
		}
		n++
		var others, uses []obj
		for i := range 2000 {
			others, uses = append(others, obj{"wiki": fmt.Sprintf("%d.%d.example", n, i)}), append(uses, obj{"title": strings.Repeat("x", mostLine) + strconv.Itoa(i)})
		}
		return obj{"continue": obj{"gucontinue": strconv.Itoa(n)}, "query": obj{"pages": []obj{{"title": q.Get("titles"), "globalusage": others, "fileusage": uses}}}}
	}}
	used, err := dialWire(t, w).Usage(t.Context(), []provider.Title{"A.png"})
	u := used["A.png"]
	if err != nil || n != alonePieces || !u.More || len(u.Wikis) != mostWikis || len(u.Pages) > provider.UsagePages || u.Count != alonePieces*2000 {
		t.Errorf("%d requests: %d wikis, %d pages of %d, %v", n, len(u.Wikis), len(u.Pages), u.Count, err)
	}
	for _, p := range u.Pages {
		if len(p) > mostLine {
			t.Errorf("a name of %d bytes", len(p))
		}
	}
}
