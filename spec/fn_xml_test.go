package spec

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"
)

// descriptions are documents of the three usual sorts.
var descriptions = os.DirFS("testdata")

func TestXMLDecode(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		src  string
		want cty.Value
	}{
		"EDM, whose names differ by their namespaces only": {
			`xmldecode(file("edm.xml"), ".", { type = "edm:ProvidedCHO/dc:type", kind = "edm:ProvidedCHO/edm:type", by = "ProvidedCHO/creator/@rdf:resource", subjects = "ProvidedCHO/subject[*]", places = "ProvidedCHO/dcterms:spatial[*]", rights = "ore:Aggregation/edm:rights/@resource" })`,
			cty.ObjectVal(map[string]cty.Value{
				"type": cty.StringVal("painting"), "kind": cty.StringVal("IMAGE"), "by": cty.StringVal("https://d-nb.info/gnd/1"),
				"subjects": cty.ListVal([]cty.Value{cty.StringVal("bridges"), cty.StringVal("rivers")}), "places": cty.ListValEmpty(cty.String),
				"rights": cty.StringVal("http://creativecommons.org/publicdomain/mark/1.0/"),
			}),
		},
		"MODS, in the encoding that it declares": {
			`xmldecode(file("mods.xml"), "mods", { id = "identifier[@type=local]", title = "titleInfo[1]", artist = "name[role/roleTerm=art]/namePart", date = "originInfo/dateCreated" })`,
			cty.ObjectVal(map[string]cty.Value{
				"id": cty.StringVal("0001"), "title": cty.StringVal("Alte Brücke"), "artist": cty.StringVal("Berger, Anna"), "date": cty.StringVal("1897"),
			}),
		},
	} {
		t.Run(name, func(t *testing.T) {
			v, diags := newLoader(descriptions, ".", Inputs{}).evaluate(c.src)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			if want := cty.ListVal([]cty.Value{c.want}); !v.RawEquals(want) {
				t.Errorf("got %#v\nwant %#v", v, want)
			}
		})
	}
}

