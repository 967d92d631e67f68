package spec

import (
	"slices"

	"wikiform/provider"
)

// evalRedirects gives the redirects in order of declaration, and of their keys
// within a block.
func (l *loader) evalRedirects(blocks []*block, d common) {
	for _, b := range blocks {
		for a := range l.instances(b, global) {
			r := a.redirect(d)
			a.mention(redirected, "title", r.Title, r.To, r.Address)
			a.mention(target, "to", r.To, "", r.Address)
			if a.counts() {
				l.m.Redirects = append(l.m.Redirects, r)
			}
		}
	}
}

// redirect gives the redirect that one instance of a block declares.
func (a *args) redirect(d common) Redirect {
	d.accept = onlyOf(d.accept, acceptableOfRedirects)
	c := a.common(d)
	r := Redirect{Address: a.address(), Comment: c.comment, Tags: c.tags, Accept: c.accept, Foreign: a.flag("foreign"),
		Ranges: RedirectRanges{Block: a.header, Title: a.at("title"), To: a.at("to")}}
	r.Name, r.Title = a.titleIn("title")
	r.ToName, r.To = a.titleIn("to")
	switch {
	case r.Title == "" || r.To == "": // told already
	case r.Title == r.To:
		a.fault("to", "Redirect to itself", "%q and %q are one title once they are written as the wiki writes them.", r.Name, r.ToName)
		r.To = ""
	}
	return r
}

// acceptableOfRedirects are the warnings that there are of a page without a file.
var acceptableOfRedirects = []provider.WarningKind{provider.WarnWasDeleted}

func onlyOf(kinds, known []provider.WarningKind) []provider.WarningKind {
	var list []provider.WarningKind
	for _, k := range kinds {
		if slices.Contains(known, k) {
			list = append(list, k)
		}
	}
	return list
}
