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

// write writes a frame into a template.
func (f frame) write(b *strings.Builder) {
	b.WriteString(escaped(f.prefix, f.column != ""))
	if f.column != "" {
		b.WriteString("${" + f.column + "}")
	}
	b.WriteString(escaped(f.suffix, false))
}

// escaped writes a text so that a template gives it as it stands; before something that is
// filled in, its last sign must not come to escape that.
func escaped(text string, filled bool) string {
	last := ""
	if filled && (strings.HasSuffix(text, "$") || strings.HasSuffix(text, "%")) {
		last = `${"` + text[len(text)-1:] + `"}`
		text = text[:len(text)-1]
	}
	return escapes.Replace(text) + last
}

var escapes = strings.NewReplacer("${", "$${", "%{", "%%{")
