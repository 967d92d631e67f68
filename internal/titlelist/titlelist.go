// Package titlelist reads lists of files that people made, by hand or by copying them from
// a wiki's pages.
package titlelist

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"wikiform/provider"
)

// Max is how many bytes of a list are read.
const Max = 64 << 20

// Line is one line that names a file.
type Line struct {
	Number int
	Title  provider.Title
}

// Error is lines that name none.
type Error struct {
	Wrong []Wrong // the first of them
	Count int
}

// Wrong is one of them.
type Wrong struct {
	Line int
	Why  string // a clause: "names Main Page, which is no title of a file: ..."
}

// Most is how many wrong lines are told.
const Most = 10

// Add takes in one more wrong line.
func (e *Error) Add(line int, format string, args ...any) {
	if e.Count++; e.Count <= Most {
		e.Wrong = append(e.Wrong, Wrong{line, fmt.Sprintf(format, args...)})
	}
}

func (e *Error) Error() string {
	if e.Count == 1 {
		return fmt.Sprintf("line %d %s", e.Wrong[0].Line, e.Wrong[0].Why)
	}
	return fmt.Sprintf("%d lines name what is no file of the wiki", e.Count)
}

// Hint implements [provider.Hinter].
func (e *Error) Hint() string {
	const goOn = "Nothing was written. Mend these lines, or take them out."
	if e.Count == 1 {
		return goOn
	}
	var lines strings.Builder
	for _, w := range e.Wrong {
		fmt.Fprintf(&lines, "line %d %s\n", w.Line, w.Why)
	}
	if more := e.Count - len(e.Wrong); more > 0 {
		fmt.Fprintf(&lines, "and %d more\n", more)
	}
	return lines.String() + goOn
}

// Parse reads a list: a title in each line, with the namespace or without, as a link or as
// an item of a wiki's list of links. Lines that are empty, or begin with # and no link, say
// nothing. An error is an [*Error].
func Parse(text []byte, site provider.Site) ([]Line, error) {
	var lines []Line
	wrong := &Error{}
	n := 0
	for line := range bytes.Lines(bytes.TrimPrefix(text, []byte("\ufeff"))) {
		n++
		if !utf8.Valid(line) {
			wrong.Add(n, "is not UTF-8")
			continue
		}
		name := named(strings.TrimSpace(string(line)))
		if name == "" {
			continue
		}
		title, err := provider.ParseTitle(name, site)
		if err != nil {
			wrong.Add(n, "names %s, which is no title of a file: %s", shown(name), why(err))
			continue
		}
		lines = append(lines, Line{n, title})
	}
	if wrong.Count > 0 {
		return nil, wrong
	}
	return lines, nil
}

// named is what a line names, "" for nothing.
func named(line string) string {
	item := strings.TrimSpace(strings.TrimLeft(line, "*#:"))
	target, link := strings.CutPrefix(item, "[[")
	if !link {
		if strings.HasPrefix(line, "#") {
			return ""
		}
		return strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(strings.TrimLeft(line, "*")), ":"))
	}
	target, rest, _ := strings.Cut(target, "]]")
	target, _, _ = strings.Cut(target, "|")
	if strings.Contains(rest, "[[") {
		return line // several, of which none is meant more than the others
	}
	return strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(target), ":"))
}

// shown is what a line has, as a message says it.
func shown(name string) string {
	const most = 100
	if letters := []rune(name); len(letters) > most {
		name = string(letters[:most]) + "…"
	}
	return provider.VisibleLine(name)
}

// why says what is wrong with a title, and what would do.
func why(err error) string {
	if e, ok := err.(*provider.TitleError); ok {
		if e.Try != "" {
			return fmt.Sprintf("it %s; did you mean %s?", e.Reason, provider.VisibleLine(e.Try))
		}
		return "it " + e.Reason
	}
	return err.Error()
}
