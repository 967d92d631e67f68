package spec

import "strings"

// redirectWord begins a redirect on every wiki. One in another language has words
// of its own beside it, which only the wiki knows.
const redirectWord = "#REDIRECT"

// RedirectMarkup gives the beginning of a wikitext that makes its page a redirect, which
// sends its readers on, "" where the text does not. Words are what this wiki writes
// for #REDIRECT, beside that.
func RedirectMarkup(text string, words ...string) string {
	const blanks = " \t\n\r"
	body := strings.TrimLeft(text, blanks)
	if !strings.HasPrefix(body, "#") && len(words) == 0 {
		return "" // as most pages are
	}
	for _, word := range append(words, redirectWord) {
		if len(word) == 0 || len(body) < len(word) || !strings.EqualFold(body[:len(word)], word) {
			continue
		}
		link := strings.TrimLeft(body[len(word):], blanks)
		link = strings.TrimLeft(strings.TrimPrefix(link, ":"), blanks)
		inner, _, closed := strings.Cut(strings.TrimPrefix(link, "[["), "]]")
		target, _, _ := strings.Cut(inner, "|")
		target = strings.Trim(target, blanks)
		switch {
		case !strings.HasPrefix(link, "[["), !closed, strings.Contains(inner, "\n"):
		case target == "", target[0] == '#', strings.ContainsAny(target, "<>[]{}"): // no name of a page
		default:
			return body[:len(body)-len(link)] + "[[" + inner + "]]"
		}
	}
	return ""
}
