package spec

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"wikiform/provider"
)

// MaxList is how many bytes of a list are read, and maxListLine how many of one line.
const (
	MaxList     = 64 << 20
	maxListLine = 1 << 20
)

// List is a file with a line for each of what a scope chooses: an object of JSON with
// an address or a title, such as a worklist has, or one of the two by itself. Its text
// stays as it is, since a line of it says less than the memory that its parts would take.
type List struct {
	Name string // as the command line has it
	Text []byte // every line is one that [ReadList] takes; nil in a plan that was saved
}

// FormatError is a list that cannot be read.
type FormatError struct {
	Line int // 0: it is the whole
	Why  string
}

func (e *FormatError) Error() string {
	if e.Line == 0 {
		return e.Why
	}
	return fmt.Sprintf("line %d %s", e.Line, e.Why)
}

// ReadList reads a list that anybody may have written. An error is a [*FormatError], or
// that of r.
func ReadList(name string, r io.Reader) (List, error) {
	text, err := io.ReadAll(io.LimitReader(r, MaxList+1))
	if err != nil {
		return List{}, err
	}
	if len(text) > MaxList {
		return List{}, &FormatError{Why: "it has more than 64 MiB, which no list has"}
	}
	l := List{Name: name, Text: text}
	return l, l.each(func(listed) error { return nil })
}

// listed is what one line names: the address, or else the title.
type listed struct {
	line    int
	address string
	title   string // a page name, with File: before it
}

// String is what is said of the line.
func (l listed) String() string {
	if l.address != "" {
		return l.address
	}
	return l.title
}

// Empty reports whether no line names anything.
func (l List) Empty() bool { return l.each(func(listed) error { return errFound }) == nil }

// titles reports whether a line has a title only.
func (l List) titles() bool {
	return l.each(func(one listed) error {
		if one.address == "" {
			return errFound
		}
		return nil
	}) == errFound
}

// errFound ends a walk over a list that has found what it was for.
var errFound = errors.New("found")

// each gives what the lines name, in their order, until take fails.
func (l List) each(take func(listed) error) error {
	lines := bufio.NewScanner(bytes.NewReader(bytes.TrimPrefix(l.Text, []byte("\ufeff"))))
	lines.Buffer(nil, maxListLine)
	n := 0
	for lines.Scan() {
		n++
		one, err := parseListed(bytes.TrimSpace(lines.Bytes()))
		if err != nil {
			return &FormatError{Line: n, Why: err.Error()}
		}
		if one.line = n; one.String() == "" {
			continue
		}
		if err := take(one); err != nil {
			return err
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return &FormatError{Line: n + 1, Why: "has more than 1 MiB, which no line of a list has"}
	}
	return lines.Err()
}

// parseListed reads one line; an empty one, and one that begins with #, names nothing.
func parseListed(line []byte) (listed, error) {
	switch {
	case !utf8.Valid(line):
		return listed{}, errors.New("is not UTF-8")
	case len(line) == 0, line[0] == '#':
		return listed{}, nil
	case line[0] != '{':
		if text := string(line); isTitle(text) {
			return listed{title: text}, nil
		}
		return listed{address: string(line)}, nil
	}
	var entry struct{ Address, Title string }
	if err := json.Unmarshal(line, &entry); err != nil {
		return listed{}, errors.New("begins as an object of JSON and is none with the strings address or title")
	}
	switch {
	case entry.Address != "":
		return listed{address: entry.Address}, nil
	case entry.Title == "":
		return listed{}, errors.New("has neither an address nor a title")
	case isTitle(entry.Title):
		return listed{title: entry.Title}, nil
	}
	return listed{title: provider.Title(entry.Title).Page()}, nil
}

// pageKey is by which a page name of a list is found: the rules of every wiki are
// applied, and what else it takes for the same title is not guessed.
func pageKey(page string) string {
	t, _, err := offline(strings.TrimPrefix(page, "File:"))
	if err != nil {
		return page
	}
	return t.Page()
}
