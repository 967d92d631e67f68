package sandbox

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// logEvents is list=logevents.
func (w *Wiki) logEvents(r *request) (any, error) {
	props := r.someOf("leprop", "ids|title|type|user|timestamp|comment|details", "ids", "title", "type", "user", "userid", "timestamp",
		"comment", "parsedcomment", "details", "tags")
	most := r.limit("lelimit", 10, 500, 5000)
	newer := r.oneOf("ledir", "older", "newer") == "newer"
	kind, action, _ := strings.Cut(r.str("leaction"), "/")
	kind = cmp.Or(kind, r.str("letype"))
	user, tag, start, end := r.str("leuser"), r.str("letag"), r.str("lestart"), r.str("leend")
	_, after := place(r.str("lecontinue"))
	ns := r.num("lenamespace", -1, 0, unbounded)
	if r.has("lenamespace") && r.has("letitle") {
		return nil, refuse("invalidparammix", "The parameters \"letitle\", \"lenamespace\" can not be used together.")
	}
	var only *title
	if r.has("letitle") {
		t, bad := w.set.parseTitle(r.str("letitle"))
		if bad != nil {
			return nil, refuse("invalidtitle", "Bad title %q.", r.str("letitle"))
		}
		only = &t
	}
	if err := r.err(); err != nil {
		return nil, err
	}
	all := list{}
	for i := range w.state.log.walk(only, after, newer) {
		id := int64(i + 1)
		e := &w.state.log.entries[i]
		if kind != "" && kind != e.kind || action != "" && action != e.action || user != "" && user != e.user ||
			tag != "" && !slices.Contains(w.tagsOf(e.tags, e.added, e.at), tag) || ns >= 0 && int(ns) != e.page.ns ||
			(only != nil || ns >= 0) && !e.visible(r.actor, hiddenText) || user != "" && !e.visible(r.actor, hiddenUser) ||
			!within(stamp(e.at), start, end, !newer) {
			continue
		}
		if len(all) == most {
			r.progress.stop("lecontinue", e.at.Format("20060102150405")+"|"+strconv.FormatInt(id, 10))
			break
		}
		all = append(all, w.logEvent(r, e, id, props))
	}
	return all, nil
}

func (w *Wiki) logEvent(r *request, e *logEntry, id int64, props map[string]bool) obj {
	o := obj{}
	put := func(prop, key string, value any) {
		if props[prop] {
			o[key] = value
		}
	}
	put("ids", "logid", id)
	for part, mark := range map[hiding]string{hiddenText: "actionhidden", hiddenUser: "userhidden", hiddenComment: "commenthidden"} {
		if e.hidden&part != 0 && (part == hiddenText || part == hiddenUser && (props["user"] || props["userid"]) || part == hiddenComment && props["comment"]) {
			o[mark] = true
		}
	}
	if e.visible(r.actor, hiddenText) {
		put("ids", "pageid", w.state.pageID(e.page))
		put("ids", "logpage", e.pageID)
		if e.rev != 0 {
			put("ids", "revid", e.rev)
		}
		put("title", "ns", e.page.ns)
		put("title", "title", w.set.full(e.page))
		put("details", "params", w.logParams(e))
	}
	put("type", "type", e.kind)
	put("type", "action", e.action)
	if e.visible(r.actor, hiddenUser) {
		put("user", "user", e.user)
		put("userid", "userid", w.userID(e.user))
	}
	put("timestamp", "timestamp", stamp(e.at))
	if e.visible(r.actor, hiddenComment) {
		put("comment", "comment", e.comment)
		put("parsedcomment", "parsedcomment", e.comment)
	}
	put("tags", "tags", w.tagsOf(e.tags, e.added, e.at))
	return o
}

// logParams is what an entry tells beside its comment.
func (w *Wiki) logParams(e *logEntry) obj {
	switch {
	case e.kind == "upload":
		return obj{"img_sha1": base36(e.sum), "img_timestamp": stamp(e.at)}
	case e.kind == "move":
		return obj{"target_ns": e.other.ns, "target_title": w.set.full(e.other), "suppressredirect": e.suppressed}
	case e.kind == "tag":
		return obj{"revid": e.tagged, "tagsAdded": e.taggedWith, "tagsAddedCount": len(e.taggedWith), "tagsRemoved": list{}, "tagsRemovedCount": 0}
	case e.hid != nil:
		return obj{"type": e.hid.kind, "ids": e.hid.ids, "old": e.hid.old.params(), "new": e.hid.now.params()}
	case e.kind == "merge":
		return obj{"dest_ns": e.other.ns, "dest_title": w.set.full(e.other), "mergepoint": stamp(e.mergepoint)}
	case e.kind == "contentmodel":
		return obj{"oldmodel": e.models[0], "newmodel": e.models[1]}
	case e.restored != nil:
		return obj{"count": obj{"revisions": e.restored.revisions, "files": e.restored.files}}
	case e.levels != nil:
		return e.levels.params()
	case e.action == "move_prot":
		return obj{"oldtitle_ns": e.other.ns, "oldtitle_title": w.set.full(e.other)}
	}
	return obj{}
}

// visible reports whether somebody may see a part of an entry; the text is what was done,
// and to which page.
func (e *logEntry) visible(a actor, part hiding) bool {
	return e.hidden&part == 0 || a.may("deletedhistory")
}

func (s *state) pageID(t title) int64 {
	if p := s.pages[t]; p != nil {
		return p.id
	}
	return 0
}
