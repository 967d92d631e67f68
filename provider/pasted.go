package provider

import (
	"net/url"
	"regexp"
	"strings"
)

// What people paste where a title is wanted has the title in it.

var (
	// address begins an address on the web, with or without its scheme.
	address = regexp.MustCompile(`(?i)^(?:https?://|//[^/]+/)`)
	// link is a link or a picture in wikitext.
	link = regexp.MustCompile(`^\[\[:?([^\[\]|]*)(?:\|.*)?\]\]$`)
)

// pasted gives what is wrong with a text that was copied from elsewhere, and the name
// of a file in it, "" for none. ok is false for every other text.
func pasted(s string) (reason, name string, ok bool) {
	s = strings.TrimSpace(s)
	if m := link.FindStringSubmatch(s); m != nil {
		return "is a link in wikitext, and a title is the name alone", m[1][strings.LastIndexByte(m[1], ':')+1:], true
	}
	if !address.MatchString(s) {
		return "", "", false
	}
	const why = "is an address, and a title is the name alone"
	u, err := url.Parse(s)
	if err != nil {
		return why, "", true
	}
	name = u.Path
	if title := u.Query().Get("title"); title != "" {
		name = title
	}
	if strings.Contains(name, "/thumb/") {
		name = name[:strings.LastIndexByte(name, '/')] // behind which comes the name of one size
	}
	name = name[strings.LastIndexByte(name, '/')+1:]
	if inView := strings.Index(u.Fragment, "/media/"); inView >= 0 { // the viewer of pictures
		name = u.Fragment[inView+len("/media/"):]
	}
	return why, name[strings.LastIndexByte(name, ':')+1:], true // without a namespace, in whatever language
}
