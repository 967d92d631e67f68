package spec

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// pages is a manifest with texts of every origin, below a root.
var pages = fstest.MapFS{
	"wikis/texts/a.wikitext":     {Data: []byte("A.\n")},
	"wikis/texts/b.wikitext":     {Data: []byte("B.\n")},
	"shared.wikitext":            {Data: []byte("Shared.\n")},
	"wikis/plate.wikitext":       {Data: []byte("== Summary ==\n{{Information|a=${species}|b=${place}|c=${species}}}\n%{ if note != \"\" }Note: ${note}\n%{ endif }")},
	"wikis/row.wikitext":         {Data: []byte("${row.species} of ${site}\n")},
	"wikis/catalogue.csv":        {Data: []byte("id,species,place,note\r\n1,Oak,\"Black\nForest\",\r\n2,Elm,Vosges,rare\r\n3,Elm,Vosges,\r\n")},
	"wikis/twice.csv":            {Data: []byte("name,text\nx,same\nx,same\n")},
	"wikis/books.xml":            {Data: []byte("<list>\n <book id=\"7\"><title>Mills</title>\n  <by>Ann</by><by>Bo</by></book>\n <book id=\"8\"><title>Dams</title></book>\n</list>\n")},
	"wikis/data/mill.json":       {Data: []byte(`{"title": "Mill", "about": "A mill."}`)},
	"wikis/data/rooms.yaml":      {Data: []byte("- name: Hall\n  about: Large.\n- name: Attic\n  about: Small.\n")},
	"wikis/overrides/1.wikitext": {Data: []byte("Of a volunteer.\n")},
	"wikis/m.wiki.hcl": {Data: []byte(`
locals {
  plates = csvdecode(file("catalogue.csv"))
  a      = file("texts/a.wikitext")
  same   = (local.a)
  said   = "Of a local."
  mills  = { for f in fileset("data", "*.json") : f => jsondecode(file("data/${f}")) }
  rooms  = { for r in yamldecode(file("data/rooms.yaml")) : r.name => r }
  twice  = [for r in csvdecode(file("twice.csv")) : r]
}
file "direct" {
  source      = "x.png"
  title       = "direct.png"
  description = file("./texts/../texts/a.wikitext")
}
file "local" {
  source      = "x.png"
  title       = "local.png"
  description = "${local.same}"
}
file "above" {
  source      = "x.png"
  title       = "above.png"
  description = file("${path.module}/../shared.wikitext")
}
file "each" {
  for_each    = toset(["a", "b"])
  source      = "x.png"
  title       = "each ${each.key}.png"
  description = file("texts/${each.key}.wikitext")
}
file "literal" {
  source      = "x.png"
  title       = "literal.png"
  description = <<-EOT
    Two
    lines.
  EOT
}
file "said" {
  source      = "x.png"
  title       = "said.png"
  description = local.said
}
file "more" {
  source      = "x.png"
  title       = "more.png"
  description = "${local.a} and ${file("texts/b.wikitext")}"
}
file "chomped" {
  source      = "x.png"
  title       = "chomped.png"
  description = chomp(file("texts/b.wikitext"))
}
file "none" {
  source = "x.png"
  title  = "none.png"
}
file "plate" {
  for_each    = { for p in local.plates : p.id => p }
  source      = "x.png"
  title       = "plate ${each.key}.png"
  description = fileexists("overrides/${each.key}.wikitext") ? file("overrides/${each.key}.wikitext") : templatefile("plate.wikitext", each.value)
}
file "tried" {
  for_each    = { for p in local.plates : p.id => { row = p, site = "Basel" } }
  source      = "x.png"
  title       = "tried ${each.key}.png"
  description = try(file("overrides/${each.key}.wikitext"), templatefile("row.wikitext", each.value))
}
file "mill" {
  for_each    = local.mills
  source      = "x.png"
  title       = "${each.value.title}.png"
  description = each.value.about
}
file "room" {
  for_each    = local.rooms
  source      = "x.png"
  title       = "${each.key}.png"
  description = "{{Room|${each.value.about}}}"
}
file "twice" {
  for_each    = { a = local.twice[0], b = local.twice[1] }
  source      = "x.png"
  title       = "twice ${each.key}.png"
  description = each.value.text
}
file "book" {
  for_each    = { for b in xmldecode(file("books.xml"), "book", { id = "@id", title = "title", by = "by[*]" }) : b.id => b }
  source      = "x.png"
  title       = "book ${each.key}.png"
  description = "${each.value.title} by ${join(", ", each.value.by)}"
}
`)},
}

