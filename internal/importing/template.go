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

// fill has a column filled in.
func (t *template) fill(column string) {
	last := ""
	if s := t.literal; strings.HasSuffix(s, "$") || strings.HasSuffix(s, "%") { // would escape what follows
		last = `${"` + s[len(s)-1:] + `"}`
		t.literal = s[:len(s)-1]
	}
	t.done.WriteString(escapes.Replace(t.literal) + last + "${" + column + "}")
	t.literal = ""
}

// String is the template.
func (t *template) String() string { return t.done.String() + escapes.Replace(t.literal) }

var escapes = strings.NewReplacer("${", "$${", "%{", "%%{")
