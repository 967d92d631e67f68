package sandbox

import (
	"crypto/sha1"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"wikiform/provider"
)

// clean gives a parameter the form in which MediaWiki reads it: valid UTF-8,
// NFC, no C0 controls but tab and line ends.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
			return utf8.RuneError
		}
		return r
	}, s)
	return norm.NFC.String(s)
}

var (
	substitution = regexp.MustCompile(`(?i)\{\{\s*(?:safe)?subst:\s*([^{}|]+?)\s*\}\}`)
	nowiki       = regexp.MustCompile(`(?is)<nowiki>.*?</nowiki>`)
	pipeEnd      = regexp.MustCompile(`\[\[((?:[^\[\]|:]*:)?)([^\[\]|]*?)( ?\([^()\[\]|]*\))?\|\]\]`)
	redirect     = regexp.MustCompile(`(?i)^\s*#REDIRECT\s*:?\s*\[\[([^\]|]+)(?:\|[^\]]*)?\]\]`)
	lineEnds     = strings.NewReplacer("\r\n", "\n", "\r", "\n")
)

// saved is the text that is stored when somebody saves this one now (facts
// §7.1). Templates with parameters are not substituted.
func (w *Wiki) saved(text, user string) string {
	text = strings.TrimRight(lineEnds.Replace(text), " \t\n")
	who := fmt.Sprintf("[[User:%s|%s]] ([[User talk:%s|talk]])", user, user, user)
	when := w.now().Format("15:04, 2 January 2006 (UTC)")
	signed := strings.NewReplacer("~~~~~", when, "~~~~", who+" "+when, "~~~", who)
	transform := func(part string) string {
		part = substitution.ReplaceAllStringFunc(part, w.substitute)
		return signed.Replace(pipeEnd.ReplaceAllString(part, "[[$1$2$3|$2]]"))
	}
	var b strings.Builder
	for text != "" {
		raw := nowiki.FindStringIndex(text)
		if raw == nil {
			b.WriteString(transform(text))
			break
		}
		b.WriteString(transform(text[:raw[0]]) + text[raw[0]:raw[1]])
		text = text[raw[1]:]
	}
	return b.String()
}

// substitute gives the text of the template that a call names; a call of one
// that is not there stays as it is.
func (w *Wiki) substitute(call string) string {
	name := substitution.FindStringSubmatch(call)[1]
	t, bad := w.set.makeTitle(10, name)
	if p := w.state.pages[t]; bad == nil && p != nil {
		return p.latest().text
	}
	return call
}

// redirectOf is the text of the title that a page redirects to, "" when it does not.
func redirectOf(text string) string {
	if m := redirect.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// shorten cuts a comment as MediaWiki does: 500 characters, the last three dots.
func shorten(comment string) string {
	if utf8.RuneCountInString(comment) <= 500 {
		return comment
	}
	return string([]rune(comment)[:497]) + "..."
}

func textSum(text string) provider.SHA1 { return sha1.Sum([]byte(text)) }
