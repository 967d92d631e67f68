package plan

import (
	"iter"

	"wikiform/provider"
	"wikiform/spec"
)

// Matching are files of a manifest that are as wanted and of which there is nothing to say,
// in few bytes each. A nil one has none.
type Matching struct {
	files    []spec.File // of the manifest that the plan is for
	at       []int32     // which of them these are, in their order
	site     provider.Site
	guards   Guards // of the wiki's block
	sighted  *Sighted
	comments map[string]string // by what the manifest says, what is written

	titles map[provider.Title]int32 // once somebody looks for one
}

func (m *Matching) add(file int, said string, comment func(string) string) {
	m.at = append(m.at, int32(file))
	if _, known := m.comments[said]; !known {
		m.comments[said] = comment(said)
	}
}

// Len is how many files these are.
func (m *Matching) Len() int {
	if m == nil {
		return 0
	}
	return len(m.at)
}

// record is what is kept of the n-th.
func (m *Matching) record(n int) *sighted { return &m.sighted.files[m.sighted.at[m.at[n]]] }

// file is what the wiki has of the n-th.
func (m *Matching) file(n int) provider.File { return m.sighted.unpacked(m.record(n)) }

// claim is what the manifest says of the n-th.
func (m *Matching) claim(n int) *Claim {
	r, f := m.record(n), &m.files[m.at[n]]
	c := claim(f, provider.Content{Digest: provider.Digest{SHA1: r.sha1, Size: r.size}}, &m.site)
	c.guard(m.guards)
	c.Title, c.Comment = r.title, m.comments[c.Comment]
	return &c
}

// change is that of the n-th, which writes nothing.
func (m *Matching) change(n int) *Change { return &Change{Claim: *m.claim(n), Before: m.file(n)} }

// find is the file under a title, as the manifest writes it or as the wiki stores it.
func (m *Matching) find(t provider.Title) (n int, found bool) {
	if m.titles == nil {
		m.titles = make(map[provider.Title]int32, len(m.at))
		for n := range m.at {
			if written, err := parse(&m.files[m.at[n]], m.site); err == nil {
				m.titles[written] = int32(n)
			}
		}
		for n := range m.at {
			m.titles[m.record(n).title] = int32(n)
		}
	}
	at, found := m.titles[t]
	return int(at), found
}

// holders adds to the titles that have contents those of these files, of contents that are
// uploaded.
func (m *Matching) holders(held map[provider.SHA1][]provider.Title, uploaded map[provider.SHA1]bool) {
	if len(uploaded) == 0 {
		return
	}
	for n := range m.Len() {
		if r := m.record(n); uploaded[r.sha1] {
			held[r.sha1] = append(held[r.sha1], r.title)
		}
	}
}

// woven gives in the manifest's order what there is of the files that match and, of those
// that do not and then of all else, the others.
func woven[T any](m *Matching, others []T, matching func(int) *T) iter.Seq[*T] {
	return func(yield func(*T) bool) {
		file := 0
		for n := range m.Len() {
			for ; file < int(m.at[n]); file++ {
				if !yield(&others[file-n]) {
					return
				}
			}
			if file++; !yield(matching(n)) {
				return
			}
		}
		for i := file - m.Len(); i < len(others); i++ {
			if !yield(&others[i]) {
				return
			}
		}
	}
}

// All are the changes of all that the manifest says, in its order, and then what is
// pruned. Those of files that match are made anew each time, and are not to be kept.
func (p *Plan) All() iter.Seq[*Change] {
	if p.Matching.Len() == 0 {
		return func(yield func(*Change) bool) {
			for i := range p.Changes {
				if !yield(&p.Changes[i]) {
					return
				}
			}
		}
	}
	return woven(p.Matching, p.Changes, p.Matching.change)
}

// uploaders reports whether one of the accounts that uploaded these files is of some kind.
func (m *Matching) uploaders(is func(string) bool) bool {
	seen := map[uint32]bool{}
	for n := range m.Len() {
		r := m.record(n)
		if _, asked := seen[r.uploader]; !asked {
			seen[r.uploader] = is(m.sighted.words.all[r.uploader])
			if seen[r.uploader] {
				return true
			}
		}
	}
	return false
}