// TestLIDOExample runs the example of docs/language.md, and looks at what comes of it.
func TestLIDOExample(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../docs/language.md")
	if err != nil {
		t.Fatal(err)
	}
	var example string
	for _, x := range fenced.FindAllStringSubmatch(string(page), -1) {
		if strings.Contains(x[3], `file("lido.xml")`) {
			example = x[3]
		}
	}
	m, diags := Load(inMuseum("main.wiki.hcl", example), ".", Inputs{})
	if diags.HasErrors() || len(m.Remarks) > 0 {
		t.Fatal(diags, m.Remarks)
	}
	got := map[string]string{}
	for _, f := range m.Files {
		got[string(f.Title)+" of "+f.Source.Path] = *f.Description
	}
	want := map[string]string{
		"Museum - Die alte Brücke (0001).jpg of scans/bridge.jpg": "{{Artwork\n" +
			"|accession number=0001\n|artist=Berger, Anna; Novak, Tomas\n|date=1897\n|title={{de|1=Die alte Brücke}}\n{{en|1=The old bridge}}\n}}",
		"Museum - Mühle (0002).jpg of scans/mill.jpg": "{{Artwork\n|accession number=0002\n|title={{de|1=Mühle}}\n}}",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestXMLErrors(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{
		"two.xml":   {Data: []byte("<a><b><c>x</c><c>y</c></b></a>")},
		"laugh.xml": {Data: []byte(`<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>`)},
		"odd.xml":   {Data: []byte("<?xml version='1.0' encoding='utf-8'?>\n<a>\xfc</a>")},
	}
	for src, want := range map[string]string{
		`xmldecode(file("two.xml"), "b", { c = "c" })`:   `two.xml has 2 values for c in the record of line 1, first "x" and "y". Add [1]`,
		`xmldecode(file("laugh.xml"), ".", { c = "c" })`: `laugh.xml declares a document type`,
		`xmldecode(file("odd.xml"), ".", { c = "c" })`:   `odd.xml: is not UTF-8 text, first in line 2`,
		`xmldecode(file("none.xml"), ".", { c = "c" })`:  `there is no such file`,
		`xmldecode("<a/>", "b/", { c = "c" })`:           `the path "b/" has no name`,
		`xmldecode("<a/>", "b", { c = "c[" })`:           `c: the path "c[" has`,
		`xmldecode("<a/>", "b", "c")`:                    `the columns are an object of paths`,
		`xmldecode("<a/>", "b", {})`:                     `the columns are an object of paths`,
		`xmldecode("<a/>", "b", { c = ["c"] })`:          `the columns are an object of paths`,
		`xmldecode("<a><b></a>", "b", { c = "c" })`:      `the document is not well-formed XML: line 1`,
		`xmldecode("<a>", "b")`:                          `columns`,
		`xmldecode("<a><b/></a>", "x:b", { c = "y:c" })`: `the document does not bind the prefix x to a namespace; it binds none`,
	} {
		_, diags := newLoader(fsys, ".", Inputs{}).evaluate(src)
		if !diags.HasErrors() || !strings.Contains(diags.Error(), want) {
			t.Errorf("%s: %v; want %q", src, diags, want)
		}
	}
}

// TestXMLNothing: a path that finds nothing is told where a file block stays empty for it.
func TestXMLNothing(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{
		"a.xml": {Data: []byte("<lidoWrap><lido/><head/></lidoWrap>")},
		"main.wiki.hcl": {Data: []byte(`file "a" {
  for_each = { for r in xmldecode(file("a.xml"), "record", { id = "id" }) : r.id => r }
  source   = each.value.id
}`)},
	}
	_, diags := Load(fsys, ".", Inputs{})
	if want := "xmldecode() finds no record in a.xml below its outermost element lidoWrap, in which stand lido, head."; diags.HasErrors() || !strings.Contains(diags.Error(), want) {
		t.Errorf("%v; want %q", diags, want)
	}
}

// lido is the document of the examples.
func lido() []byte {
	b, err := os.ReadFile("testdata/lido.xml")
	if err != nil {
		panic(err)
	}
	return b
}

// TestXMLEmptyColumn: a path at which no record has anything is a remark.
func TestXMLEmptyColumn(t *testing.T) {
	t.Parallel()
	m, diags := Load(fstest.MapFS{
		"a.xml": {Data: []byte("<a><b><c>1</c></b><b><c>2</c><d>x</d></b></a>")},
		"main.wiki.hcl": {Data: []byte(`file "a" {
  for_each = { for r in xmldecode(file("a.xml"), "b", { id = "c", title = "titel", more = "d[*]" }) : r.id => r }
  source   = "a.png"
  title    = "${each.key}.png"
}`)},
	}, ".", Inputs{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	want := []string{`a.xml has nothing at the path "titel" of the column title in any of 2 records.`}
	if diff := cmp.Diff(want, m.Remarks); diff != "" {
		t.Error(diff)
	}
}

// TestXMLNoRows: that a path of rows finds nothing is said once, wherever it is used: by the
// warning of a block without files, or else by a remark.
func TestXMLNoRows(t *testing.T) {
	t.Parallel()
	const said = "xmldecode() finds no lido in a.xml below its outermost element a, in which stand b."
	const file = "source = \"a.png\"\n title = \"${each.key}.png\"\n}\n"
	for name, tt := range map[string]struct {
		manifest       string
		warned, remark bool
	}{
		"for_each": {`file "a" {
  for_each = { for r in xmldecode(file("a.xml"), "lido", { id = "c" }) : r.id => r }
` + file, true, false},
		"a local value": {`locals {
  rows = xmldecode(file("a.xml"), "lido", { id = "c" })
}
file "a" {
  for_each = { for r in local.rows : r.id => r }
` + file, true, false},
		"elsewhere": {`locals {
  by_id = { for r in xmldecode(file("a.xml"), "lido", { id = "c" }) : r.id => r }
}
file "a" {
  for_each    = toset(["x"])
  description = try(local.by_id[each.key].id, "")
` + file, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, diags := Load(fstest.MapFS{
				"a.xml":         {Data: []byte("<a><b><c>1</c></b></a>")},
				"main.wiki.hcl": {Data: []byte(tt.manifest)},
			}, ".", Inputs{})
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			if got := strings.Contains(diags.Error(), said); got != tt.warned {
				t.Errorf("warned: %v, want %v: %v", got, tt.warned, diags)
			}
			if got := slices.Contains(m.Remarks, said); got != tt.remark {
				t.Errorf("remarked: %v, want %v: %q", got, tt.remark, m.Remarks)
			}
		})
	}
}
