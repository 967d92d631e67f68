package mediawiki

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// member is a page of a list, with the file that it shows.
func member(title, shows string) obj {
	p := obj{"pageid": 1, "ns": fileNS, "title": title, "imagerepository": "local"}
	if shows != "" {
		p["imageinfo"] = []obj{{"canonicaltitle": shows}}
	}
	return p
}

// own is a page with a file of its own.
func own(title string) obj { return member(title, title) }

// with is a page that is otherwise, too.
func with(p obj, more obj) obj { maps.Copy(p, more); return p }

// of is the answer of pages, continued at a place, "" for not at all.
func of(next string, pages ...obj) obj {
	a := obj{"query": obj{"pages": pages}}
	if next != "" {
		a["continue"] = obj{"gcmcontinue": next, "continue": "gcmcontinue||"}
	}
	return a
}

// catalogue is a wiki with categories; what is asked about by itself is there.
func catalogue(members func(category, from string) obj) func(asked) any {
	return func(q asked) any {
		if q.Has("titles") {
			return obj{"query": obj{"pages": []obj{{"pageid": 7, "ns": categoryNS, "title": strings.TrimPrefix(q.Get("titles"), "\x1f"), "categoryinfo": obj{"size": 1}}}}}
		}
		return members(q.Get("gcmtitle"), q.Get("gcmcontinue"))
	}
}

// Of what a list tells, only files of the wiki count that a manifest can name.
func TestSelectTakes(t *testing.T) {
	t.Parallel()
	w := &wire{answer: catalogue(func(string, string) obj {
		return of("",
			own("Datei:B.png"), own("Datei:A.png"), own("Datei:A.png"),
			with(member("Datei:Redirect.png", "Datei:A.png"), obj{"redirect": true}),
			member("Datei:No file.png", ""),
			with(own("Datei:Shared.png"), obj{"imagerepository": "shared"}),
			with(own("Datei:Missing.png"), obj{"imageinfo": []obj{{"canonicaltitle": "Datei:Missing.png", "filemissing": true}}}),
			with(own("Talk.png"), obj{"ns": 0}),
			with(member("Datei:Hidden.png", ""), obj{"imageinfo": []obj{{"filehidden": true}}}),
			with(member("Datei:To hidden.png", ""), obj{"imageinfo": []obj{{"filehidden": true}}, "redirect": true}),
			own("Datei:../../etc/passwd"), own("Datei:No extension"), own("Datei:"), own("Datei:C\x00.png"), own("Datei: D.png"), own("Datei:"+strings.Repeat("e", 300)+".png"),
			with(own("Kategorie:Below"), obj{"ns": categoryNS}),
		)
	})}
	got, err := dialWire(t, w).Select(t.Context(), provider.Selection{Category: "Barns"}, 100)
	want := provider.Selected{
		Titles: []provider.Title{"A.png", "B.png", "Hidden.png"},
		Unfit:  []string{"Datei:../../etc/passwd", "Datei:No extension", "Datei:", "Datei:C\x00.png", "Datei: D.png", "Datei:" + strings.Repeat("e", 300) + ".png"},
	}
	if diff := gocmp.Diff(want, got); err != nil || diff != "" || len(w.seen) != 2 {
		t.Errorf("%d requests, %v\n%s", len(w.seen), err, diff)
	}
}

// A question ends in as many requests as it is worth, whatever the wiki tells.
func TestSelectEnds(t *testing.T) {
	t.Parallel()
	file := func(n int) obj { return own(fmt.Sprintf("File:%07d.png", n)) }
	below := func(name string) obj {
		return obj{"pageid": 2, "ns": categoryNS, "title": "Category:" + name}
	}
	n := func(s string) int { i, _ := strconv.Atoi(s); return i }
	for name, tt := range map[string]struct {
		members func(category, from string) obj
		depth   int
		most    int
		titles  int
		cut     bool
		asks    int
		says    string // "" where there is no error
	}{
		"a million members": {func(_, from string) obj {
			var pages []obj
			for i := range selectRows {
				pages = append(pages, file(n(from)+i))
			}
			return of(strconv.Itoa(n(from)+selectRows), pages...)
		}, 0, 1200, 1200, true, 4, ""},
		"exactly as many": {func(_, from string) obj {
			if from == "" {
				return of("2", file(1), file(2))
			}
			return of("", file(3), file(1))
		}, 0, 3, 3, false, 3, ""},
		"one more": {func(string, string) obj { return of("", file(1), file(2), file(3), file(4)) }, 0, 3, 3, true, 2, ""},
		"where it already was": {func(_, from string) obj {
			return of(map[string]string{"": "1", "1": "2", "2": "1"}[from], file(n(from)))
		}, 0, 100, 0, false, 4, "where it already was"},
		"without an end":        {func(_, from string) obj { return of(strconv.Itoa(n(from)+1), file(1)) }, 0, 100, 0, false, 1 + mostPieces, "without end"},
		"all the same category": {func(category, _ string) obj { return of("", below("Barns"), file(1)) }, 1000, 100, 1, false, 2, ""},
		"ever deeper":           {func(category, _ string) obj { return of("", below(category+"x"), file(len(category))) }, 3, 100, 4, false, 5, ""},
		"ever deeper than we go": {func(category, _ string) obj {
			return of("", below(strconv.Itoa(n(strings.TrimPrefix(category, "Category:"))+1)))
		}, 1 << 40, 100, 0, false, 1 + mostCategories, "more than 5000 categories below Category:Barns"},
		"a category of too many": {func(category, _ string) obj {
			var pages []obj
			for i := range mostCategories {
				pages = append(pages, below(strconv.Itoa(i)))
			}
			return of("", pages...)
		}, 1, 100, 0, false, 2, "fewer levels"},
		"categories that were not asked for": {func(category, _ string) obj { return of("", below("Other"), file(1)) }, 0, 100, 1, false, 2, ""},
		"full in a category":                 {func(category, _ string) obj { return of("", below("Other"), file(len(category)), file(1), file(2)) }, 5, 2, 2, true, 2, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &wire{answer: catalogue(tt.members)}
			got, err := dialWire(t, w).Select(t.Context(), provider.Selection{Category: "Barns", Depth: tt.depth}, tt.most)
			if len(got.Titles) != tt.titles || got.Cut != tt.cut || len(w.seen) != tt.asks || !slices.IsSorted(got.Titles) {
				t.Errorf("%d requests: %d titles, cut: %v", len(w.seen), len(got.Titles), got.Cut)
			}
			if (err == nil) != (tt.says == "") || err != nil && !strings.Contains(err.Error()+provider.HintOf(err), tt.says) {
				t.Errorf("%v: %s", err, provider.HintOf(err))
			}
		})
	}
}

