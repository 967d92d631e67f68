package wikilinks

import (
	"bytes"
	"strings"
)

// blanks are what may stand beside a link that is taken out.
const blanks = " \t"

func isBlank(line string) bool { return strings.Trim(line, blanks) == "" }

// Without is a text without some of the links that were found in it, as if they had never
// been added: no line stays of one that had nothing else, no blank beside one within a line,
// and of the empty lines around one only those before it.
func Without(text string, links []Link) string {
	var out []string
	begin, gap := 0, false
	for line := range strings.SplitSeq(text, "\n") {
		n := 0
		for n < len(links) && links[n].begin <= begin+len(line) {
			n++
		}
		rest := lineWithout(line, begin, links[:n])
		switch {
		case n > 0 && rest == "":
			gap = len(out) == 0 || isBlank(out[len(out)-1])
		case n == 0 && gap && isBlank(line):
		default:
			out, gap = append(out, rest), false
		}
		begin, links = begin+len(line)+1, links[n:]
	}
	return strings.Join(out, "\n")
}

// lineWithout takes links out of one line, which begins at a place in the text.
func lineWithout(line string, begin int, links []Link) string {
	if len(links) == 0 {
		return line
	}
	out, last := []byte(line[:links[0].begin-begin]), ""
	for i, l := range links {
		end := len(line)
		if i+1 < len(links) {
			end = links[i+1].begin - begin
		}
		last = line[l.end-begin : end]
		if len(out) == 0 || strings.IndexByte(blanks, out[len(out)-1]) >= 0 {
			last = strings.TrimLeft(last, blanks)
		}
		out = append(out, last...)
	}
	if isBlank(last) {
		out = bytes.TrimRight(out, blanks)
	}
	return string(out)
}

// Below is a text with links below it, one a line.
func Below(text string, links []Link) string {
	var lines []string
	if text != "" {
		lines = append(lines, text)
	}
	for _, l := range links {
		lines = append(lines, l.Text)
	}
	return strings.Join(lines, "\n")
}
