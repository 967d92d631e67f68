package apply

import (
	"context"
	"strings"

	"wikiform/plan"
	"wikiform/provider"
)

const redirection = "#REDIRECT [["

// target is the page that a redirect names, "" where there is none.
func (w *fakeWiki) target(title provider.Title) string {
	f := w.files[title]
	if f == nil || len(f.revisions) == 0 {
		return ""
	}
	text, found := strings.CutPrefix(f.revisions[len(f.revisions)-1].Text, redirection)
	if !found {
		return ""
	}
	target, _, _ := strings.Cut(text, "]]")
	return target
}

func (w *fakeWiki) Targets(ctx context.Context, titles []provider.Title) (map[provider.Title]string, error) {
	targets := map[provider.Title]string{}
	for _, title := range titles {
		f := w.enter("targets", title)
		if target := w.target(title); target != "" {
			targets[title] = target
		}
		w.mu.Unlock()
		if f.before != nil {
			return nil, f.before
		}
	}
	return targets, ctx.Err()
}

func (w *fakeWiki) Usage(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.Usage, error) {
	f := w.enter("usage", titles[0])
	defer w.mu.Unlock()
	if f.before != nil {
		return nil, f.before
	}
	return w.usages, ctx.Err()
}

// occupied reports whether nothing can be moved to a title: its redirect may only be
// one of a single revision which leads to where the file comes from (facts §13.1.2).
func (w *fakeWiki) occupied(from, to provider.Title) bool {
	there := w.files[to]
	if there == nil || len(there.versions)+len(there.revisions) == 0 {
		return false
	}
	return len(there.versions) > 0 || len(there.revisions) > 1 || w.target(to) != from.Page()
}

func (w *fakeWiki) Move(ctx context.Context, m provider.Move) (provider.Moved, error) {
	leave, err := w.occupy(ctx, m.From, m.To)
	defer leave()
	if err != nil {
		return provider.Moved{}, err
	}
	f := w.enter("move", m.From)
	defer w.mu.Unlock()
	w.moves = append(w.moves, m)
	have := w.files[m.From]
	switch {
	case f.before != nil:
		return provider.Moved{}, f.before
	case have == nil || len(have.revisions) == 0:
		return provider.Moved{}, wikiError(provider.Conflict, "move", "missingtitle")
	case w.occupied(m.From, m.To):
		return provider.Moved{}, wikiError(provider.Conflict, "move", "articleexists")
	}
	delete(w.files, m.From)
	w.files[m.To] = have
	w.null(m.To, "Uploader")
	w.note(provider.Write{Kind: provider.WroteTitle, Title: m.To, From: m.From})
	left := m.Redirect || w.denyNoRedirect
	if left {
		w.write(m.From, redirection+m.To.Page()+"]]", "Uploader")
	}
	if f.late != nil {
		f.late()
	}
	return provider.Moved{Redirect: left, Talk: f.other}, f.after
}

func (w *fakeWiki) Delete(ctx context.Context, d provider.Delete) (provider.Removed, error) {
	leave, err := w.occupy(ctx, d.Title)
	defer leave()
	if err != nil {
		return provider.Removed{}, err
	}
	f := w.enter("delete", d.Title)
	defer w.mu.Unlock()
	w.deletes = append(w.deletes, d)
	switch {
	case f.before != nil:
		return provider.Removed{}, f.before
	case w.files[d.Title] == nil:
		return provider.Removed{}, wikiError(provider.Conflict, "delete", "missingtitle")
	case w.queues > 0:
		w.queued = d.Title
		return provider.Removed{Queued: true}, f.after
	}
	log := w.drop(d.Title)
	if f.late != nil {
		f.late()
	}
	if f.after != nil {
		log = 0
	}
	return provider.Removed{Log: log}, f.after
}

// drop deletes what is under a title, and logs it.
func (w *fakeWiki) drop(title provider.Title) (log int64) {
	page := w.files[title].id
	w.rev++
	entry := provider.Deletion{ID: w.rev, Page: page, User: "Uploader", Time: w.tick()}
	if w.logs == nil {
		w.logs = map[provider.Title]provider.DeletionLog{}
	}
	w.logs[title] = provider.DeletionLog{Deletions: append([]provider.Deletion{entry}, w.logs[title].Deletions...)}
	w.made = append(w.made, provider.Write{Kind: provider.WroteDeletion, Title: title, Page: page, Log: entry.ID, Time: entry.Time})
	delete(w.files, title)
	return entry.ID
}

// moving claims a file that is under another title; no content and no text.
func moving(from, to provider.Title, leave bool) plan.Claim {
	c := want(to, "", nil)
	c.Content = nil
	c.From = &plan.Origin{Title: from, Redirect: leave, Comment: "renamed"}
	return c
}

// relocated is the change that moves a file and then does the rest of its claim.
func relocated(w *fakeWiki, claim plan.Claim, via provider.Title) plan.Change {
	from := claim.From.Title
	c := plan.Change{Claim: claim, Before: w.state(claim.Title), From: w.state(from)}
	c.Steps = append(c.Steps, plan.Moving{From: from, Via: via, Redirect: claim.From.Redirect})
	if claim.Content != nil && claim.Content.Digest.SHA1 != c.From.Version.SHA1 {
		c.Steps = append(c.Steps, plan.Upload{Content: *claim.Content})
	}
	if claim.Text != nil && c.From.Page.TextSHA1 != provider.TextSHA1(claim.Text.Text) {
		c.Steps = append(c.Steps, plan.SetText{Text: claim.Text.Text})
	}
	return c
}

// led claims a redirect.
func led(w *fakeWiki, title, to provider.Title) plan.Change {
	claim := want(title, "", nil)
	claim.Content, claim.Target = nil, to
	return plan.Change{Claim: claim, Before: w.state(title), Steps: []plan.Step{plan.SetRedirect{Target: to}}}
}

// removed claims that there is nothing under a title.
func removed(w *fakeWiki, title provider.Title) plan.Change {
	claim := want(title, "", nil)
	claim.Content, claim.Gone = nil, true
	return plan.Change{Claim: claim, Before: w.state(title), Steps: []plan.Step{plan.Deletion{}}}
}

// swapped is the plan that gives two files each other's title.
func swapped(w *fakeWiki, a, b, via provider.Title) *plan.Plan {
	return &plan.Plan{Changes: []plan.Change{
		relocated(w, moving(a, b, false), via),
		relocated(w, moving(b, a, false), ""),
	}}
}
