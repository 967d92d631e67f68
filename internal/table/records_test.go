package table

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// columns parses "name=path" lines.
func columnsOf(t *testing.T, lines ...string) []XMLColumn {
	t.Helper()
	var list []XMLColumn
	for _, line := range lines {
		name, path, _ := strings.Cut(line, "=")
		p, err := ParseXMLPath(path)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, XMLColumn{name, p})
	}
	return list
}

func readAll(t *testing.T, text, rows string, columns ...string) (*Records, error) {
	t.Helper()
	p, err := ParseXMLPath(rows)
	if err != nil {
		t.Fatal(err)
	}
	return ReadRecords(text, p, columnsOf(t, columns...))
}

const library = `<?xml version="1.0" encoding="ISO-8859-1"?>
<!-- <book> ' is none -->
<l:library xmlns:l="http://example.org/l" xmlns:x="http://example.org/x" xmlns="http://example.org/d">
  <l:head><l:book>not one</l:book></l:head>
  <l:shelf>
    <l:book id="7" x:id="seven" state="new">
      <title xml:lang="en">The  old
        mill</title>
      <title xml:lang="de">Die alte Mühle</title>
      <x:title>other</x:title>
      <by><role>writer</role><name>Ann &amp; Bo</name></by>
      <by><role>printer</role><name>Cy</name></by>
      <note/>
      <formula>H<sub>2</sub>O</formula>
      <raw><![CDATA[<a & b>]]></raw>
    </l:book>
    <l:book id="8"><title>Bridge</title></l:book>
  </l:shelf>
</l:library>`

func TestReadRecords(t *testing.T) {
	for name, c := range map[string]struct {
		rows    string
		columns []string
		want    []string // of each row, its columns with | between them and their values with ;
	}{
		"texts and attributes":       {"shelf/book", []string{"id=@id[*]", "raw=raw", "formula=formula"}, []string{"7;seven|<a & b>|H2O", "8||"}},
		"a prefix is a namespace":    {"l:shelf/l:book", []string{"id=@x:id", "t=x:title"}, []string{"seven|other", "|"}},
		"first":                      {"shelf/book", []string{"t=title[1]"}, []string{"The old mill", "Bridge"}},
		"all":                        {"shelf/book", []string{"t=title[*]"}, []string{"The old mill;Die alte Mühle;other", "Bridge"}},
		"by an attribute":            {"shelf/book", []string{"t=title[@lang=de]"}, []string{"Die alte Mühle", ""}},
		"by a prefixed attribute":    {"shelf/book", []string{"t=title[@xml:lang=en]"}, []string{"The old mill", ""}},
		"by what is in it":           {"shelf/book", []string{"n=by[role=printer]/name"}, []string{"Cy", ""}},
		"by several":                 {"shelf/book", []string{"n=by[role=printer][name='Cy']/name"}, []string{"Cy", ""}},
		"any name":                   {"shelf/book", []string{"n=*/name[*]"}, []string{"Ann & Bo;Cy", ""}},
		"rows with a condition":      {"shelf/book[@state=new]", []string{"n=by[role=writer]/name"}, []string{"Ann & Bo"}},
		"the document as one record": {".", []string{"n=shelf/book/@id[*]"}, []string{"7;seven;8"}},
		"the element itself":         {"shelf/book/title", []string{"t=."}, []string{"The old mill", "Die alte Mühle", "other", "Bridge"}},
		"nothing":                    {"rack/book", []string{"t=title"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := readAll(t, library, c.rows, c.columns...)
			if err != nil {
				t.Fatal(err)
			}
			var rows []string
			for _, r := range got.Rows {
				var cells []string
				for _, v := range r.Values {
					cells = append(cells, strings.Join(v, ";"))
				}
				rows = append(rows, strings.Join(cells, "|"))
			}
			if diff := cmp.Diff(c.want, rows); diff != "" {
				t.Error(diff)
			}
			if got.Root != "library" || !slices.Equal(got.Below, []string{"head", "shelf"}) {
				t.Errorf("root %s, below it %q", got.Root, got.Below)
			}
		})
	}
}

func TestLinesOfRecords(t *testing.T) {
	got, err := readAll(t, library, "shelf/book", "id=@id[1]")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{6, 17}, []int{got.Rows[0].Line, got.Rows[1].Line}); diff != "" {
		t.Error(diff)
	}
}

