package spec

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// rewrite is a place in a wikitext that the wiki changes when it saves the
// page, so that the stored text never equals the wanted one (facts §7.1).
type rewrite struct {
	offset       int // bytes
	line, column int // from 1; columns in characters
	text         string
	what         string
	why          string
}

// literal is a wikitext with NULs in place of the parts that the wiki takes as they
// stand: HTML comments, which may lack their end, and closed pairs of some tags.
func literal(text string, more ...string) string {
	return opaqueIn(text, true, append(more, "nowiki", "pre", "gallery")...).blanked()
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
	{"subst:", substitution, "a substituted template", "the wiki puts the template's text in its place"},
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

func substitution(blank string, at int) (begin, end int, ok bool) {
	before := blank[:at]
	if n := len("safe"); len(before) >= n && strings.EqualFold(before[len(before)-n:], "safe") {
		before = before[:len(before)-n]
	}
	before = strings.TrimRight(before, space)
	end = past(blank, at+len("subst:"), space)
	if !strings.HasSuffix(before, "{{") || end == len(blank) || strings.ContainsRune("{}|", rune(blank[end])) {
		return 0, 0, false
	}
	_, n := utf8.DecodeRuneInString(blank[end:])
	return len(before) - len("{{"), end + n, true
}

// noLink is what no name of a page has.
const noLink = "\n#<>[]|{}"

func pipeTrick(blank string, at int) (begin, end int, ok bool) {
	begin = strings.LastIndexAny(blank[:at], noLink) + 1
	return begin - len("[["), at + len("|]]"), begin < at && strings.HasSuffix(blank[:begin], "[[")
}

func reverseTrick(blank string, at int) (begin, end int, ok bool) {
	name := blank[at+len("[[|"):]
	n := strings.IndexAny(name, noLink)
	return at, at + len("[[|") + n + len("]]"), n > 0 && strings.HasPrefix(name[n:], "]]")
}

// firstRewrite finds the first place that the wiki would rewrite.
func firstRewrite(text string) (rewrite, bool) {
	if !slices.ContainsFunc(rewrites, func(r rewriting) bool { return indexFold(text, r.sign) >= 0 }) {
		return rewrite{}, false // as most pages are
	}
	blank := literal(text, "indicator") // in which templates work, and nothing is rewritten
	found := rewrite{offset: len(text)}
	for _, r := range rewrites {
		begin, end, ok := r.first(blank)
		if ok && begin < found.offset {
			found.offset, found.text, found.why = begin, text[begin:end], r.why
			found.what = r.what + " (" + found.text + ")"
		}
	}
	if found.what == "" {
		return rewrite{}, false
	}
	pos := posIn(text, found.offset)
	found.line, found.column = pos.Line, pos.Column
	return found, true
}

// first finds the first place in a text without its literal parts.
func (r rewriting) first(blank string) (begin, end int, ok bool) {
	for i := 0; ; i++ {
		at := indexFold(blank[i:], r.sign)
		if at < 0 {
			return 0, 0, false
		}
		i += at
		if begin, end, ok := r.find(blank, i); ok {
			return begin, end, true
		}
	}
}

// indexFold is strings.Index for a sign whose letters are ASCII and may be capitals.
func indexFold(text, sign string) int {
	last := len(sign) - 1 // no letter, so that it is looked for as it is
	for i := last; i < len(text); i++ {
		at := strings.IndexByte(text[i:], sign[last])
		if at < 0 {
			return -1
		}
		if i += at; strings.EqualFold(text[i-last:i+1], sign) {
			return i - last
		}
	}
	return -1
}
