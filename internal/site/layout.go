package main

import (
	"bytes"
	_ "embed"
	"html/template"
	"path"
	"slices"
	"strings"

	dom "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

//go:embed style.css
var style []byte

//go:embed page.html
var frame string

var page = template.Must(template.New("page").Parse(frame))

// group is a heading of the index with the pages below it.
type group struct {
	Heading string
	Pages   []navigated
}

type navigated struct {
	name, Title string
	Link        string // from the page that is laid out
	Here        bool
}

// navigation are the lists of the index, by their headings. Every page of docs is in one of them.
func (s *site) navigation() {
	d := s.docs[index]
	if d == nil {
		s.wrong(index, "it is not there, and the navigation is made of it")
		return
	}
	listed := map[string]bool{index: true}
	for n := range d.body.ChildNodes() {
		if n.DataAtom == atom.H2 {
			s.nav = append(s.nav, group{Heading: textOf(n)})
		}
		if n.DataAtom != atom.Ul || len(s.nav) == 0 {
			continue
		}
		g := &s.nav[len(s.nav)-1]
		for a := range n.Descendants() {
			if a.DataAtom != atom.A {
				continue
			}
			if name := s.leadsTo(a); name != "" {
				g.Pages = append(g.Pages, navigated{name: name, Title: s.docs[name].title})
				listed[name] = true
			}
		}
	}
	s.nav = slices.DeleteFunc(s.nav, func(g group) bool { return len(g.Pages) == 0 })
	for name := range s.docs {
		if strings.HasPrefix(name, "docs/") && path.Ext(name) == ".md" && !listed[name] {
			s.wrong(index, "%s is in none of its lists", strings.TrimPrefix(name, "docs/"))
		}
	}
}

// leadsTo is the page that a link of the index leads to, if it is one of Markdown.
func (s *site) leadsTo(a *dom.Node) string {
	for _, attr := range a.Attr {
		if attr.Key != "href" {
			continue
		}
		to, _, _ := strings.Cut(attr.Val, "#")
		at := path.Join(path.Dir(index), to)
		for name := range s.docs {
			if path.Ext(name) == ".md" && address(name) == at {
				return name
			}
		}
	}
	return ""
}

// layout puts a page into the frame of all.
func (s *site) layout(name string, d *document) ([]byte, error) {
	var head, body bytes.Buffer // up to the first heading, which the list of sections follows, and the rest
	into := &body
	if n := d.body.FirstChild; n != nil && n.DataAtom == atom.H1 {
		into = &head
	}
	for n := range d.body.ChildNodes() {
		if err := dom.Render(into, n); err != nil {
			return nil, err
		}
		into = &body
	}
	at := address(name)
	var nav []group
	for _, g := range s.nav {
		pages := make([]navigated, len(g.Pages))
		for i, p := range g.Pages {
			p.Link, p.Here = relative(at, address(p.name)), p.name == name
			pages[i] = p
		}
		nav = append(nav, group{g.Heading, pages})
	}
	var sections []section
	for _, h := range d.headings {
		if h.Level == 2 || h.Level == 3 {
			sections = append(sections, h)
		}
	}
	if len(sections) < 3 {
		sections = nil
	}
	var b bytes.Buffer
	err := page.Execute(&b, map[string]any{
		"Title": d.title, "Style": relative(at, "style.css"), "Home": relative(at, "index.html"), "AtHome": name == front,
		"Nav": nav, "Sections": sections,
		"Head": template.HTML(head.String()), "Body": template.HTML(body.String()), // made of our own pages, and looked at by follow
	})
	return b.Bytes(), err
}
