package mediawiki

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// One page to which everybody has written, or to which everything leads, hides nothing of
// the others, and is told as far as it is read.
func TestManyRowsOfOnePage(t *testing.T) {
	t.Parallel()
	rows := func(title string) int {
		return map[string]int{"File:A.png": 2, "File:B.png": 1, "File:Much.png": 3000}[title]
	}
	w := &wire{answer: func(q asked) any {
		titles := strings.Split(q.Get("titles"), "|")
		slices.Sort(titles)
		member, key, next := "contributors", "name", "pccontinue"
		if q.Get("prop") == "redirects" {
			member, key, next = "redirects", "title", "rdcontinue"
		}
		skip, _ := strconv.Atoi(q.Get(next))
		left, pages, more := 500, []obj{}, false
		for _, title := range titles {
			var all []obj
			for i := range rows(title) {
				switch {
				case skip > 0:
					skip--
				case left == 0:
					more = true
				default:
					left--
					all = append(all, obj{key: fmt.Sprint("Datei:", i)})
				}
			}
			p := obj{"title": title, member: all}
			if rows(title) > 0 {
				p["pageid"] = 7
			}
			pages = append(pages, p)
		}
		a := obj{"query": obj{"pages": pages}}
		if more {
			at, _ := strconv.Atoi(q.Get(next))
			a["continue"] = obj{next: strconv.Itoa(at + 500), "continue": "||"}
		}
		return a
	}}
	titles := []provider.Title{"A.png", "B.png", "Missing.png", "Much.png"}
	contributors, err := dialWire(t, w).Contributors(t.Context(), titles)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(w.seen); n != 1+2+1+alonePieces {
		t.Errorf("%d requests", n)
	}
	told := map[provider.Title]string{}
	for title, c := range contributors {
		told[title] = fmt.Sprint(len(c.Users), c.Cut)
	}
	if diff := cmp.Diff(map[provider.Title]string{"A.png": "2 false", "B.png": "1 false", "Much.png": fmt.Sprint(mostUsers, " true")}, told); diff != "" {
		t.Error(diff)
	}
	redirects, err := dialWire(t, w).RedirectsTo(t.Context(), titles)
	if err != nil {
		t.Fatal(err)
	}
	clear(told)
	for title, r := range redirects {
		told[title] = fmt.Sprint(len(r.Pages), r.More)
	}
	if diff := cmp.Diff(map[provider.Title]string{"A.png": "2 false", "B.png": "1 false", "Missing.png": "0 false", "Much.png": fmt.Sprint(provider.RedirectPages, " true")}, told); diff != "" {
		t.Error(diff)
	}
}

// A wiki's names for a namespace are one on all wikis for files only.
func TestRedirectsAreNamed(t *testing.T) {
	t.Parallel()
	w := &wire{answer: func(q asked) any {
		return obj{"query": obj{"normalized": []obj{{"from": "File:A.png", "to": "Datei:A.png"}}, "pages": []obj{{"title": "Datei:A.png",
			"redirects": []obj{{"title": "Datei:Alt.png"}, {"title": "Diskussion:X"}, {"title": strings.Repeat("x", 2*mostLine)}}}}}}
	}}
	c := dialWire(t, w)
	c.site.FileNamespaces = []string{"Datei"}
	got, err := c.RedirectsTo(t.Context(), []provider.Title{"A.png"})
	if err != nil || len(got["A.png"].Pages) != 3 || got["A.png"].Pages[0] != "File:Alt.png" || got["A.png"].Pages[1] != "Diskussion:X" || len(got["A.png"].Pages[2]) > mostLine {
		t.Errorf("%+v, %v", got, err)
	}
}

