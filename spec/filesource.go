package spec

import (
	"bytes"
	"errors"
	"net/url"
	"path"
	"strings"

	"wikiform/internal/weburl"
	"wikiform/provider"
)

// source gives where the content of a file comes from: exactly one of a path
// and a URL.
func (a *args) source() Source {
	switch {
	case a.has("source") && a.has("url"):
		a.fault("url", "Two sources", "A file has either a source, which is a path, or a url. Remove one of them.")
		return Source{}
	case a.has("url"):
		return Source{URL: a.url(), Pin: a.pin()}
	case !a.has("source") && a.unclear:
		return Source{} // told already
	case !a.has("source"):
		a.fault("", "No source", "A file block says where the content comes from: source = \"PATH\" or url = \"https://…\".")
		return Source{}
	}
	for _, name := range []string{"sha1", "via"} {
		if a.has(name) {
			a.fault(name, "Attribute of a URL", "%s says something about a url, and this file has a source. Remove %s.", name, name)
		}
	}
	return Source{Path: a.path()}
}

// path gives the source's place below the root.
func (a *args) path() string {
	text, ok := a.text("source")
	if !ok {
		return ""
	}
	full, err := resolve(a.dir, text)
	switch {
	case strings.Contains(text, "://"):
		a.fault("source", "Invalid source", "A source is a path. For an address on the web, write url = %q instead.", text)
	case strings.ContainsAny(text, "\b\f\n\r\t") && bytes.ContainsRune(a.written("source"), '\\'):
		a.fault("source", "Invalid source", "%q has a sign in it that no name of a file has: in quotes \\ begins an escape, such as \\n for the end of a line. %s", text, slashes)
	case err == nil && full == path.Clean(a.dir), strings.HasSuffix(text, "/"):
		if bytes.Contains(a.written("source"), []byte("${")) {
			a.fault("source", "Invalid source", "%q is a directory: what comes behind it is empty. %s", text, emptyCell)
			return ""
		}
		a.fault("source", "Invalid source", "%q is a directory. For the files in it, use for_each = fileset(%q, \"*\").", text, text)
	case err == nil:
		return full
	case errors.Is(err, errOutside):
		a.fault("source", "Source outside the manifest's directory",
			"%q leads out of the directory below which this manifest may read. Move the file there, write a path relative to the manifest, "+
				"or name a directory that holds both with -root=DIR.", text)
	default:
		a.fault("source", "Invalid source", "%q: %s.", text, err)
	}
	return ""
}

// written is the expression of an attribute as the manifest has it.
func (a *args) written(name string) []byte {
	at, src := a.at(name), a.textOf(a.at(name).Filename)
	if at.Start.Byte > at.End.Byte || at.End.Byte > len(src) {
		return nil
	}
	return src[at.Start.Byte:at.End.Byte]
}

func (a *args) url() string {
	text, ok := a.text("url")
	if !ok {
		return ""
	}
	if reason := BadURL(text); reason != "" {
		a.faultInURL("url", "Invalid URL", text, reason)
		return ""
	}
	return text
}

// faultInURL is fault for an address that may have a password in it.
func (a *args) faultInURL(name, summary, text, reason string) {
	shown := weburl.Shown(text)
	if shown != text {
		a.hide(a.at(name))
		at := a.at(name)
		a.failed = true
		a.faults.addTo(a.of, problem(at, at, summary, "%q %s.", shown, reason))
		return
	}
	a.fault(name, summary, "%q %s.", text, reason)
}

// BadURL is a clause that says why a text is no address to fetch from, "" where it is one.
func BadURL(text string) string {
	u, err := weburl.Parse(text)
	switch {
	case strings.TrimSpace(text) != text:
		return "has blanks around it"
	case lacksScheme(text):
		return "does not begin with https:// or http://; put https:// before it"
	case err != nil:
		return err.Error()
	case u.Scheme != "http" && u.Scheme != "https":
		return "does not begin with https:// or http://"
	case u.Hostname() == "":
		return "names no host"
	case u.User != nil:
		return "has a user name in it, which would be public. Use an address that needs none, or fetch the file yourself and name its path"
	case strings.ContainsAny(text, " \t\n"):
		return "has a blank in it; write %20"
	case strings.Contains(text, "#"):
		return "has a # in it, and what follows is not sent; write %23 if it is part of the name"
	}
	return ""
}

// lacksScheme reports whether a text is an address but for its scheme: it begins with
// the name of a host that has a dot in it, and a path.
func lacksScheme(text string) bool {
	host, _, path := strings.Cut(strings.TrimPrefix(text, "//"), "/")
	_, err := weburl.Parse("https://" + host)
	return path && err == nil && strings.Contains(host, ".") && !strings.ContainsAny(text, "@") && !strings.HasSuffix(host, ":")
}

// nameOfURL is the decoded last segment of a URL's path.
func nameOfURL(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	name, err := url.PathUnescape(u.EscapedPath()[strings.LastIndexByte(u.EscapedPath(), '/')+1:])
	if err != nil {
		return ""
	}
	return name
}

func (a *args) pin() provider.SHA1 {
	text, ok := a.text("sha1")
	if !ok {
		return provider.SHA1{}
	}
	sum, err := provider.ParseSHA1(text)
	if err == nil && !sum.Known() {
		err = errors.New("this one is all zeros, which stands for none")
	}
	if err != nil {
		a.fault("sha1", "Invalid SHA-1", "%s. sha1sum FILE prints it.", upperFirst(err.Error()))
	}
	return sum
}
