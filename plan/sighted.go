package plan

import (
	"math"
	"strings"
	"time"

	"wikiform/provider"
)

// Sighted is what a wiki has under the titles of many files, in few bytes each: a plan for
// 100,000 files, of which mostly a handful differ, would hold little else. What has
// anything unusual about it is kept as it is.
type Sighted struct {
	at    []int32 // by files: where its record is
	files []sighted
	whole map[int32]provider.File // by files
	words dictionary              // names and comments, which mostly are the same few
	lists map[string]uint32       // change tags, by what they are joined to; 0: none
	tags  [][]string
}

// sighted is a file with a page, of which nothing is hidden, missing or in another place.
type sighted struct {
	title                                  provider.Title // as the wiki stores it
	sha1, textSHA1                         provider.SHA1
	size                                   int64
	uploaded, saved                        int64 // seconds since 1970
	id, rev, parent                        int64
	width, height                          int32
	mime, uploader, comment, editor, edits uint32 // words, and of edits the tags
	hidden                                 bool
}

func newSighted(files int) *Sighted {
	s := &Sighted{at: make([]int32, files), files: make([]sighted, 0, files), whole: map[int32]provider.File{}, lists: map[string]uint32{}, tags: [][]string{nil}}
	for i := range s.at {
		s.at[i] = unasked
	}
	return s
}

// Where there is no record of a file.
const (
	unusual int32 = -1 // it is kept as it is
	unasked int32 = -2 // nobody asked about its title
)

// put takes in what the wiki has under the title of a file.
func (s *Sighted) put(i int32, f provider.File) {
	if !usual(f) {
		s.at[i], s.whole[i] = unusual, f
		return
	}
	v, p := f.Version, f.Page
	s.at[i] = int32(len(s.files))
	s.files = append(s.files, sighted{
		title: f.Title, sha1: v.SHA1, size: v.Size, textSHA1: p.TextSHA1, uploaded: v.Time.Unix(), saved: p.Time.Unix(),
		id: p.ID, rev: p.Rev, parent: p.Parent, width: int32(v.Width), height: int32(v.Height), hidden: v.Hidden,
		mime: s.words.of(v.MIME), uploader: s.words.of(v.User), comment: s.words.of(v.Comment), editor: s.words.of(p.User), edits: s.list(p.Tags),
	})
}

// usual reports whether nothing of a file is lost in a record.
func usual(f provider.File) bool {
	v, p := f.Version, f.Page
	if v == nil || p == nil || f.Old != nil || f.Invalid != "" || f.Shared || f.Redirect || f.Target != "" {
		return false
	}
	return v.Archive == "" && small(v.Width) && small(v.Height) && wholeSeconds(v.Time) && wholeSeconds(p.Time) && !p.HasText && p.Text == "" && p.Model == "" && p.Comment == ""
}

func small(n int) bool { return n >= 0 && n <= math.MaxInt32 }

// wholeSeconds reports whether a time is one of whole seconds, as a wiki tells it.
func wholeSeconds(t time.Time) bool {
	return t.Equal(time.Unix(t.Unix(), 0)) && t.Location() == time.UTC
}

// file is what the wiki has under the title of a file; false where nobody asked.
func (s *Sighted) file(i int) (provider.File, bool) {
	switch at := s.at[i]; at {
	case unasked:
		return provider.File{}, false
	case unusual:
		return s.whole[int32(i)], true
	default:
		return s.unpacked(&s.files[at]), true
	}
}

func (s *Sighted) unpacked(r *sighted) provider.File {
	return provider.File{
		Title: r.title,
		Version: &provider.Version{
			Digest: provider.Digest{SHA1: r.sha1, Size: r.size}, MIME: s.words.all[r.mime], Width: int(r.width), Height: int(r.height),
			User: s.words.all[r.uploader], Time: time.Unix(r.uploaded, 0).UTC(), Comment: s.words.all[r.comment], Hidden: r.hidden,
		},
		Page: &provider.Page{
			ID: r.id, Rev: r.rev, Parent: r.parent, TextSHA1: r.textSHA1, User: s.words.all[r.editor], Time: time.Unix(r.saved, 0).UTC(), Tags: s.tags[r.edits],
		},
	}
}

func (s *Sighted) list(tags []string) uint32 {
	if len(tags) == 0 {
		return 0
	}
	key := strings.Join(tags, "\x00")
	n, known := s.lists[key]
	if !known {
		n = uint32(len(s.tags))
		s.lists[key], s.tags = n, append(s.tags, tags)
	}
	return n
}

// dictionary has texts, each of them once.
type dictionary struct {
	all []string
	at  map[string]uint32
}

func (w *dictionary) of(s string) uint32 {
	n, known := w.at[s]
	if !known {
		if w.at == nil {
			w.at = map[string]uint32{}
		}
		n = uint32(len(w.all))
		s = strings.Clone(s) // of an answer nothing else stays
		w.at[s], w.all = n, append(w.all, s)
	}
	return n
}