func TestNotRecords(t *testing.T) {
	laughs := `<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]><a><b>&lol2;</b></a>`
	for name, c := range map[string]struct{ text, rows, column, want string }{
		"no XML":                {"id,name", "b", "c", "has no element at all"},
		"nothing":               {"", "b", "c", "has no element at all"},
		"cut":                   {"<a><b>", "b", "c", "is not well-formed XML: line 1: unexpected EOF"},
		"crossed":               {"<a>\n<b></a></b>", "b", "c", "is not well-formed XML: line 2: element <b> closed by </a>"},
		"two":                   {"<a/><b/>", "b", "c", "has a second outermost element, b after a"},
		"billion laughs":        {laughs, "b", "c", "declares a document type (<!DOCTYPE …>), which is not read: take the declaration out"},
		"an external entity":    {`<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a><b>&e;</b></a>`, "b", ".", "declares a document type (<!DOCTYPE …>), which is not read: take the declaration out"},
		"an external subset":    {`<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>`, "b", ".", "declares a document type (<!DOCTYPE …>), which is not read: take the declaration out"},
		"hidden by a comment":   {`<!-- --><!DOCTYPE a><a/>`, "b", ".", "declares a document type (<!DOCTYPE …>), which is not read: take the declaration out"},
		"an entity of nobody":   {"<a><b>&lol;</b></a>", "b", ".", "is not well-formed XML: line 1: invalid character entity &lol;"},
		"deep":                  {strings.Repeat("<a>", mostDepth+1), "a", ".", "has elements in more than 100 levels"},
		"many attributes":       {"<a " + strings.Repeat(`b="" `, 300) + "/>", "a", ".", "has an element with more than 256 attributes"},
		"hidden attributes":     {`<!-- <x ' --><a y=">" ` + strings.Repeat(`b="" `, 300) + "/>", "a", ".", "has an element with more than 256 attributes"},
		"many elements":         {"<a>" + strings.Repeat("<b/>", mostElements) + "</a>", "b", ".", "has more than 1,000,000 elements"},
		"a large record":        {"<a>" + strings.Repeat("<b/>", mostOfRecord) + "</a>", ".", "b", `has more than 100,000 elements in the record of line 1; is "." the path of the rows?`},
		"two values":            {library, "shelf/book", "title", `has 3 values for c in the record of line 6, first "The old mill" and "Die alte Mühle". Add [1] to its path for the first one, [*] for a list of all, or a condition such as [@lang=en]`},
		"a prefix of nobody":    {library, "shelf/book", "lido:title", "does not bind the prefix lido to a namespace; it binds l, x. A name without a prefix fits in any namespace"},
		"rows at an attribute":  {library, "shelf/@id", "title", `cannot have rows at "shelf/@id", which is an attribute`},
		"conditions on the way": {library, "shelf[a=b]/book", "title", `cannot have rows at "shelf[a=b]/book": conditions stand at its last step`},
		"another version":       {`<?xml version="1.1"?><a/>`, "b", ".", `is not well-formed XML: xml: unsupported version "1.1"; only version 1.0 is supported`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readAll(t, c.text, c.rows, "c="+c.column)
			if err == nil || err.Error() != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func TestTooLongPaths(t *testing.T) {
	var columns []string
	for i := range mostColumns {
		columns = append(columns, fmt.Sprintf("c%d=*[*=x]/*[*]", i))
	}
	var doc strings.Builder
	doc.WriteString("<a>")
	for range 8 {
		doc.WriteString("<r>" + strings.Repeat("<c><d/></c>", 40_000) + "</r>")
	}
	doc.WriteString("</a>")
	if _, err := readAll(t, doc.String(), "r", columns...); err == nil || err.Error() != "has too much in it for so many and so long paths" {
		t.Errorf("got %v", err)
	}
	large := "<a><r>" + strings.Repeat("x", 1<<20) + "</r></a>"
	columns = nil
	for i := range mostColumns {
		columns = append(columns, fmt.Sprintf("c%d=.", i))
	}
	if _, err := readAll(t, large, "r", columns...); err == nil || err.Error() != "has values of more than 64.0 MiB" {
		t.Errorf("got %v", err)
	}
}

// What costs much is counted where it is done, not after a record is whole.
func TestReadRecordsBombs(t *testing.T) {
	t.Parallel()
	var some strings.Builder
	for i := range 256 {
		fmt.Fprintf(&some, " a%d='v'", i)
	}
	attrs := "<e" + some.String() + "/>"
	many := func(n int, path string) []string {
		columns := make([]string, n)
		for i := range columns {
			columns[i] = fmt.Sprintf("c%d=%s", i, path)
		}
		return columns
	}
	for name, c := range map[string]struct {
		text, want string
		columns    []string
	}{
		"conditions on many attributes": {"<a>" + strings.Repeat(attrs, 2000) + "</a>", "has too much in it for so many and so long paths", many(mostColumns, "e"+strings.Repeat("[@*=v]", 22)+"/q[*]")},
		"values of one record":          {"<a>" + strings.Repeat(attrs, 2000) + "</a>", "has more than 1,000,000 values", many(mostColumns, "e/@*[*]")},
		"text behind":                   {"<a/>junk", "has text outside its outermost element", many(1, "e")},
		"a long namespace":              {"<a xmlns='" + strings.Repeat("n", 2000) + "'/>", "has a namespace of 2,000 bytes, which is no namespace", many(1, "e")},
		"a long namespace of a prefix":  {"<a xmlns:x='" + strings.Repeat("n", 2000) + "'/>", "has a namespace of 2,000 bytes, which is no namespace", many(1, "e")},
	} {
		if _, err := readAll(t, c.text, ".", c.columns...); err == nil || err.Error() != c.want {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestParseXMLPath(t *testing.T) {
	for path, want := range map[string]string{
		"":                                    `the path "" has no name where one is to stand: it is written name/name, without / at its beginning or end`,
		"/a":                                  `the path "/a" has no name where one is to stand: it is written name/name, without / at its beginning or end`,
		"a/":                                  `the path "a/" has no name where one is to stand: it is written name/name, without / at its beginning or end`,
		"a//b":                                `the path "a//b" has no name where one is to stand: it is written name/name, without / at its beginning or end`,
		"a b":                                 `the path "a b" has "a b" in it, which is no name of an element`,
		"a:b:c":                               `the path "a:b:c" has "a:b:c" in it, which is no name of an element`,
		":b":                                  `the path ":b" has no name where one is to stand: it is written name/name, without / at its beginning or end`,
		"a[2]":                                `the path "a[2]" has a condition that is none: write [*] for all, [1] for the first, or [name=value], [@attribute=value]`,
		"a[1]/b":                              `the path "a[1]/b" goes on with "/b" after its end`,
		"a[b=c":                               `the path "a[b=c" has a [ without a ]`,
		"a[b='c]":                             `the path "a[b='c]" has a value in ' that is not closed with ']`,
		"@a[b=c]":                             `the path "@a[b=c]" has a condition behind an attribute`,
		"@a/b":                                `the path "@a/b" goes on with "/b" after its end`,
		"./a":                                 `the path "./a" goes on with "/a" after its end`,
		"a[b[c[d[e=1]=1]=1]=1]":               `the path "a[b[c[d[e=1]=1]=1]=1]" has too many conditions within each other`,
		strings.Repeat("a/", mostSteps) + "a": fmt.Sprintf("the path %q has more than 50 steps", strings.Repeat("a/", mostSteps)+"a"),
	} {
		if _, err := ParseXMLPath(path); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	for _, path := range []string{".", "a", "a/b", "x:a/@x:b", "a[b=c]", "a[b/c[@d='e]f']=g][h=i]/j[*]", "@a[1]", "*", "a[.=b]"} {
		if p, err := ParseXMLPath(path); err != nil || p.String() != path {
			t.Errorf("%s: %s, %v", path, p, err)
		}
	}
}

func TestDecodeXML(t *testing.T) {
	for name, c := range map[string]struct{ bytes, want, err string }{
		"UTF-8":            {"<a>ü</a>", "<a>ü</a>", ""},
		"a mark":           {"\ufeff<a>ü</a>", "<a>ü</a>", ""},
		"declared":         {"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xfc</a>", "<?xml version='1.0' encoding='ISO-8859-1'?><a>ü</a>", ""},
		"UTF-16":           {"\xff\xfe<\x00a\x00/\x00>\x00", "<a/>", ""},
		"UTF-16, no mark":  {"\x00<\x00?\x00x\x00?\x00>", "<?x?>", ""},
		"not UTF-8":        {"<a>\n\xfc</a>", "", "is not UTF-8 text, first in line 2"},
		"not what it says": {"<?xml version='1.0' encoding='UTF-8'?><a>\xfc</a>", "", "is not UTF-8 text, first in line 1"},
		"unknown":          {"<?xml version='1.0' encoding='EBCDIC'?><a/>", "", `cannot be read in "ebcdic"; known are ` + strings.Join(Encodings(), ", ")},
	} {
		got, err := DecodeXML([]byte(c.bytes))
		if got != c.want || (err == nil) != (c.err == "") || err != nil && err.Error() != c.err {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func FuzzReadRecords(f *testing.F) {
	f.Add([]byte(library), "shelf/book", "title[*]")
	f.Add([]byte("<a xmlns:b='c'><b:d e='f'>g</b:d></a>"), ".", "b:d[@e=f]")
	f.Add([]byte("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>"), ".", "*/@*")
	f.Add([]byte("\xff\xfe<\x00a\x00/\x00>\x00"), "a", ".")
	f.Fuzz(func(t *testing.T, b []byte, rows, column string) {
		text, err := DecodeXML(b)
		if err != nil {
			return
		}
		r, err := ParseXMLPath(rows)
		if err != nil {
			return
		}
		c, err := ParseXMLPath(column)
		if err != nil {
			return
		}
		got, err := ReadRecords(text, r, []XMLColumn{{"c", c}})
		if err != nil {
			return
		}
		for _, row := range got.Rows {
			if len(row.Values) != 1 || row.Line < 1 || !c.Many() && len(row.Values[0]) > 1 {
				t.Fatalf("%+v", row)
			}
			for _, v := range row.Values[0] {
				if v == "" || v != oneBlank(v) {
					t.Fatalf("%q", v)
				}
			}
		}
	})
}
