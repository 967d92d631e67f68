package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	dom "golang.org/x/net/html"
)

// TestDocumentation: of the repository itself a whole site is made, and what its pages lead to is
// among its files.
func TestDocumentation(t *testing.T) {
	t.Parallel()
	s, err := build(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range s.problems {
		t.Error(p)
	}
	links := 0
	for name, b := range s.files {
		if filepath.Ext(name) != ".html" {
			continue
		}
		for target := range loads(t, b) {
			links++
			to, _, _ := strings.Cut(target, "#")
			if strings.HasPrefix(target, "https://") || strings.HasPrefix(target, "mailto:") || to == "" {
				continue
			}
			if at := filepath.ToSlash(filepath.Join(filepath.Dir(name), to)); s.files[at] == nil {
				t.Errorf("%s leads to %s, which is not in the site", name, target)
			}
		}
	}
	if s.pages < 60 || links < 1000 {
		t.Errorf("%d pages with %d links", s.pages, links)
	}
}

// loads are the values of attributes by which a page leads somewhere or loads something.
func loads(t *testing.T, b []byte) map[string]bool {
	t.Helper()
	root, err := dom.Parse(strings.NewReader(string(b)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]bool{}
	for n := range root.Descendants() {
		if n.Data == "script" {
			t.Error("a page has a script")
		}
		for _, a := range n.Attr {
			if slices.Contains([]string{"href", "src", "srcset"}, a.Key) {
				all[a.Val] = true
				if a.Key != "href" && strings.Contains(a.Val, ":") {
					t.Errorf("a page loads %s", a.Val)
				}
			}
		}
	}
	return all
}

// repository is one whose documentation is in order.
func repository() fstest.MapFS {
	return fstest.MapFS{
		"README.md":                        {Data: []byte("# Tool\n\n[docs](docs/README.md), [examples](examples), <img src=\"docs/a.svg\">\n")},
		"docs/README.md":                   {Data: []byte("# Docs\n\n## First\n\n- [One](one.md)\n- [Two](two.md#deep-down-1) and [a schema](s.json)\n")},
		"docs/one.md":                      {Data: []byte("# One\n\n[back](../README.md), [two](two.md), [here](#one), [out](https://example.org/)\n")},
		"docs/two.md":                      {Data: []byte("# Two\n\n## Deep *down*\n\n## `Deep` down\n")},
		"docs/a.svg":                       {Data: []byte("<svg/>")},
		"docs/s.json":                      {Data: []byte("{\"a\": \"<b>\"}\n")},
		"docs/docs.go":                     {Data: []byte("package docs\n")},
		"examples/first/README.md":         {Data: []byte("# first\n")},
		"examples/first/a.hcl":             {Data: []byte("x = 1\n")},
		"examples/first/.wikiform/journal": {Data: []byte("x")},
	}
}

func TestSite(t *testing.T) {
	t.Parallel()
	s, err := build(repository())
	if err != nil {
		t.Fatal(err)
	}
	if len(s.problems) > 0 {
		t.Error(s.problems)
	}
	want := []string{
		"docs/a.svg", "docs/index.html", "docs/one.html", "docs/s.json.html", "docs/two.html",
		"examples/first/a.hcl.html", "examples/first/index.html", "examples/index.html", "index.html", "style.css",
	}
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(s.files))); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	for name, parts := range map[string][]string{
		"index.html":                {`<title>Tool</title>`, `href="docs/index.html"`, `href="examples/index.html"`, `src="docs/a.svg"`, `href="docs/one.html">One</a>`},
		"docs/index.html":           {`<title>Docs – wikiform</title>`, `href="two.html#deep-down-1"`, `href="s.json.html"`, `href="../style.css"`},
		"docs/one.html":             {`href="../index.html">back`, `href="two.html"`, `href="#one"`, `href="https://example.org/"`, `aria-current="page">One</a>`},
		"docs/two.html":             {`<h2 id="deep-down">Deep <em>down</em></h2>`, `<h2 id="deep-down-1">`},
		"docs/s.json.html":          {`{&#34;a&#34;: &#34;&lt;b&gt;&#34;}`},
		"examples/first/index.html": {`<a href="a.hcl.html">a.hcl</a>`, `href="../../docs/two.html"`},
	} {
		for _, part := range parts {
			if !strings.Contains(string(s.files[name]), part) {
				t.Errorf("%s has no %s:\n%s", name, part, s.files[name])
			}
		}
	}
}

