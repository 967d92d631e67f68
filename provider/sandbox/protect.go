package sandbox

import (
	"fmt"
	"iter"
	"slices"
	"strings"
)

// levels say who may still do what to a title that is protected, by what is done: "edit",
// "move", "upload", or "create" where there is no page.
type levels map[string]level

type level string

const (
	administrators level = "sysop"
	autoconfirmed  level = "autoconfirmed"
)

// right is what lifts a protection.
func (l level) right() string {
	if l == autoconfirmed {
		return "editsemiprotected"
	}
	return "editprotected"
}

// says is the level in the words of the wiki.
func (l level) says() string {
	if l == autoconfirmed {
		return "Allow only autoconfirmed users"
	}
	return "Allow only administrators"
}

// sorted gives the levels in a fixed order.
func (l levels) sorted() iter.Seq2[string, level] {
	return func(yield func(string, level) bool) {
		for _, kind := range names(l) {
			if !yield(kind, l[kind]) {
				return
			}
		}
	}
}

// says is the levels as the summary of a revision has them.
func (l levels) says() string {
	var all []string
	for kind, level := range l.sorted() {
		all = append(all, fmt.Sprintf("[%s%s=%s] (indefinite)", strings.ToUpper(kind[:1]), kind[1:], level.says()))
	}
	return " (" + strings.Join(all, " ") + ")"
}

// params is the levels as the log has them.
func (l levels) params() obj {
	details, description := list{}, ""
	for kind, level := range l.sorted() {
		details = append(details, obj{"type": kind, "level": level, "expiry": "infinite", "cascade": false})
		description += fmt.Sprintf("\u200e[%s=%s] (indefinite)", kind, level)
	}
	return obj{"description": description, "cascade": false, "details": details}
}

// protect is action=protect: it sets all levels of a title at once, for ever; none ends
// the protection.
func (w *Wiki) protect(r *request) (obj, error) {
	if !r.has("protections") {
		return nil, refuse("missingparam", "The \"protections\" parameter must be set.")
	}
	expiry, reason := r.str("expiry"), r.str("reason")
	for _, name := range []string{"watchlist", "tags"} {
		r.str(name)
	}
	t, p, err := w.namedPage(r, "title", "pageid")
	switch {
	case err != nil:
		return nil, err
	case !r.actor.may("protect"):
		return nil, denied("protect")
	case r.has("cascade") || expiry != "" && !slices.Contains([]string{"infinite", "indefinite", "infinity", "never"}, expiry):
		return nil, refuse("badvalue", "The sandbox protects single pages, and for ever.")
	}
	wanted, err := protectionsIn(r.multi("protections"), p != nil)
	if err == nil {
		err = r.err()
	}
	if err != nil {
		return nil, err
	}
	if b, blocked := w.state.blocks[r.actor.name()]; blocked {
		return nil, b.refusal()
	}
	e := r.event(doProtect).under(t)
	e.Levels, e.Comment = wanted, shorten(reason)
	if len(wanted) == 0 {
		e.Do = doFree
	}
	told := list{}
	for kind, level := range wanted.sorted() {
		told = append(told, obj{kind: level, "expiry": "infinite"})
	}
	return obj{"protect": obj{"title": w.set.full(t), "reason": reason, "protections": told}}, w.commit(e)
}

// protectionsIn reads the levels that a request wants; what is for all is none.
func protectionsIn(values []string, there bool) (levels, error) {
	wanted := levels{}
	for _, v := range values {
		kind, name, _ := strings.Cut(v, "=")
		switch {
		case v == "":
			continue
		case !slices.Contains([]string{"edit", "move", "upload", "create"}, kind):
			return nil, refuse("protect-invalidaction", "Invalid protection type %q.", kind)
		case there && kind == "create":
			return nil, refuse("create-titleexists", "Existing titles can't be protected with \"create\".")
		case !there && kind != "create":
			return nil, refuse("missingtitle-createonly", "Missing titles can only be protected with \"create\".")
		case name == "all":
			continue
		case level(name) != administrators && level(name) != autoconfirmed:
			return nil, refuse("protect-invalidlevel", "Invalid protection level %q.", name)
		}
		wanted[kind] = level(name)
	}
	return wanted, nil
}

// protect keeps a title for those who may edit what is protected. It makes a
// revision of the page that changes nothing (facts §12.2).
func (s *state) protect(e event) {
	t := e.page()
	if e.Levels == nil {
		if e.Levels = (levels{"edit": administrators}); s.pages[t] == nil {
			e.Levels = levels{"create": administrators}
		}
	}
	before := s.protected[t]
	same := len(before) == len(e.Levels)
	for kind, level := range e.Levels {
		same = same && before[kind] == level
	}
	if same {
		return
	}
	action, says := "protect", "Protected"
	if before != nil {
		action, says = "modify", "Changed protection settings for"
	}
	s.protected[t] = e.Levels
	s.guard(e, action, says, e.Levels.says()).levels = e.Levels
}

// free ends a protection.
func (s *state) free(e event) {
	t := e.page()
	if s.protected[t] != nil {
		delete(s.protected, t)
		s.guard(e, "unprotect", "Removed protection from", "")
	}
	delete(s.cascading, t)
}

// guard tells of a protection in the page's history and in the log.
func (s *state) guard(e event, action, says, how string) *logEntry {
	p := s.pages[e.page()]
	if p != nil {
		summary := fmt.Sprintf("%s \"[[%s]]\"", says, canonical(p.title))
		if e.Comment != "" {
			summary += ": " + e.Comment
		}
		s.revise(e, p.latest().text, shorten(summary+how), nil).latest().minor = true
	}
	return s.record(e, p, "protect", action, nil)
}
