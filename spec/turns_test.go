package spec

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
)

// ofWikis is a manifest that says other things for each of its wikis.
const ofWikis = `
wiki "one" { api = "https://one.test/w/api.php" }
wiki "two" { api = "https://two.test/w/api.php" }
wiki "three" { api = "https://three.test/w/api.php" }
file "a" {
  source = "${wiki.name}.png"
}
`

func inMemory(manifest string) fstest.MapFS {
	return fstest.MapFS{"main.wiki.hcl": {Data: []byte(manifest)}}
}

// Whoever is chosen, and how often a manifest is read for that.
func TestLoadEach(t *testing.T) {
	t.Parallel()
	same := strings.Replace(ofWikis, "${wiki.name}", "a", 1)
	alone := `wiki "alone" { api = "https://one.test/w/api.php" }` + "\nfile \"a\" { source = \"${wiki.name}.png\" }\n"
	none := "file \"a\" { source = \"${wiki.name}.png\" }\n"
	for name, c := range map[string]struct {
		manifest, wiki string
		want           []string // for which wiki, and what its file is
	}{
		"none is chosen":             {ofWikis, "", []string{"one one.png", "two two.png", "three three.png"}},
		"one is chosen":              {ofWikis, "two", []string{"two two.png"}},
		"one is not declared":        {ofWikis, "four", []string{"one one.png", "two two.png", "three three.png"}},
		"it is the same for all":     {same, "", []string{" a.png"}},
		"the same for the chosen":    {same, "two", []string{" a.png"}},
		"there is one only":          {alone, "", []string{"alone alone.png"}},
		"there is another one only":  {alone, "other", []string{"alone alone.png"}},
		"there is none":              {none, "", []string{"sandbox sandbox.png"}},
		"there is none, of any name": {none, "two", []string{"sandbox sandbox.png"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			m, diags := LoadEach(inMemory(c.manifest), ".", Inputs{Wiki: c.wiki}, func(m *Manifest) hcl.Diagnostics {
				got = append(got, m.For+" "+m.Files[0].Source.Path)
				return nil
			})
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if first := m.For + " " + m.Files[0].Source.Path; first != got[0] {
				t.Errorf("the manifest is that of %s", first)
			}
			loaded, diags := Load(inMemory(c.manifest), ".", Inputs{Wiki: c.wiki})
			if diags.HasErrors() || loaded.For != m.For {
				t.Errorf("Load gives that of %q: %v", loaded.For, diags)
			}
		})
	}
}

// What is found for all wikis is told once, and of all else for which it is so. A manifest
// with errors is not looked at.
func TestFoundForEach(t *testing.T) {
	t.Parallel()
	looked := func(m *Manifest) hcl.Diagnostics {
		found := hcl.Diagnostics{{Severity: hcl.DiagWarning, Summary: "All", Detail: "The same."}}
		if m.For != "two" {
			found = append(found, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Some", Detail: "Not two."})
		}
		if m.For == "three" {
			found = append(found, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "One", Detail: "Three."}, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "One", Detail: "Three."})
		}
		return found
	}
	_, diags := LoadEach(inMemory(ofWikis), ".", Inputs{}, looked)
	var got []string
	for _, d := range diags {
		got = append(got, d.Summary+": "+d.Detail)
	}
	want := []string{
		"All: The same.",
		"Some: Not two.\n\nThis is so for the wikis \"one\" and \"three\".",
		"One: Three.\n\nThis is so for the wiki \"three\".",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}

	var seen []string
	_, diags = LoadEach(inMemory(strings.Replace(ofWikis, `"${wiki.name}.png"`, `wiki.name == "two" ? "" : "x.png"`, 1)), ".", Inputs{}, func(m *Manifest) hcl.Diagnostics {
		seen = append(seen, m.For)
		return nil
	})
	if diff := cmp.Diff([]string{"one", "three"}, seen); diff != "" || !diags.HasErrors() {
		t.Errorf("looked at %v with %v", seen, diags)
	}
}

// A fault that has the same words for all wikis and other values is told without them.
func TestValuesOfOneWiki(t *testing.T) {
	t.Parallel()
	_, diags := Load(inMemory(strings.Replace(ofWikis, `"${wiki.name}.png"`, `"a.png"`+"\n  comment = \"${wiki.name}\\n\"", 1)), ".", Inputs{})
	if len(diags) != 1 || len(InvolvedIn(diags[0])) != 0 {
		t.Fatalf("%d diagnostics: %v", len(diags), diags)
	}
	_, diags = Load(inMemory(strings.Replace(ofWikis, `"${wiki.name}.png"`, `"a.png"`+"\n  comment = \"${wiki.name}\\n\"", 1)), ".", Inputs{Wiki: "two"})
	if len(diags) != 1 || len(InvolvedIn(diags[0])) != 1 {
		t.Fatalf("%d diagnostics: %v", len(diags), diags)
	}
}

// A manifest with very many wikis is not evaluated for ever.
func TestTooManyTurns(t *testing.T) {
	t.Parallel()
	turns := 0
	_, diags := loadEach(inMemory(ofWikis), ".", Inputs{}, func(*Manifest) hcl.Diagnostics { turns++; return nil }, 1)
	if turns != 1 || len(diags) != 1 || !strings.Contains(diags[0].Detail, `It was not looked at for "two" and "three".`) {
		t.Fatalf("%d turns: %v", turns, diags)
	}

	// Parsing counts, so that some ten seconds are not exceeded by far.
	var many strings.Builder
	for i := range 3_000 {
		fmt.Fprintf(&many, "wiki \"w%d\" {\n  api = \"https://w%d.test/w/api.php\"\n}\n", i, i)
	}
	many.WriteString("file \"a\" {\n  source = \"${wiki.name}.png\"\n}\n")
	turns = 0
	_, diags = loadEach(inMemory(many.String()), ".", Inputs{}, func(*Manifest) hcl.Diagnostics { turns++; return nil }, 500_000_000)
	if turns < 2 || turns > 20 || !strings.Contains(diags[len(diags)-1].Detail, "Choose one at a time with -wiki=NAME.") {
		t.Fatalf("%d turns: %v", turns, diags)
	}
}

// Where a text comes from is told for the wiki that the manifest is read for, also after
// what was only evaluated for that was let go.
func TestWordingOfWiki(t *testing.T) {
	t.Parallel()
	fsys := inMemory(ofWikis + `
locals {
  pages = { one = "one.wikitext", two = "other.wikitext", three = "one.wikitext" }
  page  = file(local.pages[wiki.name])
}
file "b" {
  source      = "b.png"
  description = wiki.name == "three" ? "Three." : local.page
}
`)
	for name, text := range map[string]string{"one.wikitext": "One.", "other.wikitext": "Other."} {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	for wiki, want := range map[string]string{"one": "one.wikitext One.", "two": "other.wikitext Other.", "three": " Three."} {
		m, diags := Load(fsys, ".", Inputs{Wiki: wiki})
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		w, told := m.Wording("file.b")
		if got := w.File + " " + *m.Files[1].Description; !told || got != want || w.Literal != (wiki == "three") {
			t.Errorf("%s: %q, %+v", wiki, got, w)
		}
	}
}
