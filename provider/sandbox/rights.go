package sandbox

import (
	"slices"
	"strings"
	"time"
)

// groupsWith are the groups that MediaWiki names when a right is missing.
var groupsWith = map[string][]string{
	"upload": {"Users", "Bots", "Administrators"}, "edit": {"*", "Users"}, "createpage": {"*", "Users"},
	"upload_by_url": {"Users", "Bots"}, "delete": {"Bots", "Administrators"}, "undelete": {"Bots", "Administrators"},
}

func denied(right string) *refusal {
	groups := groupsWith[right]
	if groups == nil {
		groups = []string{"Administrators"}
	}
	links := make([]string, len(groups))
	for i, g := range groups {
		if links[i] = g; g != "*" {
			links[i] = "[[Project:" + g + "|" + g + "]]"
		}
	}
	return refuse("permissiondenied", "The action you have requested is limited to users in one of the groups: %s.", strings.Join(links, ", "))
}

// mayNot is why an actor may not do something to a title; nil when it may.
func (w *Wiki) mayNot(a actor, action string, t title) refusals {
	var no refusals
	missing := w.state.pages[t] == nil
	switch action {
	case "move":
		no = w.mayNotMoveAway(a, t)
	case "create":
		no = lacking(a, "createpage")
	default:
		no = lacking(a, action)
	}
	if action == "edit" && missing && !a.may("createpage") {
		no = append(no, refuse("cantcreate", "You do not have permission to create new pages."))
	}
	if action == "delete" && w.large(t) && !a.may("bigdelete") {
		no = append(no, refuse("bigdelete", "This page has a large edit history, over %d revisions.", w.set.LargeHistory))
	}
	if w.protectedFrom(a, t, action) {
		no = append(no, protection(action, missing)...)
	}
	if from := w.cascadesTo(t); len(from) > 0 && (action == "upload" || action == "move") && !a.may("editprotected") {
		no = append(no, refuse("cascadeprotected", "This page has been protected from editing because it is transcluded in the following page, "+
			"which is protected with the \"cascading\" option turned on:\n* [[:%s]]", canonical(from[0])))
	}
	if b, blocked := w.state.blocks[a.name()]; blocked {
		no = append(no, b.refusal())
	}
	return no
}

// cascadesTo are the pages whose protection a file has because they show it (facts
// §2).
func (w *Wiki) cascadesTo(t title) []title {
	var from []title
	for page := range w.state.cascading {
		if p := w.state.pages[page]; t.ns == fileNS && p != nil && w.shown(p.latest().text)[t.key()] {
			from = append(from, page)
		}
	}
	slices.SortFunc(from, func(a, b title) int { return strings.Compare(canonical(a), canonical(b)) })
	return from
}

// protections are those of a title, as prop=info tells them.
func (w *Wiki) protections(t title) list {
	all := list{}
	for kind, level := range w.state.protected[t].sorted() {
		all = append(all, obj{"type": kind, "level": level, "expiry": "infinity"})
	}
	for _, from := range w.cascadesTo(t) {
		all = append(all, obj{"type": "edit", "level": "sysop", "expiry": "infinity", "source": canonical(from)})
	}
	return all
}

// large reports whether a page has more revisions than everybody with the right may
// delete.
func (w *Wiki) large(t title) bool {
	p := w.state.pages[t]
	return p != nil && w.set.LargeHistory > 0 && len(p.revs) > w.set.LargeHistory
}

func lacking(a actor, right string) refusals {
	if a.may(right) {
		return nil
	}
	return refusals{denied(right)}
}

func (w *Wiki) mayNotMoveAway(a actor, t title) (no refusals) {
	if t.ns == fileNS && !a.may("movefile") {
		no = append(no, refuse("cantmovefile", "You do not have permission to move files."))
	}
	switch {
	case a.may("move"):
	case a.anonymous():
		no = append(no, refuse("cantmove-anon", "You must be a registered user and [[Special:UserLogin|logged in]] to move a page."))
	default:
		no = append(no, cantMove())
	}
	return no
}

func cantMove() *refusal { return refuse("cantmove", "You do not have permission to move pages.") }

// protectedFrom reports whether a title is protected from an action, and an actor is none
// of those who may do it all the same. What may not be edited may not be uploaded or moved.
func (w *Wiki) protectedFrom(a actor, t title, action string) bool {
	for kind, level := range w.state.protected[t] {
		if (kind == "edit" || kind == "create" || kind == action) && !a.may(level.right()) {
			return true
		}
	}
	return false
}

// protection is what a protection says to an action: that of a page to all, that of
// a title without one to who would make a page there (facts §2).
func protection(action string, missing bool) refusals {
	page := refuse("protectedpage", "This page has been protected to prevent editing or other actions.")
	switch {
	case !missing && action == "delete":
		return refusals{refuse("cantedit", "You cannot delete this page because it has been protected.")}
	case !missing, action == "edit":
		return refusals{page}
	case action == "create":
		return refusals{page, refuse("protectedtitle", "This title has been protected from creation.")}
	}
	return nil
}

func (b block) info() obj {
	return obj{"blockid": b.id, "blockedby": "Admin", "blockedbyid": 1, "blockreason": b.reason, "blockedtimestamp": stamp(b.at),
		"blockexpiry": "infinite", "blocknocreate": true, "blockpartial": false, "blockemail": false, "blockowntalk": true, "blockanononly": false}
}

func (b block) refusal() *refusal {
	return refuse("blocked", "You have been blocked from editing.").with("blockinfo", b.info())
}

// ping counts an action against the account's limit, once or several times, and
// reports whether the limit is exceeded.
func (w *Wiki) ping(r *request, action string, times int) error {
	limit, limited := w.set.Limits[action]
	if !limited || r.actor.may("noratelimit") {
		return nil
	}
	key := action + "|" + r.actor.name()
	var recent []time.Time
	for _, at := range w.hits[key] {
		if r.now.Sub(at) < limit.Per {
			recent = append(recent, at)
		}
	}
	for range times {
		if len(recent) >= limit.Hits {
			w.hits[key] = recent
			return tooFast()
		}
		recent = append(recent, r.now)
	}
	w.hits[key] = recent
	return nil
}

func tooFast() *refusal {
	return refuse("ratelimited", "You've exceeded your rate limit. Please wait some time and try again.")
}