// A category is named in any way that the wiki knows; what is none is not asked for,
// since the wiki would say that nothing is in it.
func TestInCategory(t *testing.T) {
	t.Parallel()
	w := &wire{answer: func(q asked) any {
		if q.Get("clcategories") != "Category:red Barns" {
			t.Errorf("asked for %q", q.Get("clcategories"))
		}
		return obj{"query": obj{"pages": []obj{
			{"title": "File:A.png", "categories": []obj{{"title": "Kategorie:Red Barns"}}},
			{"title": "File:B.png", "categories": []obj{{"title": "Kategorie:Barns"}}}, // that nobody asked for
			{"title": "File:C.png", "missing": true},
		}}}
	}}
	c := dialWire(t, w)
	c.site.CategoryNamespaces = []string{"Kategorie", "Kat"}
	for _, name := range []string{"red Barns", "red_Barns ", "Category:red Barns", "category : red  Barns", "kategorie:red Barns", "Kat:red_Barns"} {
		got, err := c.InCategory(t.Context(), []provider.Title{"A.png", "B.png", "C.png"}, name)
		if diff := cmp.Diff(map[provider.Title]bool{"A.png": true}, got); err != nil || diff != "" {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
	asked := len(w.seen)
	for _, name := range []string{"", " _", "Category:", "Kat: ", "a|b", "a[b", "a\x1fb", "\x1f", strings.Repeat("x", 256)} {
		if _, err := c.InCategory(t.Context(), []provider.Title{"A.png"}, name); provider.KindOf(err) != provider.Rejected {
			t.Errorf("%q: %v", name, err)
		}
	}
	if len(w.seen) != asked {
		t.Errorf("asked %d times for none", len(w.seen)-asked)
	}
}

// archive is a wiki of files with so many versions, each a second older.
type archive map[string]int

var newest = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

func (v archive) answer(q asked) any {
	most, _ := strconv.Atoi(strings.Replace(q.Get("iilimit"), "max", "500", 1))
	from, titles := q.Get("iistart"), strings.Split(q.Get("titles"), "|")
	a, pages := obj{}, []obj{}
	for _, title := range titles {
		var all []obj
		for i := range v[title] {
			at := newest.Add(-time.Duration(i) * time.Second).Format(time.RFC3339)
			if from != "" && at > from {
				continue
			}
			if len(all) == most {
				if len(titles) == 1 {
					a["continue"] = obj{"iistart": at, "continue": "||"}
				}
				break
			}
			all = append(all, obj{"timestamp": at, "user": fmt.Sprint("User ", i), "comment": fmt.Sprint("version ", i), "canonicaltitle": title, "sha1": sumOf(newBytes)})
		}
		p := obj{"title": title, "imagerepository": "local", "imageinfo": all}
		if all == nil {
			p = obj{"title": title, "missing": true, "imagerepository": ""}
		}
		pages = append(pages, p)
	}
	a["query"] = obj{"pages": pages}
	return a
}

// Where a history is cut it is read on, as far as that is bounded.
func TestWholeHistories(t *testing.T) {
	t.Parallel()
	files := archive{"File:Short.png": 49, "File:Fifty.png": 50, "File:Long.png": 1234, "File:Endless.png": 5000}
	w := &wire{answer: files.answer}
	got, err := dialWire(t, w).WholeHistories(t.Context(), []provider.Title{"Short.png", "Fifty.png", "Long.png", "Endless.png", "Missing.png"})
	if err != nil {
		t.Fatal(err)
	}
	told := map[provider.Title]string{}
	for title, h := range got {
		told[title] = fmt.Sprint(len(h.Versions), h.Cut)
		for i, v := range h.Versions {
			if v.Comment != fmt.Sprint("version ", i) || v.User != fmt.Sprint("User ", i) {
				t.Fatalf("%s: version %d is %+v", title, i, v)
			}
		}
	}
	want := map[provider.Title]string{"Short.png": "49 false", "Fifty.png": "50 false", "Long.png": "1234 false", "Endless.png": fmt.Sprint(mostVersions, " true")}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Error(diff)
	}
	if n := len(w.seen); n != 1+1+3+mostVersions/500 {
		t.Errorf("%d requests", n)
	}

	// Of very many the last stay cut.
	var titles []provider.Title
	for i := range 150 {
		titles = append(titles, provider.Title(fmt.Sprintf("%03d.png", i)))
		files[titles[i].Page()] = 60
	}
	w = &wire{answer: files.answer}
	got, err = dialWire(t, w).WholeHistories(t.Context(), titles)
	cut := 0
	for i, title := range titles {
		if got[title].Cut {
			cut++
		} else if n := len(got[title].Versions); n != 60 || i >= mostReadOn {
			t.Errorf("%s: %d versions", title, n)
		}
	}
	if n := len(w.seen); err != nil || n != 3+mostReadOn || cut != len(titles)-mostReadOn {
		t.Errorf("%d requests, %d cut, %v", n, cut, err)
	}
}

// A wiki that continues a history where it was is not followed.
func TestHistoryInACircle(t *testing.T) {
	t.Parallel()
	w := &wire{answer: func(q asked) any {
		a := archive{"File:A.png": 500}.answer(asked{Values: map[string][]string{"titles": {"File:A.png"}, "iilimit": q.Values["iilimit"]}}).(obj)
		a["continue"] = obj{"iistart": "2026-11-22T10:00:00Z"}
		return a
	}}
	if _, err := dialWire(t, w).WholeHistories(t.Context(), []provider.Title{"A.png"}); provider.KindOf(err) != provider.Unavailable || len(w.seen) != 3 {
		t.Errorf("%d requests: %v", len(w.seen), err)
	}
}