// TestProblems: what is wrong with one page is said, and nothing else.
func TestProblems(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		page, more, text string
		want             []string
	}{
		"a dead link":            {"docs/one.md", "[x](three.md)", "", []string{"docs/one.md: three.md leads nowhere"}},
		"out of the repository":  {"docs/one.md", "[x](../../etc/passwd)", "", []string{"docs/one.md: ../../etc/passwd leads nowhere"}},
		"a dead picture":         {"docs/one.md", "![x](b.png)", "", []string{"docs/one.md: b.png leads nowhere"}},
		"a dead source":          {"docs/one.md", `<picture><source srcset="b.png"></picture>`, "", []string{"docs/one.md: b.png leads nowhere"}},
		"no such heading":        {"docs/one.md", "[x](two.md#deep)", "", []string{"docs/one.md: two.md#deep: there is no such heading"}},
		"no such heading here":   {"docs/one.md", "[x](#two)", "", []string{"docs/one.md: #two: there is no such heading"}},
		"plain http":             {"docs/one.md", "[x](http://example.org/)", "", []string{"docs/one.md: http://example.org/ is neither https nor a path of the repository"}},
		"a script as a link":     {"docs/one.md", `<a href="javascript:alert(1)">x</a>`, "", []string{"docs/one.md: javascript:alert(1) is neither https nor a path of the repository"}},
		"a picture of a network": {"docs/one.md", "![x](https://example.org/b.png)", "", []string{"docs/one.md: https://example.org/b.png is neither https nor a path of the repository"}},
		"a script":               {"docs/one.md", "<script>alert(1)</script>", "", []string{"docs/one.md: has a <script>, which a page of the site may not"}},
		"a handler":              {"docs/one.md", `<b onclick="alert(1)">x</b>`, "", []string{"docs/one.md: has an attribute onclick, which a page of the site may not"}},
		"nothing leads there": {"docs/three.md", "", "# Three\n", []string{
			"docs/three.md: no page leads here"}},
		"a picture that nothing shows": {"docs/pictures/b.png", "", "x", []string{"docs/pictures/b.png: no page leads here"}},
		"not in the navigation": {"docs/three.md", "[three](docs/three.md)", "# Three\n", []string{
			"docs/README.md: three.md is in none of its lists"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			repo := repository()
			if test.text != "" {
				repo[test.page] = &fstest.MapFile{Data: []byte(test.text)}
				test.page = "README.md"
			}
			repo[test.page] = &fstest.MapFile{Data: append(slices.Clone(repo[test.page].Data), "\n\n"+test.more+"\n"...)}
			s, err := build(repo)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, s.problems); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRelative(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ from, to, want string }{
		{"index.html", "docs/a.html", "docs/a.html"},
		{"docs/a.html", "docs/b.html", "b.html"},
		{"docs/a.html", "index.html", "../index.html"},
		{"examples/a/index.html", "examples/b/index.html", "../b/index.html"},
		{"examples/a/index.html", "docs/a.html", "../../docs/a.html"},
		{"docs/a.html", ".github/x.yml.html", "../.github/x.yml.html"},
	} {
		if got := relative(test.from, test.to); got != test.want {
			t.Errorf("from %s to %s: %s, want %s", test.from, test.to, got, test.want)
		}
	}
}

// TestWrite: a site goes into a folder of its own.
func TestWrite(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "site")
	files := map[string][]byte{"index.html": []byte("x"), "docs/a.html": []byte("y")}
	if err := write(dir, files); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(filepath.Join(dir, "docs", "a.html")); err != nil || string(b) != "y" {
		t.Errorf("%q, %v", b, err)
	}
	if err := write(dir, files); err == nil {
		t.Error("an older site was written over")
	}
}
