package spec

import (
	"strings"
	"unicode/utf8"

	"wikiform/provider"
)

// Rewrite is a place in a wikitext that the wiki changes when it saves the
// page, so that the stored text never equals the wanted one (facts §7.1).
type Rewrite struct {
	Line, Column int // from 1; columns in characters
	What         string
	Why          string
	// Sure: it does so whatever it has. Else that depends on the wiki's templates and
	// functions, and on its version: only the wiki knows.
	Sure bool

	offset int // bytes
	text   string
}

// Rewrites finds the first place that a wiki would change, one that is sure before
// all that are not.
func Rewrites(text string, site provider.Site) (Rewrite, bool) {
	return rewriteIn(text, markupOf(site))
}

// literal is a wikitext with NULs in place of the parts that every wiki takes as they
// stand: HTML comments, which may lack their end, and closed pairs of some tags.
func literal(text string) string {
	return opaqueIn(text, true, tagsOf("nowiki", "pre", "gallery")).blanked()
}

// Blanked is a wikitext with NULs in place of the parts that the wiki takes as they stand,
// or does not show: comments, and what is between the tags of some extensions.
func Blanked(text string, site provider.Site) string {
	return opaqueIn(text, true, markupOf(site).takes).blanked()
}

// rewriting is something that the wiki looks for.
type rewriting struct {
	sign string                                               // is always in it
	find func(blank string, at int) (begin, end int, ok bool) // what is around a sign
	what string
	why  string
}

var rewrites = []rewriting{
	{"~~~", signatureAt, "a signature", "the wiki puts the uploader's name and the time in its place"},
	{"|]]", pipeTrick, "a pipe trick", "the wiki fills in the text of the link"},
	{"[[|", reverseTrick, "a reverse pipe trick", "the wiki fills in the target of the link"},
}

func signatureAt(blank string, at int) (begin, end int, ok bool) {
	n := len("~~~")
	for n < 5 && strings.HasPrefix(blank[at+n:], "~") {
		n++
	}
	return at, at + n, true
}

// noLink is what no name of a page has; NULs are what is left of comments.
const noLink = "\x00\n#<>[]|{}"

func pipeTrick(blank string, at int) (begin, end int, ok bool) {
	begin = strings.LastIndexAny(blank[:at], noLink) + 1
	return begin - len("[["), at + len("|]]"), begin < at && strings.HasSuffix(blank[:begin], "[[")
}

func reverseTrick(blank string, at int) (begin, end int, ok bool) {
	name := blank[at+len("[[|"):]
	n := strings.IndexAny(name, noLink)
	return at, at + len("[[|") + n + len("]]"), n > 0 && strings.HasPrefix(name[n:], "]]")
}

// rewriteIn is [Rewrites] by a markup.
func rewriteIn(text string, m markup) (Rewrite, bool) {
	if found, ok := sureRewrite(text, m); ok {
		return found.placed(text), true
	}
	if _, _, ok := m.substitution(text); !ok {
		return Rewrite{}, false // as in most pages
	}
	begin, end, ok := m.substitution(opaqueIn(text, true, m.takes).blanked())
	if !ok {
		return Rewrite{}, false
	}
	return Rewrite{
		What: "a substituted template (" + called(text[begin:], end-begin) + ")", Why: "the wiki puts the text of what is named there in its place, if it has that",
		offset: begin, text: text[begin:end],
	}.placed(text), true
}

// sureRewrite finds the first place of what the wiki looks for whatever it has. An
// includeonly hides nothing of that.
func sureRewrite(text string, m markup) (found Rewrite, any bool) {
	blank := ""
	for _, r := range rewrites {
		if !strings.Contains(text, r.sign) {
			continue
		}
		if blank == "" {
			blank = opaqueIn(text, true, m.takes).blanked(includeonly)
		}
		begin, end, ok := r.first(blank)
		if ok && (!any || begin < found.offset) {
			found, any = Rewrite{offset: begin, text: text[begin:end], Why: r.why, Sure: true}, true
			found.What = r.what + " (" + found.text + ")"
		}
	}
	return found, any
}

// placed is r with its line and column.
func (r Rewrite) placed(text string) Rewrite {
	pos := posIn(text, r.offset)
	r.Line, r.Column = pos.Line, pos.Column
	return r
}

// first finds the first place in a text without its literal parts.
func (r rewriting) first(blank string) (begin, end int, ok bool) {
	for i := 0; ; i++ {
		at := strings.Index(blank[i:], r.sign)
		if at < 0 {
			return 0, 0, false
		}
		i += at
		if begin, end, ok := r.find(blank, i); ok {
			return begin, end, true
		}
	}
}

// substitution finds the first template that is to be substituted. Of one that the
// wiki does not have it keeps the text, and of a function or a variable it depends on
// the version and on blanks what is understood.
func (m markup) substitution(blank string) (begin, end int, ok bool) {
	for i := 0; ; {
		at := strings.Index(blank[i:], "{{")
		if at < 0 {
			return 0, 0, false
		}
		begin = i + at
		i = begin + 1
		name := past(blank, begin+len("{{"), space)
		word := m.substAt(blank[name:])
		end = past(blank, name+word, space)
		if word > 0 && end < len(blank) && !strings.ContainsRune("{}|", rune(blank[end])) {
			_, n := utf8.DecodeRuneInString(blank[end:])
			return begin, end + n, true
		}
	}
}

// called shows a call at the beginning of a text, of whose name some bytes are known.
func called(text string, known int) string {
	const most = 60 // bytes
	n := strings.IndexAny(text[known:], "{}|\n")
	switch {
	case n < 0 || known+n > most:
		return text[:known] + "…"
	case strings.HasPrefix(text[known+n:], "}}"):
		return text[:known+n] + "}}"
	}
	return text[:known+n] + "…"
}

// substAt is how many bytes of a word that substitutes a text begins with, 0 for none.
// The case of their letters does not count.
func (m markup) substAt(text string) int {
	for _, word := range m.substs {
		end := 0
		for range word {
			_, n := utf8.DecodeRuneInString(text[end:])
			end += n
		}
		if end > 0 && strings.EqualFold(text[:end], word) {
			return end
		}
	}
	return 0
}
