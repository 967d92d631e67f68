package table

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// pack makes a workbook of parts.
func pack(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const (
	relations = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>`
	relation  = `<Relationship Id="%s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>`
)

// book are the parts of a workbook with one sheet.
func book(sheet string) map[string]string {
	return map[string]string{
		"[Content_Types].xml": `<Types/>`,
		"_rels/.rels":         fmt.Sprintf(relations, fmt.Sprintf(relation, "rId1", "officeDocument", "xl/workbook.xml")),
		"xl/workbook.xml": `<workbook xmlns:r="r"><workbookPr/><sheets><sheet name="Plates" sheetId="1" r:id="rId1"/>` +
			`<sheet name="Notes &amp; more" sheetId="2" state="hidden" r:id="rId4"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": fmt.Sprintf(relations, fmt.Sprintf(relation, "rId1", "worksheet", "worksheets/sheet1.xml")+
			fmt.Sprintf(relation, "rId2", "sharedStrings", "/xl/sharedStrings.xml")+fmt.Sprintf(relation, "rId3", "styles", "styles.xml")+
			fmt.Sprintf(relation, "rId4", "worksheet", "worksheets/sheet2.xml")),
		"xl/sharedStrings.xml": `<sst><si><t>id</t></si><si><t xml:space="preserve">Inventar-Nr. </t></si><si><r><t>al</t></r><r><rPr><b/></rPr><t>te</t></r><rPh><t>x</t></rPh></si><si><t>a_x000D_b</t></si></sst>`,
		"xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="00000"/><numFmt numFmtId="165" formatCode="dd\.mm\.yyyy"/></numFmts>` +
			`<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="12"/></cellXfs></styleSheet>`,
		"xl/worksheets/sheet1.xml": `<worksheet>` + sheet + `</worksheet>`,
		"xl/worksheets/sheet2.xml": `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>note</t></is></c></row></sheetData></worksheet>`,
	}
}

func readSheet(t *testing.T, parts map[string]string, name string) (*Table, error) {
	t.Helper()
	w, err := OpenWorkbook(pack(t, parts))
	if err != nil {
		return nil, err
	}
	return w.Sheet(name)
}

func TestSheet(t *testing.T) {
	got, err := readSheet(t, book(`<cols><col min="3" max="3" hidden="1"/></cols><sheetData>
<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="str"><v>made</v></c><c r="D2"/></row>
<row r="4" hidden="1"><c r="A4" s="1"><v>42</v></c><c r="B4" t="s"><v>2</v></c><c r="C4" s="2"><v>735</v></c></row>
<row r="5"/>
<row r="6"><c r="A6"><f>A4+1</f><v>43</v></c><c r="B6" t="s"><v>3</v></c><c r="C6" s="3"><v>0.5</v></c></row>
<row><c t="b"><v>1</v></c><c t="inlineStr"><is><t>in line</t></is></c></row>
<row r="1048576"><c r="A1048576" s="1"/></row></sheetData><mergeCells><mergeCell ref="B6:B7"/></mergeCells>`), "Plates")
	if err != nil {
		t.Fatal(err)
	}
	want := &Table{
		Columns: []string{"id", "Inventar-Nr. ", "made"},
		Rows: []Row{
			{4, []string{"00042", "alte", "1902-01-04"}},
			{6, []string{"43", "a\rb", "0.5"}},
			{7, []string{"TRUE", "in line", ""}},
		},
		Remarks: []string{
			"1 column without content behind its last column was left out.",
			"1 row without content was left out.",
			"1 row is hidden and read as well.",
			"1 column is hidden and read as well.",
			"1 area is of cells merged, such as B6:B7: the first cell of each has its content, and the others are empty.",
			`C6 has the number format "# ?/?", which is not imitated: its value was taken as it is stored. Format it as text to have what it shows.`,
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if hidden, err := readSheet(t, book(""), "Notes & more"); err != nil || hidden.Columns[0] != "note" {
		t.Errorf("the hidden sheet: %v, %v", hidden, err)
	}
}

func TestNoSheet(t *testing.T) {
	for name, c := range map[string]struct {
		parts map[string]string
		want  string
	}{
		"another name":       {book(""), `has no sheet "Sheet"; it has "Plates"`},
		"not a workbook":     {map[string]string{"a.txt": "a"}, "is no workbook (.xlsx)"},
		"OpenDocument":       {map[string]string{"content.xml": "<a/>", "mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "is an OpenDocument; save it as .xlsx"},
		"types are declared": {with(book(""), "xl/sharedStrings.xml", `<!DOCTYPE a [<!ENTITY x "y">]><sst><si><t>&x;</t></si></sst>`), `declares types`},
		"an entity":          {with(book(""), "xl/sharedStrings.xml", `<sst><si><t>&x;</t></si></sst>`), "is damaged"},
		"cut":                {with(book(""), "xl/workbook.xml", `<workbook><sheets`), `is no XML`},
	} {
		if _, err := readSheet(t, c.parts, "Sheet"); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
	for sheet, want := range map[string]string{
		`<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>`:                "has an error (#N/A) in A1 in place of a value",
		`<row r="1"><c r="AB1"><f>1+1</f></c></row>`:                      "has a formula in AB1 whose value is not stored; open it in a spreadsheet and save it again",
		`<row r="1"><c r="A1" t="s"><v>9</v></c></row>`:                   "is damaged: the text of A1 is not there",
		`<row r="1048577"/>`:                                              `is damaged: it has a row 1048577, and a sheet has at most 1048576`,
		`<row r="3"/><row r="2"/>`:                                        `is damaged: row "2" comes after row 3`,
		`<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>`:   `is damaged: cell "A1" stands in row 1 after column B`,
		`<row r="1"><c r="XFE1"><v>1</v></c></row>`:                       `is damaged: cell "XFE1"`,
		strings.Repeat(`<row><c r="XFD1" t="str"><v>x</v></c></row>`, 70): "has more than 1,000,000 cells",
		`<row r="1"><c r="A1"><v>1`:                                       "is damaged",
	} {
		if _, err := readSheet(t, book("<sheetData>"+sheet+"</sheetData>"), "Plates"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", sheet[:min(len(sheet), 60)], err, want)
		}
	}
	if _, err := OpenWorkbook([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")); err == nil || !strings.Contains(err.Error(), ".xls") {
		t.Errorf("an old workbook: %v", err)
	}
}

func with(parts map[string]string, name, text string) map[string]string {
	parts[name] = text
	return parts
}

func TestBombs(t *testing.T) {
	const most = 1 << 20
	for part, text := range map[string]string{
		"xl/sharedStrings.xml": "<sst><si><t>" + strings.Repeat(" ", most) + "</t></si></sst>",
		"xl/styles.xml":        "<a>" + strings.Repeat("<a>", most/3),
		"_rels/.rels":          "<a b='" + strings.Repeat(" ", most),
	} {
		if _, err := openWorkbook(pack(t, with(book(""), part, text)), most); err == nil || !strings.Contains(err.Error(), "unpacks to more than 64") {
			t.Errorf("%s: got %v", part, err)
		}
	}
	empty := book("<sheetData>" + strings.Repeat(`<row/>`, 1_000_000) + "</sheetData>")
	if _, err := readSheet(t, empty, "Plates"); err == nil || !strings.Contains(err.Error(), "no row at all") {
		t.Errorf("got %v", err)
	}
}

func TestFormat(t *testing.T) {
	for _, c := range []struct{ stored, code, want string }{
		{"42", "General", "42"},
		{"0.30000000000000004", "General", "0.3"},
		{"1.5E-3", "General", "0.0015"},
		{"1234567890123", "General", "1234567890123"},
		{"-0", "General", "0"},
		{"7", "0000", "0007"},
		{"7", `"INV-"0000`, "INV-0007"},
		{"1902", "0", "1902"},
		{"1234.5", "#,##0.00", "1,234.50"},
		{"1234567", "#,##0", "1,234,567"},
		{"0.256", "0%", "26%"},
		{"0.256", "0.0%", "25.6%"},
		{"-3", "0.0", "-3.0"},
		{"-3", "0;(0)", "(3)"},
		{"0", `0;-0;"none"`, "0"},
		{"2.5", "0.0##", "2.5"},
		{"12", `0.00\ [$€-407]`, "12.00 €"},
		{"12", "[Red]0", "12"},
		{"735", "yyyy-mm-dd", "1902-01-04"},
		{"735", "dd/mm/yyyy", "1902-01-04"},
		{"735", `[$-407]d\.\ mmmm\ yyyy;@`, "1902-01-04"},
		{"735", "mmm", "1902-01-04"},
		{"1", "m/d/yy", "1900-01-01"},
		{"59", "m/d/yy", "1900-02-28"},
		{"60", "m/d/yy", "1900-02-29"},
		{"61", "m/d/yy", "1900-03-01"},
		{"45000.75", "m/d/yy h:mm", "2023-03-15 18:00:00"},
		{"0.5", "h:mm AM/PM", "12:00:00"},
		{"1.5", "[h]:mm", "36:00:00"},
		{"0.5208333", "mm:ss", "12:30:00"},
		{"45000.99999999", "yyyy-mm-dd", "2023-03-16"},
		{"2958465", "yyyy", "9999-12-31"},
		{"99999999", "yyyy", "99999999"},
		{"text", "0.00", "text"},
	} {
		if got, _ := format(c.stored, c.code, false); got != c.want {
			t.Errorf("%s as %s: got %q, want %q", c.stored, c.code, got, c.want)
		}
	}
	if got, _ := format("0", "yyyy-mm-dd", true); got != "1904-01-01" {
		t.Errorf("the first day of the system of 1904: %s", got)
	}
	for _, code := range []string{"# ?/?", "0.00E+00", "[<100]0;0", "000-000", "0,"} {
		if got, ok := format("12.5", code, false); ok {
			t.Errorf("%s: got %s, as if it were imitated", code, got)
		}
	}
}

func TestPartTwice(t *testing.T) {
	parts := book("")
	parts["XL/workbook.xml"] = parts["xl/workbook.xml"]
	if _, err := OpenWorkbook(pack(t, parts)); err == nil || !strings.Contains(err.Error(), "it has two parts") {
		t.Errorf("got %v", err)
	}
}
