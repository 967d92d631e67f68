package starting

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/internal/table"
)

// tableOf makes a table of lines with | between their cells, the first of which names the
// columns.
func tableOf(lines ...string) *table.Table {
	t := &table.Table{Columns: strings.Split(lines[0], "|")}
	for i, line := range lines[1:] {
		t.Rows = append(t.Rows, table.Row{Line: i + 2, Cells: strings.Split(line, "|")})
	}
	return t
}

func TestFind(t *testing.T) {
	t.Parallel()
	flat := []string{"0001.jpg", "0002.jpg", "0003.jpg"}
	for _, tt := range []struct {
		name   string
		files  []string
		table  *table.Table
		column string
		want   string // column, form, rows and files
		wrong  string
	}{
		{name: "with extensions", files: flat, table: tableOf("Nr|Datei", "1|0001.jpg", "2|0002.jpg", "3|0003.jpg"), want: "Datei: 2=0001.jpg 3=0002.jpg 4=0003.jpg"},
		{name: "without extensions", files: flat, table: tableOf("Titel|Nr", "a|0001", "b|0002"), want: "Nr bare: 2=0001.jpg 3=0002.jpg; no row 0003.jpg"},
		{name: "with extensions before without", files: flat, table: tableOf("Nr|Datei", "0001|0001.jpg", "0002|0002.jpg"), want: "Datei: 2=0001.jpg 3=0002.jpg; no row 0003.jpg"},
		{name: "the one that names more", files: flat, table: tableOf("Nr|Datei", "0001|0001.jpg", "0002|"), want: "Nr bare: 2=0001.jpg 3=0002.jpg; no row 0003.jpg"},
		{name: "capitals", files: []string{"IMG_1.JPG"}, table: tableOf("f", "img_1.jpg"), want: "f fold: 2=IMG_1.JPG"},
		{name: "blanks", files: flat, table: tableOf("f", " 0001.jpg", "0002.jpg "), want: "f trim: 2=0001.jpg 3=0002.jpg; no row 0003.jpg"},
		{name: "paths of Windows", files: []string{"a/1.jpg", "b/2.jpg"}, table: tableOf("f", `C:\Scans\1.jpg`, `C:\Scans\2.jpg`), want: "f base slashes last: 2=a/1.jpg 3=b/2.jpg"},
		{name: "paths below the folder", files: []string{"a/1.jpg", "b/1.jpg"}, table: tableOf("f", `a\1.jpg`, `b\1.jpg`), want: "f slashes: 2=a/1.jpg 3=b/1.jpg"},
		{name: "names without folders", files: []string{"a/1.jpg", "b/2.jpg"}, table: tableOf("f", "1", "2"), want: "f base bare: 2=a/1.jpg 3=b/2.jpg"},
		{name: "some with extensions and some without", files: flat, table: tableOf("f", "0001.jpg", "0002", "0003"), want: "f either: 2=0001.jpg 3=0002.jpg 4=0003.jpg"},
		{name: "the same in capitals below folders", files: []string{"a/Q.jpg", "b/R.jpg"}, table: tableOf("f", "q.JPG", "r"), want: "f base fold either: 2=a/Q.jpg 3=b/R.jpg"},
		{name: "a name that is another's without its extension", files: []string{"1.jpg", "1.jpg.tif"}, table: tableOf("f", "1", "1.jpg.tif"), want: "f either: 2=1.jpg 3=1.jpg.tif"},
		{name: "two kinds of a file beside", files: []string{"1.jpg", "2.jpg", "2.tif"}, table: tableOf("f", "1", "2.jpg", "2.tif"), want: "f: 3=2.jpg 4=2.tif; no file 2; no row 1.jpg"},
		{name: "composed letters", files: []string{"Mühle.jpg"}, table: tableOf("f", "Mu\u0308hle.jpg"), want: "f: 2=Mühle.jpg"},
		{name: "rows without a file", files: flat, table: tableOf("f", "0001.jpg", "0009.jpg", "", "0002.jpg"), want: "f: 2=0001.jpg 5=0002.jpg; no file 3 4; no row 0003.jpg"},
		{name: "a column that is asked for", files: flat, table: tableOf("a|b", "0001.jpg|0002", "0002.jpg|0003"), column: "b", want: "b bare: 2=0002.jpg 3=0003.jpg; no row 0001.jpg"},
		{name: "two that say the same", files: flat, table: tableOf("a|b", "0001.jpg|0001.jpg", "0002.jpg|0002.jpg"), want: "a: 2=0001.jpg 3=0002.jpg; no row 0003.jpg"},

		{name: "two that do not", files: flat, table: tableOf("a|b", "0001.jpg|0002.jpg", "0002.jpg|0001.jpg"), wrong: `several columns name the files, and not the same ones in each row: "a", "b"`},
		{name: "none", files: flat, table: tableOf("a|b", "x|y"), wrong: `no column names the files: none of their cells is "0001.jpg"`},
		{name: "numbers without their zeros", files: flat, table: tableOf("Nr|Titel", "1|a", "2|b"), wrong: `"Nr" has numbers such as "1", which have lost the zeros that "0001.jpg" begins with; format the column as text`},
		{name: "no rows", files: flat, table: tableOf("a|b"), wrong: "no column names the files"},
		{name: "one that is asked for and is not there", files: flat, table: tableOf("Datei|b", "0001.jpg|y"), column: "datei", wrong: `the table has no column "datei"; did you mean "Datei"? It has "Datei", "b"`},
		{name: "one that is asked for and names none", files: flat, table: tableOf("a|b", "0001.jpg|y"), column: "b", wrong: `the column "b" names none of the files: it has cells such as "y", and the files have names such as "0001.jpg"`},
		{name: "two kinds of a file", files: []string{"1.jpg", "1.tif"}, table: tableOf("f", "1"), wrong: `by the column "f", "1" is "1.jpg" as well as "1.tif"`},
		{name: "two kinds of another file", files: []string{"1.jpg", "2.jpg", "2.tif"}, table: tableOf("f", "1"), wrong: `"2" is "2.jpg" as well as "2.tif"`},
		{name: "two rows of a file", files: flat, table: tableOf("f", "0001.jpg", "0002.jpg", "0001.jpg"), wrong: `by the column "f" the rows of lines 2, 4 are all about "0001.jpg", and a file has one page`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m, err := Find(tt.files, tt.table, tt.column)
			if tt.wrong != "" {
				if err == nil || !strings.Contains(err.Error(), tt.wrong) {
					t.Errorf("got %v, want %q", err, tt.wrong)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, said(m)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// said writes a match in a line.
func said(m *Match) string {
	s := m.Column
	for _, x := range []struct {
		is   bool
		word string
	}{{m.form.base, " base"}, {m.form.fold, " fold"}, {m.form.bare, " bare"}, {m.form.either, " either"}, {m.cells.trim, " trim"}, {m.cells.slashes, " slashes"}, {m.cells.base, " last"}} {
		if x.is {
			s += x.word
		}
	}
	s += ":"
	for _, p := range m.Pairs {
		s += fmt.Sprintf(" %d=%s", p.Row.Line, p.File)
	}
	if len(m.NoFile) > 0 {
		s += "; no file"
		for _, c := range m.NoFile {
			s += fmt.Sprintf(" %d", c.Line)
		}
	}
	if len(m.NoRow) > 0 {
		s += "; no row " + strings.Join(m.NoRow, " ")
	}
	return s
}