func loadPages(t *testing.T) *Manifest {
	t.Helper()
	m, diags := Load(pages, "wikis", Inputs{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return m
}

func TestWording(t *testing.T) {
	t.Parallel()
	m := loadPages(t)
	catalogue := []string{"wikis/catalogue.csv"}
	for _, tt := range []struct {
		of   Address
		line int
		want Wording
	}{
		{"file.direct", 14, Wording{File: "wikis/texts/a.wikitext", Reads: []string{"wikis/texts/a.wikitext"}}},
		{"file.local", 4, Wording{File: "wikis/texts/a.wikitext", Reads: []string{"wikis/texts/a.wikitext"}}},
		{"file.above", 24, Wording{File: "shared.wikitext", Reads: []string{"shared.wikitext"}}},
		{`file.each["b"]`, 30, Wording{File: "wikis/texts/b.wikitext", Reads: []string{"wikis/texts/b.wikitext"}, Key: "b"}},
		{"file.literal", 35, Wording{Literal: true}},
		{"file.said", 6, Wording{Literal: true}},
		{"file.more", 48, Wording{Reads: []string{"wikis/texts/a.wikitext", "wikis/texts/b.wikitext"}}},
		{"file.chomped", 53, Wording{Reads: []string{"wikis/texts/b.wikitext"}}},
		{`file.plate["1"]`, 63, Wording{
			File: "wikis/overrides/1.wikitext", Key: "1", Row: &Row{File: "wikis/catalogue.csv", Line: 2, Key: "0"},
			Reads: []string{"wikis/catalogue.csv", "wikis/overrides/1.wikitext", "wikis/plate.wikitext"},
		}},
		{`file.plate["2"]`, 63, Wording{
			Template: "wikis/plate.wikitext", Key: "2", Row: &Row{File: "wikis/catalogue.csv", Line: 4, Key: "1"},
			Reads: append(catalogue, "wikis/plate.wikitext"),
		}},
		{`file.tried["1"]`, 69, Wording{
			File: "wikis/overrides/1.wikitext", Key: "1", Row: &Row{File: "wikis/catalogue.csv", Line: 2, Key: "0"},
			Reads: append(catalogue, "wikis/overrides/1.wikitext"),
		}},
		{`file.tried["3"]`, 69, Wording{
			Template: "wikis/row.wikitext", Key: "3", Row: &Row{File: "wikis/catalogue.csv", Line: 5, Key: "2"},
			Reads: append(catalogue, "wikis/row.wikitext"),
		}},
		{`file.mill["mill.json"]`, 75, Wording{Key: "mill.json", Reads: []string{"wikis/data/mill.json"}, Row: &Row{File: "wikis/data/mill.json"}}},
		{`file.room["Attic"]`, 81, Wording{Key: "Attic", Reads: []string{"wikis/data/rooms.yaml"}, Row: &Row{File: "wikis/data/rooms.yaml", Key: "1"}}},
		{`file.twice["a"]`, 87, Wording{Key: "a", Reads: []string{"wikis/twice.csv"}}},
		{`file.book["7"]`, 93, Wording{Key: "7", Reads: []string{"wikis/books.xml"}, Row: &Row{File: "wikis/books.xml", Line: 2, Key: "0"}}},
		{`file.book["8"]`, 93, Wording{Key: "8", Reads: []string{"wikis/books.xml"}, Row: &Row{File: "wikis/books.xml", Line: 4, Key: "1"}}},
	} {
		got, ok := m.Wording(tt.of)
		if at := got.At.Start.Line; !ok || at != tt.line || got.At.Filename != "wikis/m.wiki.hcl" {
			t.Errorf("%s: %v, at %s; want line %d", tt.of, ok, got.At, tt.line)
		}
		got.At = tt.want.At
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.of, diff)
		}
	}
	if got, ok := m.Wording("file.none"); ok {
		t.Errorf("of no description there is %+v", got)
	}
}

