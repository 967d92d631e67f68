package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// TestLinks: every relative link of the documentation leads to a file that is
// there and, where it says so, to a heading in it.
func TestLinks(t *testing.T) {
	t.Parallel()
	links := 0
	for name, page := range documentation(t) {
		for _, target := range linked(page) {
			links++
			path, anchor, _ := strings.Cut(target, "#")
			to := name
			if path != "" {
				to = filepath.Join(filepath.Dir(name), path)
			}
			b, err := os.ReadFile(to)
			if info, statErr := os.Stat(to); statErr == nil && info.IsDir() && anchor == "" {
				continue
			}
			if err != nil {
				t.Errorf("%s: %s leads nowhere", name, target)
			} else if anchor != "" && !anchors(string(b))[anchor] {
				t.Errorf("%s: %s: there is no such heading", name, target)
			}
		}
	}
	if links < 50 {
		t.Errorf("%d links", links)
	}
}

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

var (
	span   = regexp.MustCompile("`+[^`]+`+")
	link   = regexp.MustCompile(`\]\(([^()\s]+)\)|(?m:^\[[^\]]+\]: (\S+))`)
	scheme = regexp.MustCompile(`^[a-z]+:`)
)

// linked are the targets of a page's links within the repository.
func linked(page string) []string {
	var targets []string
	text, _ := prose(page)
	for _, m := range link.FindAllStringSubmatch(span.ReplaceAllString(text, ""), -1) {
		if target := m[1] + m[2]; !scheme.MatchString(target) {
			targets = append(targets, target)
		}
	}
	return targets
}

var heading = regexp.MustCompile(`(?m)^#+ (.*)$`)

// anchors are what GitHub and GitLab make of a page's headings.
func anchors(page string) map[string]bool {
	all := map[string]bool{}
	text, _ := prose(page)
	for _, m := range heading.FindAllStringSubmatch(text, -1) {
		name := strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
				return unicode.ToLower(r)
			}
			return -1
		}, m[1])
		for i, again := 1, name; all[name]; i++ {
			name = again + "-" + strconv.Itoa(i)
		}
		all[name] = true
	}
	return all
}

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
