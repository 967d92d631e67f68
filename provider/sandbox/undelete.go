package sandbox

import (
	"slices"
	"strings"
	"time"
)

// restored is what a log entry says of a page that came back.
type restored struct{ revisions, files int }

// undelete is action=undelete: what was deleted under a title comes back, into whatever has
// the title now (facts §13.3). All of it, or the rows that are named.
func (w *Wiki) undelete(r *request) (obj, error) {
	tags, err := w.tags(r)
	if err != nil {
		return nil, err
	}
	reason := r.str("reason")
	r.str("watchlist")
	times, err := instants("timestamps", r.multi("timestamps"))
	if err != nil {
		return nil, err
	}
	ids, err := integers("fileids", r.multi("fileids"))
	if err != nil {
		return nil, err
	}
	t, _, err := w.namedPage(r, "title", "pageid")
	if err == nil {
		err = r.err()
	}
	if err == nil {
		err = w.mayRestore(r, t, tags)
	}
	if err != nil {
		return nil, err
	}
	e := r.event(doRestore).under(t)
	e.Comment, e.Tags, e.Times = shorten(strings.TrimSpace(reason)), tags, times
	for _, id := range ids {
		if !slices.ContainsFunc(w.state.deleted.of(t.key()), func(d deletedFile) bool { return d.id == int(id) }) {
			return nil, refuse("undelete-missing-filearchive", "Unable to undelete file archive ID %d because it is not in the database. It may have already been undeleted.", id)
		}
		e.Rows = append(e.Rows, int(id))
	}
	pick := w.state.pick(e)
	nothing := refuse("undelete-no-results", "No matching pages found in the deletion archive.")
	nothing.module = "undelete"
	if len(pick.revs)+len(pick.versions) == 0 {
		return nil, refusals{nothing, refuse("cantundelete", "Couldn't undelete: the requested revisions may not exist, or may have been undeleted already.")}
	}
	if err := w.commit(e); err != nil {
		return nil, err
	}
	out := obj{"undelete": obj{"title": w.set.full(t), "revisions": len(pick.revs), "fileversions": len(pick.versions), "reason": reason}}
	if len(pick.revs) == 0 && pick.wantsRevs() {
		out["errors"] = list{nothing.plaintext()} // beside what was done
	}
	return out, nil
}

// mayRestore is why an account may not restore a page.
func (w *Wiki) mayRestore(r *request, t title, tags []string) error {
	if !r.actor.may("undelete") {
		return denied("undelete")
	}
	var no refusals
	if w.protectedFrom(r.actor, t, "edit") {
		no = append(no, refuse("undelete-cantedit", "You cannot undelete this page as you are not allowed to edit this page."))
		if w.state.pages[t] == nil {
			no = append(no, refuse("undelete-cantcreate", "You cannot undelete this page as there is no existing page with this name and you are not allowed to create this page."))
		}
		return no
	}
	return w.mayTag(r, tags)
}

// instants reads times as MediaWiki takes them, in two of its forms.
func instants(name string, texts []string) ([]string, error) {
	var all []string
	for _, text := range texts {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			at, err = time.Parse("20060102150405", text)
		}
		if err != nil {
			return nil, refuse("badtimestamp", "Invalid value %q for timestamp parameter %q.", text, name)
		}
		all = append(all, shortStamp(at))
	}
	return all, nil
}
