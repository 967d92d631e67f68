package sandbox

import (
	"slices"
	"strings"
)

// linkView is a title to follow.
type linkView struct{ Title, Page string }

// redirectView is a redirect and where it leads.
type redirectView struct {
	From, To linkView
	Trouble  string // why its readers see no file there, "" when they do, or none is meant
}

func (w *Wiki) linkView(t title) linkView { return linkView{w.set.full(t), w.pagePath(t)} }

func (w *Wiki) linkViews(pages []*page) (all []linkView) {
	for _, p := range pages {
		all = append(all, w.linkView(p.title))
	}
	return all
}

// redirectView is nil for a title that is no redirect.
func (w *Wiki) redirectView(t title) *redirectView {
	aim, redirects := w.redirect(w.state.pages[t])
	if !redirects {
		return nil
	}
	v := &redirectView{From: w.linkView(t), To: w.linkView(aim.to)}
	_, again := w.redirect(w.state.pages[aim.to])
	switch {
	case again && w.state.fileOf(aim.to) == nil:
		v.Trouble = "which is a redirect itself: MediaWiki follows one"
	case w.state.pages[aim.to] == nil && w.state.fileOf(aim.to) == nil:
		v.Trouble = "where nothing is"
	}
	return v
}

// redirectViews are all redirects, by title.
func (w *Wiki) redirectViews() (all []redirectView) {
	for t := range w.state.pages {
		if v := w.redirectView(t); v != nil {
			all = append(all, *v)
		}
	}
	slices.SortFunc(all, func(a, b redirectView) int { return strings.Compare(a.From.Title, b.From.Title) })
	return all
}

// logWords say what an entry of the log is about.
func logWords(e logEntry) string {
	switch {
	case e.kind == "move" && e.suppressed:
		return "moved without a redirect"
	case e.kind == "move":
		return "moved"
	case e.action == "delete_redir":
		return "redirect gave way"
	case e.kind == "tag":
		return "tags added: " + strings.Join(e.taggedWith, ", ")
	case e.action == "move_prot":
		return "protection moved"
	}
	return e.action
}
