package mediawiki

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// listed is a wiki with lists: of files, of deleted files and of deletions, in pieces.
type listed struct {
	files, archive []obj
	log            []obj
	each           int // rows of an answer
	pieces, single atomic.Int64
}

func (l *listed) answer(q asked) any {
	pick := func(rows []obj, key, value string) any {
		l.single.Add(1)
		var some []obj
		for _, r := range rows {
			if r[key] == value {
				some = append(some, r)
			}
		}
		return obj{"query": obj{q.Get("list"): some}}
	}
	rows, next := l.files, "aicontinue"
	switch q.Get("list") {
	case "allimages":
		if q.Has("aisha1") {
			return pick(rows, "sha1", q.Get("aisha1"))
		}
	case "filearchive":
		if rows, next = l.archive, "facontinue"; q.Has("fasha1") {
			return pick(rows, "sha1", q.Get("fasha1"))
		}
	case "logevents":
		if rows, next = l.log, "lecontinue"; q.Has("letitle") {
			return pick(rows, "title", q.Get("letitle"))
		}
	default:
		return nil
	}
	l.pieces.Add(1)
	from, _ := strconv.Atoi(q.Get(next))
	a := obj{"query": obj{q.Get("list"): rows[from:min(from+l.each, len(rows))]}}
	if from+l.each < len(rows) {
		a["continue"] = obj{next: from + l.each, "continue": "-||"}
	}
	return a
}

func (l *listed) requests() [2]int64 { return [2]int64{l.pieces.Load(), l.single.Load()} }

func nthSum(i int) (sum provider.SHA1) {
	copy(sum[:], fmt.Sprintf("%020d", i))
	return sum
}

// storedFiles are n files, each with its own bytes.
func storedFiles(n int) (rows []obj) {
	for i := range n {
		rows = append(rows, obj{"title": fmt.Sprintf("File:%d.png", i), "sha1": nthSum(i).String()})
	}
	return rows
}

func sumsOf(from, n int) (sums []provider.SHA1) {
	for i := range n {
		sums = append(sums, nthSum(from+i))
	}
	return sums
}

// Files that have given contents are found by the list of all files where that is
// cheaper than asking for each, and whatever the wiki says how many it has.
func TestHolders(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		files, counted, each int
		sums                 []provider.SHA1
		requests             [2]int64 // pieces of the list, single sums
		found                int
	}{
		"one file":              {files: 3000, counted: 3000, each: 500, sums: sumsOf(2999, 1), requests: [2]int64{0, 1}, found: 1},
		"as many as pieces":     {files: 3000, counted: 3000, each: 500, sums: sumsOf(2998, 7), requests: [2]int64{0, 7}, found: 2},
		"more than pieces":      {files: 3000, counted: 3000, each: 500, sums: sumsOf(2998, 8), requests: [2]int64{6, 0}, found: 2},
		"an empty wiki":         {each: 500, sums: sumsOf(0, 2), requests: [2]int64{1, 0}},
		"one that cannot count": {files: 3000, each: 500, sums: sumsOf(2998, 4), requests: [2]int64{3, 4}, found: 2},
		"a huge wiki":           {files: 3000, counted: 100_000, each: 500, sums: sumsOf(2998, 150), requests: [2]int64{0, 150}, found: 2},
		"one that says less":    {files: 3000, counted: 3000, each: 20, sums: sumsOf(2950, 102), requests: [2]int64{100, 102}, found: 50},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := &listed{files: storedFiles(tt.files), each: tt.each}
			c := dialWire(t, &wire{answer: l.answer})
			c.images = int64(tt.counted)
			got, err := c.Holders(t.Context(), tt.sums)
			if err != nil || len(got) != tt.found || l.requests() != tt.requests {
				t.Fatalf("%d found by %v requests, want %d by %v: %v", len(got), l.requests(), tt.found, tt.requests, err)
			}
			for sum, titles := range got {
				if len(titles) != 1 || !slices.Contains(tt.sums, sum) {
					t.Errorf("%s: %q", sum, titles)
				}
			}
		})
	}
}

// Who may ask for more at once needs fewer pieces.
func TestListed(t *testing.T) {
	t.Parallel()
	c := dialWire(t, &wire{})
	c.images = 20_000
	if n := c.listed(); n != 41 {
		t.Errorf("%d requests", n)
	}
	c.account.Rights = append(c.account.Rights, "apihighlimits")
	if n := c.listed(); n != 5 {
		t.Errorf("%d requests with high limits", n)
	}
}

// Contents that were deleted are looked for with at most 20 requests, by a list or
// one by one, and it is said where that was not enough.
func TestBuried(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		archive, each int
		sums          []provider.SHA1
		requests      [2]int64
		found         int
		whole         bool
	}{
		"one content":           {archive: 1000, each: 10, sums: sumsOf(500, 1), requests: [2]int64{0, 1}, found: 1, whole: true},
		"nothing was deleted":   {each: 10, sums: sumsOf(0, 3000), requests: [2]int64{1, 0}, whole: true},
		"a short list":          {archive: 200, each: 10, sums: sumsOf(150, 3000), requests: [2]int64{20, 0}, found: 50, whole: true},
		"a long list":           {archive: 201, each: 10, sums: sumsOf(150, 3000), requests: [2]int64{20, 0}, found: 50},
		"few of a long list":    {archive: 1000, each: 10, sums: sumsOf(998, 19), requests: [2]int64{1, 19}, found: 2, whole: true},
		"more of a long list":   {archive: 1000, each: 10, sums: sumsOf(998, 20), requests: [2]int64{20, 0}},
		"one in the first part": {archive: 1000, each: 10, sums: sumsOf(9, 2), requests: [2]int64{1, 2}, found: 2, whole: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := &listed{archive: storedFiles(tt.archive), each: tt.each}
			got, whole, err := dialWire(t, &wire{answer: l.answer}).DeletedContents(t.Context(), tt.sums)
			if err != nil || len(got) != tt.found || whole != tt.whole || l.requests() != tt.requests {
				t.Errorf("%d found by %v requests, whole %v; want %d by %v, %v: %v", len(got), l.requests(), whole, tt.found, tt.requests, tt.whole, err)
			}
		})
	}
}

