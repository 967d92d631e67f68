package plan

import "wikiform/provider"

// What the logs of a wiki tell of files that are gone, and of pages that are protected.

// deleted are the deeds that took a file away, if it was ours: the wiki's log has our
// uploads of it still.
func (d *drifts) deleted(x place) (deeds []Deed, ours bool) {
	titles := []provider.Title{x.from}
	if o := x.claim.From; o != nil {
		titles = append(titles, o.Title)
	}
	var last provider.LogEntry
	for _, t := range titles {
		for _, e := range d.past.uploads[t].Entries {
			if d.f.mine(e.User) && (d.f.Mark == "" || e.Hidden || d.f.marked(e.Comment)) && !e.Time.Before(last.Time) {
				last, ours = e, true
			}
		}
	}
	if !ours || x.file.Title == "" {
		return nil, ours
	}
	for _, e := range d.f.DeletionLogs[x.file.Title].Deletions {
		if e.Redirect || e.Time.Before(last.Time) {
			continue
		}
		if !d.f.mine(e.User) && !isOurs(e, d.f.marks()) {
			deeds = append(deeds, Deed{Kind: DriftDeleted, Act: Act{e.User, e.Time}, Comment: e.Reason, Hidden: e.Hidden})
		}
		break
	}
	if v := x.file.Version; v != nil && len(deeds) > 0 { // somebody made another one since
		deeds = append(deeds, uploaded(*v, nil))
	}
	if p := x.file.Page; x.file.Redirect && p != nil && !d.f.mine(p.User) {
		deeds = append(deeds, Deed{Kind: DriftRedirected, Act: Act{p.User, p.Time}, Rev: p.Rev, To: x.file.Target})
	}
	return deeds, ours
}

// pageDeleted tells who left a file without its page.
func (d *drifts) pageDeleted(x place) Deed {
	for _, e := range d.f.DeletionLogs[x.file.Title].Deletions {
		if !e.Redirect {
			return Deed{Kind: DriftPageDeleted, Act: Act{e.User, e.Time}, Comment: e.Reason, Hidden: e.Hidden}
		}
	}
	return Deed{Kind: DriftPageDeleted, Unknown: "the wiki's log does not tell"}
}

// protected tells who protected a page.
func (d *drifts) protected(x place) []Deed {
	ps := d.past.protected[x.file.Title]
	if len(ps) == 0 {
		return nil
	}
	e := Deed{Kind: DriftProtected, Unknown: "the wiki's log does not tell"}
	for _, p := range ps {
		level := p.Action + "=" + p.Level
		if p.Source != "" {
			level += " by " + p.Source
		}
		e.Levels = append(e.Levels, level)
	}
	for _, l := range d.past.protections[x.file.Title].Entries {
		if l.Action == "move_prot" { // by who moved the page
			continue
		}
		if l.Action == "unprotect" {
			break
		}
		if d.f.mine(l.User) {
			return nil
		}
		e.Act, e.Comment, e.Hidden, e.Unknown = Act{l.User, l.Time}, l.Comment, l.Hidden, ""
		break
	}
	return []Deed{e}
}
