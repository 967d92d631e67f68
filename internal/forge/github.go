package forge

import (
	"fmt"
	"io"
	"strings"

	"wikiform/provider"
)

// Level is how much an annotation matters.
type Level string

// The levels of GitHub; notices are of plans only.
const (
	Error   Level = "error"
	Warning Level = "warning"
	Notice  Level = "notice"
)

// Annotation is a command to GitHub's runner, which shows it at a line of a pull
// request:
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
//
// Its texts must be safe to print.
type Annotation struct {
	Level   Level
	File    string // as the forge calls it; "" for what is in no file
	Line    int
	EndLine int // 0 when only the line is known
	// Column and EndColumn are of one line only.
	Column, EndColumn int
	Title, Text       string
}

// String is the command in one line, with its end. No text in it can end the
// command and begin another.
func (a Annotation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "::%s ", a.Level)
	number := func(name string, n int) {
		if n > 0 {
			fmt.Fprintf(&b, "%s=%d,", name, n)
		}
	}
	if a.File != "" {
		fmt.Fprintf(&b, "file=%s,", property.Replace(a.File))
		number("line", a.Line)
		number("endLine", a.EndLine)
		if a.Line == a.EndLine {
			number("col", a.Column)
			number("endColumn", a.EndColumn)
		}
	}
	fmt.Fprintf(&b, "title=%s::%s\n", property.Replace(a.Title), text.Replace(a.Text))
	return b.String()
}

// What the runner needs escaped in a command's text and in its properties.
var (
	text     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// WriteGitHub writes the findings as annotations.
func WriteGitHub(w io.Writer, f *Findings) error {
	var b strings.Builder
	for _, d := range f.diags {
		a := Annotation{Level: level(d), Title: provider.VisibleText(d.Summary), Text: f.message(d)}
		if r, ok := f.at(d); ok {
			a.File, a.Line, a.EndLine, a.Column, a.EndColumn = provider.VisibleText(r.path), r.line, r.endLine, r.column, r.endColumn
		}
		b.WriteString(a.String())
	}
	_, err := io.WriteString(w, b.String())
	return err
}
