package faulttest

import (
	"fmt"
	"net/url"
	"strings"

	"wikiform/provider/sandbox"
)

// page finds what the wiki has of a page by now.
func (w *tending) page(p *tendedPage) (x thing, there bool, err error) {
	now, err := w.snapshot()
	if err != nil {
		return x, false, err
	}
	if p.id == 0 {
		p.id = now[p.title].Page
	}
	x, there = now.page(p.id)
	return x, there && len(x.Revisions) > 0, nil
}

// visits is what a volunteer does. During a run nothing is asked of the wiki but what an
// operator can do.
func (w *tending) visits(b beat, during bool) error {
	p := w.pages[b.Page]
	x, there, err := w.page(p)
	if err != nil {
		return err
	}
	if !there {
		if b.Do == uploads {
			w.last++
			p.foreign = true
			return w.wiki.PutFile(p.title, picture(direct, 1000+w.last), "What "+w.word(b.By)+" brought.", b.By)
		}
		return nil
	}
	title := "File:" + x.Title
	switch b.Do {
	case uploads:
		w.last++
		return w.wiki.PutFile(x.Title, picture(direct, 1000+w.last), "", b.By)
	case moves:
		to := "File:" + strings.TrimSuffix(p.title, ".png") + " of old.png"
		if title == to {
			to = "File:" + p.title
		}
		_ = w.wiki.Move(b.By, title, to, true) // or the wiki does not let them
		return nil
	case protects:
		p.protected = true
		return w.wiki.Protect(title)
	case frees:
		p.protected = false
		return w.wiki.Unprotect(title)
	case hides:
		if len(w.Strikes) > 0 { // which a request of ours would meet
			return nil
		}
		return w.hide(p, x, b.At)
	}
	text := x.Revisions[0].Text
	lines := strings.Split(text, "\n")
	switch {
	case b.Do == reverts:
		text = x.Revisions[b.At%len(x.Revisions)].Text
	case w.Polite:
		text += "\n" + w.line(b, lines)
	default:
		text = strings.Join(w.edited(b, lines, len(lines)), "\n")
	}
	if b.Note == "" || during || len(w.Strikes) > 0 {
		return w.wiki.PutPage(title, text, b.By)
	}
	return w.aside(func() error {
		h, err := w.hand(b.By)
		if err == nil && !p.protected {
			err = h.does(happened{By: b.By, Do: edits, Title: x.Title, Text: text, Note: b.Note})
		}
		return err
	})
}

// aside does something that is none of the program's requests.
func (w *tending) aside(f func() error) error {
	w.ready = false
	defer func() { w.ready = true }()
	return f()
}

// pull has the manifest take over what the wiki has.
func (w *tending) pull(p *tendedPage) error {
	x, there, err := w.page(p)
	if err != nil || !there || len(w.Strikes) > 0 {
		return err
	}
	ids, err := w.ids(x)
	if err != nil {
		return err
	}
	p.pulled, p.title = ids[0], x.Title
	p.lines = strings.Split(x.Revisions[0].Text, "\n")
	return nil
}

// hide hides something of an older revision, as an administrator.
func (w *tending) hide(p *tendedPage, x thing, nth int) error {
	ids, err := w.ids(x)
	if err != nil || len(ids) < 2 {
		return err
	}
	p.hidden = true
	parts := []string{"content", "comment", "user"}
	return w.wiki.Hide(ids[1+nth%(len(ids)-1)], parts[nth%3:]...)
}

// ids are the numbers of a page's revisions, the newest first.
func (w *tending) ids(x thing) (all []int64, err error) {
	var a struct {
		Query struct {
			Pages []struct{ Revisions []struct{ RevID int64 } }
		}
	}
	err = w.aside(func() error {
		h, err := w.hand(anna)
		if err == nil {
			err = h.ask(url.Values{"action": {"query"}, "prop": {"revisions"}, "rvprop": {"ids"}, "rvlimit": {"max"}, "titles": {"File:" + x.Title}}, nil, &a)
		}
		return err
	})
	if err != nil || len(a.Query.Pages) != 1 || len(a.Query.Pages[0].Revisions) == 0 {
		return nil, fmt.Errorf("%s: no revisions: %w", x.Title, err)
	}
	for _, r := range a.Query.Pages[0].Revisions {
		all = append(all, r.RevID)
	}
	return all, nil
}

// byUs reports whether a revision is of one of our accounts.
func byUs(r sandbox.Revision) bool { return r.User == us || r.User == depot }
