package main

import (
	"bytes"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	dom "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// document is a page before it has its frame.
type document struct {
	title    string
	body     *dom.Node
	ids      map[string]bool
	headings []section
	links    []reference // to headings, which are looked for when all pages are there
	to       []string    // paths of the repository that it leads to
}

// section is a heading that the page lists at its top.
type section struct {
	Level    int
	ID, Text string
}

type reference struct{ target, anchor, written string }

// The pages are ours, so that what they have of HTML stays; the rules are those of the
// forges, on which the same files are read.
var markdown = goldmark.New(
	goldmark.WithExtensions(extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)), extension.Strikethrough, extension.Linkify, extension.TaskList),
	goldmark.WithRendererOptions(html.WithUnsafe()),
)

// read makes a document of Markdown.
func read(text []byte) (*document, error) {
	var b bytes.Buffer
	if err := markdown.Convert(text, &b); err != nil {
		return nil, err
	}
	return parse(b.Bytes())
}

func parse(text []byte) (*document, error) {
	body := &dom.Node{Type: dom.ElementNode, DataAtom: atom.Main, Data: "main"}
	nodes, err := dom.ParseFragment(bytes.NewReader(text), &dom.Node{Type: dom.ElementNode, DataAtom: atom.Body, Data: "body"})
	if err != nil {
		return nil, err
	}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	d := &document{body: body, ids: map[string]bool{}}
	for n := range body.Descendants() {
		if level := headingLevel(n); level > 0 {
			text := textOf(n)
			id := d.anchor(text)
			n.Attr = append(n.Attr, dom.Attribute{Key: "id", Val: id})
			d.headings = append(d.headings, section{level, id, text})
			if d.title == "" {
				d.title = text
			}
		}
	}
	return d, nil
}

// sourceText is the page of a file that is shown as it is.
func sourceText(name string, text []byte) *document {
	pre := &dom.Node{Type: dom.ElementNode, DataAtom: atom.Pre, Data: "pre"}
	pre.AppendChild(&dom.Node{Type: dom.TextNode, Data: "\n" + strings.ToValidUTF8(string(text), "\uFFFD")})
	h1 := &dom.Node{Type: dom.ElementNode, DataAtom: atom.H1, Data: "h1"}
	h1.AppendChild(&dom.Node{Type: dom.TextNode, Data: name})
	body := &dom.Node{Type: dom.ElementNode, DataAtom: atom.Main, Data: "main"}
	body.AppendChild(h1)
	body.AppendChild(pre)
	return &document{title: name, body: body, ids: map[string]bool{}}
}

// appendFiles adds to the page of an example the list of its files.
func (s *site) appendFiles(d *document, dir string) error {
	var b strings.Builder
	err := fs.WalkDir(s.src, dir, func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case strings.HasPrefix(e.Name(), ".") && e.IsDir() && name != dir:
			return fs.SkipDir
		case e.IsDir() || e.Name() == "README.md" || strings.HasPrefix(e.Name(), "."):
			return nil
		case e.Name() == "plan.html" || path.Ext(e.Name()) == ".wikiplan": // somebody has tried the example; git ignores them
			return nil
		}
		rel := strings.TrimPrefix(name, dir+"/")
		b.WriteString("- [" + rel + "](<" + rel + ">)\n")
		return nil
	})
	if err != nil || b.Len() == 0 {
		return err
	}
	files, err := read([]byte("## Files\n\n" + b.String()))
	if err != nil {
		return err
	}
	for n := files.body.FirstChild; n != nil; n = files.body.FirstChild {
		files.body.RemoveChild(n)
		d.body.AppendChild(n)
	}
	d.headings = append(d.headings, files.headings...)
	d.ids["files"] = true
	return nil
}

func headingLevel(n *dom.Node) int {
	switch n.DataAtom {
	case atom.H1:
		return 1
	case atom.H2:
		return 2
	case atom.H3:
		return 3
	case atom.H4:
		return 4
	case atom.H5:
		return 5
	case atom.H6:
		return 6
	}
	return 0
}

// anchor is the name that GitHub and GitLab give a heading, so that a link to it leads there on the
// forge as on the site.
func (d *document) anchor(text string) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
			return unicode.ToLower(r)
		}
		return -1
	}, text)
	for i, again := 1, name; d.ids[name]; i++ {
		name = again + "-" + strconv.Itoa(i)
	}
	d.ids[name] = true
	return name
}

func textOf(n *dom.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == dom.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

// relative is how a page at one address leads to another one.
func relative(from, to string) string {
	up := strings.Count(from, "/")
	common := 0
	a, b := strings.Split(path.Dir(from), "/"), strings.Split(path.Dir(to), "/")
	if path.Dir(from) == "." {
		return to
	}
	for common < len(a) && common < len(b) && a[common] == b[common] {
		common++
	}
	return strings.Repeat("../", up-common) + strings.Join(strings.Split(to, "/")[common:], "/")
}
