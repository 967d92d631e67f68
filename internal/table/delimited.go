package table

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// separators are what spreadsheets put between cells, in the order in which a text with
// one column only is read.
var separators = []rune{',', ';', '\t', '|'}

// Separator reads how a separator is named: itself, or "tab".
func Separator(name string) (rune, error) {
	if strings.EqualFold(name, "tab") || name == `\t` {
		return '\t', nil
	}
	r, n := utf8.DecodeRuneInString(name)
	if n == 0 || n < len(name) || r == '"' || r == '\n' || r == '\r' || r == utf8.RuneError {
		return 0, fmt.Errorf(`%q cannot separate cells; it is one character such as ";", or "tab"`, name)
	}
	return r, nil
}

// Delimited reads a text with a line of names and rows below it. A pinned separator of 0
// is to be found out. A line "sep=;" before the names says it as well, for Excel. Errors
// are clauses, with the line where there is one.
func Delimited(text string, pinned rune) (*Table, error) {
	text = strings.TrimPrefix(text, "\ufeff")
	text, ends := lines(text)
	first, said := 1, rune(0)
	if head, rest, _ := strings.Cut(text, "\n"); len(head) < 10 && strings.HasPrefix(strings.ToLower(head), "sep=") {
		said, _ = utf8.DecodeRuneInString(head[len("sep="):])
		text, first = rest, 2
	}
	var remarks []string
	if ends {
		remarks = append(remarks, "Its lines end with CR, as on old Macintoshes.")
	}
	sep, assumed := pinned, rune(0)
	switch {
	case pinned != 0:
	case said != 0 && said != utf8.RuneError && said != '"':
		sep = said
	default:
		var err error
		if sep, err = separatorOf(text); err != nil {
			return nil, err
		}
		if sep != ',' {
			assumed = sep
		}
	}
	t, err := read(text, sep, first)
	if other := betterThan(pinned, text); other != 0 && (err != nil || len(t.Columns) == 1) {
		return nil, fmt.Errorf("is to be read with %s between its cells, and has %s there: say that, or leave separator out", NameOf(pinned), NameOf(other))
	}
	if err != nil {
		return nil, err
	}
	t.Assumed, t.Remarks = assumed, append(remarks, t.Remarks...)
	return t, nil
}

// betterThan is a separator by which all rows of a text have as many cells, and more than by
// a pinned one; 0 for none.
func betterThan(pinned rune, text string) rune {
	if pinned == 0 {
		return 0
	}
	other, err := separatorOf(text)
	if err != nil || other == pinned {
		return 0
	}
	columns, same := width(text, other)
	if had, _ := width(text, pinned); !same || columns <= had {
		return 0
	}
	return other
}

// NameOf names a separator for people, in the plural.
func NameOf(sep rune) string {
	switch sep {
	case ',':
		return "commas"
	case ';':
		return "semicolons"
	case '\t':
		return "tabs"
	}
	return fmt.Sprintf("%q", sep)
}

// lines has line ends as everywhere. It reports whether they were those of old Macintoshes.
func lines(text string) (unix string, mac bool) {
	if strings.Contains(text, "\r\n") || !strings.Contains(text, "\r") {
		return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"), false
	}
	return strings.ReplaceAll(text, "\r", "\n"), !strings.Contains(text, "\n")
}

// sampled is how many rows are looked at for the separator.
const sampled = 200

// separatorOf finds the separator by which the rows have as many cells as the first one,
// and more than one.
func separatorOf(text string) (rune, error) {
	var even, some []rune
	for _, sep := range separators {
		switch columns, same := width(text, sep); {
		case columns < 2:
		case same:
			even = append(even, sep)
		default:
			some = append(some, sep)
		}
	}
	switch {
	case len(even) == 1:
		return even[0], nil
	case len(even) > 1:
		return 0, undecided(text, even)
	case len(some) == 1:
		return some[0], nil
	case len(some) > 1:
		return 0, undecided(text, some)
	}
	return ',', nil // one column
}

func undecided(text string, seps []rune) error {
	var ways, names []string
	for _, sep := range seps {
		n, _ := width(text, sep)
		names = append(names, string(sep))
		ways = append(ways, fmt.Sprintf("%d columns with %s between them", n, NameOf(sep)))
	}
	return &AmbiguousError{
		Info:   fmt.Sprintf("can be read in more than one way: its first line has %s", strings.Join(ways, ", ")),
		Option: "separator", Values: names,
	}
}

// width is how many cells the first row has, and whether all of a sample have as many.
func width(text string, sep rune) (columns int, same bool) {
	r := reader(text, sep)
	for n := range sampled {
		cells, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return columns, true
		case err != nil:
			return columns, false
		case n == 0:
			columns = len(cells)
		case len(cells) != columns && !blank(cells):
			return columns, false
		}
	}
	return columns, true
}

func reader(text string, sep rune) *csv.Reader {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.ReuseRecord = sep, -1, true
	return r
}

func blank(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// read reads a text by its separator; its first line has a number.
func read(text string, sep rune, first int) (*Table, error) {
	r := reader(text, sep)
	var g grid
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return g.table()
		}
		if bad, ok := errors.AsType[*csv.ParseError](err); ok {
			return nil, misquoted(bad, first)
		} else if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		if err := g.add(line+first-1, cells); err != nil {
			return nil, err
		}
	}
}

// misquoted says in words what is wrong with the quotes of a line.
func misquoted(bad *csv.ParseError, first int) error {
	line := bad.StartLine + first - 1
	if errors.Is(bad.Err, csv.ErrBareQuote) {
		return fmt.Errorf(`has a quotation mark inside a cell that does not begin with one, in line %d; a cell with quotation marks stands in quotation marks, and each of its own is doubled`, line)
	}
	return fmt.Errorf(`has a quotation mark in line %d that is not closed, or not at the end of its cell`, line)
}
