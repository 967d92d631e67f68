package reconcile

import (
	"wikiform/apply"
	"wikiform/provider"
	"wikiform/spec/source"
)

// Pins gives the lock file with the SHA-1 that was seen of each URL that had no pin,
// so that the next plan can tell whether the wiki still has it; and how many those
// are.
func (r *Run) Pins(report *apply.Report) (*source.Lock, int) {
	lock, seen := r.project.Lock(), 0
	for _, res := range report.Results {
		// A change of the text alone did not look at what the URL has.
		u := res.Change.Upload()
		if u == nil || res.Outcome != apply.Done && res.Outcome != apply.Overtook {
			continue
		}
		s := u.Content.Source
		if s.URL == "" || s.Pin.Known() || res.Now.Version == nil {
			continue
		}
		lock.Set(r.pin(s.URL, res.Now.Version))
		seen++
	}
	return lock, seen
}

// pin is what is known of a URL: all of it after a download, and what the wiki
// tells when the wiki fetched it.
func (r *Run) pin(url string, v *provider.Version) source.Pin {
	if pin, ok := r.fetched.Load(url); ok && pin.(source.Pin).SHA1 == v.SHA1 {
		return pin.(source.Pin)
	}
	return source.Pin{URL: url, SHA1: v.SHA1, Size: v.Size}
}
