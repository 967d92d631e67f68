package plan

import (
	"cmp"
	"slices"

	"wikiform/provider"
)

// pastOf is what a wiki's history tells of files beside what a plan asks.
type pastOf struct {
	uploads, protections map[provider.Title]provider.Log
	protected            map[provider.Title][]provider.Protection
}

// drifts finds what others did. It is pure; what it would have to know in addition is in it:
// the move logs that were not read, and titles of which it is not known what is there.
type drifts struct {
	f      *Facts
	past   pastOf
	log    logs
	unseen map[provider.Title]bool
}

// place is where a file is that a claim is about.
type place struct {
	claim *Claim
	from  provider.Title // under which it would be if nobody had moved it
	file  provider.File  // as it is now, under whichever title; without a version it is gone
	hops  []hop          // by others, the first one first
}

// hop is one move.
type hop struct {
	from provider.Title
	provider.LoggedMove
}

// files are the claims about files with where these are. Of lost ones it is looked for
// where others have moved them.
func (d *drifts) files(claims []Claim) []place {
	d.log = logs{read: d.f.MoveLogs}
	d.unseen = map[provider.Title]bool{}
	ss := situations(claims, d.f)
	var all []place
	for i := range claims {
		c := &claims[i]
		if c.Type() != TypeFile || c.Fault != nil || c.Holder != "" {
			continue
		}
		x := place{claim: c, from: cmp.Or(c.Declared, c.Title), file: ss[i].file()}
		if c.Declared != "" || x.file.Version == nil || d.replaced(x) {
			d.follow(&x)
		}
		all = append(all, x)
	}
	return all
}

// replaced reports whether what is under a title may be another file than ours, which was
// moved away or deleted: no version of it is ours.
func (d *drifts) replaced(x place) bool {
	h, asked := d.f.Histories[x.file.Title]
	return asked && d.last(h) < 0 && d.f.Bases[x.file.Title].Rev == 0
}

// follow goes where others have moved a file. One that we have moved ourselves is where we
// want it, or it is our own affair.
func (d *drifts) follow(x *place) {
	at, after := x.from, int64(0)
	for range farthest {
		last, told := d.log.latest(at, after)
		if !told || last.ID == 0 || d.f.mine(last.User) {
			return
		}
		x.hops = append(x.hops, hop{at, last})
		x.file = provider.File{Title: last.To}
		if last.To == "" {
			return
		}
		have, asked := d.f.Have[last.To]
		if !asked {
			d.unseen[last.To] = true
			return
		}
		if x.file = have; have.Version != nil {
			return
		}
		at, after = last.To, last.ID
	}
}

// last is which version of a file is our newest, -1 where none is. One of us whose comment
// is hidden is taken for us.
func (d *drifts) last(h provider.History) int {
	return slices.IndexFunc(h.Versions, func(v provider.Version) bool {
		return d.f.mine(v.User) && (d.f.Mark == "" || v.Hidden || d.f.marked(v.Comment))
	})
}

// compares reports whether drift of an aspect is looked for: not of what the manifest gives
// out of its hands.
func (x place) compares(a Aspect) bool {
	for _, g := range x.claim.Guards {
		switch g.Rule {
		case Observe, UpdateOnly:
			continue
		}
		if (Guards{g}).leaving(a, guardedFile(x.file, nil)) != nil {
			return false
		}
	}
	return true
}

// differs reports whether the wiki has another content than the manifest wants.
func (x place) contentDiffers() bool {
	v, content := x.file.Version, x.claim.Content
	return v != nil && content != nil && content.Digest.SHA1 != v.SHA1 && x.compares(ContentAspect)
}

// textDiffers reports whether the page says something else than the manifest wants.
func (x place) textDiffers() bool {
	text, page := x.claim.Text, x.file.Page
	return text != nil && page != nil && page.TextSHA1 != provider.TextSHA1(text.Text) && x.compares(TextAspect)
}
