package sandbox

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wikiform/provider"
)

// Every order in which a wiki is asked for what it has says what a look at all of it says,
// whatever was written.
func TestOrders(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := newState()
		now := time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)
		done := map[eventKind]int{}
		for range 60 {
			e := someEvent(t)
			now = now.Add(time.Duration(rapid.IntRange(0, 2).Draw(t, "seconds")) * time.Second)
			e.At = now
			if err := s.apply(e); err == nil {
				done[e.Do]++
			}
			checkOrders(t, s)
		}
		for kind, n := range done {
			t.Logf("%s: %d", kind, n)
		}
	})
}

func someEvent(t *rapid.T) event {
	names := []string{"A.png", "A.b.png", "A.jpg", "B.png"}
	name := func(what string) string { return rapid.SampledFrom(names).Draw(t, what) }
	e := event{User: rapid.SampledFrom([]string{"Anna", "Bert"}).Draw(t, "user"), NS: fileNS, Title: name("title"), Text: rapid.SampledFrom([]string{"one", "two"}).Draw(t, "text")}
	e.Do = rapid.SampledFrom([]eventKind{doUpload, doUpload, doUpload, doEdit, doDelete, doMove, doRestore, doImport, doLabel, doHide}).Draw(t, "do")
	switch e.Do {
	case doUpload:
		var sum provider.SHA1
		sum[0] = byte(rapid.IntRange(1, 3).Draw(t, "content"))
		e.Content = &content{Digest: provider.Digest{SHA1: sum, Size: 1}}
	case doDelete:
		e.Part = rapid.SampledFrom([]string{"", "", onlyFile, onlyPage}).Draw(t, "part")
	case doMove:
		e.ToNS, e.To, e.Summary = fileNS, name("to"), "moved"
		e.Text = rapid.SampledFrom([]string{"", "#REDIRECT [[File:" + e.To + "]]"}).Draw(t, "redirect")
	case doRestore:
		e.Rows = rapid.SliceOfN(rapid.IntRange(1, 6), 0, 2).Draw(t, "rows")
	case doImport:
		e.Author, e.Made = "xx>Carl", time.Date(2026, 11, 1, 0, 0, rapid.IntRange(0, 9).Draw(t, "made"), 0, time.UTC)
	case doLabel, doHide:
		e.Rev, e.Tags, e.Hide = int64(rapid.IntRange(1, 9).Draw(t, "rev")), []string{"tag"}, hiddenComment
	}
	return e
}

// checkOrders compares all orders with scans.
func checkOrders(t *rapid.T, s *state) {
	t.Helper()
	same := func(what string, got, want any) {
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Fatalf("%s (-scan +order):\n%s", what, diff)
		}
	}
	files := slices.Collect(maps.Values(s.files))
	sortedBy := func(place func(*file) string) (all []string) {
		for _, f := range files {
			all = append(all, place(f))
		}
		slices.Sort(all)
		return all
	}
	keys := func(all []string) []string { return append([]string(nil), all...) }
	same("names", keys(s.shelf.names.Keys()), sortedBy(func(f *file) string { return f.name }))
	same("times", keys(s.shelf.times.Keys()), sortedBy((*file).dated))
	holders := map[provider.SHA1][]string{}
	for _, f := range files {
		holders[f.current().SHA1] = append(holders[f.current().SHA1], f.name)
	}
	got := map[provider.SHA1][]string{}
	for sum, names := range s.shelf.holders {
		got[sum] = slices.Sorted(slices.Values(names))
		slices.Sort(holders[sum])
	}
	same("holders", got, holders)
	for _, beginning := range []string{"", "A.", "A.b", "B.", "C"} {
		first := ""
		for name := range s.files {
			if strings.HasPrefix(name, beginning) && (first == "" || name < first) {
				first = name
			}
		}
		same("first with "+beginning, s.firstWith(beginning), first)
	}

	var rows []deletedFile
	s.deleted.sorted("", nil, func(d deletedFile) bool { rows = append(rows, d); return true })
	if !slices.IsSortedFunc(rows, func(a, b deletedFile) int {
		return cmp.Or(strings.Compare(a.name, b.name), a.at.Compare(b.at), cmp.Compare(a.id, b.id))
	}) {
		t.Fatalf("deleted rows: %v", rows)
	}
	back := 0
	for _, e := range s.log.entries {
		if e.restored != nil {
			back += e.restored.files
		}
	}
	same("rows that were deleted and did not come back", len(rows), s.lastDeleted-back)
	sums := map[provider.SHA1][]int{}
	for _, d := range rows {
		sums[d.SHA1] = append(sums[d.SHA1], d.id)
	}
	for sum, ids := range sums {
		slices.Sort(ids)
		same("deleted with a content", s.deleted.sums[sum].Keys(), ids)
		var only []int
		s.deleted.sorted("", &sum, func(d deletedFile) bool { only = append(only, d.id); return true })
		for _, id := range ids {
			if !slices.Contains(only, id) {
				t.Fatalf("row %d is not among those of its content: %v", id, only)
			}
		}
	}
	same("contents that were deleted", len(s.deleted.sums), len(sums))

	titles, revs := map[title][]int{}, map[int64]int{}
	for i, e := range s.log.entries {
		titles[e.page] = append(titles[e.page], i)
		if _, has := revs[e.rev]; !has && e.rev != 0 {
			revs[e.rev] = i
		}
	}
	same("log by revision", s.log.revs, revs)
	for page, of := range titles {
		for _, from := range []int{0, 1, 3, len(s.log.entries)} {
			for _, newer := range []bool{true, false} {
				var want []int
				for _, i := range of {
					if from == 0 || newer && i >= from-1 || !newer && i <= from-1 {
						want = append(want, i)
					}
				}
				if !newer {
					slices.Reverse(want)
				}
				same(fmt.Sprint("log of ", page, " from ", from, newer), slices.Collect(s.log.walk(&page, int64(from), newer)), want)
			}
		}
	}

	byUser := map[string][]int64{}
	for _, p := range s.pages {
		for _, r := range p.revs {
			byUser[r.user] = append(byUser[r.user], r.id)
			same("page of a revision", s.byRev[r.id] == p, true)
		}
	}
	for user, want := range byUser {
		var got []int64
		for r := range s.written.by(user, "") {
			got = append(got, r.id)
		}
		slices.Sort(got)
		slices.Sort(want)
		same("revisions of "+user, got, want)
	}
	same("who has written", len(s.written), len(byUser))
}
