package sandbox

import (
	"strings"
	"time"
)

// groupsWith are the groups that MediaWiki names when a right is missing.
var groupsWith = map[string][]string{
	"upload": {"Users", "Bots", "Administrators"}, "edit": {"*", "Users"}, "createpage": {"*", "Users"},
	"upload_by_url": {"Users", "Bots"}, "delete": {"Bots", "Administrators"},
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
	right := action
	if action == "create" {
		right = "createpage"
	}
	if action != "move" && !a.may(right) {
		no = append(no, denied(right))
	}
	if action == "edit" && w.state.pages[t] == nil && !a.may("createpage") {
		no = append(no, refuse("cantcreate", "You do not have permission to create new pages."))
	}
	if action == "move" && t.ns == fileNS && !a.may("movefile") {
		no = append(no, refuse("cantmovefile", "You do not have permission to move files."))
	}
	if action == "move" && !a.may("move") {
		no = append(no, refuse("cantmove", "You do not have permission to move pages."))
	}
	if w.state.protected[t] && !a.may("editprotected") {
		code := "protectedpage"
		if w.state.pages[t] == nil {
			code = "protectedtitle"
		}
		no = append(no, refuse(code, "This page has been protected to prevent editing or other actions."))
	}
	if b, blocked := w.state.blocks[a.name()]; blocked {
		no = append(no, b.refusal())
	}
	return no
}

func (b block) info() obj {
	return obj{"blockid": b.id, "blockedby": "Admin", "blockedbyid": 1, "blockreason": b.reason, "blockedtimestamp": stamp(b.at),
		"blockexpiry": "infinite", "blocknocreate": true, "blockpartial": false, "blockemail": false, "blockowntalk": true, "blockanononly": false}
}

func (b block) refusal() *refusal {
	return refuse("blocked", "You have been blocked from editing.").with("blockinfo", b.info())
}

// ping counts an action against the account's limit and reports whether the
// limit is exceeded.
func (w *Wiki) ping(r *request, action string) error {
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
	if len(recent) >= limit.Hits {
		w.hits[key] = recent
		return tooFast()
	}
	w.hits[key] = append(recent, r.now)
	return nil
}

func tooFast() *refusal {
	return refuse("ratelimited", "You've exceeded your rate limit. Please wait some time and try again.")
}
