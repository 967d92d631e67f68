package main

import (
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"

	dom "golang.org/x/net/html"
)

// follow turns the links of a page into those of the site, and has what they lead to made.
func (s *site) follow(name string, d *document) {
	for n := range d.body.Descendants() {
		if n.Type != dom.ElementNode {
			continue
		}
		if slices.Contains([]string{"script", "style", "iframe", "link", "object", "embed", "form", "base", "meta"}, n.Data) {
			s.wrong(name, "has a <%s>, which a page of the site may not", n.Data)
		}
		for i := range n.Attr {
			a := &n.Attr[i]
			switch {
			case a.Key == "href", a.Key == "src", a.Key == "srcset":
				a.Val = s.resolve(name, d, a.Val, a.Key == "href")
			case a.Key == "style", strings.HasPrefix(a.Key, "on"):
				s.wrong(name, "has an attribute %s, which a page of the site may not", a.Key)
			}
		}
	}
}

// resolve is the link of the site for one of the repository. Only a person may be led
// elsewhere: nothing is loaded from there.
func (s *site) resolve(name string, d *document, written string, leads bool) string {
	u, err := url.Parse(written)
	switch {
	case err != nil:
		s.wrong(name, "%s is no link", written)
		return written
	case u.Scheme == "https" && leads || u.Scheme == "mailto" && leads:
		return written
	case u.Scheme != "" || u.Host != "" || strings.HasPrefix(u.Path, "/") || u.RawQuery != "":
		s.wrong(name, "%s is neither https nor a path of the repository", written)
		return written
	}
	target := name
	if u.Path != "" {
		target = path.Join(path.Dir(name), u.Path)
	}
	info, err := fs.Stat(s.src, target)
	if err != nil {
		s.wrong(name, "%s leads nowhere", written)
		return written
	}
	page := target
	if info.IsDir() {
		page = path.Join(target, "README.md")
		if _, err := fs.Stat(s.src, page); err == nil {
			target = page
		}
	}
	s.wants(target)
	d.to = append(d.to, page)
	if u.Fragment != "" {
		d.links = append(d.links, reference{page, u.Fragment, written})
		if u.Path == "" {
			return written
		}
	}
	to := url.URL{Path: relative(address(name), address(page)), Fragment: u.Fragment}
	return to.String()
}

// anchored looks whether the headings that are linked are there.
func (s *site) anchored() {
	for name, d := range s.docs {
		for _, l := range d.links {
			if to := s.docs[l.target]; to == nil || !to.ids[l.anchor] {
				s.wrong(name, "%s: there is no such heading", l.written)
			}
		}
	}
}

// unlinked looks for what nobody finds: pages and pictures that no page leads to.
func (s *site) unlinked() error {
	for _, pattern := range []string{"*.md", "docs/*", "docs/*/*", "examples/*/README.md"} {
		names, err := fs.Glob(s.src, pattern)
		if err != nil {
			return err
		}
		for _, name := range names {
			if info, err := fs.Stat(s.src, name); err != nil || info.IsDir() || path.Ext(name) == ".go" || strings.HasPrefix(path.Base(name), ".") {
				continue
			}
			if !s.seen[name] {
				s.wrong(name, "no page leads here")
			}
		}
	}
	return nil
}
