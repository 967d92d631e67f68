package starting

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"wikiform/internal/fileerr"
	"wikiform/internal/table"
	"wikiform/provider"
	"wikiform/spec"
)

// mostTable is how many bytes of a table are read; a manifest reads no more either.
const mostTable = 16 << 20

// Reading says how a table is to be read. Zero values are found out.
type Reading struct {
	Sheet     string // of a workbook
	Separator string // of a text
	Encoding  string // of a text
}

// Table is a table, and the expression that reads it in a manifest.
type Table struct {
	*table.Table
	Path string // from the manifest's directory on
	// How says what was found out about a text, for people; "" for nothing.
	How        string
	expression string
}

// SheetError is a workbook with several sheets, none of which was chosen.
type SheetError struct {
	Path   string
	Sheets []string
}

func (e *SheetError) Error() string {
	return fmt.Sprintf("%s has several sheets, and it is not said which one is meant: %s", e.Path, listed(e.Sheets))
}

// UnclearError is a text that can be read in more than one way. Option and Values are how
// each way is chosen: "separator" or "encoding".
type UnclearError struct {
	Path, Info, Option string
	Values             []string
}

func (e *UnclearError) Error() string { return e.Path + " " + e.Info }

// ReadTable reads a table of fsys. An error says which one it is about; one that can be
// answered is a [*SheetError] or an [*UnclearError].
func ReadTable(fsys fs.FS, name string, how Reading) (*Table, error) {
	b, err := content(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, fileerr.Bare(err))
	}
	t := &Table{Path: name}
	if packed := bytes.HasPrefix(b, []byte("PK\x03\x04")) || bytes.HasPrefix(b, []byte("\xd0\xcf\x11\xe0")); packed || extensionOf(name) == "xlsx" { // whatever it is called
		err = t.workbook(b, how)
	} else {
		err = t.text(b, how)
	}
	if unclear, ok := errors.AsType[*table.AmbiguousError](err); ok {
		return nil, &UnclearError{name, unclear.Info, unclear.Option, unclear.Values}
	}
	if _, several := errors.AsType[*SheetError](err); err != nil && !several {
		err = fmt.Errorf("%s %w", name, err)
	}
	return t, err
}

func content(fsys fs.FS, name string) ([]byte, error) {
	var fence spec.Fence
	if err := fence.Check(fsys, name); err != nil {
		return nil, err
	}
	info, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("it is no file")
	case info.Size() > mostTable:
		return nil, fmt.Errorf("it is larger than %d MiB", mostTable>>20)
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, mostTable+1))
	if err == nil && len(b) > mostTable {
		err = fmt.Errorf("it is larger than %d MiB", mostTable>>20)
	}
	return b, err
}

// workbook reads a sheet: the one that is meant, or the only one that is shown.
func (t *Table) workbook(b []byte, how Reading) error {
	w, err := table.OpenWorkbook(b)
	if err != nil {
		return err
	}
	sheet := how.Sheet
	if sheets := w.Sheets(); sheet == "" {
		if len(sheets) == 0 {
			return errors.New("has no sheet that is not hidden")
		}
		if len(sheets) != 1 {
			return &SheetError{t.Path, sheets}
		}
		sheet = sheets[0]
	}
	if t.Table, err = w.Sheet(sheet); err != nil {
		return err
	}
	t.How = "its sheet " + provider.VisibleLine(fmt.Sprintf("%q", sheet))
	t.expression = fmt.Sprintf("xlsxdecode(%s, %s)", quoted(t.Path), quoted(sheet))
	return nil
}

// text reads a table of text, and pins what was found out: a plan then has nothing to
// remark.
func (t *Table) text(b []byte, how Reading) error {
	text, encoding, err := table.Decode(b, how.Encoding)
	if err != nil {
		return err
	}
	var separator rune
	if how.Separator != "" {
		if separator, err = table.Separator(how.Separator); err != nil {
			return err
		}
	}
	if t.Table, err = table.Delimited(text, separator); err != nil {
		return err
	}
	var pins, said []string
	if encoding != table.UTF8 {
		pins, said = append(pins, "encoding = "+quoted(encoding)), append(said, "as "+encoding)
	}
	if separator == 0 {
		separator = t.Assumed
	}
	if separator != 0 {
		name := string(separator)
		if separator == '\t' {
			name = "tab"
		}
		pins, said = append(pins, "separator = "+quoted(name)), append(said, "with "+table.NameOf(separator)+" between its columns")
	}
	t.expression = fmt.Sprintf("csvdecode(file(%s))", quoted(t.Path))
	if len(pins) > 0 {
		t.How = "read " + strings.Join(said, " and ")
		t.expression = fmt.Sprintf("csvdecode(file(%s), { %s })", quoted(t.Path), strings.Join(pins, ", "))
	}
	return nil
}

// listed are names for people.
func listed(names []string) string {
	const most = 20
	var list []string
	for i, name := range names {
		if i == most {
			list = append(list, "…")
			break
		}
		list = append(list, fmt.Sprintf("%q", name))
	}
	return strings.Join(list, ", ")
}
