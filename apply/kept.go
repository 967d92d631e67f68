package apply

import (
	"wikiform/plan"
	"wikiform/provider"
)

// Kept is what a wiki has of the contents of a plan, as far as we know, which an
// earlier run left there.
type Kept struct {
	Files int   // of which it has anything
	Bytes int64 // that need not be sent again
	Total int64 // that these files have
}

// Kept tells what the journal has of the contents that a plan uploads. The journal is
// not one to run with afterwards.
func (j *Journal) Kept(p *plan.Plan) (k Kept) {
	for i := range p.Changes {
		c := &p.Changes[i]
		u := c.Upload()
		if u == nil {
			continue
		}
		s := j.left(c.Claim.Title, u.Content.Digest)
		if s == nil || s.Key == "" {
			continue
		}
		k.Files++
		k.Total += s.Digest.Size
		if s.State == provider.Uploading {
			k.Bytes += min(s.Offset, s.Digest.Size)
		} else {
			k.Bytes += s.Digest.Size
		}
	}
	return k
}
