package table

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/text/unicode/norm"

	"wikiform/internal/number"
)

// grid makes a table of rows as they come. Its first row that is not empty has the names
// of the columns.
type grid struct {
	t       Table
	total   int  // cells of all rows
	header  int  // line of the names; 0: not seen yet
	empty   int  // rows without content that were passed over
	wide    int  // columns that have content
	columns int  // columns that some row has
	sparse  bool // cells at the end of a row that are empty are not there
}

// add takes the next row, whose cells stay the caller's.
func (g *grid) add(line int, cells []string) error {
	if g.total += len(cells) + 1; g.total > MostCells {
		return fmt.Errorf("has more than %s cells", number.Grouped(MostCells))
	}
	switch {
	case blank(cells):
		if g.header != 0 {
			g.empty++
		}
		return nil
	case g.header == 0:
		g.header = line
		for _, c := range cells {
			g.t.Columns = append(g.t.Columns, norm.NFC.String(c))
		}
	default:
		row := Row{Line: line, Cells: append(make([]string, 0, max(len(cells), len(g.t.Columns))), cells...)}
		g.t.Rows = append(g.t.Rows, row)
	}
	g.columns = max(g.columns, len(cells))
	for i := len(cells); i > g.wide; i-- {
		if cells[i-1] != "" {
			g.wide = i
		}
	}
	return nil
}

// MostCells is how many cells a table may have.
const MostCells = 1_000_000

// table is what the rows make. An error is a clause that names the line and the column.
func (g *grid) table() (*Table, error) {
	t := &g.t
	if g.header == 0 {
		return nil, errors.New("has no row at all; its first one names the columns")
	}
	if dropped := g.columns - g.wide; dropped > 0 {
		t.Remarks = append(t.Remarks, fmt.Sprintf("%s without content behind its last column %s left out.", number.Of(dropped, "column"), was(dropped)))
	}
	if g.empty > 0 {
		t.Remarks = append(t.Remarks, fmt.Sprintf("%s without content %s left out.", number.Of(g.empty, "row"), was(g.empty)))
	}
	t.Columns = t.Columns[:min(len(t.Columns), g.wide)]
	seen := map[string]int{}
	for i, name := range t.Columns {
		if strings.TrimSpace(name) == "" {
			return nil, fmt.Errorf("has no name for column %s, which has content: it stands in line %d", letters(i), g.header)
		}
		if before, double := seen[name]; double {
			return nil, fmt.Errorf("has two columns named %q, %s and %s; the names stand in line %d", name, letters(before), letters(i), g.header)
		}
		seen[name] = i
	}
	short := 0
	for i := range t.Rows {
		r := &t.Rows[i]
		if len(r.Cells) > len(t.Columns) {
			if !blank(r.Cells[len(t.Columns):]) {
				return nil, fmt.Errorf("has %d cells in line %d, and names for %s in line %d; name every column, and put a cell in which the separator stands into quotes", len(r.Cells), r.Line, number.Of(len(t.Columns), "column"), g.header)
			}
			r.Cells = r.Cells[:len(t.Columns)]
		}
		if len(r.Cells) < len(t.Columns) {
			short++
			r.Cells = append(r.Cells, make([]string, len(t.Columns)-len(r.Cells))...)
		}
	}
	if short > 0 && !g.sparse {
		t.Remarks = append(t.Remarks, fmt.Sprintf("%s fewer cells than there are columns; what is missing was taken for empty.", has(short)))
	}
	return t, nil
}

// letters names a column as spreadsheets do, from 0: A, B, … Z, AA.
func letters(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

func was(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

func has(n int) string {
	if n == 1 {
		return "1 row has"
	}
	return number.Of(n, "row") + " have"
}
