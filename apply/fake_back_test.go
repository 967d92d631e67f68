package apply

import (
	"context"
	"slices"

	"wikiform/plan"
	"wikiform/provider"
)

// Revert makes a version current again that the file has had.
func (w *fakeWiki) Revert(ctx context.Context, r provider.Revert) (provider.Version, error) {
	leave, err := w.occupy(ctx, r.Title)
	defer leave()
	if err != nil {
		return provider.Version{}, err
	}
	f := w.enter("revert", r.Title)
	defer w.mu.Unlock()
	w.reverts = append(w.reverts, r)
	if f.before != nil {
		return provider.Version{}, f.before
	}
	have := w.files[r.Title]
	if have == nil || !slices.ContainsFunc(have.versions, func(v provider.Version) bool { return sameVersion(&v, &r.Old) }) {
		return provider.Version{}, wikiError(provider.Conflict, "filerevert", "filerevert-badversion")
	}
	content := r.Old.Digest
	if f.other != "" {
		content = digestOf(f.other)
	}
	w.null(r.Title, "Uploader")
	v := provider.Version{Digest: content, User: "Uploader", Comment: r.Comment, Time: w.tick()}
	have.versions = append(have.versions, v)
	if f.after != nil {
		return provider.Version{}, f.after
	}
	return v, nil
}

// bury deletes what is under a title, and gives the rows of it.
func (w *fakeWiki) bury(title provider.Title, user, reason string) provider.Deleted {
	f := w.files[title]
	delete(w.files, title)
	var d provider.Deleted
	for _, v := range slices.Backward(f.versions) {
		w.ids++
		d.Versions = append(d.Versions, provider.DeletedVersion{ID: w.ids, Version: v})
	}
	for _, p := range slices.Backward(f.revisions) {
		d.Revisions = append(d.Revisions, provider.Revision{ID: p.Rev, Parent: p.Parent, Page: p.ID, TextSHA1: p.TextSHA1, User: p.User, Time: p.Time})
	}
	if w.buried == nil {
		w.buried, w.logs = map[provider.Title]*fakeFile{}, map[provider.Title]provider.DeletionLog{}
		w.rows = map[provider.Title]provider.Deleted{}
	}
	w.buried[title], w.rows[title] = f, d
	log := w.logs[title].Deletions
	w.logs[title] = provider.DeletionLog{Deletions: append([]provider.Deletion{{User: user, Time: w.tick(), Reason: reason}}, log...)}
	return d
}

// Undelete brings back the versions and revisions that are asked for.
func (w *fakeWiki) Undelete(ctx context.Context, u provider.Undelete) error {
	leave, err := w.occupy(ctx, u.Title)
	defer leave()
	if err != nil {
		return err
	}
	f := w.enter("undelete", u.Title)
	defer w.mu.Unlock()
	w.undeletes = append(w.undeletes, u)
	if f.before != nil {
		return f.before
	}
	was, back := w.buried[u.Title], &fakeFile{}
	for _, v := range u.Rows.Versions {
		if !slices.ContainsFunc(w.rows[u.Title].Versions, func(row provider.DeletedVersion) bool { return v.ID == row.ID }) {
			return wikiError(provider.Conflict, "undelete", "")
		}
	}
	for i, row := range slices.Backward(w.rows[u.Title].Versions) {
		if slices.ContainsFunc(u.Rows.Versions, func(v provider.DeletedVersion) bool { return v.ID == row.ID }) && f.other == "" {
			back.versions = append(back.versions, was.versions[len(was.versions)-1-i])
		}
	}
	for _, p := range was.revisions {
		if slices.ContainsFunc(u.Rows.Revisions, func(rev provider.Revision) bool { return rev.ID == p.Rev }) {
			back.revisions, back.id = append(back.revisions, p), p.ID
		}
	}
	w.files[u.Title] = back
	return f.after
}

// reverted is the change that brings a version back and, where it is not nil, a text.
func reverted(w *fakeWiki, title provider.Title, old provider.Version, text *string) plan.Change {
	claim := want(title, "", text)
	claim.Content = nil
	claim.Undoes = &plan.Undoing{Version: &old}
	c := plan.Change{Claim: claim, Before: w.state(title), Steps: []plan.Step{plan.Revert{Version: old}}}
	if text != nil {
		c.Steps = append(c.Steps, plan.SetText{Text: *text})
	}
	return c
}

// restored is the change that brings rows back.
func restored(w *fakeWiki, title provider.Title, rows provider.Deleted) plan.Change {
	claim := want(title, "", nil)
	claim.Content = nil
	claim.Undoes = &plan.Undoing{Deleted: &rows}
	return plan.Change{Claim: claim, Before: w.state(title), Steps: []plan.Step{plan.Restore{Deleted: rows}}}
}
