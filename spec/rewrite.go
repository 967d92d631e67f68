package spec

import (
	"regexp"
	"strings"
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

var rewrites = []struct {
	pattern *regexp.Regexp
	what    string
	why     string
}{
	{regexp.MustCompile(`~{3,5}`), "a signature", "the wiki puts the uploader's name and the time in its place"},
	{regexp.MustCompile(`(?i)\{\{\s*(?:safe)?subst:[^{}|\s]`), "a substituted template", "the wiki puts the template's text in its place"},
	{regexp.MustCompile(`\[\[[^\n#<>\[\]|{}]+\|\]\]`), "a pipe trick", "the wiki fills in the text of the link"},
	{regexp.MustCompile(`\[\[\|[^\n#<>\[\]|{}]+\]\]`), "a reverse pipe trick", "the wiki fills in the target of the link"},
}

// literal are the parts of a wikitext in which the wiki rewrites nothing: HTML
// comments, which may lack their end, and closed pairs of three tags.
var literal = regexp.MustCompile(`(?is)<!--.*?(?:-->|\z)` +
	`|<nowiki(?:\s[^>]*[^>/]|\s*)>.*?</nowiki\s*>|<pre(?:\s[^>]*[^>/]|\s*)>.*?</pre\s*>|<gallery(?:\s[^>]*[^>/]|\s*)>.*?</gallery\s*>`)

// firstRewrite finds the first place that the wiki would rewrite.
func firstRewrite(text string) (rewrite, bool) {
	if !suspicious(text) {
		return rewrite{}, false
	}
	blank := literal.ReplaceAllStringFunc(text, func(s string) string { return strings.Repeat("\x00", len(s)) })
	found := rewrite{offset: len(text)}
	for _, r := range rewrites {
		if at := r.pattern.FindStringIndex(blank); at != nil && at[0] < found.offset {
			found.offset, found.text, found.why = at[0], text[at[0]:at[1]], r.why
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

// suspicious is a fast no for the texts of most pages.
func suspicious(text string) bool {
	if strings.Contains(text, "~~~") || strings.Contains(text, "|]]") || strings.Contains(text, "[[|") {
		return true
	}
	for rest := text; ; {
		i := strings.IndexByte(rest, ':')
		if i < 0 {
			return false
		}
		if i >= len("subst") && strings.EqualFold(rest[i-len("subst"):i], "subst") {
			return true
		}
		rest = rest[i+1:]
	}
}
