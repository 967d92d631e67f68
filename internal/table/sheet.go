package table

import (
	"fmt"
	"strconv"
	"strings"

	"wikiform/internal/number"
)

// Sheet reads a sheet by its name, hidden or not. What a cell has is what it shows, but
// that dates and times are ISO 8601. A formula has the value that was stored with it. Of
// cells that are merged the first one has the content and the others are empty. Errors
// are clauses that name the cell.
func (w *Workbook) Sheet(name string) (*Table, error) {
	for _, s := range w.sheets {
		if s.name == name {
			r := sheetReader{Workbook: w, grid: grid{sparse: true}}
			if err := r.read(s); err != nil {
				return nil, err
			}
			return r.table()
		}
	}
	var names []string
	for _, n := range w.Sheets() {
		names = append(names, fmt.Sprintf("%q", n))
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("has no sheet %q", name)
	}
	return nil, fmt.Errorf("has no sheet %q; it has %s", name, strings.Join(names, ", "))
}

// mostLines is how many rows a sheet has at most (ECMA-376, 18.3.1.73).
const mostLines = 1 << 20

// sheetReader reads one sheet.
type sheetReader struct {
	*Workbook
	grid
	line, column int // of the cell that is read; lines from 1, columns from 0
	cells        []string
	hiddenRows   int
	hiddenCols   int
	merged       []string
	unknown      string // a number format that is not imitated, and where
}

func (r *sheetReader) read(s sheet) error {
	err := r.each(s.part, func(ts *tokens, e element) error {
		switch e.Name.Local {
		case "col":
			if truth(attr(e, "hidden")) {
				from, _ := strconv.Atoi(attr(e, "min"))
				to, _ := strconv.Atoi(attr(e, "max"))
				r.hiddenCols += max(0, min(to, 1<<14)-from+1)
			}
		case "row":
			return r.row(e)
		case "c":
			return r.cell(ts, e)
		case "mergeCell":
			r.merged = append(r.merged, attr(e, "ref"))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return r.flush()
}

// row begins a row. One without a number comes right after the one before.
func (r *sheetReader) row(e element) error {
	if err := r.flush(); err != nil {
		return err
	}
	line, column := r.line+1, 0
	if at := attr(e, "r"); at != "" {
		n, err := strconv.Atoi(at)
		if err != nil || n < line {
			return fmt.Errorf("is damaged: row %q comes after row %d", at, r.line)
		}
		line = n
	}
	if line > mostLines {
		return fmt.Errorf("is damaged: it has a row %d, and a sheet has at most %d", line, mostLines)
	}
	if truth(attr(e, "hidden")) {
		r.hiddenRows++
	}
	r.line, r.column = line, column-1
	return nil
}

func (r *sheetReader) flush() error {
	cells := r.cells
	if r.cells = cells[:0]; len(cells) == 0 {
		return nil
	}
	return r.add(r.line, cells)
}

// cell reads a cell to its end.
func (r *sheetReader) cell(ts *tokens, e element) error {
	column := r.column + 1
	if at := attr(e, "r"); at != "" {
		c, ok := columnOf(at)
		if !ok || c < column {
			return fmt.Errorf("is damaged: cell %q stands in row %d after column %s", at, r.line, letters(max(0, r.column)))
		}
		column = c
	}
	r.column = column
	stored, formula, err := ts.text()
	if err != nil {
		return err
	}
	text, err := r.shown(e, stored, formula)
	if err != nil {
		return err
	}
	for len(r.cells) < column {
		r.cells = append(r.cells, "")
	}
	r.cells = append(r.cells, text)
	return nil
}

// shown is what a cell shows of what is stored.
func (r *sheetReader) shown(e element, stored string, formula bool) (string, error) {
	where := letters(r.column) + strconv.Itoa(r.line)
	if stored == "" {
		if formula && attr(e, "t") != "str" {
			return "", fmt.Errorf("has a formula in %s whose value is not stored; open it in a spreadsheet and save it again", where)
		}
		return "", nil
	}
	switch attr(e, "t") {
	case "s":
		n, err := strconv.Atoi(stored)
		if err != nil || n < 0 || n >= len(r.strings) {
			return "", fmt.Errorf("is damaged: the text of %s is not there", where)
		}
		return r.strings[n], nil
	case "str", "inlineStr":
		return unescaped(stored), nil
	case "b":
		if truth(stored) {
			return "TRUE", nil
		}
		return "FALSE", nil
	case "e":
		return "", fmt.Errorf("has an error (%s) in %s in place of a value", stored, where)
	case "d":
		return stored, nil
	}
	code := "General"
	if n, err := strconv.Atoi(attr(e, "s")); err == nil && n >= 0 && n < len(r.formats) {
		code = r.formats[n]
	}
	text, ok := format(stored, code, r.from1904)
	if !ok && r.unknown == "" {
		r.unknown = fmt.Sprintf("%s has the number format %q, which is not imitated: its value was taken as it is stored. Format it as text to have what it shows.", where, code)
	}
	return text, nil
}

func (r *sheetReader) table() (*Table, error) {
	t, err := r.grid.table()
	if err != nil {
		return nil, err
	}
	say := func(ok bool, f string, args ...any) {
		if ok {
			t.Remarks = append(t.Remarks, fmt.Sprintf(f, args...))
		}
	}
	say(r.hiddenRows > 0, "%s hidden and read as well.", are(r.hiddenRows, "row"))
	say(r.hiddenCols > 0, "%s hidden and read as well.", are(r.hiddenCols, "column"))
	if n := len(r.merged); n > 0 {
		say(true, "%s of cells merged, such as %s: the first cell of each has its content, and the others are empty.", are(n, "area"), r.merged[0])
	}
	say(r.unknown != "", "%s", r.unknown)
	return t, nil
}

func are(n int, noun string) string {
	if n == 1 {
		return "1 " + noun + " is"
	}
	return number.Of(n, noun) + " are"
}

// columnOf is the column of a cell's name, from 0: of "B3" it is 1.
func columnOf(name string) (int, bool) {
	n := 0
	for i := range len(name) {
		c := name[i] &^ ('a' - 'A')
		if c < 'A' || c > 'Z' {
			return n - 1, i > 0
		}
		if n = n*26 + int(c-'A') + 1; n > 1<<14 {
			return 0, false
		}
	}
	return 0, false
}
