package mediawiki

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// revisionBy is a row of usercontribs.
func revisionBy(title string, id, parent int, comment string) obj {
	return obj{"ns": fileNS, "title": title, "revid": id, "parentid": parent, "comment": comment}
}

// scribe is a wiki on which somebody has written; each answer has so many rows.
type scribe struct {
	made []obj
	rows int
}

func (s scribe) answer(q asked) any {
	at, _ := strconv.Atoi(q.Get("uccontinue"))
	end := min(at+s.rows, len(s.made))
	a := obj{"query": obj{"usercontribs": s.made[at:end]}}
	if end < len(s.made) {
		a["continue"] = obj{"uccontinue": strconv.Itoa(end), "continue": "-||"}
	}
	return a
}

// What accounts have written to is told page by page, with the comments that say
// something, and with whether somebody else may have written in between.
func TestContributions(t *testing.T) {
	t.Parallel()
	other := revisionBy("User:Bot", 3, 0, "")
	other["ns"] = 2
	hidden := revisionBy("Datei:B.png", 8, 4, "")
	delete(hidden, "comment")
	hidden["commenthidden"] = true
	w := &wire{answer: scribe{[]obj{
		revisionBy("Datei:C.png", 12, 11, "again"), revisionBy("Datei:B.png", 9, 8, "better"), hidden, revisionBy("Datei:A.png", 7, 5, "again"),
		revisionBy("Datei:A.png", 5, 4, "again"), revisionBy("Datei:B.png", 4, 0, "mark"), other, revisionBy("Datei:A.png", 4, 0, "mark"),
	}, 3}.answer}
	got, whole, err := dialWire(t, w).Contributions(t.Context(), []string{"Bot", "Old bot"}, 3)
	want := []provider.Contributed{
		{Title: "A.png", Comments: []string{"again", "mark"}, Last: 7, Unbroken: true},
		{Title: "B.png", Comments: []string{"better", "mark"}, Last: 9, Unbroken: true},
		{Title: "C.png", Comments: []string{"again"}, Last: 12},
	}
	if diff := gocmp.Diff(want, got); err != nil || !whole || diff != "" {
		t.Error(err, whole, diff)
	}
	for title, tt := range map[int]struct {
		latest int64
		alone  bool
	}{0: {7, true}, 1: {10, false}, 2: {12, false}} {
		if alone := got[title].Alone(tt.latest); alone != tt.alone {
			t.Errorf("%s, whose latest revision is %d: alone %v", got[title].Title, tt.latest, alone)
		}
	}
	for _, q := range w.seen {
		if q.Get("ucuser") != "Bot|Old bot" || q.Get("ucnamespace") != "6" || q.Get("uclimit") != "max" || q.HTTP.Method != "POST" {
			t.Errorf("asked %v", q.Values)
		}
	}
	if n := len(w.seen); n != 3 {
		t.Errorf("%d requests", n)
	}
}

// It takes no more requests than it may, and says so when there is more.
func TestContributionsInSoManyRequests(t *testing.T) {
	t.Parallel()
	var made []obj
	for i := range 250 {
		made = append(made, revisionBy(fmt.Sprintf("File:%03d.png", i), 1000-i, 0, "mark"))
	}
	many := make([]string, 51)
	for i := range many {
		many[i] = fmt.Sprint("Bot ", i)
	}
	for name, tt := range map[string]struct {
		accounts       []string
		rows, requests int
		asks, pages    int
		whole          bool
	}{
		"none may be made":        {[]string{"Bot"}, 500, 0, 0, 0, false},
		"nobody":                  {nil, 500, 10, 0, 0, true},
		"one":                     {[]string{"Bot"}, 500, 1, 1, 250, true},
		"too few":                 {[]string{"Bot"}, 50, 4, 4, 200, false},
		"just enough":             {[]string{"Bot"}, 50, 5, 5, 250, true},
		"more than one query has": {[]string{"Bot"}, 1, 249, 249, 249, false},
		"all of these":            {[]string{"Bot"}, 1, 1000, 250, 250, true},
		"of many accounts":        {many, 500, 10, 2, 250, true},
		"of too many accounts":    {many, 500, 1, 1, 250, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &wire{answer: scribe{made, tt.rows}.answer}
			got, whole, err := dialWire(t, w).Contributions(t.Context(), tt.accounts, tt.requests)
			if err != nil || whole != tt.whole || len(got) != tt.pages || len(w.seen) != tt.asks {
				t.Errorf("%d requests: %d pages, whole: %v, %v", len(w.seen), len(got), whole, err)
			}
		})
	}
}

