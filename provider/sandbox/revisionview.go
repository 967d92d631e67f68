package sandbox

// revision is a revision as r may see it. What of it is hidden has a mark, and is told to
// those only who may see what was deleted (facts §13.6).
func (w *Wiki) revision(r *request, v *revision, props map[string]bool) obj {
	o := obj{}
	put := func(prop, key string, value any) {
		if props[prop] {
			o[key] = value
		}
	}
	put("ids", "revid", v.id)
	put("ids", "parentid", v.parent)
	put("flags", "minor", v.minor)
	put("timestamp", "timestamp", stamp(v.at))
	put("size", "size", len(v.text))
	put("tags", "tags", w.tagsOf(v.tags, v.added, v.at))
	put("roles", "roles", list{"main"})
	if v.hidden&hiddenUser != 0 && (props["user"] || props["userid"]) {
		o["userhidden"] = true
	}
	if v.visible(r.actor, hiddenUser) {
		put("user", "user", v.user)
		put("userid", "userid", w.userID(v.user))
	}
	if v.hidden&hiddenComment != 0 && (props["comment"] || props["parsedcomment"]) {
		o["commenthidden"] = true
	}
	if v.visible(r.actor, hiddenComment) {
		put("comment", "comment", v.comment)
		put("parsedcomment", "parsedcomment", v.comment)
	}
	if v.hidden&hiddenText != 0 {
		put("sha1", "sha1hidden", true)
	}
	if v.visible(r.actor, hiddenText) {
		put("sha1", "sha1", textSum(v.text).String())
	}
	if props["content"] || props["contentmodel"] || props["slotsha1"] {
		o["slots"] = obj{"main": v.slot(r.actor, props)}
	}
	return o
}

// slot is the text of a revision.
func (v *revision) slot(a actor, props map[string]bool) obj {
	main := obj{}
	if v.hidden&hiddenText != 0 {
		if props["slotsha1"] {
			main["sha1hidden"] = true
		}
		if props["content"] {
			main["texthidden"] = true
		}
	}
	if !v.visible(a, hiddenText) {
		return main
	}
	if props["content"] || props["contentmodel"] {
		main["contentmodel"] = v.contentModel()
	}
	if props["content"] {
		main["contentformat"], main["content"] = "text/x-wiki", v.text
	}
	if props["slotsha1"] {
		main["sha1"] = textSum(v.text).String()
	}
	return main
}
