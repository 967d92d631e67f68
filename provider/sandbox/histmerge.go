package sandbox

import (
	"fmt"
	"slices"
	"strings"
)

// mergeHistories is action=mergehistory (facts §13.7).
func (w *Wiki) mergeHistories(r *request) (obj, error) {
	from, to, reason := r.str("from"), r.str("to"), r.str("reason")
	source, bad := w.set.parseTitle(from)
	into, bad2 := w.set.parseTitle(to)
	switch {
	case r.err() != nil:
		return nil, r.err()
	case bad != nil || bad2 != nil:
		return nil, refuse("invalidtitle", "Bad title %q.", from)
	case !r.actor.may("mergehistory"):
		return nil, denied("mergehistory")
	case w.state.pages[source] == nil || w.state.pages[into] == nil:
		return nil, missingTitle()
	case len(w.state.olderThan(source, into)) == 0:
		return nil, refuse("mergehistory-fail-timestamps-overlap", "Source revisions overlap or come after destination revisions.")
	}
	e := r.event(doMerge).under(source)
	e.ToNS, e.To, e.Comment = into.ns, into.text, shorten(strings.TrimSpace(reason))
	if err := w.commit(e); err != nil {
		return nil, err
	}
	return obj{"mergehistory": obj{"from": w.set.full(source), "to": w.set.full(into), "timestamp": stamp(e.At), "reason": e.Comment}}, nil
}

// olderThan are the revisions of a page that are older than all of another one.
func (s *state) olderThan(from, to title) []*revision {
	p, into := s.pages[from], s.pages[to]
	if p == nil || into == nil || p == into {
		return nil
	}
	var all []*revision
	for _, v := range p.revs {
		if v.at.Before(into.revs[0].at) {
			all = append(all, v)
		}
	}
	return all
}

// mergeHistory makes the older revisions of a page those of another one. A page that has
// none left becomes a redirect to it; the file stays.
func (s *state) mergeHistory(e event) error {
	to := title{e.ToNS, e.To}
	moved := s.olderThan(e.page(), to)
	if len(moved) == 0 {
		return fmt.Errorf("%q has no revision that is older than those of %q", e.Title, e.To)
	}
	p, into := s.pages[e.page()], s.pages[to]
	point := moved[len(moved)-1].at
	into.revs = append(slices.Clone(moved), into.revs...)
	for _, v := range moved {
		s.byRev[v.id] = into
	}
	last := p.latest().id
	p.revs = slices.DeleteFunc(slices.Clone(p.revs), func(v *revision) bool { return slices.Contains(moved, v) })
	if len(p.revs) == 0 {
		s.lastRev++
		s.byRev[s.lastRev] = p
		p.revs = []*revision{{id: s.lastRev, parent: last, at: e.At, user: e.User, text: "#REDIRECT [[:" + canonical(to) + "]]",
			comment: "Merged [[:" + canonical(e.page()) + "]] into [[:" + canonical(to) + "]]", tags: []string{"mw-new-redirect"}}}
	}
	entry := s.mention(e, p, "merge", "merge", nil)
	entry.other, entry.mergepoint = to, point
	return nil
}

// changeModel gives a page another content model.
func (s *state) changeModel(e event) error {
	p := s.pages[e.page()]
	if p == nil {
		return fmt.Errorf("%q has no page whose content model could change", e.Title)
	}
	was := p.latest().contentModel()
	s.revise(e, p.latest().text, fmt.Sprintf("%s changed the content model of the page [[%s]] from %q to %q", e.User, canonical(e.page()), was, e.Model), nil)
	entry := s.mention(e, p, "contentmodel", "change", nil)
	entry.models = [2]string{was, e.Model}
	return nil
}

// changeContentModel is action=changecontentmodel.
func (w *Wiki) changeContentModel(r *request) (obj, error) {
	name, model, summary := r.str("title"), r.oneOf("model", "wikitext", "text", "json", "javascript", "css"), r.str("summary")
	t, bad := w.set.parseTitle(name)
	switch p := w.state.pages[t]; {
	case r.err() != nil:
		return nil, r.err()
	case bad != nil:
		return nil, refuse("invalidtitle", "Bad title %q.", name)
	case p == nil:
		return nil, refuse("changecontentmodel-missing-title", "The page you specified doesn't exist.")
	case p.latest().contentModel() == model:
		return nil, refuse("nochanges", "The page already has this content model.")
	}
	if no := w.mayNot(r.actor, "edit", t); len(no) > 0 {
		return nil, no
	}
	e := r.event(doModel).under(t)
	e.Model, e.Comment = model, shorten(strings.TrimSpace(summary))
	if err := w.commit(e); err != nil {
		return nil, err
	}
	return obj{"changecontentmodel": obj{"result": "Success", "title": w.set.full(t), "pageid": w.state.pages[t].id, "contentmodel": model,
		"logid": len(w.state.log.entries), "revid": w.state.pages[t].latest().id}}, nil
}
