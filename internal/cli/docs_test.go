package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// documentation is what people read first, by path.
func documentation(t *testing.T) map[string]string {
	t.Helper()
	pages := map[string]string{}
	for _, pattern := range []string{"*.md", "docs/*.md", "examples/*/README.md"} {
		names, err := filepath.Glob(filepath.Join("..", "..", filepath.FromSlash(pattern)))
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: %v, %v", pattern, names, err)
		}
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			pages[name] = string(b)
		}
	}
	return pages
}

// prose is a page without its blocks of code, and blocks are those, without
// their indentation.
func prose(page string) (text string, blocks []string) {
	var b, block strings.Builder
	fence, blank := "", true
	end := func() {
		if block.Len() > 0 {
			blocks = append(blocks, block.String())
			block.Reset()
		}
	}
	for line := range strings.Lines(page) {
		switch mark := strings.TrimLeft(line, " "); {
		case fence != "" && strings.HasPrefix(mark, fence):
			fence = ""
			end()
		case fence != "":
			block.WriteString(line)
		case strings.HasPrefix(mark, "```"):
			fence = "```"
		case strings.HasPrefix(line, "    ") && (blank || block.Len() > 0):
			block.WriteString(line[4:])
		default:
			end()
			b.WriteString(line)
			blank = mark == "\n"
		}
	}
	end()
	return b.String(), blocks
}

var span = regexp.MustCompile("`+[^`]+`+")

var (
	section = regexp.MustCompile(`(?m)^#+ ([0-9]+(?:\.[0-9]+)*)\.? |^([0-9]+)\. `)
	cited   = regexp.MustCompile(`§([0-9]+(?:\.[0-9]+)*)`)
)

// TestFactsAreThere: every section of docs/mediawiki.md that a comment cites, as
// "facts §4.3", exists. "§0.2" is the second rule of section 0.
func TestFactsAreThere(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "mediawiki.md"))
	if err != nil {
		t.Fatal(err)
	}
	text, _ := prose(string(page))
	there, last := map[string]bool{}, ""
	for _, m := range section.FindAllStringSubmatch(text, -1) {
		if m[1] != "" {
			last = m[1]
		} else {
			m[1] = last + "." + m[2]
		}
		if there[m[1]] {
			t.Errorf("docs/mediawiki.md has two sections %s", m[1])
		}
		there[m[1]] = true
	}
	cites := 0
	err = filepath.WalkDir(filepath.Join("..", ".."), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		b, err := os.ReadFile(path)
		before := ""
		for i, line := range strings.Split(string(b), "\n") {
			for _, m := range cited.FindAllStringSubmatch(line, -1) {
				cites++
				if !there[m[1]] && !strings.Contains(before+line, "RFC") {
					t.Errorf("%s:%d: docs/mediawiki.md has no section %s", path, i+1, m[1])
				}
			}
			before = line
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if cites < 200 {
		t.Errorf("%d cites", cites)
	}
}

// TestArchitectureNamesWhatIsThere: each path that docs/architecture.md names is there.
func TestArchitectureNamesWhatIsThere(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	paths := regexp.MustCompile("`([a-z0-9_]+(?:/[a-z0-9_.]+)+)`").FindAllStringSubmatch(string(page), -1)
	for _, path := range paths {
		if _, err := os.Stat(filepath.Join("../..", path[1])); err != nil {
			t.Errorf("%s is not there", path[1])
		}
	}
	if len(paths) < 30 {
		t.Errorf("%d paths", len(paths))
	}
}
