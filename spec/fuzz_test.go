package spec_test

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/hashicorp/hcl/v2"

	"wikiform/provider"
	"wikiform/spec"
)

// check holds what every result of Load must hold, whatever was loaded.
func check(t *testing.T, m *spec.Manifest, diags hcl.Diagnostics) {
	t.Helper()
	for _, d := range diags {
		if d.Summary == "" || d.Detail == "" {
			t.Errorf("a diagnostic without words: %+v", d)
		}
	}
	if err := hcl.NewDiagnosticTextWriter(io.Discard, m.Parsed, 80, false).WriteDiagnostics(diags); err != nil {
		t.Error(err)
	}
	if diags.HasErrors() {
		return
	}
	titles := map[provider.Title]bool{}
	for _, f := range m.Files {
		if w, told := m.Wording(f.Address); told != (f.Description != nil) || w.File != "" && (w.Literal || w.Template != "") {
			t.Errorf("%s: %v, %+v", f.Address, told, w)
		}
		for _, c := range m.Cells(f.Address, "[[Category:x]]") {
			if c.Old == c.New {
				t.Errorf("%s: %+v", f.Address, c)
			}
		}
		word, name, open := strings.Cut(string(f.Title), ":") // a word that only a wiki knows
		if !open {
			name = string(f.Title)
		}
		if again, err := provider.ParseTitle(string(f.Title), provider.Site{FileNamespaces: []string{word}}); err != nil || string(again) != name {
			t.Errorf("%s: title %q: %v", f.Address, f.Title, err)
		}
		if titles[f.Title] {
			t.Errorf("%s: title %q twice", f.Address, f.Title)
		}
		titles[f.Title] = true
		if (f.Source.Path == "") == (f.Source.URL == "") {
			t.Errorf("%s: source %+v", f.Address, f.Source)
		}
		if p := f.Source.Path; strings.HasPrefix(p, "/") || strings.HasPrefix(p, "..") && (len(p) == 2 || p[2] == '/') {
			t.Errorf("%s: path %q", f.Address, p)
		}
	}
	for _, f := range m.Files {
		if accepted := slices.Contains(f.Accept, provider.WarnDuplicate); f.Policy == "" || f.OnDuplicate == "" || accepted != (f.OnDuplicate == spec.DuplicateAllow) {
			t.Errorf("%s: policy %q, on_duplicate %q, accepted %q", f.Address, f.Policy, f.OnDuplicate, f.Accept)
		}
	}
	for _, p := range m.Prunes {
		if (p.Prefix == "") == (p.Category == "") || m.Settings.Set == "" {
			t.Errorf("prune %+v", p)
		}
	}
	if err := checkNames(m); err != nil {
		t.Error(err)
	}
}

const maxFuzz = 16 << 10 // bytes; larger inputs find nothing new and only take longer

func seed(f *testing.F, pattern string) {
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
}

var beside = fstest.MapFS{
	"list.csv":      {Data: []byte("id,name,path\n1,Bridge,b.jpg\n2,Mill,m.jpg\n")},
	"page.wikitext": {Data: []byte("{{Information|author=${name}}}\n")},
}

func with(name string, src []byte) fstest.MapFS {
	fsys := fstest.MapFS{name: {Data: src}}
	for n, f := range beside {
		if n != name {
			fsys[n] = f
		}
	}
	return fsys
}

func FuzzLoadHCL(f *testing.F) {
	seed(f, "testdata/cases/*/*.wiki.hcl")
	f.Fuzz(func(t *testing.T, src []byte) {
		if len(src) > maxFuzz {
			return
		}
		m, diags := spec.Load(with("main.wiki.hcl", src), ".", spec.Inputs{Version: "1.0.0"})
		check(t, m, diags)
	})
}

func FuzzLoadJSON(f *testing.F) {
	seed(f, "testdata/cases/*/*.wiki.json")
	f.Fuzz(func(t *testing.T, src []byte) {
		if len(src) > maxFuzz {
			return
		}
		m, diags := spec.Load(with("main.wiki.json", src), ".", spec.Inputs{Version: "1.0.0"})
		check(t, m, diags)
	})
}

// FuzzLoadData draws the files that a manifest reads.
func FuzzLoadData(f *testing.F) {
	f.Add([]byte("id,name,path\n1,a,a.png\n"), []byte("${name}"), []byte(`{"a": [1]}`), []byte("a: [&x 1, *x]"), "x = [1]")
	f.Add([]byte("\uFEFFid;name\n"), []byte("%{ for a in name }~~~~%{ endfor }"), []byte(`1e999999999`), []byte("- - -"), "[\"a\"]")
	f.Fuzz(func(t *testing.T, table, page, json, yaml []byte, value string) {
		if len(table)+len(page)+len(json)+len(yaml)+len(value) > maxFuzz {
			return
		}
		fsys := fstest.MapFS{"list.csv": {Data: table}, "page": {Data: page}, "j": {Data: json}, "y": {Data: yaml}, "main.wiki.hcl": {Data: []byte(`
variable "v" {
  type    = list(string)
  default = []
}

locals {
  j = try(jsondecode(file("j")), null)
  y = try(yamldecode(file("y")), null)
}

file "x" {
  for_each    = { for r in csvdecode(file("list.csv")) : r.id => r }
  source      = each.value.path
  title       = each.value.name
  tags        = var.v
  comment     = jsonencode([local.j, local.y])
  description = templatefile("page", each.value)
}
`)}}
		m, diags := spec.Load(fsys, ".", spec.Inputs{
			Env:   map[string]string{"v": value},
			Flags: []spec.Input{{File: "x.wikivars.hcl", Bytes: []byte(value)}},
		})
		check(t, m, diags)
	})
}