// Of many comments the first and the last are kept, each once.
func TestCommentsOfOnePage(t *testing.T) {
	t.Parallel()
	w := written{pages: map[provider.Title]*share{}}
	for i := range 40 {
		w.add(contribution{NS: fileNS, Title: "File:A.png", RevID: int64(100 - i), ParentID: int64(99 - i), Comment: fmt.Sprint("comment ", i/2)})
	}
	w.add(contribution{NS: fileNS, Title: "File:A.png", RevID: 60, Comment: "mark " + strings.Repeat("x", 3*mostLine)})
	got := w.all()[0]
	if !got.Unbroken || got.Last != 100 || len(got.Comments) != mostComments || got.Comments[0] != "comment 0" {
		t.Errorf("%+v", got)
	}
	if last := got.Comments[mostComments-1]; !strings.HasPrefix(last, "mark ") || len(last) > mostLine {
		t.Errorf("the last of %d bytes: %.40s", len(last), last)
	}
}

// A wiki that goes on and on ends where it has filled the memory that it gets.
func TestContributionsAreBounded(t *testing.T) {
	t.Parallel()
	n := 0
	wiki := &wire{answer: func(asked) any {
		n++
		var rows []obj
		for i := range 100 {
			rows = append(rows, revisionBy(fmt.Sprintf("File:%d %d %s", n, i, strings.Repeat("x", mostLine)), i+1, 0, strings.Repeat("y", 2*mostLine)))
		}
		return obj{"query": obj{"usercontribs": rows}, "continue": obj{"uccontinue": strconv.Itoa(n)}}
	}}
	left, w := 1000, &written{pages: map[provider.Title]*share{}, most: 4 << 20}
	whole, err := dialWire(t, wiki).contributions(t.Context(), []string{"Bot"}, &left, w)
	held := 0
	for _, p := range w.all() {
		held += len(p.Title) + len(strings.Join(p.Comments, ""))
	}
	if err != nil || whole || held > 5<<20 || held < 3<<20 || n > 20 || left != 1000-n {
		t.Errorf("%d requests, %d left: %d pages of %d bytes, whole: %v, %v", n, left, len(w.pages), held, whole, err)
	}
}

// BenchmarkContributions reads 50,000 revisions of 20,000 files.
func BenchmarkContributions(b *testing.B) {
	var made []obj
	for i := range 50_000 {
		made = append(made, revisionBy(fmt.Sprintf("File:Barn in the village number %05d.png", i%20_000), 100_000-i, max(0, 80_000-i), fmt.Sprintf("From the catalogue, record %d [wikiform barns]", i%20_000)))
	}
	s := scribe{made, 5000}
	answers := map[string]json.RawMessage{}
	for at := 0; at < len(made); at += s.rows {
		q := asked{Values: url.Values{"uccontinue": {strconv.Itoa(at)}}}
		answers[strconv.Itoa(at)], _ = json.Marshal(s.answer(q))
	}
	c := dialWire(b, &wire{answer: func(q asked) any {
		if q.Get("list") != "usercontribs" {
			return nil
		}
		return answers[cmp.Or(q.Get("uccontinue"), "0")]
	}})
	b.ReportAllocs()
	for b.Loop() {
		pages, whole, err := c.Contributions(b.Context(), []string{"Bot"}, 100)
		if err != nil || !whole || len(pages) != 20_000 {
			b.Fatal(len(pages), whole, err)
		}
	}
}