// The versions of a file that is alone in an answer come before the rest of the list.
func TestSelectGoesOnAfterVersions(t *testing.T) {
	t.Parallel()
	w := &wire{answer: catalogue(nil)}
	about := w.answer
	w.answer = func(q asked) any {
		switch {
		case q.Has("titles"):
			return about(q)
		case q.Get("gcmcontinue") == "b":
			return of("", own("File:B.png"))
		case q.Get("iistart") == "then" && q.Get("iilimit") == "max":
			return of("b", own("File:A.png"))
		}
		a := of("", own("File:A.png"))
		a["continue"] = obj{"iistart": "then", "continue": "||info"}
		return a
	}
	got, err := dialWire(t, w).Select(t.Context(), provider.Selection{Category: "Barns"}, 10)
	if err != nil || !slices.Equal(got.Titles, []provider.Title{"A.png", "B.png"}) || len(w.seen) != 4 {
		t.Errorf("%d requests: %+v, %v", len(w.seen), got, err)
	}
}

// What a wiki searches for ends after so many hits, since none tells more.
func TestSearchEnds(t *testing.T) {
	t.Parallel()
	w := &wire{answer: func(q asked) any {
		from, _ := strconv.Atoi(q.Get("gsroffset"))
		a := of("", own(fmt.Sprintf("File:%s%07d.png", q.Get("gsrwhat"), from)))
		a["continue"] = obj{"gsroffset": from + selectRows, "continue": "gsroffset||"}
		return a
	}}
	got, err := dialWire(t, w).Select(t.Context(), provider.Selection{Search: "barn"}, 1<<30)
	if err != nil || !got.Cut || len(got.Titles) != mostSearched || len(w.seen) != mostSearched {
		t.Errorf("%d requests: %d titles, %v", len(w.seen), len(got.Titles), err)
	}
}

// An address is no account, and may have uploaded all the same.
func TestSelectByAddress(t *testing.T) {
	t.Parallel()
	for _, titles := range [][]provider.Title{nil, {"A.png"}} {
		w := &wire{answer: func(asked) any {
			files := []obj{}
			for _, t := range titles {
				files = append(files, obj{"ns": fileNS, "title": t.Page()})
			}
			return obj{"query": obj{"users": []obj{{"name": "10.0.0.1", "invalid": true}}, "allimages": files}}
		}}
		want := provider.Selected{Titles: titles}
		if titles == nil {
			want.Unknown = "User:10.0.0.1"
		}
		got, err := dialWire(t, w).Select(t.Context(), provider.Selection{Uploader: "10.0.0.1"}, 10)
		if diff := gocmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v\n%s", err, diff)
		}
	}
}

// Who is asked about one page and tells of two is not believed, and what could name
// several pages names none.
func TestSelectPage(t *testing.T) {
	t.Parallel()
	w := &wire{answer: func(q asked) any { return of("", own("File:A.png"), own("File:B.png")) }}
	if _, err := dialWire(t, w).Select(t.Context(), provider.Selection{Page: "A"}, 10); err == nil || !strings.Contains(err.Error(), "tells of 2") {
		t.Error(err)
	}
	for _, name := range []string{"A\x1fB", "A\nB", "\x7f"} {
		w := &wire{}
		got, err := dialWire(t, w).Select(t.Context(), provider.Selection{Page: name}, 10)
		if err != nil || got.Unknown != name || len(w.seen) > 0 {
			t.Errorf("%q: %+v, %v", name, got, err)
		}
	}
}

// Texts that are too much together are left out, each whole.
func TestTextsThatAreTooMuch(t *testing.T) {
	t.Parallel()
	var room texts
	long, short := strings.Repeat("x", mostTexts/2), "x"
	for i, want := range []bool{true, true, false, true} {
		p := provider.Page{Text: []string{short, long, long, short}[i], HasText: true}
		if room.keep(&p); p.HasText != want || want != (p.Text != "") {
			t.Errorf("%d: %d bytes, there: %v", i, len(p.Text), p.HasText)
		}
	}
}