func TestCells(t *testing.T) {
	t.Parallel()
	m := loadPages(t)
	for _, tt := range []struct {
		of     Address
		wanted string
		want   []Cell
	}{
		{`file.plate["2"]`, "== Summary ==\n{{Information|a=Ulmus|b=Vosges|c=Ulmus}}\nNote: rare", []Cell{{"species", "Elm", "Ulmus"}}},
		{`file.plate["2"]`, "== Summary ==\n{{Information|a=Elm|b=Jura, \"${high}\"|c=Elm}}\nNote: rare", []Cell{{"place", "Vosges", `Jura, "${high}"`}}},
		{`file.plate["2"]`, "== Summary ==\n{{Information|a=Ulmus|b=Jura|c=Ulmus}}\nNote: not rare", []Cell{{"note", "rare", "not rare"}, {"place", "Vosges", "Jura"}, {"species", "Elm", "Ulmus"}}},
		{`file.plate["3"]`, "== Summary ==\n{{Information|a=Elm|b=Vosges|c=Elm}}\nNote: new", []Cell{{"note", "", "new"}}},
		{`file.plate["2"]`, "== Summary ==\n{{Information|a=Ulmus|b=Vosges|c=Elm}}\nNote: rare", nil},
		{`file.plate["2"]`, "== Summary ==\n{{Information|a=Elm|b=Vosges|c=Elm}}\nNote: rare\n[[Category:Elms]]", []Cell{{"note", "rare", "rare\n[[Category:Elms]]"}}},
		{`file.plate["2"]`, "[[Category:Elms]]", nil},
		{`file.tried["3"]`, "Ulmus of Basel", []Cell{{"species", "Elm", "Ulmus"}}},
		{`file.tried["3"]`, "Elm of Bern", nil},
		{`file.plate["1"]`, "Of another volunteer.", nil},
		{`file.mill["mill.json"]`, "A wind mill.", []Cell{{"about", "A mill.", "A wind mill."}}},
		{`file.room["Hall"]`, "{{Room|Huge.}}", []Cell{{"about", "Large.", "Huge."}}},
		{`file.book["7"]`, "Windmills by Ann, Bo", []Cell{{"title", "Mills", "Windmills"}}},
		{`file.book["7"]`, "Mills by Ann", nil}, // a list is none of the texts that are tried
		{`file.twice["a"]`, "other", nil},
		{"file.direct", "other", nil},
		{"file.literal", "other", nil},
	} {
		if diff := cmp.Diff(tt.want, m.Cells(tt.of, tt.wanted)); diff != "" {
			t.Errorf("%s as %q (-want +got):\n%s", tt.of, tt.wanted, diff)
		}
	}
}

func TestIsTemplate(t *testing.T) {
	t.Parallel()
	const head = "variable \"x\" {\n  default = false\n}\nvariable \"name\" {\n  default = \"c\"\n}\n"
	for _, tt := range []struct {
		description string
		yes, no     []string
	}{
		{`templatefile("a.wikitext", {})`, []string{"w/a.wikitext"}, []string{"w/b.wikitext", "a.wikitext"}},
		{`templatefile("./texts/../a.wikitext", {})`, []string{"w/a.wikitext"}, []string{"w/b.wikitext"}},
		{`templatefile("../above.wikitext", {})`, []string{"above.wikitext"}, []string{"w/above.wikitext"}},
		{`var.x ? templatefile("a.wikitext", {}) : file("b.wikitext")`, []string{"w/a.wikitext"}, []string{"w/b.wikitext"}},
		{`try(file("b.wikitext"), templatefile("a.wikitext", {}))`, []string{"w/a.wikitext"}, []string{"w/b.wikitext"}},
		{`try(file("b.wikitext"), templatefile("${path.module}/${var.name}.wikitext", {}))`, []string{"w/c.wikitext", "w/a.wikitext", "up/a.wikitext"}, []string{"w/a.txt"}},
		{`try(file("b.wikitext"), templatefile(var.name, {}))`, []string{"w/c", "w/a.wikitext"}, nil},
		{`join("", [for f in [] : templatefile("t/${f}.wikitext", {})])`, []string{"w/t/a.wikitext"}, []string{"w/a.txt"}},
		{`file("b.wikitext")`, nil, []string{"w/a.wikitext", "w/b.wikitext"}},
	} {
		fsys := fstest.MapFS{
			"above.wikitext": {Data: []byte("x")}, "w/a.wikitext": {Data: []byte("x")}, "w/b.wikitext": {Data: []byte("x")},
			"w/m.wiki.hcl": {Data: fmt.Appendf(nil, "%sfile \"a\" {\n  source = \"a.png\"\n  description = %s\n}\n", head, tt.description)},
		}
		m, diags := Load(fsys, "w", Inputs{})
		if diags.HasErrors() {
			t.Errorf("%s: %v", tt.description, diags)
			continue
		}
		for _, name := range tt.yes {
			if !m.IsTemplate(name) {
				t.Errorf("%s: %s is none", tt.description, name)
			}
		}
		for _, name := range tt.no {
			if m.IsTemplate(name) {
				t.Errorf("%s: %s is one", tt.description, name)
			}
		}
	}
}
