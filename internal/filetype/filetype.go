package filetype

import (
	"bytes"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

// Type is a MIME type without parameters; "" is that of a content that was not
// looked at.
type Type string

// The types that more is known of than their name.
const (
	Unknown     Type = "application/octet-stream" // nothing that is known begins so
	Text        Type = "text/plain"
	XML         Type = "text/xml"
	Markup      Type = "application/xml" // XML of which the head does not tell what
	HTML        Type = "text/html"
	PHP         Type = "text/x-php"
	SVG         Type = "image/svg+xml"
	AppleDouble Type = "multipart/appledouble" // what macOS keeps beside a file, as "._" and its name
)

// HeadSize is how many bytes are enough to tell a type. A drawing may begin with
// long remarks.
const HeadSize = 64 << 10

// ours are the heads by which a wiki knows a type and the library does not, or only
// where it does not find a mark of another one further on.
var ours = []struct {
	head string
	is   Type
}{
	{"\x00\x05\x16\x07", AppleDouble},
	{"\x89PNG\r\n\x1a\n", "image/png"},
	{"\xff\xd8\xff", "image/jpeg"},
	{"II*\x00", "image/tiff"},
	{"MM\x00*", "image/tiff"},
	{"II+\x00", "image/tiff"}, // BigTIFF
	{"MM\x00+", "image/tiff"},
	{"GIF", "image/gif"}, // three letters are enough for PHP
	{"%PDF", "application/pdf"},
	{"AT&TFORM", "image/vnd.djvu"},
	{"8BPS", "image/vnd.adobe.photoshop"},
	{"gimp xcf", "image/x-xcf"},
}

// Of is the type of a content that begins with head.
func Of(head []byte) Type {
	head = head[:min(len(head), HeadSize)]
	for _, m := range ours {
		if bytes.HasPrefix(head, []byte(m.head)) {
			return m.is
		}
	}
	found := mimetype.Detect(head)
	t := bare(found.String())
	if t == PHP || t != Unknown && !isText(found) {
		return t
	}
	switch root, complete := rootOf(head); {
	case !complete:
		return Markup
	case root == "svg":
		return SVG
	case slices.Contains(page, root):
		return HTML
	case t == HTML: // the library takes any remark for a page
		return Text
	}
	return t
}

// page are the elements with which a page begins that no wiki takes for a text.
var page = []string{"html", "head", "body", "script"}

// IsText reports whether a content of the type is text.
func (t Type) IsText() bool {
	m := mimetype.Lookup(string(t))
	return m != nil && isText(m)
}

func isText(m *mimetype.MIME) bool {
	for ; m != nil; m = m.Parent() {
		if m.Is(string(Text)) {
			return true
		}
	}
	return false
}

// bare is a MIME type without its parameters.
func bare(mime string) Type {
	mime, _, _ = strings.Cut(mime, ";")
	return Type(strings.TrimSpace(mime))
}

// Known reports whether t is a type that Of gives: what is read from a cache may be
// anything.
func (t Type) Known() bool {
	return t == AppleDouble || t == Markup || t != "" && t == Canonical(string(t))
}

// Canonical is the type that somebody else may call by another name; "" when nothing
// is known of it.
func Canonical(mime string) Type {
	m := mimetype.Lookup(mime)
	if m == nil {
		return ""
	}
	return bare(m.String())
}

// Extension is the usual extension of a type, without a dot; "" when there is none.
func (t Type) Extension() string {
	if fit := t.Fit(); len(fit) > 0 {
		return fit[0]
	}
	m := mimetype.Lookup(string(t))
	if m == nil || t == Unknown {
		return ""
	}
	return strings.TrimPrefix(m.Extension(), ".")
}
