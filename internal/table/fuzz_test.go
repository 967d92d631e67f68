package table

import (
	"testing"
	"unicode/utf8"
)

// whole checks what every table has.
func whole(t *testing.T, got *Table) {
	t.Helper()
	if len(got.Columns) == 0 {
		t.Error("a table without columns")
	}
	seen := map[string]bool{}
	for _, c := range got.Columns {
		if c == "" || seen[c] {
			t.Errorf("column %q is empty, or twice", c)
		}
		seen[c] = true
	}
	last := 0
	for _, r := range got.Rows {
		if len(r.Cells) != len(got.Columns) || blank(r.Cells) || r.Line <= last {
			t.Errorf("row of line %d after line %d: %q", r.Line, last, r.Cells)
		}
		last = r.Line
	}
}

func FuzzDelimited(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "sep=;\na;b\r\n1;2", "a\tb\r1\t2\r", "\ufeffä;b\n\"1\n\";2", "Br\xfccke;\x9f", "\xff\xfea\x00;\x00b\x00", "a;b,c\n1;2,3\n", "\""} {
		f.Add([]byte(s), "", "")
		f.Add([]byte(s), "windows-1252", ";")
	}
	f.Fuzz(func(t *testing.T, b []byte, encoding, separator string) {
		text, used, err := Decode(b, encoding)
		if err != nil {
			return
		}
		if !utf8.ValidString(text) || used == "" {
			t.Fatalf("in %q: %q", used, text)
		}
		sep, err := Separator(separator)
		if err != nil {
			sep = 0
		}
		if got, err := Delimited(text, sep); err == nil {
			whole(t, got)
		}
	})
}

func FuzzWorkbook(f *testing.F) {
	f.Add("<sst><si><t>a</t></si></sst>", `<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>`, `<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="9"><c r="A9" s="0"><v>1.5</v></c></row></sheetData>`)
	f.Add("<sst/>", "<styleSheet/>", `<sheetData><row><c t="inlineStr"><is><t>_x0041_</t></is></c></row></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>`)
	f.Fuzz(func(t *testing.T, shared, styles, sheet string) {
		parts := with(with(book(sheet), "xl/sharedStrings.xml", shared), "xl/styles.xml", styles)
		w, err := openWorkbook(pack(t, parts), 1<<20)
		if err != nil {
			return
		}
		if got, err := w.Sheet("Plates"); err == nil {
			whole(t, got)
		}
	})
}

func FuzzFormat(f *testing.F) {
	for _, code := range []string{"0000", "dd/mm/yyyy", `[h]:mm`, `#,##0.00\ [$€-407]`, `"x"0;(0);"none"`, "# ?/?"} {
		f.Add("45000.75", code, false)
	}
	f.Fuzz(func(t *testing.T, stored, code string, from1904 bool) {
		if text, _ := format(stored, code, from1904); len(text) > len(stored)+3*len(code)+400 {
			t.Errorf("%q as %q has %d bytes", stored, code, len(text))
		}
	})
}