// A title is told once however many versions it had, and of many titles it is said
// that there are more. Who may not read it is told nothing.
func TestBuriedTitles(t *testing.T) {
	t.Parallel()
	var rows []obj
	for i := range 30 {
		rows = append(rows, obj{"title": fmt.Sprintf("File:A%d.png", i/15), "sha1": nthSum(1).String()}, obj{"title": fmt.Sprintf("File:B%02d.png", i), "sha1": nthSum(2).String()},
			obj{"title": "File:Hidden.png", "sha1": ""})
	}
	l := &listed{archive: rows, each: 500}
	want := map[provider.SHA1][]provider.Title{
		nthSum(1): {"A0.png", "A1.png"},
		nthSum(2): {"", "B00.png", "B01.png", "B02.png", "B03.png", "B04.png", "B05.png", "B06.png", "B07.png", "B08.png", "B09.png"},
	}
	got, whole, err := dialWire(t, &wire{answer: l.answer}).DeletedContents(t.Context(), sumsOf(1, 2))
	if diff := cmp.Diff(want, got); diff != "" || !whole || err != nil {
		t.Errorf("whole %v, %v (-want +got):\n%s", whole, err, diff)
	}
	for _, sums := range [][]provider.SHA1{sumsOf(0, 1), sumsOf(0, 2)} {
		no := &wire{answer: func(q asked) any {
			if q.Get("list") == "filearchive" {
				return coded("permissiondenied", "You don't have permission to view deleted history.")
			}
			return nil
		}}
		if got, whole, err := dialWire(t, no).DeletedContents(t.Context(), sums); len(got) > 0 || whole || err != nil {
			t.Errorf("not allowed: %v, whole %v, %v", got, whole, err)
		}
	}
}

// Up to 50 titles are looked up in the deletion log, of more it is read; 20 requests
// of it at most.
func TestDeletions(t *testing.T) {
	t.Parallel()
	event := func(title, action, reason string) obj {
		return obj{"title": title, "type": "delete", "action": action, "user": "Anna", "timestamp": "2026-11-20T08:30:00Z", "comment": reason}
	}
	hidden := obj{"title": "File:1.png", "type": "delete", "action": "delete", "userhidden": true, "commenthidden": true, "timestamp": "2026-11-20T08:30:00Z"}
	log := []obj{event("File:1.png", "restore", ""), event("File:1.png", "delete", "why"), hidden, event("File:1.png", "delete_redir", ""), event("File:1.png", "revision", "")}
	var titles []provider.Title
	for i := range 51 {
		titles = append(titles, provider.Title(fmt.Sprintf("%d.png", i)))
	}
	for range 60 {
		log = append(log, event("File:2.png", "delete", "again"))
	}
	type past struct {
		reasons                 []string
		hidden, redirects, many int
		cut                     bool
	}
	told := func(p provider.DeletionLog) (x past) {
		x.cut, x.many = p.Cut, len(p.Deletions)
		for _, d := range p.Deletions {
			if d.Hidden {
				x.hidden++
			}
			if d.Redirect {
				x.redirects++
			}
			if d.Reason != "" && !slices.Contains(x.reasons, d.Reason) {
				x.reasons = append(x.reasons, d.Reason)
			}
		}
		return x
	}
	for name, tt := range map[string]struct {
		titles   []provider.Title
		log      []obj
		each     int
		requests [2]int64
		cut      bool
	}{
		"looked up":    {titles[:50], log, 500, [2]int64{0, 50}, false},
		"read":         {titles, log, 4, [2]int64{17, 0}, false},
		"read in part": {titles, log, 3, [2]int64{20, 0}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := &listed{log: tt.log, each: tt.each}
			got, err := dialWire(t, &wire{answer: l.answer}).Deletions(t.Context(), tt.titles)
			if err != nil || l.requests() != tt.requests || len(got) != len(tt.titles) {
				t.Fatalf("%v requests, want %v: %v", l.requests(), tt.requests, err)
			}
			for title, want := range map[provider.Title]past{
				"0.png": {cut: tt.cut}, "1.png": {[]string{"why"}, 1, 1, 3, tt.cut}, "2.png": {[]string{"again"}, 0, 0, mostLogged, true},
			} {
				if got := told(got[title]); fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("%s: %+v, want %+v", title, got, want)
				}
			}
		})
	}
}

// What was not asked is never taken for nothing.
func TestEachInterrupted(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	c := dialWire(t, &wire{answer: (&listed{each: 500}).answer})
	c.images = 1_000_000
	if _, err := c.Holders(ctx, sumsOf(0, 20)); err == nil {
		t.Error("no file has these bytes, it is said")
	}
	if _, whole, err := c.DeletedContents(ctx, sumsOf(0, 1)); err == nil || whole {
		t.Error("none was deleted, it is said")
	}
	if _, err := c.Deletions(ctx, []provider.Title{"A.png"}); err == nil {
		t.Error("nobody deleted it, it is said")
	}
}
