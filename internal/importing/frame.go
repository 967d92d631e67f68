package importing

import (
	"slices"
	"strings"
)

// frame is a part of a text that is the same for all rows, but perhaps for a column
// between its two halves.
type frame struct{ prefix, column, suffix string }

// frameOf is what texts have in common, by whole lines.
func frameOf(texts []string, column string) frame {
	first := texts[0]
	if !slices.ContainsFunc(texts, func(t string) bool { return t != first }) {
		return frame{prefix: first}
	}
	n := len(first)
	for _, t := range texts {
		n = common(first[:n], t)
	}
	f := frame{prefix: first[:strings.LastIndexByte(first[:n], '\n')+1], column: column}
	rest := first[len(f.prefix):]
	n = len(rest)
	for _, t := range texts {
		n = commonEnd(rest[len(rest)-n:], t[len(f.prefix):])
	}
	if end := rest[len(rest)-n:]; strings.Contains(end, "\n") {
		f.suffix = end[strings.IndexByte(end, '\n'):]
	}
	return f
}

// fill gives the column what a text has in its place.
func (f frame) fill(values map[string]string, text string) {
	if f.column != "" {
		values[f.column] = text[len(f.prefix) : len(text)-len(f.suffix)]
	}
}

func common(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

func commonEnd(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}
