package starting

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"wikiform/internal/number"
	"wikiform/internal/table"
	"wikiform/spec"
)

// Match is which row of a table is about which file.
type Match struct {
	Column string   // whose cells name the files
	Pairs  []Pair   // in the order of the rows
	NoFile []Cell   // rows that name no file there is
	NoRow  []string // files that no row names
	form   form
	cells  cells
}

// Pair is a row and its file.
type Pair struct {
	Row  table.Row
	File string // from the folder's Dir on
}

// Cell is a cell of the column that names files.
type Cell struct {
	Line int
	Text string
}

// NoColumnError is a table without a column that names files.
type NoColumnError struct {
	Column  string // that was asked for; "" for none
	Columns []string
	Cell    string // of the column that was asked for, as an example
	File    string // as an example
	// Zeros is a column that would name them if its numbers had their leading zeros, and
	// Number one of those; "" for none.
	Zeros, Number string
}

func (e *NoColumnError) Error() string {
	if e.Zeros != "" {
		return fmt.Sprintf("no column names the files: %q has numbers such as %q, which have lost the zeros that %q begins with; format the column as text, and save the table again", e.Zeros, e.Number, e.File)
	}
	if e.Column == "" {
		return fmt.Sprintf("no column names the files: none of their cells is %q, or the name of another file, with or without its extension", e.File)
	}
	return fmt.Sprintf("the column %q names none of the files: it has cells such as %q, and the files have names such as %q", e.Column, e.Cell, e.File)
}

// UnknownColumnError is a column that a table does not have.
type UnknownColumnError struct {
	Column  string
	Columns []string
}

func (e *UnknownColumnError) Error() string {
	near := ""
	if better := spec.Suggest(e.Column, e.Columns); better != "" {
		near = fmt.Sprintf("; did you mean %q?", better)
	}
	return fmt.Sprintf("the table has no column %q%s It has %s", e.Column, or(near, "."), listed(e.Columns))
}

// SeveralColumnsError is a table of which several columns name the files equally well, and
// differently.
type SeveralColumnsError struct{ Columns []string }

func (e *SeveralColumnsError) Error() string {
	return fmt.Sprintf("several columns name the files, and not the same ones in each row: %s", listed(e.Columns))
}

// TwoFilesError is a name by which a column means more than one file.
type TwoFilesError struct {
	Column, Name string
	Files        [2]string
}

func (e *TwoFilesError) Error() string {
	return fmt.Sprintf("by the column %q, %q is %q as well as %q", e.Column, e.Name, e.Files[0], e.Files[1])
}

// TwoRowsError is a file that more than one row names.
type TwoRowsError struct {
	Column, File string
	Lines        []int
}

func (e *TwoRowsError) Error() string {
	var lines []string
	for i, n := range e.Lines {
		if i == 5 {
			lines = append(lines, fmt.Sprintf("%s more", number.Grouped(len(e.Lines)-i)))
			break
		}
		lines = append(lines, fmt.Sprint(n))
	}
	return fmt.Sprintf("by the column %q the rows of lines %s are all about %q, and a file has one page", e.Column, strings.Join(lines, ", "), e.File)
}

// Find finds the column whose cells name the files, or looks which ones a column names. It
// is the column that names the most files; of several such the one that does it in the
// strictest form.
func Find(files []string, t *table.Table, column string) (*Match, error) {
	m := matching{table: t, files: files}
	for _, f := range forms {
		m.index(f)
	}
	if column != "" {
		at := slices.Index(t.Columns, column)
		if at < 0 {
			return nil, &UnknownColumnError{column, t.Columns}
		}
		c := m.column(at)
		if c.count == 0 {
			return nil, &NoColumnError{Column: column, Columns: t.Columns, Cell: m.example(at), File: files[0]}
		}
		return m.match(c)
	}
	var best []candidate
	for at := range t.Columns {
		c := m.column(at)
		switch {
		case c.count == 0 || len(best) > 0 && c.worse(best[0]):
		case len(best) > 0 && !best[0].worse(c):
			best = append(best, c)
		default:
			best = []candidate{c}
		}
	}
	if len(best) == 0 {
		return nil, m.none()
	}
	for _, c := range best[1:] {
		if !m.same(best[0], c) {
			var names []string
			for _, c := range best {
				names = append(names, t.Columns[c.column])
			}
			return nil, &SeveralColumnsError{names}
		}
	}
	return m.match(best[0])
}

// none is the error of a table without a column that names files. Spreadsheets take the
// zeros off what they believe to be numbers.
func (m *matching) none() error {
	e := &NoColumnError{Columns: m.table.Columns, File: m.files[0]}
	short := map[string]string{}
	for _, file := range m.files {
		name := forms[5].ofFile(file)
		if number := strings.TrimLeft(name, "0"); number != "" && number != name {
			short[number] = file
		}
	}
	for _, row := range m.table.Rows {
		for i, cell := range row.Cells {
			if file := short[cleaned(cell)]; file != "" {
				e.Zeros, e.Number, e.File = m.table.Columns[i], cell, file
				return e
			}
		}
	}
	return e
}

