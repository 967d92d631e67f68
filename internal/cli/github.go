package cli

import (
	"fmt"
	"io"
	"strings"

	"wikiform/provider"
)

// writeGitHub writes diagnostics as commands to GitHub's runner, which shows
// them at the lines of a pull request:
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
func writeGitHub(w io.Writer, f *findings) error {
	var b strings.Builder
	for _, d := range f.diags {
		var properties []string
		set := func(name, value string) { properties = append(properties, name+"="+property.Replace(value)) }
		if p, ok := f.at(d); ok {
			set("file", provider.VisibleText(p.path))
			set("line", fmt.Sprint(p.line))
			set("endLine", fmt.Sprint(p.endLine))
			if p.line == p.endLine { // GitHub takes columns of one line only
				set("col", fmt.Sprint(p.column))
				set("endColumn", fmt.Sprint(p.endColumn))
			}
		}
		set("title", provider.VisibleText(d.Summary))
		fmt.Fprintf(&b, "::%s %s::%s\n", level(d), strings.Join(properties, ","), data.Replace(f.message(d)))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// What the runner's commands need escaped in their text and in their
// properties. A text could otherwise end its command and begin another.
var (
	data     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
