package plan

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wikiform/provider"
)

// shelf is what a title has had, and what was deleted of it. Of each deleted row it knows
// which deletion took it, which no wiki tells.
type shelf struct {
	now       time.Time
	id        int64
	page      int64 // that is there; 0: none
	revisions []provider.Revision
	versions  []provider.DeletedVersion
	gone      provider.Deleted
	took      map[int64]int64 // deletions, by the numbers of the rows
	log       provider.DeletionLog
}

func (s *shelf) next() int64 { s.id++; return s.id }

func (s *shelf) revise() {
	r := provider.Revision{ID: s.next(), Page: s.page, Time: s.now}
	if n := len(s.revisions); n > 0 {
		r.Parent = s.revisions[n-1].ID
	}
	s.revisions = append(s.revisions, r)
}

func (s *shelf) store(at time.Time) {
	s.versions = append(s.versions, provider.DeletedVersion{ID: s.next(), Version: provider.Version{Digest: digest("x"), Time: at}})
}

func (s *shelf) delete(user string, hidden bool) int64 {
	d := provider.Deletion{ID: s.next(), Page: s.page, User: user, Time: s.now, Reason: "out [wikiform m]"}
	for _, r := range s.revisions {
		s.took[r.ID] = d.ID
	}
	for _, v := range s.versions {
		s.took[v.ID] = d.ID
	}
	s.gone.Revisions, s.gone.Versions = append(s.gone.Revisions, s.revisions...), append(s.gone.Versions, s.versions...)
	if s.page, s.revisions, s.versions = 0, nil, nil; !hidden {
		s.log.Deletions = slices.Insert(s.log.Deletions, 0, d)
	}
	return d.ID
}

// restore brings back the rows that are kept, under the page of the first.
func (s *shelf) restore(user string, keep func() bool) {
	var left provider.Deleted
	for _, r := range s.gone.Revisions {
		if keep() {
			s.revisions = append(s.revisions, r)
		} else {
			left.Revisions = append(left.Revisions, r)
		}
	}
	for _, v := range s.gone.Versions {
		if len(s.revisions) > 0 && keep() {
			s.versions = append(s.versions, v)
		} else {
			left.Versions = append(left.Versions, v)
		}
	}
	if len(s.revisions) == 0 {
		return
	}
	s.gone, s.page = left, s.revisions[0].Page
	s.log.Restorations = slices.Insert(s.log.Restorations, 0, provider.Restoration{
		ID: s.next(), Page: s.page, User: user, Time: s.now, Reason: "in [wikiform m]", Revisions: len(s.revisions), Versions: len(s.versions),
	})
}

// Whatever a title has had: the rows that come back are all that the deletion took away, and
// no others; or none, since it is not known which.
func TestRowsAreThoseOfTheDeletion(t *testing.T) {
	t.Parallel()
	told, taken := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		for range 20 {
			drawRows(t, &told, &taken)
		}
	})
	if taken == 0 || taken == told {
		t.Errorf("of %d deletions, %d were taken back", told, taken)
	}
}

// drawRows draws what a title has had, and holds what comes back of one deletion against it.
func drawRows(t *rapid.T, told, taken *int) {
	s := &shelf{now: time.Unix(10_000, 0).UTC(), took: map[int64]int64{}}
	who := func() string { return rapid.SampledFrom([]string{"Up", "Up", "Anna"}).Draw(t, "who") }
	var ours []int64
	for range rapid.IntRange(1, 14).Draw(t, "acts") {
		s.now = s.now.Add(time.Duration(rapid.SampledFrom([]int{0, 1, 1, 5, 60}).Draw(t, "seconds")) * time.Second)
		switch act := rapid.SampledFrom([]string{"make", "make", "revise", "store", "delete", "delete", "hide", "come", "leave", "restore", "some", "single"}).Draw(t, "act"); {
		case act == "make" && s.page == 0:
			s.page = s.next()
			s.revise()
			s.store(s.now)
		case act == "come" && s.page == 0: // from another title, where it has long been
			s.page = s.next()
			then := s.now
			s.now = s.now.Add(-time.Duration(rapid.SampledFrom([]int{1, 30, 3000}).Draw(t, "older")) * time.Second)
			s.revise()
			s.store(s.now)
			s.now = then
			s.revise()
		case act == "revise" && s.page != 0:
			s.revise()
		case act == "store" && s.page != 0:
			s.store(s.now)
			s.revise()
		case act == "delete" && s.page != 0:
			user := who()
			if id := s.delete(user, false); user == "Up" {
				ours = append(ours, id)
			}
		case act == "hide" && s.page != 0:
			s.delete("Anna", true)
		case act == "leave" && s.page != 0:
			s.page, s.revisions, s.versions = 0, nil, nil
		case act == "restore" && s.page == 0:
			s.restore(who(), func() bool { return true })
		case act == "some" && s.page == 0:
			s.restore(who(), func() bool { return rapid.Bool().Draw(t, "kept") })
		case act == "single" && len(s.versions) > 1:
			v := s.versions[0]
			s.versions, s.gone.Versions = s.versions[1:], append(s.gone.Versions, v)
			s.took[v.ID] = s.next()
			s.log.Deletions = slices.Insert(s.log.Deletions, 0, provider.Deletion{ID: s.took[v.ID], User: "Anna", Time: s.now, Version: "1!A.png"})
		}
	}
	if s.page != 0 || len(ours) == 0 {
		return
	}
	entry := rapid.SampledFrom(ours).Draw(t, "deletion")
	all := s.gone
	for i := range all.Revisions {
		all.Revisions[i].Page = 0 // which no wiki tells
	}
	u := &undo{
		f: &Facts{Accounts: []string{"Up"}, Mark: "[wikiform m]"}, deletions: map[provider.Title]provider.DeletionLog{"A.png": s.log},
		rows: map[provider.Title]provider.Deleted{"A.png": all},
	}
	rows, why := u.rowsOf(&removal{Written: &Written{Write: provider.Write{Title: "A.png"}}, entry: entry})
	*told++
	if why != "" {
		return
	}
	*taken++
	var want, got []int64
	for id, by := range s.took {
		left := slices.ContainsFunc(all.Revisions, func(r provider.Revision) bool { return r.ID == id }) || slices.ContainsFunc(all.Versions, func(v provider.DeletedVersion) bool { return v.ID == id })
		if by == entry && left {
			want = append(want, id)
		}
	}
	for _, r := range rows.Revisions {
		got = append(got, r.ID)
	}
	for _, v := range rows.Versions {
		got = append(got, v.ID)
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("rows (-want +got):\n%s\nof %+v\nlog %+v", diff, all, s.log)
	}
}
