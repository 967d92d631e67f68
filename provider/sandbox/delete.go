package sandbox

import (
	"fmt"
	"strings"
)

// deletePage is action=delete of a page with its file (facts §8, §13.3). That of a
// long history may only be queued.
func (w *Wiki) deletePage(r *request) (obj, error) {
	tags, err := w.tags(r)
	if err != nil {
		return nil, err
	}
	given, withTalk := r.has("reason"), r.flag("deletetalk")
	reason := r.str("reason")
	r.oneOf("watchlist", "preferences", "nochange", "unwatch", "watch")
	archive, one := r.str("oldimage"), r.has("oldimage")
	t, p, err := w.namedPage(r, "title", "pageid")
	if err == nil {
		err = r.err()
	}
	f := w.state.fileOf(t)
	switch {
	case err != nil:
		return nil, err
	case p == nil && f == nil:
		return nil, missingTitle()
	}
	if no := w.mayNot(r.actor, "delete", t); len(no) > 0 {
		return nil, no
	}
	if err := w.mayTag(r, tags); err != nil {
		return nil, err
	}
	result := obj{"title": w.set.full(t), "reason": reason}
	if one {
		return w.deleteOld(r, f, archive, reason, tags, result)
	}
	switch {
	case given:
	case f != nil:
		result["reason"] = nil
	default:
		reason = automaticReason(p)
		result["reason"] = reason
	}
	e := r.event(doDelete).under(t)
	e.Comment, e.Tags = shorten(strings.TrimSpace(reason)), tags
	queued, err := w.deleteNow(e)
	switch {
	case err != nil:
		return nil, err
	case queued:
		r.warn("delete", refuse("delete-scheduled", "The page %q is scheduled for deletion. Please be patient.", w.set.full(t)))
		result["scheduled"] = true
	default:
		result["logid"] = len(w.state.log.entries)
	}
	if talk, ok := t.talk(); withTalk && ok && w.state.pages[talk] != nil {
		e := e.under(talk)
		e.Comment = shorten("Deleted together with the associated page with reason: " + reason)
		_, err = w.deleteNow(e)
	}
	return obj{"delete": result}, err
}

// deleteOld deletes one old version of a file. The log says so in words only.
func (w *Wiki) deleteOld(r *request, f *file, archive, reason string, tags []string, result obj) (obj, error) {
	switch {
	case len(archive) < 16 || strings.ContainsAny(archive, "/\\"):
		return nil, refuse("invalidoldimage", "⧼invalidoldimage⧽")
	case f == nil || f.old(archive) < 0:
		return nil, refuse("nodeleteablefile", "⧼nodeleteablefile⧽")
	}
	e := r.event(doDelete).under(fileTitle(f.name))
	e.Archive, e.Tags = archive, tags
	e.Comment = "Deleted old revision " + archive
	if reason = strings.TrimSpace(reason); reason != "" {
		e.Comment += ": " + reason
	} else {
		result["reason"] = nil
	}
	e.Comment = shorten(e.Comment)
	err := w.commit(e)
	result["logid"] = len(w.state.log.entries)
	return obj{"delete": result}, err
}

// automaticReason is the one that MediaWiki gives where none was: of a page without
// a file it quotes the text, and names its author if there was one only.
func automaticReason(p *page) string {
	authors := map[string]bool{}
	for _, rev := range p.revs {
		authors[rev.user] = true
	}
	last := p.latest()
	if last.text == "" && len(p.revs) > 1 {
		return shorten(fmt.Sprintf("content before blanking was: \"%s\"", oneLine(p.revs[len(p.revs)-2].text)))
	}
	reason := fmt.Sprintf("content was: \"%s\"", oneLine(last.text))
	if len(authors) == 1 {
		reason += fmt.Sprintf(", and the only contributor was \"[[Special:Contributions/%s|%s]]\" ([[User talk:%s|talk]])", last.user, last.user, last.user)
	}
	return shorten(reason)
}

func oneLine(text string) string { return strings.ReplaceAll(text, "\n", " ") }
