package starting

import (
	"fmt"
	"strings"
)

// Template is the template that pages are made with.
const Template = "Information"

// parameters are those of the template that are filled, in the order in which
// wiki::template writes them.
var parameters = []string{"author", "date", "description", "source"}

// value is what a parameter gets.
type value struct {
	column     string // "" for none
	expression string
}

// valueOf is what the template is filled with. What a file shows is told by the best that
// there is, in the end by its name.
func (w *writing) valueOf(parameter string) value {
	from := []string{parameter}
	if parameter == "description" {
		from = append(from, "title")
	}
	for _, field := range from {
		if column := w.has[field]; column != "" {
			return value{column, cellOf("row", column)}
		}
	}
	if parameter == "description" {
		return value{"", "name"}
	}
	return value{"", `""`}
}

// description is the text of a page, to be filled. Parameters for which there is nothing
// are left for people to fill in.
func (w *writing) description(s *Start) string {
	var b strings.Builder
	fmt.Fprintf(&b, "== {{int:filedesc}} ==\n${wiki::template(%s, {\n", quoted(Template))
	width := 0
	for _, p := range parameters {
		width = max(width, len(p))
	}
	for _, p := range parameters {
		v := w.valueOf(p)
		if v.expression == `""` {
			s.Empty = append(s.Empty, p)
		}
		fmt.Fprintf(&b, "  %-*s = %s\n", width, p, v.expression)
	}
	b.WriteString("})}\n")
	if w.Licence != "" {
		fmt.Fprintf(&b, "\n== {{int:license-header}} ==\n{{%s}}\n", w.Licence)
	}
	return b.String()
}
