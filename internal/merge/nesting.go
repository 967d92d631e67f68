package merge

import "strings"

// nesting is what of a wikitext is open at a place: templates "{", links "[" and tables "t",
// the innermost last.
type nesting struct{ open []byte }

// pairs are what opens something, and what closes it.
var pairs = []struct {
	begin, end string
	name       byte
}{
	{"{{", "}}", '{'}, {"[[", "]]", '['}, {"{|", "|}", 't'},
}

// verbatim are elements in which nothing opens or closes anything.
var verbatim = [][2]string{
	{"<!--", "-->"}, {"<nowiki>", "</nowiki>"}, {"<pre>", "</pre>"}, {"<math>", "</math>"}, {"<syntaxhighlight", "</syntaxhighlight>"},
}

// innermost is what was opened last, 0 for nothing.
func (n nesting) innermost() byte {
	if len(n.open) == 0 {
		return 0
	}
	return n.open[len(n.open)-1]
}

// next is the piece of a text that begins at a place: something that opens or closes, a
// "|", an element that is verbatim, the end of a line, or what comes before one of these.
func (n nesting) next(text string, at int) string {
	rest := text[at:]
	if !strings.ContainsRune("<{}[]|", rune(rest[0])) {
		return plain(rest)
	}
	for _, v := range verbatim {
		if !strings.HasPrefix(rest, v[0]) {
			continue
		}
		if end := strings.Index(rest, v[1]); end >= 0 {
			return rest[:end+len(v[1])]
		}
		return rest
	}
	if strings.HasPrefix(rest, "{{{") {
		return "{{{"
	}
	for _, p := range pairs {
		for _, word := range []string{p.begin, p.end} {
			if strings.HasPrefix(rest, word) && (p.name != 't' || beginsLine(text, at) && (word == p.begin || n.innermost() == 't')) {
				return word
			}
		}
	}
	return rest[:1]
}

// plain is what a text begins with that opens and closes nothing: the end of a line, or
// what comes before that.
func plain(text string) string {
	if text[0] == '\n' {
		return "\n"
	}
	if i := strings.IndexAny(text, "<{}[]|\n"); i >= 0 {
		return text[:i]
	}
	return text
}

// take goes over a piece. It is false at one that closes what is not open.
func (n *nesting) take(piece string) bool {
	for _, p := range pairs {
		switch piece {
		case p.begin:
			n.open = append(n.open, p.name)
		case p.end:
			closes := n.innermost() == p.name
			if closes {
				n.open = n.open[:len(n.open)-1]
			}
			return closes
		}
	}
	return true
}

// beginsLine reports whether a place is the first of a line that is not blank.
func beginsLine(text string, at int) bool {
	before := strings.TrimRight(text[:at], " \t:")
	return before == "" || strings.HasSuffix(before, "\n")
}

// withinCall tells of each line of a text whether it begins directly within a template call.
func withinCall(lines []string) []bool {
	text := strings.Join(lines, "\n")
	within := make([]bool, 0, len(lines)+1)
	within = append(within, false)
	var n nesting
	for at := 0; at < len(text); {
		piece := n.next(text, at)
		n.take(piece)
		if piece == "\n" {
			within = append(within, n.innermost() == '{')
			at++
			continue
		}
		for range strings.Count(piece, "\n") {
			within = append(within, false)
		}
		at += len(piece)
	}
	return append(within, false)
}
