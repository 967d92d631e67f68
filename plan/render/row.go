package render

import (
	"strings"

	"wikiform/internal/columns"
	"wikiform/provider"
)

// piece is a part of a line in one colour; a nil ink is the terminal's own.
type piece struct {
	text string
	ink  *ink
}

// row is one line of output.
type row []piece

// guard keeps a finished line from being a command to a CI runner, which the
// pieces by themselves may not be: "::" at the start, "##[" or "##vso["
// anywhere.
func (r row) guard() {
	line := r.plain()
	if !strings.Contains(line, "::") && !strings.Contains(line, "##") {
		return
	}
	if at := strings.IndexFunc(line, func(c rune) bool { return c != ' ' }); at >= 0 && strings.HasPrefix(line[at:], "::") {
		r.replace(at, `\x3a`)
	}
	line = r.plain()
	// From the end: what is replaced does not move what comes before it.
	for i := strings.LastIndex(line, "##"); i >= 0; i = strings.LastIndex(line[:i+1], "##") {
		if provider.StartsRunnerCommand(line[i:]) {
			r.replace(i, `\x23`)
		}
	}
}

func (r row) plain() string {
	var b strings.Builder
	for _, p := range r {
		b.WriteString(p.text)
	}
	return b.String()
}

// replace puts text in the place of the byte at an offset of the line.
func (r row) replace(at int, text string) {
	for i := range r {
		if at < len(r[i].text) {
			r[i].text = r[i].text[:at] + text + r[i].text[at+1:]
			return
		}
		at -= len(r[i].text)
	}
}

// split gives the row as rows of at most n columns each.
func (r row) split(n int) []row {
	var rows []row
	var now row
	left := n
	for _, p := range r {
		for rest := p.text; rest != ""; {
			head, tail := columns.Cut(rest, left)
			if head == "" && left < n {
				rows, now, left = append(rows, now), nil, n
				continue
			}
			if head == "" { // a character wider than the whole line
				head, tail = rest, ""
			}
			now = append(now, piece{head, p.ink})
			left -= columns.Of(head)
			rest = tail
		}
	}
	return append(rows, now)
}
