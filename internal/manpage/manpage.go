// Package manpage writes manual pages as man reads them: roff with the man macros.
//
// A [Page] is what a page says, as plain text; [Write] gives it its form. What text means
// to roff is taken from it, so that a page shows what was written, whatever that is.
package manpage

import (
	"fmt"
	"io"
	"strings"
)

// Page is a manual page.
type Page struct {
	Name     string // wikiform-plan
	Section  int
	Summary  string
	Program  string // with its version, at the foot
	Manual   string // at the head
	Sections []Section
}

// Section is a part of a page: a text, and then entries.
type Section struct {
	Title   string
	Text    string // paragraphs, with blank lines between; what begins with blanks stays in its lines
	Entries []Entry
}

// Entry is one of a list: an option, a command, an exit code.
type Entry struct{ Term, Text string }

// Write writes a page.
func Write(w io.Writer, p Page) error {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH %s %d \"\" %s %s\n", quoted(strings.ToUpper(p.Name)), p.Section, quoted(p.Program), quoted(p.Manual))
	b.WriteString(".nh\n.ad l\n") // no word is hyphenated: what is to be typed would be, too
	fmt.Fprintf(&b, ".SH NAME\n%s \\- %s\n", escaped(p.Name), escaped(p.Summary))
	for _, s := range p.Sections {
		if s.Text == "" && len(s.Entries) == 0 {
			continue
		}
		fmt.Fprintf(&b, ".SH %s\n", quoted(strings.ToUpper(s.Title)))
		text(&b, s.Text)
		for _, e := range s.Entries {
			fmt.Fprintf(&b, ".TP\n.B %s\n%s\n", quoted(e.Term), line(e.Text))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// text writes paragraphs. Lines that begin with blanks stay as they are.
func text(b *strings.Builder, s string) {
	begun, kept, parted := false, false, false
	for l := range strings.Lines(strings.TrimRight(s, "\n")) {
		l = strings.TrimRight(l, " \n")
		if l == "" {
			parted = true
			if kept {
				b.WriteString("\n")
			}
			continue
		}
		keep := strings.HasPrefix(l, " ")
		if kept && !keep {
			b.WriteString(".fi\n")
		}
		if begun && (keep != kept || parted && !keep) {
			b.WriteString(".PP\n")
		}
		if keep && !kept {
			b.WriteString(".nf\n")
		}
		b.WriteString(line(l) + "\n")
		begun, kept, parted = true, keep, false
	}
	if kept {
		b.WriteString(".fi\n")
	}
}

// line is a line of text: none that roff takes for a request, nor for a blank one that
// ends a paragraph.
func line(s string) string {
	s = escaped(s)
	if s == "" || strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
		return `\&` + s
	}
	return s
}

// quoted is an argument of a request.
func quoted(s string) string { return `"` + strings.ReplaceAll(escaped(s), `"`, `\(dq`) + `"` }

// escaped is text in which nothing has a meaning to roff: a backslash, and what is set as
// another character than the one that a shell takes.
var special = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`, "\r", " ", "\n", " ")

func escaped(s string) string { return special.Replace(s) }
