package importing

import (
	"encoding/csv"
	"fmt"
	"path"
	"slices"
	"strings"

	"wikiform/provider"
	"wikiform/spec"
)

// columns are the columns of the table.
func (w *writing) columns() []string {
	list := []string{titleColumn}
	if w.Download {
		list = append(list, sourceColumn)
	} else {
		list = append(list, urlColumn, sumColumn)
	}
	if w.choosesTemplate() {
		list = append(list, templateColumn)
	}
	if w.some(ownText) {
		list = append(list, textColumn)
	}
	return append(list, w.filling()...)
}

// filling are the columns that fill templates: the values first, and then what stands
// around the calls, which is long.
func (w *writing) filling() []string {
	var list, around []string
	for _, l := range w.layouts() {
		list = append(list, l.columns...)
		around = append(around, l.before.column, l.after.column)
	}
	slices.SortFunc(around, func(a, b string) int { return strings.Compare(b, a) }) // before comes before after
	list = slices.DeleteFunc(append(list, around...), func(c string) bool { return c == "" })
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(c string) bool {
		twice := seen[c]
		seen[c] = true
		return twice
	})
}

// cell is what a row has in a column.
func (w *writing) cell(r *row, column string) string {
	switch column {
	case titleColumn:
		return string(r.Title)
	case urlColumn:
		return r.url
	case sumColumn:
		return r.Version.SHA1.String()
	case sourceColumn:
		return w.original(r)
	case templateColumn:
		if r.layout != nil {
			return r.layout.path
		}
		return ""
	case textColumn:
		return r.own
	}
	return r.values[column]
}

// table writes the table.
func (w *writing) table() string {
	columns := w.columns()
	w.Formulas = nil
	var b strings.Builder
	c := csv.NewWriter(&b)
	_ = c.Write(columns) // a Builder takes everything
	cells := make([]string, len(columns))
	for i, r := range w.rows {
		for j, column := range columns {
			cells[j] = w.cell(r, column)
			if runs(cells[j]) {
				w.Formulas = append(w.Formulas, Formula{i + 2, column, r.Title, cells[j]})
			}
		}
		_ = c.Write(cells)
	}
	c.Flush()
	return b.String()
}

// runs reports whether a spreadsheet takes a cell for a formula.
func runs(cell string) bool {
	return cell != "" && strings.IndexByte("=+-@\t\r", cell[0]) >= 0
}

// textOf is the content of the file for a page's text: it ends as files do.
func textOf(text string) string {
	if text == "" {
		return ""
	}
	return text + "\n"
}

// originals are the contents that the manifest names.
func (w *writing) originals() []Original {
	if !w.Download {
		return nil
	}
	var list []Original
	for _, r := range w.rows {
		list = append(list, Original{w.original(r), r.Title, r.URL, provider.Digest{SHA1: r.Version.SHA1, Size: r.Version.Size}})
	}
	return list
}

// write makes all files, if a manifest can hold so much.
func (w *writing) write() error {
	w.Files = nil
	for _, r := range w.rows {
		if r.own != "" {
			w.Files = append(w.Files, File{r.own, textOf(*r.text)})
		}
	}
	for _, l := range w.layouts() {
		w.Files = append(w.Files, File{l.path, l.text()})
	}
	if !w.Blocks {
		f := File{TableOf(w.Name), w.table()}
		if err := spec.TableFits(f.Text); err != nil {
			return fmt.Errorf("%s %w, which no table may: %s", f.Path, err, inParts)
		}
		w.Files = append(w.Files, f)
	}
	f := File{ManifestOf(w.Name), w.manifest()}
	if err := spec.SourceFits(f.Text); err != nil {
		return fmt.Errorf("%s %w, which no manifest may: leave out -blocks, or %s", f.Path, err, inParts)
	}
	w.Files = append(w.Files, f)
	w.Originals, w.Declared = w.originals(), len(w.rows)
	return nil
}

// texts are the files by their paths in FS.
func (w *writing) texts() map[string]string {
	all := make(map[string]string, len(w.Files))
	for _, f := range w.Files {
		all[path.Join(w.Dir, f.Path)] = f.Text
	}
	return all
}
