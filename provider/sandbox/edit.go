package sandbox

import (
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"strings"
)

// edit is action=edit (facts §7). The steps have MediaWiki's order.
func (w *Wiki) edit(r *request) (obj, error) {
	text, err := w.wantedText(r)
	if err != nil {
		return nil, err
	}
	t, p, err := w.editedPage(r)
	if err != nil {
		return nil, err
	}
	if no := w.mayNot(r.actor, "edit", t); len(no) > 0 {
		return nil, no
	}
	if sum := r.str("md5"); sum != "" && sum != md5Of(text) {
		return nil, refuse("badmd5", "The supplied MD5 hash was incorrect.")
	}
	tags, err := w.tags(r)
	if err != nil {
		return nil, err
	}
	if err := w.mayTag(r, tags); err != nil {
		return nil, err
	}
	const counts = 2 // since 1.43 (facts §13.1.6)
	if unchanged := p != nil && p.latest().text == w.saved(text, r.actor.name()); !unchanged {
		if err := w.ping(r, "edit", counts); err != nil {
			return nil, err
		}
	}
	if p != nil {
		switch {
		case r.has("prependtext") || r.has("appendtext"):
			text = r.str("prependtext") + p.latest().text + r.str("appendtext")
		default:
			if text, err = w.rebase(r, p, lineEnds.Replace(text)); err != nil {
				return nil, err
			}
		}
	}
	if int64(len(text)) > w.set.MaxText {
		return nil, refuse("contenttoobig", "The content you supplied exceeds the page size limit of %d kibibytes.", w.set.MaxText/1024)
	}
	return w.save(r, t, p, w.saved(text, r.actor.name()), tags)
}

// wantedText is what the request sends as text.
func (w *Wiki) wantedText(r *request) (string, error) {
	for _, name := range []string{"bot", "minor", "notminor", "recreate", "watchlist", "watch", "unwatch"} {
		r.str(name)
	}
	r.oneOf("contentmodel", "wikitext", "javascript", "json", "css", "text")
	r.oneOf("contentformat", "text/x-wiki", "application/json", "text/plain", "text/css", "text/javascript")
	if !r.has("text") && !r.has("appendtext") && !r.has("prependtext") {
		return "", refuse("missingparam", "At least one of the parameters \"text\", \"appendtext\", \"prependtext\" and \"undo\" is required.")
	}
	if r.has("prependtext") || r.has("appendtext") {
		return r.str("prependtext") + r.str("appendtext"), r.err()
	}
	return r.str("text"), r.err()
}

// editedPage finds the page, and sees to it that it is there, or is not, as the
// client expects.
func (w *Wiki) editedPage(r *request) (title, *page, error) {
	createonly, nocreate := r.flag("createonly"), r.flag("nocreate")
	var t title
	if r.has("pageid") {
		p := w.state.byID[r.num("pageid", 0, 0, unbounded)]
		if p == nil {
			return t, nil, refuse("nosuchpageid", "There is no page with ID %s.", r.str("pageid"))
		}
		t = p.title
	} else {
		name := r.str("title")
		if name == "" {
			return t, nil, refuse("missingparam", "One of the parameters \"title\" and \"pageid\" is required.")
		}
		var bad *badTitle
		if t, bad = w.set.parseTitle(name); bad != nil || t.ns < 0 {
			return t, nil, refuse("invalidtitle", "Bad title %q.", name)
		}
	}
	p := w.state.pages[t]
	switch {
	case createonly && p != nil:
		return t, nil, refuse("articleexists", "The page you tried to create has been created already.")
	case nocreate && p == nil:
		return t, nil, refuse("missingtitle", "The page you specified doesn't exist.")
	}
	start := r.str("starttimestamp")
	for _, i := range w.state.log.titles[t] {
		if e := w.state.log.entries[i]; p == nil && start != "" && e.kind == "delete" && stamp(e.at) > start {
			return t, nil, refuse("pagedeleted", "The page has been deleted since you fetched its timestamp.")
		}
	}
	return t, p, r.err()
}

// rebase gives the text to save when somebody else has saved since the base
// that the client names: what does not touch is merged without a word.
func (w *Wiki) rebase(r *request, p *page, text string) (string, error) {
	base := p.latest()
	if id := r.num("baserevid", 0, 0, unbounded); id != 0 {
		if base = p.revision(id); base == nil && w.known(id) {
			return text, nil // 1.43 takes the revision of another page as a base (facts §7)
		}
	} else if at := r.str("basetimestamp"); at != "" {
		base = p.revisionAt(at)
	}
	if base == p.latest() {
		return text, nil
	}
	if base != nil {
		text = strings.TrimRight(text, " \t\n")
		if merged, ok := merge(base.text, text, p.latest().text); ok {
			return merged, nil
		}
	}
	return "", refuse("editconflict", "Edit conflict.")
}

// known reports whether any page has this revision.
func (w *Wiki) known(rev int64) bool {
	return w.state.byRev[rev] != nil
}

// revisionAt is the last revision at a time, which has whole seconds: a later
// one in the same second goes unseen.
func (p *page) revisionAt(at string) *revision {
	for i := len(p.revs) - 1; i >= 0; i-- {
		if stamp(p.revs[i].at) <= at {
			return p.revs[i]
		}
	}
	return nil
}

func (w *Wiki) save(r *request, t title, p *page, text string, tags []string) (obj, error) {
	summary := shorten(strings.ReplaceAll(r.str("summary"), "\n", " "))
	model, err := w.modelFor(r, p, text)
	if err != nil {
		return nil, err
	}
	result := obj{"result": "Success", "title": w.set.full(t), "contentmodel": model}
	var before int64
	if p != nil {
		before = p.latest().id
		if p.latest().text == text && p.latest().contentModel() == model {
			result["pageid"], result["nochange"] = p.id, true
			return obj{"edit": result}, nil
		}
	} else {
		result["new"] = true
	}
	if _, automatic := w.set.change(p, text); summary == "" {
		summary = automatic
	}
	e := r.event(doEdit)
	e.NS, e.Title, e.Text, e.Comment, e.Tags = t.ns, t.text, text, summary, tags
	e.Marks, e.Model = w.set.marks(p, text), model
	if err := w.commit(e); err != nil {
		return nil, err
	}
	p = w.state.pages[t]
	result["pageid"], result["oldrevid"], result["newrevid"], result["newtimestamp"] = p.id, before, p.latest().id, stamp(r.now)
	return obj{"edit": result}, nil
}

// modelFor is the content model that a page gets with a text: the one that is asked for,
// or the one that it has (facts §7).
func (w *Wiki) modelFor(r *request, p *page, text string) (string, error) {
	model := wikitext
	if p != nil {
		model = p.latest().contentModel()
	}
	if wanted := r.str("contentmodel"); wanted != "" {
		model = wanted
	}
	if model == "json" && !json.Valid([]byte(text)) {
		return "", refuse("invalid-json-data", "Invalid JSON: Syntax error")
	}
	return model, r.err()
}

func md5Of(text string) string {
	sum := md5.Sum([]byte(text))
	return hex.EncodeToString(sum[:])
}
