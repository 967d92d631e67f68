package sandbox

import (
	"slices"
	"strconv"
)

// tag is action=tag: tags for writes that were made before. What is wrong with one
// of them is said beside it, and the others go on (facts §3.1).
func (w *Wiki) tag(r *request) (obj, error) {
	if !r.actor.may("changetags") {
		return nil, refuse("permissiondenied", "You don't have permission to add and remove arbitrary tags on individual revisions and log entries.")
	}
	if b, blocked := w.state.blocks[r.actor.name()]; blocked {
		return nil, b.refusal()
	}
	add, err := w.tagsIn(r, "add")
	if err != nil {
		return nil, err
	}
	reason := r.str("reason")
	if r.has("remove") || r.has("rcid") {
		return nil, refuse("badvalue", "The sandbox adds tags to revisions and log entries only.")
	}
	if !r.has("revid") && !r.has("logid") {
		return nil, refuse("missingparam", "At least one of the parameters \"revid\", \"rcid\" and \"logid\" is required.")
	}
	results := list{}
	for _, kind := range []string{"revid", "logid"} {
		ids, err := r.numbers(kind)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			result, err := w.tagOne(r, kind, id, add, reason)
			if err != nil {
				return nil, err
			}
			results = append(results, result)
		}
	}
	return obj{"tag": results}, r.err()
}

// tagOne adds tags to a revision or to a log entry, and to the other of the two that
// were made by the same write.
func (w *Wiki) tagOne(r *request, kind string, id int64, add []string, reason string) (obj, error) {
	result := obj{kind: id}
	rev, entry := w.state.revisionOf(id), w.state.entryOf(id)
	if kind == "logid" {
		entry, rev = w.state.entry(id), nil
		if entry != nil {
			rev = w.state.revisionOf(entry.rev)
		}
	}
	if kind == "revid" && rev == nil || entry == nil && rev == nil {
		what := map[string]string{"revid": "revision", "logid": "log entry"}[kind]
		result["status"], result["code"] = "error", "nosuch"+kind
		result["text"] = "There is no " + what + " with ID " + strconv.FormatInt(id, 10) + "."
		return result, nil
	}
	var has []string
	if has = entry.allTags(); rev != nil {
		has = slices.Concat(rev.tags, rev.added)
	}
	missing := slices.DeleteFunc(slices.Clone(add), func(tag string) bool { return slices.Contains(has, tag) })
	if w.ping(r, "changetags", 1) != nil {
		result["status"] = "skipped"
		return result, nil
	}
	result["status"] = "success"
	if len(missing) == 0 {
		result["noop"] = true
		return result, nil
	}
	e := r.event(doLabel)
	e.Comment, e.Tags = shorten(reason), missing
	switch {
	case rev != nil:
		e.Rev = rev.id
		e = e.under(w.state.byRev[rev.id].title)
	default:
		e.Entry = id
		e = e.under(entry.page)
	}
	if err := w.commit(e); err != nil {
		return nil, err
	}
	result["actionlogid"], result["added"], result["removed"] = len(w.state.log.entries), missing, list{}
	return result, nil
}

// label adds tags to a revision and to its log entry, and tells the log of it. They
// can be read at once.
func (s *state) label(e event) {
	rev, entry := s.revisionOf(e.Rev), s.entryOf(e.Rev)
	if e.Entry != 0 {
		entry = s.entry(e.Entry)
	}
	if rev != nil {
		rev.added = slices.Concat(rev.added, e.Tags)
	}
	if entry != nil {
		entry.added = slices.Concat(entry.added, e.Tags)
	}
	told := s.mention(e, s.pages[e.page()], "tag", "update", nil)
	told.tagged, told.taggedWith = e.Rev, e.Tags
	s.countTags(e.Tags)
}

// revisionOf is a revision by its number, nil when no page has it.
func (s *state) revisionOf(id int64) *revision {
	if p := s.byRev[id]; p != nil {
		return p.revision(id)
	}
	return nil
}

// entryOf is the log entry of the write that made a revision, nil when there is none.
func (s *state) entryOf(rev int64) *logEntry {
	i, has := s.log.revs[rev]
	if !has {
		return nil
	}
	return &s.log.entries[i]
}

// entry is a log entry by its number, nil when there is none.
func (s *state) entry(id int64) *logEntry {
	if id < 1 || id > int64(len(s.log.entries)) {
		return nil
	}
	return &s.log.entries[id-1]
}

// allTags are those of an entry, which may be nil, shown or not yet.
func (e *logEntry) allTags() []string {
	if e == nil {
		return nil
	}
	return slices.Concat(e.tags, e.added)
}
