package table

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// rows is a table in short: the names, and the lines of the rows with their cells.
func rows(t *Table) [][]string {
	list := [][]string{t.Columns}
	for _, r := range t.Rows {
		list = append(list, r.Cells)
	}
	return list
}

func TestDelimited(t *testing.T) {
	for name, c := range map[string]struct {
		text    string
		pinned  rune
		want    string // cells with blanks between them, rows with /
		assumed rune
		remarks []string
	}{
		"commas":              {text: "id,name\n1,Mill\n", want: "id name/1 Mill"},
		"semicolons":          {text: "id;name\r\n1;Mill\r\n", want: "id name/1 Mill", assumed: ';'},
		"tabs":                {text: "id\tname\n1\tMill, old\n", want: "id name/1 Mill, old", assumed: '\t'},
		"a comma in a name":   {text: "id;size, full\n1;2,5\n2;3\n", want: "id size, full/1 2,5/2 3", assumed: ';'},
		"pinned":              {text: "a;b,c;d\n1;2,3;4\n", pinned: ';', want: "a b,c d/1 2,3 4"},
		"said by the text":    {text: "sep=;\na;b,c;d\n1;2,3;4\n", want: "a b,c d/1 2,3 4"},
		"said, and pinned":    {text: "sep=,\na;b\n1;2\n", pinned: ';', want: "a b/1 2"},
		"one column":          {text: "name\nMill\n", want: "name/Mill"},
		"no row":              {text: "id,name\n", want: "id name"},
		"a mark":              {text: "\ufeffid,name\n1,Mill\n", want: "id name/1 Mill"},
		"old Macintoshes":     {text: "id,name\r1,Mill\r2,Oak\r", want: "id name/1 Mill/2 Oak", remarks: []string{"Its lines end with CR, as on old Macintoshes."}},
		"quotes":              {text: "id,name\n1,\"Mill, \"\"old\"\"\"\n", want: `id name/1 Mill, "old"`},
		"empty rows":          {text: "id,name\n\n1,Mill\n,\n,\n", want: "id name/1 Mill", remarks: []string{"2 rows without content were left out."}},
		"empty columns":       {text: "id,name,,\n1,Mill,,\n", want: "id name/1 Mill", remarks: []string{"2 columns without content behind its last column were left out."}},
		"before the names":    {text: ",,\nid,name,\n1,Mill,\n", want: "id name/1 Mill", remarks: []string{"1 column without content behind its last column was left out."}},
		"fewer cells":         {text: "id,name,year\n1,Mill,1900\n2,Oak\n", want: "id name year/1 Mill 1900/2 Oak ", remarks: []string{"1 row has fewer cells than there are columns; what is missing was taken for empty."}},
		"names with blanks":   {text: "Inventar-Nr., Titel \n1,Mill\n", want: "Inventar-Nr.  Titel /1 Mill"},
		"leading zeros":       {text: "id\n0007\n", want: "id/0007"},
		"lines within a cell": {text: "id;text\n1;\"a\nb\"\n2;c\n", want: "id text/1 a\nb/2 c", assumed: ';'},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Delimited(c.text, c.pinned)
			if err != nil {
				t.Fatal(err)
			}
			var lines []string
			for _, r := range rows(got) {
				lines = append(lines, strings.Join(r, " "))
			}
			if diff := cmp.Diff(c.want, strings.Join(lines, "/")); diff != "" {
				t.Error(diff)
			}
			if got.Assumed != c.assumed {
				t.Errorf("assumed %q, want %q", got.Assumed, c.assumed)
			}
			if diff := cmp.Diff(c.remarks, got.Remarks); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLinesOfRows(t *testing.T) {
	got, err := Delimited("sep=;\nid;text\n1;\"a\nb\"\n\n2;c\n", 0)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{3, 6}, []int{got.Rows[0].Line, got.Rows[1].Line}); diff != "" {
		t.Error(diff)
	}
}

func TestNotDelimited(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "has no row at all; its first one names the columns",
		"\n\n,,\n":               "has no row at all; its first one names the columns",
		"a;b,c\n1;2,3\n":         "can be read in more than one way: its first line has 2 columns with commas between them, 2 columns with semicolons between them",
		"id,id\n1,2\n":           `has two columns named "id", A and B; the names stand in line 1`,
		"id,\n1,2\n":             "has no name for column B, which has content: it stands in line 1",
		"id,name\n1,a,b\n":       "has 3 cells in line 2, and names for 2 columns in line 1; name every column, and put a cell in which the separator stands into quotes",
		"id,name\n1,a \"b\" c\n": "has a quotation mark inside a cell that does not begin with one, in line 2; a cell with quotation marks stands in quotation marks, and each of its own is doubled",
		"id,name\n1,\"a\n2,b\n":  "has a quotation mark in line 2 that is not closed, or not at the end of its cell",
	} {
		_, err := Delimited(text, 0)
		if err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

func TestSeparator(t *testing.T) {
	for name, want := range map[string]rune{";": ';', ",": ',', "tab": '\t', "\t": '\t', "|": '|'} {
		if got, err := Separator(name); err != nil || got != want {
			t.Errorf("%q: got %q, %v", name, got, err)
		}
	}
	for _, name := range []string{"", "ab", "\"", "\n", "\xff"} {
		if got, err := Separator(name); err == nil {
			t.Errorf("%q: got %q and no error", name, got)
		}
	}
}
