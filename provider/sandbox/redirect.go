package sandbox

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// redirect is where a page sends its readers.
type redirect struct {
	to       title
	fragment string // of the target, "" for all of it
}

// redirectOf reads where a text sends its readers; ok is false when it does not
// (facts §13.2).
func (s *Settings) redirectOf(text string) (aim redirect, ok bool) {
	name, ok := s.redirectTarget(text)
	if !ok {
		return redirect{}, false
	}
	to, bad := s.parseTitle(name)
	if bad != nil {
		return redirect{}, false
	}
	_, fragment, _ := strings.Cut(name, "#")
	return redirect{to, strings.TrimSpace(fragment)}, true
}

// redirectTarget is the title in a redirect, as it is written.
func (s *Settings) redirectTarget(text string) (name string, ok bool) {
	text = strings.TrimLeftFunc(text, unicode.IsSpace)
	word := s.redirectWord(text)
	text = strings.TrimLeftFunc(text[len(word):], unicode.IsSpace)
	text = strings.TrimLeftFunc(strings.TrimPrefix(text, ":"), unicode.IsSpace)
	text, opens := strings.CutPrefix(text, "[[")
	link, _, closes := strings.Cut(text, "]]")
	name, _, _ = strings.Cut(link, "|")
	return name, word != "" && opens && closes && !strings.Contains(link, "]")
}

// redirectWord is the word with which a text begins if it is one that makes a
// redirect, "" otherwise.
func (s *Settings) redirectWord(text string) string {
	for _, word := range append(slices.Clone(s.RedirectWords), "#REDIRECT") {
		if len(text) >= len(word) && strings.EqualFold(text[:len(word)], word) {
			return text[:len(word)]
		}
	}
	return ""
}

// redirectTo is the text of a redirect as a move leaves it.
func (s *Settings) redirectTo(to title) string {
	return cmp.Or(strings.Join(s.RedirectWords[:min(1, len(s.RedirectWords))], ""), "#REDIRECT") + " [[" + s.full(to) + "]]"
}

// redirect reads where a page sends its readers. It may be nil.
func (w *Wiki) redirect(p *page) (redirect, bool) {
	if p == nil || p.latest().contentModel() != wikitext {
		return redirect{}, false
	}
	return w.set.redirectOf(p.latest().text)
}

// full is the target as it stands in MediaWiki's summaries.
func (s *Settings) aim(r redirect) string {
	if r.fragment == "" {
		return s.full(r.to)
	}
	return s.full(r.to) + "#" + r.fragment
}

// change is what is said of an edit by whoever did not say it: the tag that the
// software gives it, and a summary (facts §13.2). Either may be "".
func (s *Settings) change(before *page, text string) (mark, summary string) {
	old := ""
	if before != nil {
		old = before.latest().text
	}
	from, was := s.redirectOf(old)
	to, is := s.redirectOf(text)
	switch {
	case text == "" && old != "":
		return "mw-blank", "Blanked the page"
	case is && !was:
		return "mw-new-redirect", "Redirected page to [[" + s.aim(to) + "]]"
	case is && from != to:
		return "mw-changed-redirect-target", "Changed redirect target from [[" + s.aim(from) + "]] to [[" + s.aim(to) + "]]"
	case was && !is:
		return "mw-removed-redirect", "Removed redirect to [[" + s.aim(from) + "]]"
	case before != nil:
		return "", ""
	case text == "":
		return "", "Created blank page"
	}
	return "", shorten("Created page with \"" + strings.ReplaceAll(text, "\n", " ") + "\"")
}

// marks are the tags that the software gives an edit.
func (s *Settings) marks(before *page, text string) []string {
	if mark, _ := s.change(before, text); mark != "" {
		return []string{mark}
	}
	return nil
}