// What no user can be called is an error that says what to do.
func TestContributionsOfNoUser(t *testing.T) {
	t.Parallel()
	w := &wire{answer: func(asked) any { return coded("baduser", `Invalid value "a#b" for user parameter "ucuser".`) }}
	_, _, err := dialWire(t, w).Contributions(t.Context(), []string{"a#b"}, 5)
	if e := errOf(t, err); e.Kind != provider.Rejected || e.Cure != provider.CureManifest || !strings.Contains(e.Hint(), "accounts") || len(w.seen) != 1 {
		t.Errorf("%+v", e)
	}
}

func TestOwnersOfRecordedAnswers(t *testing.T) {
	t.Parallel()
	const owned, kept, renamed, versions, missing = "Mwc seed owned.png", "Mwc seed kept.png", "Mwc seed renamed.png", "Mwc seed versions.png", "Mwc seed missing.png"
	diff := func(t *testing.T, want, got any, err error) {
		t.Helper()
		if d := gocmp.Diff(want, got); err != nil || d != "" {
			t.Error(err, d)
		}
	}
	both(t, "query-contributions", func(t *testing.T, b []byte) {
		got, whole, err := recordedAnswer(t, b).Contributions(t.Context(), []string{"Uploader"}, 9)
		unbroken := map[provider.Title]bool{}
		for _, p := range got {
			unbroken[p.Title] = p.Unbroken
			if marked := slices.ContainsFunc(p.Comments, func(s string) bool { return strings.HasSuffix(s, "[wikiform S]") }); marked != (p.Title != kept) {
				t.Errorf("%+v", p)
			}
		}
		diff(t, map[provider.Title]bool{owned: true, kept: true, renamed: true, versions: true}, unbroken, err)
		if !whole {
			t.Error("not whole")
		}
	})
	both(t, "query-contributors", func(t *testing.T, b []byte) {
		got, err := recordedAnswer(t, b).Contributors(t.Context(), []provider.Title{owned, kept, renamed, missing})
		two := []string{"Uploader", "Plain"}
		diff(t, map[provider.Title]provider.Contributors{owned: {Users: two, Anonymous: 1}, renamed: {Users: two}, kept: {Users: two[1:]}}, got, err)
	})
	both(t, "query-redirects-to", func(t *testing.T, b []byte) {
		got, err := recordedAnswer(t, b).RedirectsTo(t.Context(), []provider.Title{renamed, kept})
		diff(t, map[provider.Title]provider.Redirects{renamed: {Pages: []string{"File:" + kept, "Talk:Mwc seed"}}, kept: {}}, got, err)
	})
	both(t, "query-categories", func(t *testing.T, b []byte) {
		got, err := recordedAnswer(t, b).InCategory(t.Context(), []provider.Title{owned, renamed, kept}, "Mwc_seed  barns")
		diff(t, map[provider.Title]bool{owned: true, renamed: true}, got, err)
	})
	both(t, "query-histories", func(t *testing.T, b []byte) {
		got, err := recordedAnswer(t, b).WholeHistories(t.Context(), []provider.Title{owned, versions, missing})
		var seen []string
		for _, v := range got[versions].Versions {
			seen = append(seen, fmt.Sprintf("%s: %s, %v", v.User, v.Comment, v.Hidden))
		}
		diff(t, []string{"Uploader: version 2 [wikiform S], false", "Plain: , true", ": version 0 [wikiform S], true"}, seen, err)
		if _, there := got[missing]; there || len(got[owned].Versions) != 1 || got[owned].Versions[0].Hidden {
			t.Errorf("%+v", got)
		}
	})
}
