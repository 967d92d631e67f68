package sandbox

import (
	"fmt"
	"strings"
)

// hiding is what of a revision is hidden, as MediaWiki counts it.
type hiding int

const (
	hiddenText hiding = 1 << iota
	hiddenComment
	hiddenUser
)

// hideable are the parts of a revision by the names that requests have for them.
var hideable = map[string]hiding{"content": hiddenText, "comment": hiddenComment, "user": hiddenUser}

func hidingOf(parts []string) hiding {
	var h hiding
	for _, part := range parts {
		h |= hideable[part]
	}
	return h
}

// params is what the log says of it.
func (h hiding) params() obj {
	return obj{"bitmask": h, "content": h&hiddenText != 0, "comment": h&hiddenComment != 0, "user": h&hiddenUser != 0, "restricted": false}
}

// hid is what a log entry says of a revision, or of another entry, that was hidden or shown.
type hid struct {
	kind     string // "revision", "logging"
	ids      []int64
	old, now hiding
}

// visible reports whether somebody may see a part of a revision.
func (v *revision) visible(a actor, part hiding) bool {
	right := "deletedhistory"
	if part == hiddenText {
		right = "deletedtext"
	}
	return v.hidden&part == 0 || a.may(right)
}

// hideRevisions is action=revisiondelete (facts §13.6).
func (w *Wiki) hideRevisions(r *request) (obj, error) {
	kind, ids, reason := r.str("type"), r.multi("ids"), r.str("reason")
	hide, show := hidingOf(r.multi("hide")), hidingOf(r.multi("show"))
	revs, err := integers("ids", ids)
	for _, name := range []string{"target", "tags", "suppress"} {
		r.str(name)
	}
	switch {
	case err != nil:
		return nil, err
	case r.err() != nil:
		return nil, r.err()
	case kind == "" || ids == nil:
		return nil, refuse("missingparam", "The \"type\" and \"ids\" parameters must be set.")
	case kind != "revision" && kind != "logging":
		return nil, refuse("badvalue", "The sandbox hides of revisions and of entries of the log only.")
	case hide|show == 0:
		return nil, refuse("badparams", "At least one value is required for \"hide\" and/or \"show\".")
	case kind == "logging":
		return w.hideEntries(r, revs, hide, show, reason)
	case !r.actor.may("deleterevision"):
		return nil, refuse("permissiondenied", "You don't have permission to delete or undelete specific revisions of pages.")
	}
	p := w.state.byRev[revs[0]]
	if p == nil {
		return nil, refuse("needtarget", "A target title is required for this RevDel type.")
	}
	items := list{}
	for _, id := range revs {
		item, err := w.hideRevision(r, p, id, hide, show, reason)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return obj{"revisiondelete": obj{"status": "Success", "target": w.set.full(p.title), "items": items}}, nil
}

// hideRevision hides and shows parts of one revision of a page.
func (w *Wiki) hideRevision(r *request, p *page, id int64, hide, show hiding, reason string) (obj, error) {
	v := p.revision(id)
	if v == nil {
		missing := obj{"code": "revdelete-modify-missing", "text": fmt.Sprintf("Error modifying item ID %d: It is missing from the database!", id)}
		return obj{"status": "Fail", "errors": list{missing}, "id": id}, nil
	}
	item := obj{"status": "Success", "id": id, "timestamp": stamp(v.at)}
	item["userid"], item["user"], item["comment"] = w.userID(v.user), v.user, v.comment
	at := v.at.UTC().Format("15:04, 2 January 2006")
	switch {
	case v == p.latest() && hide&hiddenText != 0:
		item["errors"] = list{obj{"code": "revdelete-hide-current", "text": "Error hiding the item dated " + at + ": This is the current revision. It cannot be hidden."}}
	case (v.hidden|hide)&^show == v.hidden:
		item["warnings"] = list{obj{"code": "revdelete-no-change", "text": "Warning: The item dated " + at + " already had the requested visibility settings."}}
	default:
		e := r.event(doHide).under(p.title)
		e.Rev, e.Hide, e.Show, e.Comment = id, hide, show, shorten(strings.TrimSpace(reason))
		if err := w.commit(e); err != nil {
			return nil, err
		}
	}
	item["texthidden"], item["commenthidden"], item["userhidden"] = v.hidden&hiddenText != 0, v.hidden&hiddenComment != 0, v.hidden&hiddenUser != 0
	return item, nil
}

// hide hides parts of a revision, and shows others again.
func (s *state) hide(e event) error {
	v := s.revisionOf(e.Rev)
	if v == nil {
		return fmt.Errorf("revision %d, which no page has, cannot be hidden", e.Rev)
	}
	old := v.hidden
	v.hidden = (v.hidden | e.Hide) &^ e.Show
	entry := s.mention(e, s.pages[e.page()], "delete", "revision", nil)
	entry.hid = &hid{"revision", []int64{e.Rev}, old, v.hidden}
	return nil
}
