package plan

import (
	"runtime"
	"sync"

	"wikiform/provider"
	"wikiform/spec"
)

// Most files of most plans are as wanted, and there is nothing to say of them. They are
// set apart as soon as that is known, so that everything after it is made of the others:
// what a plan costs, it costs for what differs.

// SetApart gives the claims of a manifest, settled, but for the files that are as wanted,
// which f.Matching then has. What the wiki has of all others f has. Comment makes of a
// comment what is written.
//
// That a file is as wanted is told by the comparison itself, made of that file alone.
// It is claimed all the same where another block speaks of its title; and all files are
// where what becomes of one of the others follows from all.
func SetApart(m *spec.Manifest, sums map[spec.Address]provider.Content, wiki spec.Wiki, s *Sighted, comment func(string) string, f *Facts) []Claim {
	guards := GuardsOf(wiki)
	others := claimsOfOthers(m, f.Site)
	for i := range others {
		others[i].guard(guards)
		others[i].settle(f.Have)
	}
	spoken := f.spokenOf(others)
	match := &Matching{files: m.Files, site: f.Site, guards: guards, sighted: s, comments: map[string]string{}}
	all := make(map[provider.Title]bool, len(m.Files))
	twice := false
	var claims []Claim
	looks := make([]compared, min(len(m.Files), stretch))
	for from := 0; from < len(m.Files); from += stretch {
		some := looks[:min(stretch, len(m.Files)-from)]
		inParts(len(some), func(i int) {
			some[i] = f.lookedAt(&m.Files[from+i], sums, guards, s, from+i, spoken)
		})
		for i := range some {
			l := &some[i]
			if l.claim.Fault == nil {
				twice = twice || all[l.claim.Title]
				all[l.claim.Title] = true
			}
			switch {
			case l.asWanted:
				match.add(from+i, l.claim.Comment, comment)
				continue
			case l.told:
				f.see(l.written, l.have)
			}
			claims = append(claims, l.claim)
		}
	}
	claims = append(claims, others...)
	f.Matching = match
	if twice || f.needsAll(claims) {
		claims = f.together(claims)
	}
	return claims
}

// stretch is how many files are compared by themselves, on all processors, before what
// follows from them together is drawn.
const stretch = 2048

// compared is a file of a manifest beside what the wiki has of it.
type compared struct {
	claim    Claim
	written  provider.Title // before the wiki's word for it
	have     provider.File
	told     bool // the wiki was asked about it
	asWanted bool
}

// lookedAt compares a file with what the wiki has of it. It changes nothing in f or s, so
// that several may be compared at once.
func (f *Facts) lookedAt(file *spec.File, sums map[spec.Address]provider.Content, guards Guards, s *Sighted, i int, spoken map[provider.Title]bool) compared {
	l := compared{claim: claim(file, sums[file.Address], &f.Site)}
	c := &l.claim
	c.guard(guards)
	l.written = c.Title
	if l.have, l.told = s.file(i); !l.told {
		return l
	}
	if c.Fault == nil {
		c.Fault = settle(&c.Title, &l.have)
	}
	l.asWanted = s.at[i] >= 0 && !spoken[l.written] && !spoken[c.Title] && f.asWanted(c, l.have)
	return l
}

// inParts calls do for each of the numbers below n, on all processors.
func inParts(n int, do func(int)) {
	const few = 64 // are not worth it
	parts := runtime.GOMAXPROCS(0)
	if n < few {
		parts = 1
	}
	var wait sync.WaitGroup
	for part := range parts {
		wait.Go(func() {
			for i := n * part / parts; i < n*(part+1)/parts; i++ {
				do(i)
			}
		})
	}
	wait.Wait()
}

// spokenOf are the titles that blocks other than files speak of, and those of files that
// nobody may delete where one of these deletes.
func (f *Facts) spokenOf(others []Claim) map[provider.Title]bool {
	spoken := map[provider.Title]bool{}
	for i := range others {
		for _, t := range others[i].titles() {
			spoken[*t] = true
		}
		if others[i].Gone {
			for _, k := range f.Keepers[anyFirst(others[i].Title)] {
				spoken[k.Title] = true
			}
		}
	}
	return spoken
}

// asWanted reports whether a plan has nothing to say of a file, whatever else it is for.
// All that [Compute] asks beside is about changes that write, or about titles under which
// there is no file.
func (f *Facts) asWanted(c *Claim, have provider.File) bool {
	if len(f.Only) > 0 || c.Fault != nil || have.Version == nil || have.Page == nil || lacks(c, have.Page.Tags) > 0 {
		return false
	}
	if c.Content.Digest.SHA1 != have.Version.SHA1 || c.Content.Source.URL == "" && c.Content.Digest.Size != have.Version.Size {
		return false
	}
	s := situation{have: have, course: course{waits: -1}, after: -1, site: &f.Site}
	change := decide(*c, s)
	change.block(problems(&change, s, f))
	f.leaveUnchecked(&change)
	return change.Verdict == VerdictClear && !change.Writes() && len(change.Reasons)+len(change.Held)+len(change.Problems) == 0 && change.Merge == nil
}

// needsAll reports whether the claims have one that is decided by what becomes of all
// others: a file that would give way to another one, or that was moved on the wiki.
func (f *Facts) needsAll(claims []Claim) bool {
	for i := range claims {
		c := &claims[i]
		have := f.Have[c.Title]
		if c.Content != nil && have.Version == nil && (c.OnDuplicate != "" || c.Follow && have.Redirect) {
			return true
		}
	}
	return false
}

// together are the claims of all files, and f has what the wiki has of them.
func (f *Facts) together(claims []Claim) []Claim {
	m := f.Matching
	f.Matching = nil
	all := make([]Claim, 0, len(claims)+m.Len())
	for c := range woven(m, claims, m.claim) {
		all = append(all, *c)
	}
	for n := range m.at {
		c := &all[m.at[n]]
		have := m.file(n)
		written, _ := parse(&m.files[m.at[n]], f.Site)
		f.see(written, have)
		c.Comment = m.files[m.at[n]].Comment
	}
	return all
}

// see is saw, where there may have been nothing yet.
func (f *Facts) see(t provider.Title, file provider.File) {
	if f.Have == nil {
		f.Have = map[provider.Title]provider.File{}
	}
	f.saw(t, file)
}

// bring gives f what the wiki has under titles, where files are there that were set apart.
func (f *Facts) bring(titles []provider.Title) {
	if f.Matching.Len() == 0 || len(titles) == 0 {
		return
	}
	for _, t := range titles {
		if n, apart := f.Matching.find(t); apart {
			if _, known := f.Have[t]; !known {
				f.see(t, f.Matching.file(n))
			}
		}
	}
}
