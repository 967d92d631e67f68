package sandbox

import "fmt"

// deletePage is action=delete of a page with its file (facts §8).
func (w *Wiki) deletePage(r *request) (obj, error) {
	name := r.str("title")
	reason := r.str("reason")
	r.flag("watchlist")
	tags, err := w.tags(r)
	if err != nil {
		return nil, err
	}
	if name == "" {
		return nil, refuse("missingparam", "One of the parameters \"title\" and \"pageid\" is required.")
	}
	if r.has("oldimage") {
		return nil, refuse("badvalue", "The sandbox deletes whole files only.")
	}
	t, bad := w.set.parseTitle(name)
	if bad != nil {
		return nil, refuse("invalidtitle", "Bad title %q.", name)
	}
	p := w.state.pages[t]
	if p == nil && (t.ns != fileNS || w.state.files[t.key()] == nil) {
		return nil, refuse("missingtitle", "The page you specified doesn't exist.")
	}
	if no := w.mayNot(r.actor, "delete", t); len(no) > 0 {
		return nil, no
	}
	if err := w.mayTag(r, tags); err != nil {
		return nil, err
	}
	if reason == "" && p != nil {
		reason = shorten(fmt.Sprintf("content was: %q", p.latest().text))
	}
	e := r.event(doDelete)
	e.NS, e.Title, e.Comment, e.Tags = t.ns, t.text, shorten(reason), tags
	if err := w.commit(e); err != nil {
		return nil, err
	}
	return obj{"delete": obj{"title": w.set.full(t), "reason": reason, "logid": len(w.state.log)}}, r.err()
}
