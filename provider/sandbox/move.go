package sandbox

import (
	"fmt"
	"strings"
)

// moving is one request of action=move while it goes its way (facts §13.1).
type moving struct {
	*request
	from, to title
	page     *page
	reason   string
	redirect bool // one is left
	tags     []string
}

// move is action=move. What speaks against the titles, the account and its tags is
// told together; the talk page goes along where it can.
func (w *Wiki) move(r *request) (obj, error) {
	m, err := w.readMove(r)
	if err != nil {
		return nil, err
	}
	talk, ignore := r.flag("movetalk"), r.flag("ignorewarnings")
	if err := r.err(); err != nil {
		return nil, err
	}
	if no := w.shadows(m, ignore); no != nil {
		return nil, no
	}
	if no := w.mayMove(m); len(no) > 0 {
		return nil, no
	}
	over, err := w.relocate(m.event(doMove), m)
	if err != nil {
		return nil, err
	}
	result := obj{"from": w.set.full(m.from), "to": w.set.full(m.to), "reason": m.reason, "redirectcreated": m.redirect, "moveoverredirect": over}
	if talk {
		if err := w.moveTalk(m, result); err != nil {
			return nil, err
		}
	}
	return obj{"move": result}, nil
}

func (w *Wiki) readMove(r *request) (*moving, error) {
	tags, err := w.tags(r)
	if err != nil {
		return nil, err
	}
	m := &moving{request: r, reason: r.str("reason"), tags: tags}
	r.oneOf("watchlist", "preferences", "nochange", "unwatch", "watch")
	m.redirect = !r.flag("noredirect") || !r.actor.may("suppressredirect") // without a word (facts §8)
	if !r.has("to") {
		return nil, refuse("missingparam", "The \"to\" parameter must be set.")
	}
	if m.from, m.page, err = w.namedPage(r, "from", "fromid"); err != nil {
		return nil, err
	}
	if m.page == nil {
		return nil, missingTitle()
	}
	to, bad := w.set.parseTitle(r.str("to"))
	if bad != nil {
		return nil, refuse("invalidtitle", "Bad title %q.", r.str("to"))
	}
	m.to = to
	return m, nil
}

// namedPage finds the page that a request names by title or by number. It is nil
// where a title has none.
func (w *Wiki) namedPage(r *request, byTitle, byID string) (title, *page, error) {
	name, numbered := r.str(byTitle), r.has(byID)
	switch {
	case r.has(byTitle) && numbered:
		return title{}, nil, refuse("invalidparammix", "The parameters %q and %q can not be used together.", byTitle, byID)
	case numbered:
		p := w.state.byID[r.num(byID, 0, 0, unbounded)]
		if p == nil {
			return title{}, nil, refuse("nosuchpageid", "There is no page with ID %s.", r.str(byID))
		}
		return p.title, p, nil
	case name == "":
		return title{}, nil, refuse("missingparam", "One of the parameters %q and %q is required.", byTitle, byID)
	}
	t, bad := w.set.parseTitle(name)
	if bad != nil {
		return title{}, nil, refuse("invalidtitle", "Bad title %q.", name)
	}
	return t, w.state.pages[t], nil
}

func missingTitle() *refusal { return refuse("missingtitle", "The page you specified doesn't exist.") }

// relocate makes a move that was found to be possible, and reports whether a redirect
// gave way to it.
func (w *Wiki) relocate(e event, m *moving) (over bool, err error) {
	e.NS, e.Title, e.ToNS, e.To = m.from.ns, m.from.text, m.to.ns, m.to.text
	e.Comment, e.Tags = shorten(strings.TrimRight(m.reason, " \n")), m.tags
	over = w.state.pages[m.to] != nil
	how := ""
	switch {
	case over && m.redirect:
		how = " over redirect"
	case over:
		how = " over a redirect without leaving a redirect"
	case !m.redirect:
		how = " without leaving a redirect"
	}
	if over {
		e.Over = fmt.Sprintf("Deleted to make way for move from \"[[%s]]\"", w.set.full(m.from))
	}
	e.Summary = fmt.Sprintf("%s moved page [[%s]] to [[%s]]%s", e.User, w.set.full(m.from), w.set.full(m.to), how)
	if m.reason != "" {
		e.Summary += ": " + m.reason
	}
	e.Summary = shorten(e.Summary)
	if m.redirect {
		e.Text, e.Marks = w.set.redirectTo(m.to), []string{"mw-new-redirect"}
	}
	return over, w.commit(e)
}

// moveTalk moves the talk page along, as far as it can be: what stops it is told
// in the answer, and the page has moved all the same (facts §13.1.4).
func (w *Wiki) moveTalk(m *moving, result obj) error {
	talk := *m
	var subject, aim bool
	talk.from, subject = m.from.talk()
	talk.to, aim = m.to.talk()
	talk.page = w.state.pages[talk.from]
	if !subject || !aim || talk.page == nil {
		return nil
	}
	if no := w.validMove(&talk); len(no) > 0 {
		errors := list{}
		for _, refusal := range no {
			errors = append(errors, refusal.plaintext())
		}
		result["talkmove-errors"] = errors
		return nil
	}
	over, err := w.relocate(talk.event(doMove), &talk)
	result["talkfrom"], result["talkto"], result["talkmoveoverredirect"] = w.set.full(talk.from), w.set.full(talk.to), over
	return err
}

// talk is the talk page of a title; ok is false for one that has none.
func (t title) talk() (talk title, ok bool) {
	return title{t.ns + 1, t.text}, t.ns >= 0 && t.ns%2 == 0
}
