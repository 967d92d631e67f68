package spec_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"pgregory.net/rapid"

	"wikiform/spec"
)

// load reads a directory that exists in memory only, from pairs of a name and
// a content.
func load(files map[string]string) (*spec.Manifest, hcl.Diagnostics) {
	fsys := fstest.MapFS{}
	for name, content := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return spec.Load(fsys, ".", spec.Inputs{})
}

// The same manifest in both syntaxes means the same files.
func TestSyntaxesAgree(t *testing.T) {
	t.Parallel()
	type file struct {
		Address, Title, Path, URL, Description, Comment string
		Tags                                            []string
	}
	files := map[string][]file{}
	for _, name := range []string{"whole-language", "whole-language-json"} {
		m, diags := loadCase(t, filepath.Join("testdata/cases", name))
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		for _, f := range m.Files {
			x := file{string(f.Address), string(f.Title), f.Source.Path, f.Source.URL, "unset", f.Comment, f.Tags}
			if f.Description != nil {
				x.Description = *f.Description
			}
			files[name] = append(files[name], x)
		}
	}
	if diff := cmp.Diff(files["whole-language"], files["whole-language-json"]); diff != "" {
		t.Error(diff)
	}
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func loadDir(t *testing.T, dir string) (*spec.Manifest, hcl.Diagnostics) {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	return spec.Load(root.FS(), ".", spec.Inputs{})
}

func TestTooLargeToRead(t *testing.T) {
	t.Parallel()
	big := strings.Repeat("x", 16<<20+1)
	for name, files := range map[string]map[string]string{
		"text":     {"main.wiki.hcl": "locals {\n  a = file(\"big\")\n}\n", "big": big},
		"manifest": {"main.wiki.hcl": "#" + big},
	} {
		m, diags := load(files)
		if out := string(text(t, m, diags)); !strings.Contains(out, "larger than 16 MiB") {
			t.Errorf("%s: %s", name, out)
		}
	}
}

// Time grows with the size of a file, and the diagnostics stay few.
func TestMuchOfTheSame(t *testing.T) {
	t.Parallel()
	for name, unit := range map[string]string{"lines": "\n", "comments": "#\n", "blocks": "a{}\n", "locals": "locals{a=1}\n"} {
		m, diags := load(map[string]string{"main.wiki.hcl": strings.Repeat(unit, 200_000/len(unit)) + "file \"x\" {\n  source = \"x.png\"\n}\n"})
		if len(diags) > 201 || len(diags) == 0 && len(m.Files) != 1 {
			t.Errorf("%s: %d diagnostics, %d files", name, len(diags), len(m.Files))
		}
	}
}

func TestMissingDirectory(t *testing.T) {
	t.Parallel()
	m, diags := spec.Load(fstest.MapFS{}, "wikis/prod", spec.Inputs{})
	if out := string(text(t, m, diags)); !strings.Contains(out, "wikis/prod") {
		t.Error(out)
	}
}

// A fault of every row is told once, however many rows there are.
func TestInstancesFold(t *testing.T) {
	t.Parallel()
	rows := ""
	for i := range 10_000 {
		rows += fmt.Sprintf("%d,plate %d\n", i, i)
	}
	m, diags := load(map[string]string{
		"list.csv":      "id,name\n" + rows,
		"page.wikitext": "by ${nmae} ~~~~\n",
		"main.wiki.hcl": `
file "plate" {
  for_each    = { for r in csvdecode(file("list.csv")) : r.id => r }
  source      = "../${each.key}.jpg"
  title       = each.value.name
  comment     = format("%600s", each.value.name)
  tags        = [each.key, "a|b"]
  description = templatefile("page.wikitext", each.value)
}
`})
	if len(diags) != 5 || len(m.Files) != 0 {
		t.Errorf("%d diagnostics, %d files", len(diags), len(m.Files))
	}
	const list = `: file.plate["0"], file.plate["1"], file.plate["10"] and so on.`
	named := 0
	for _, d := range diags {
		if strings.HasSuffix(d.Detail, "This is about 10,000 instances, with other names in each"+list) {
			named++
		} else if !strings.HasSuffix(d.Detail, "This is about 10,000 instances"+list) {
			t.Error(d.Detail)
		}
	}
	if named != 2 { // source and title
		t.Errorf("%d have names in them, want 2", named)
	}
}

// Each prune block is held against each, so that they are bounded.
func TestManyPrunes(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{1000: "", 1001: "Too many prune blocks", 20_000: "Too many prune blocks"} {
		var src strings.Builder
		src.WriteString("wikiform {\n  set = \"museum\"\n}\n")
		for i := range n {
			fmt.Fprintf(&src, "prune {\n  prefix = \"Museum %d-\"\n}\n", i)
		}
		_, diags := load(map[string]string{"main.wiki.hcl": src.String()})
		got := ""
		if len(diags) > 0 {
			got = diags[0].Summary
		}
		if got != want || len(diags) > 1 {
			t.Errorf("%d blocks: %q, want %q", n, got, want)
		}
	}
}

func TestWikiNamed(t *testing.T) {
	t.Parallel()
	one := &spec.Manifest{Wikis: []spec.Wiki{{Name: "prod"}}}
	two := &spec.Manifest{Wikis: []spec.Wiki{{Name: "production"}, {Name: "staging"}}}
	for _, c := range []struct {
		m          *spec.Manifest
		name, want string
	}{
		{one, "", "prod"},
		{one, "prod", "prod"},
		{two, "staging", "staging"},
		{two, "", `error: the manifest declares several wikis; choose one with -wiki=NAME: "production" or "staging"`},
		{two, "stagign", `error: the manifest declares no wiki "stagign". Did you mean "staging"? It declares "production" and "staging"`},
		{&spec.Manifest{}, "", "error: the manifest declares no wiki"},
		{&spec.Manifest{}, "x", `error: the manifest declares no wiki, so there is no "x"; it would use the embedded sandbox`},
	} {
		w, err := c.m.WikiNamed(c.name)
		got := w.Name
		if err != nil {
			got = "error: " + err.Error()
		}
		if got != c.want {
			t.Errorf("WikiNamed(%q) = %s, want %s", c.name, got, c.want)
		}
	}
}

// Any subset of mistakes is told wholly: none hides another.
func TestMistakesDoNotHideEachOther(t *testing.T) {
	t.Parallel()
	mistakes := map[string]string{
		"Invalid title":      `title = "a|b.png"`,
		"Change tag twice":   `tags = ["a", "a"]`,
		"Comment too long":   `comment = format("%501s", "x")`,
		"Unknown warning":    `accept_warnings = ["no"]`,
		"Text that the wiki": `description = "~~~~"`,
		"Invalid SHA-1":      `sha1 = "1"`,
		"Unknown value":      `via = "air"`,
		"Invalid URL":        `url = "ftp://x/y.png"`,
		"Unsupported arg":    `nonsense = 1`,
	}
	rapid.Check(t, func(t *rapid.T) {
		body := ""
		var want []string
		for summary, line := range mistakes {
			if rapid.Bool().Draw(t, summary) {
				body += "  " + line + "\n"
				want = append(want, summary)
			}
		}
		if !strings.Contains(body, "url =") {
			body += "  url = \"https://example.org/y.png\"\n"
		}
		_, diags := load(map[string]string{"main.wiki.hcl": "file \"x\" {\n" + body + "}\n"})
		if len(diags) != len(want) {
			t.Fatalf("%d diagnostics for %d mistakes: %s", len(diags), len(want), diags)
		}
		for _, w := range want {
			if !strings.Contains(fmt.Sprint(summaries(diags)), w) {
				t.Fatalf("no %q in %v", w, summaries(diags))
			}
		}
	})
}

func summaries(diags hcl.Diagnostics) []string {
	var list []string
	for _, d := range diags {
		list = append(list, d.Summary)
	}
	return list
}

func BenchmarkLoad(b *testing.B) {
	for _, rows := range []int{1_000, 10_000, 100_000} {
		fsys := catalogue(rows)
		b.Run(fmt.Sprintf("rows=%d", rows), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if m, diags := spec.Load(fsys, ".", spec.Inputs{}); diags.HasErrors() || len(m.Files) != rows {
					b.Fatal(len(m.Files), diags)
				}
			}
		})
	}
}

// catalogue is a directory whose manifest declares a file for each row of a
// table, with a description of 20 lines.
func catalogue(rows int) fstest.MapFS {
	var table strings.Builder
	table.WriteString("id,name,path,author,year,place\n")
	for i := range rows {
		fmt.Fprintf(&table, "%06d,Bridge %d,p%d.jpg,A. Author,19%02d,Basel\n", i, i, i, i%100)
	}
	page := "{{Information\n" + strings.Repeat("|description={{en|1=${name}, ${place} ${year}}}\n|author=${author}\n", 9) + "}}\n"
	return fstest.MapFS{
		"list.csv":      {Data: []byte(table.String())},
		"page.wikitext": {Data: []byte(page)},
		"main.wiki.hcl": {Data: []byte(`
locals {
  rows = csvdecode(file("list.csv"))
}

defaults {
  tags    = ["museum"]
  comment = "Batch"
}

file "plate" {
  for_each    = { for r in local.rows : r.id => r }
  source      = "scans/${each.value.path}"
  title       = "Museum - ${each.value.name}.jpg"
  description = templatefile("page.wikitext", each.value)
}
`)},
	}
}
