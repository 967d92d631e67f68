package plan

import (
	"slices"

	"wikiform/provider"
)

// compute says what others did. Foreign counts the files that differ and that we never
// wrote.
func (d *drifts) compute(claims []Claim) (files []Drifted, looked, foreign int) {
	for _, x := range d.files(claims) {
		looked++
		deeds, ours := d.deeds(x)
		drifted := Drifted{Address: x.claim.Address, At: x.claim.At, Title: x.from, Deeds: deeds}
		switch {
		case !ours && (len(deeds) > 0 || x.contentDiffers() || x.textDiffers()):
			foreign++
			continue
		case len(deeds) == 0:
			continue
		}
		if x.file.Version != nil {
			drifted.Now = x.file.Title
		}
		drifted.Text = d.text(x)
		drifted.order()
		files = append(files, drifted)
	}
	return files, looked, foreign
}

// deeds are what others did to a file, and whether we have written it before.
func (d *drifts) deeds(x place) (deeds []Deed, ours bool) {
	for _, h := range x.hops {
		deeds = append(deeds, Deed{Kind: DriftMoved, Act: Act{h.User, h.Time}, Comment: h.Reason, To: pageOrNone(h.To)})
	}
	if x.file.Version == nil || d.replaced(x) && len(x.hops) == 0 {
		gone, ours := d.deleted(x)
		return append(deeds, gone...), ours
	}
	versions, ours := d.versions(x)
	revisions, written := d.revisions(x)
	asWanted := len(x.hops) == 0 && !x.contentDiffers() && !x.textDiffers() // whoever wrote it
	return slices.Concat(deeds, versions, revisions, d.protected(x)), ours || written || asWanted
}

func pageOrNone(t provider.Title) string {
	if t == "" {
		return ""
	}
	return t.Page()
}

// versions are the contents that others brought since our last one.
func (d *drifts) versions(x place) (deeds []Deed, ours bool) {
	h := d.f.Histories[x.file.Title]
	last := d.last(h)
	if last < 0 || !x.contentDiffers() || h.Versions[0].SHA1.Known() && h.Versions[0].SHA1 == h.Versions[last].SHA1 {
		return nil, last >= 0
	}
	for i, v := range h.Versions[:last] {
		deeds = append(deeds, uploaded(v, h.Versions[i+1:]))
	}
	return deeds, true
}

// uploaded tells of a version, and those that were there before.
func uploaded(v provider.Version, before []provider.Version) Deed {
	e := Deed{Kind: DriftUploaded, Act: Act{v.User, v.Time}, Comment: v.Comment, Hidden: v.Hidden && v.Comment == "" && v.User != "", Content: v.Digest}
	if v.SHA1.Known() && slices.ContainsFunc(before, func(b provider.Version) bool { return b.SHA1 == v.SHA1 }) {
		e.Kind = DriftReverted
	}
	return e
}

// revisions are the texts that others wrote since our last one, and those that we left
// beside it.
func (d *drifts) revisions(x place) (deeds []Deed, ours bool) {
	page := x.file.Page
	if page == nil && x.claim.Text != nil && x.compares(TextAspect) {
		return []Deed{d.pageDeleted(x)}, false
	}
	if !x.textDiffers() {
		return nil, false
	}
	base := d.f.Bases[x.file.Title]
	if base.Unknown == "" && provider.NormalizeText(page.Text) == base.Text {
		return nil, true
	}
	if d.onlyKept(x, base) {
		return nil, true
	}
	for i, r := range base.Others {
		e := revised(DriftText, r)
		if i == 0 && x.file.Redirect {
			e.Kind, e.To = DriftRedirected, x.file.Target
		}
		deeds = append(deeds, e)
	}
	for _, r := range base.Joined {
		deeds = append(deeds, revised(DriftKept, r))
	}
	switch {
	case base.Unknown == nothingOurs:
		return deeds, false
	case base.Unknown != "" && len(deeds) == 0:
		deeds = append(deeds, Deed{Kind: DriftText, Rev: page.Rev, Unknown: base.Unknown})
	case len(deeds) == 0:
		deeds = append(deeds, Deed{Kind: DriftKept, Rev: base.Rev, Unknown: "it came before our last revision"})
	}
	return deeds, true
}

// onlyKept reports whether a page differs only by links that the manifest lets others add.
func (d *drifts) onlyKept(x place, base Base) bool {
	if base.Unknown != "" || len(x.claim.Text.Keep) == 0 || !x.file.Page.HasText {
		return false
	}
	found := compareKept(x.claim, situation{have: x.file, site: &d.f.Site, base: &base})
	return found.step == nil || found.merge != nil && found.merge.Only || len(base.Others)+len(base.Joined) == 0
}

func revised(k DriftKind, r provider.Revision) Deed {
	return Deed{Kind: k, Act: Act{r.User, r.Time}, Comment: r.Comment, Hidden: r.Hidden, Rev: r.ID}
}

// text is how the text of a page differs from what the manifest said last.
func (d *drifts) text(x place) *TextDrift {
	base, read := d.f.Bases[x.file.Title]
	if !read || !x.textDiffers() || base.Unknown != "" || x.file.Page == nil || !x.file.Page.HasText {
		return nil
	}
	after := provider.NormalizeText(x.file.Page.Text)
	if after == base.Text {
		return nil
	}
	return &TextDrift{Before: base.Text, After: after}
}
