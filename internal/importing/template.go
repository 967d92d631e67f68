package importing

import "strings"

// template is a text with columns to be filled in, as it is written.
type template struct {
	done    strings.Builder
	literal string // what follows, as it is to come out
}

func (t *template) frame(f frame) {
	t.literal += f.prefix
	if f.column != "" {
		t.fill(f.column)
	}
	t.literal += f.suffix
}

// fill has a column filled in. What stands before it never ends in a sign that would escape
// it: that is a part of a call, or the end of a line.
func (t *template) fill(column string) {
	t.done.WriteString(escapes.Replace(t.literal) + "${" + column + "}")
	t.literal = ""
}

// String is the template.
func (t *template) String() string { return t.done.String() + escapes.Replace(t.literal) }

var escapes = strings.NewReplacer("${", "$${", "%{", "%%{")
