package spec

import (
	"strings"
	"testing"
	"testing/fstest"

	"wikiform/internal/localname"
)

func TestOverride(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, block, want string
	}{
		{"literal", `
  title       = "A ${1}.png"
  description = <<-EOT
    Two
    lines.
  EOT
`, `file("over/A_1.png-SUM.wikitext")`},
		{"template", `
  title       = "A \"b\".png"
  description = templatefile("page.wikitext", { x = "$${y}" })
`, `fileexists("over/A__b_.png-SUM.wikitext") ? file("over/A__b_.png-SUM.wikitext") : templatefile("page.wikitext", { x = "$${y}" })`},
		{"heredoc with values", `
  title       = "A.png"
  description = <<-EOT
    ${1 + 1}
    lines.
  EOT
`, "fileexists(\"over/A.png-SUM.wikitext\") ? file(\"over/A.png-SUM.wikitext\") : <<-EOT\n    ${1 + 1}\n    lines.\n  EOT"},
		{"for_each", `
  for_each    = toset(["a", "b"])
  title       = "Plate ${each.key} \"x\".png"
  description = "${each.key} it is."
`, `fileexists("over/${wiki::local_name("Plate ${each.key} \"x\".png")}.wikitext") ? file("over/${wiki::local_name("Plate ${each.key} \"x\".png")}.wikitext") : "${each.key} it is."`},
		{"name of the source", `
  for_each    = toset(["a", "b"])
  description = "${each.key} it is."
`, `fileexists("over/${wiki::local_name(basename("x/${try(each.key, "a")}.png"))}.wikitext") ? file("over/${wiki::local_name(basename("x/${try(each.key, "a")}.png"))}.wikitext") : "${each.key} it is."`},
	} {
		source := `"x/a.png"`
		if tt.name == "name of the source" {
			source = `"x/${try(each.key, "a")}.png"`
		}
		fsys := fstest.MapFS{
			"w/page.wikitext": {Data: []byte("${x}")},
			"w/m.wiki.hcl":    {Data: []byte("file \"f\" {\n  source = " + source + tt.block + "}\n")},
		}
		m, diags := Load(fsys, "w", Inputs{})
		if diags.HasErrors() {
			t.Errorf("%s: %v", tt.name, diags)
			continue
		}
		f := &m.Files[len(m.Files)-1]
		o := m.Override(f, "over")
		sum := localname.Of(string(f.Title))
		if want := "w/over/" + sum + ".wikitext"; o.Path != want {
			t.Errorf("%s: %s, want %s", tt.name, o.Path, want)
		}
		want := strings.ReplaceAll(tt.want, "SUM", sum[len(sum)-8:])
		if o.Reading != want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, o.Reading, want)
		}
		// It is the file where there is one, and else what it was.
		if got, diags := m.Would(f.Address, o.Reading); tt.name != "literal" && (diags.HasErrors() || got != *f.Description) {
			t.Errorf("%s: without the file %q, %v; want %q", tt.name, got, diags, *f.Description)
		}
		fsys[o.Path] = &fstest.MapFile{Data: []byte("Of ${a} volunteer.\n")}
		with, _ := Load(fsys, "w", Inputs{})
		if got, diags := with.Would(f.Address, o.Reading); diags.HasErrors() || got != "Of ${a} volunteer.\n" {
			t.Errorf("%s: with the file %q, %v", tt.name, got, diags)
		}
		for _, other := range with.Files[:len(with.Files)-1] {
			if got, diags := with.Would(other.Address, o.Reading); diags.HasErrors() || got != *other.Description {
				t.Errorf("%s: %s would be %q, %v", tt.name, other.Address, got, diags)
			}
		}
	}
}

// In JSON there is no such line, and nothing is claimed to be one.
func TestOverrideInJSON(t *testing.T) {
	t.Parallel()
	m, diags := Load(fstest.MapFS{"m.wiki.json": {Data: []byte(`{"file": {"f": {"source": "a.png", "description": "${1} a"}}}`)}}, ".", Inputs{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	if o := m.Override(&m.Files[0], "over"); o.Path == "" || o.Reading != "" {
		t.Errorf("%+v", o)
	}
}

func TestWouldRefuses(t *testing.T) {
	t.Parallel()
	m := loadPages(t)
	for _, x := range []string{"", "each.key", "nothing", "[1]", "null", `file("../../etc/passwd")`, `file("none")`, "local.none", `"${`} {
		if got, diags := m.Would("file.direct", x); !diags.HasErrors() {
			t.Errorf("%s: %q", x, got)
		}
	}
	if _, diags := m.Would("file.none", `"a"`); !diags.HasErrors() {
		t.Error("of a file without a description")
	}
	if m.IsTemplate("wikis/texts/a.wikitext") {
		t.Error("what was only tried counts")
	}
}