// matching is one [Find].
type matching struct {
	table   *table.Table
	files   []string
	indexes []map[string]int    // of each form: from names to files
	doubled []map[string][2]int // of each form: names of several files
}

// candidate is how well a column names files, in the form that names the most.
type candidate struct {
	column, form, count int
}

func (c candidate) worse(than candidate) bool {
	return c.count < than.count || c.count == than.count && c.form > than.form
}

func (m *matching) index(f form) {
	if f.either {
		m.indexEither(f)
		return
	}
	byName, doubled := make(map[string]int, len(m.files)), map[string][2]int{}
	for i, file := range m.files {
		name := f.ofFile(file)
		if first, double := byName[name]; double {
			doubled[name] = [2]int{first, i}
			continue
		}
		byName[name] = i
	}
	m.indexes, m.doubled = append(m.indexes, byName), append(m.doubled, doubled)
}

// indexEither takes names with and without extensions, where no two files have one without:
// a column that tells them apart by their extensions names all of them with it.
func (m *matching) indexEither(f form) {
	with, without := slices.Index(forms, f.with()), slices.Index(forms, f.without())
	byName := map[string]int{}
	if len(m.doubled[with]) == 0 && len(m.doubled[without]) == 0 {
		maps.Copy(byName, m.indexes[without])
		maps.Copy(byName, m.indexes[with])
	}
	m.indexes, m.doubled = append(m.indexes, byName), append(m.doubled, nil)
}

// column counts in each form the rows whose cells name a file.
func (m *matching) column(at int) candidate {
	counts := make([]int, len(forms))
	for _, row := range m.table.Rows {
		clean := cleaned(row.Cells[at])
		if clean == "" {
			continue
		}
		for i, f := range forms {
			if _, found := m.indexes[i][f.ofCell(clean)]; found {
				counts[i]++
			}
		}
	}
	best := candidate{column: at}
	for i, n := range counts {
		if n > best.count {
			best.form, best.count = i, n
		}
	}
	return best
}

// same reports whether two columns name the same files.
func (m *matching) same(a, b candidate) bool {
	for _, row := range m.table.Rows {
		x, xok := m.indexes[a.form][forms[a.form].ofCell(cleaned(row.Cells[a.column]))]
		y, yok := m.indexes[b.form][forms[b.form].ofCell(cleaned(row.Cells[b.column]))]
		if xok != yok || x != y {
			return false
		}
	}
	return true
}

func (m *matching) example(at int) string {
	for _, row := range m.table.Rows {
		if cleaned(row.Cells[at]) != "" {
			return row.Cells[at]
		}
	}
	return ""
}

// match pairs rows and files by a column.
func (m *matching) match(c candidate) (*Match, error) {
	f := forms[c.form]
	found := &Match{Column: m.table.Columns[c.column], form: f}
	lines := map[int][]int{}
	for _, row := range m.table.Rows {
		cell := row.Cells[c.column]
		name := f.ofCell(cleaned(cell))
		found.cells = f.needs(found.cells, cell)
		if both, double := m.doubled[c.form][name]; double {
			return nil, &TwoFilesError{found.Column, cell, [2]string{m.files[both[0]], m.files[both[1]]}}
		}
		i, ok := m.indexes[c.form][name]
		if !ok || name == "" {
			found.NoFile = append(found.NoFile, Cell{row.Line, cell})
			continue
		}
		lines[i] = append(lines[i], row.Line)
		found.Pairs = append(found.Pairs, Pair{row, m.files[i]})
	}
	for i, file := range m.files {
		switch n := len(lines[i]); {
		case n > 1:
			return nil, &TwoRowsError{found.Column, file, lines[i]}
		case n == 0:
			found.NoRow = append(found.NoRow, file)
		}
	}
	if doubled := m.doubled[c.form]; len(doubled) > 0 && !found.plain() { // the map of files could not be made
		name := slices.Min(keysOf(doubled))
		return nil, &TwoFilesError{found.Column, name, [2]string{m.files[doubled[name][0]], m.files[doubled[name][1]]}}
	}
	return found, nil
}

// plain reports whether the cells of the column are the paths of files as they stand, and
// each row has its file.
func (m *Match) plain() bool {
	return m.form == form{} && m.cells == cells{} && len(m.NoFile) == 0
}

func keysOf(m map[string][2]int) []string {
	var keys []string
	for key := range m {
		keys = append(keys, key)
	}
	return keys
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
