package main

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

const (
	front = "README.md"      // the page that all others are reached from
	index = "docs/README.md" // the page whose lists are the navigation
)

// site is what is made of a repository.
type site struct {
	src      fs.FS
	files    map[string][]byte // what is written, by path
	problems []string          // sorted
	pages    int

	docs  map[string]*document // by path in the repository
	queue []string             // of paths that are linked, and not made yet
	seen  map[string]bool
	nav   []group
}

// build makes the site of a repository. What is wrong with its pages is among the
// problems; an error is of what cannot be read.
func build(src fs.FS) (*site, error) {
	s := &site{src: src, files: map[string][]byte{"style.css": style}, docs: map[string]*document{}, seen: map[string]bool{}}
	s.wants(front)
	for len(s.queue) > 0 {
		name := s.queue[0]
		s.queue = s.queue[1:]
		if err := s.add(name); err != nil {
			return nil, err
		}
	}
	s.anchored()
	if err := s.unlinked(); err != nil {
		return nil, err
	}
	s.navigation()
	for name, d := range s.docs {
		b, err := s.layout(name, d)
		if err != nil {
			return nil, err
		}
		s.files[address(name)] = b
	}
	s.pages = len(s.docs)
	slices.Sort(s.problems)
	s.problems = slices.Compact(s.problems)
	return s, nil
}

func (s *site) wrong(page, format string, args ...any) {
	s.problems = append(s.problems, page+": "+fmt.Sprintf(format, args...))
}

// wants has a path of the repository made, once.
func (s *site) wants(name string) {
	if !s.seen[name] {
		s.seen[name] = true
		s.queue = append(s.queue, name)
	}
}

// add makes what a path becomes: a page of Markdown or of a text, or a copy.
func (s *site) add(name string) error {
	info, err := fs.Stat(s.src, name)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return s.list(name)
	}
	b, err := fs.ReadFile(s.src, name)
	if err != nil {
		return err
	}
	switch {
	case path.Ext(name) == ".md":
		d, err := read(b)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if path.Base(name) == "README.md" && strings.HasPrefix(name, "examples/") {
			if err := s.appendFiles(d, path.Dir(name)); err != nil {
				return err
			}
		}
		s.docs[name] = d
		s.follow(name, d)
	case isText(name):
		s.docs[name] = sourceText(path.Base(name), b)
	default:
		s.files[name] = b
	}
	return nil
}

// list makes the page of a folder without one of its own: what is in it.
func (s *site) list(dir string) error {
	entries, err := fs.ReadDir(s.src, dir)
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", strings.ToUpper(path.Base(dir)[:1])+path.Base(dir)[1:])
	for _, e := range entries {
		if name := e.Name(); !strings.HasPrefix(name, ".") && path.Ext(name) != ".go" {
			fmt.Fprintf(&b, "- [%s](%s)\n", name, name)
		}
	}
	d, err := read([]byte(b.String()))
	if err != nil {
		return err
	}
	name := path.Join(dir, "README.md")
	s.docs[name] = d
	s.follow(name, d)
	return nil
}

// address is where the page of a path is on the site. A path that is a copy keeps its own.
func address(name string) string {
	switch {
	case path.Base(name) == "README.md":
		return path.Join(path.Dir(name), "index.html")
	case path.Ext(name) == ".md":
		return strings.TrimSuffix(name, ".md") + ".html"
	case isText(name):
		return name + ".html"
	}
	return name
}

// isText reports whether a file is shown as a page, as it is: a browser would
// download most of them.
func isText(name string) bool {
	switch path.Ext(name) {
	case ".hcl", ".yml", ".yaml", ".json", ".csv", ".wikitext", ".sh", ".txt", ".go":
		return true
	}
	return path.Ext(name) == ""
}
