package filetype

import (
	"bytes"
	"strings"
	"unicode/utf16"
)

// rootOf is the name of the element with which a text of XML or HTML begins, in small
// letters and without a namespace's prefix; "" when it begins with anything else. It is
// not complete when the head ends before that can be told.
func rootOf(head []byte) (name string, complete bool) {
	text := strings.TrimPrefix(decoded(head), "\ufeff")
	for {
		text = strings.TrimLeft(text, " \t\r\n")
		var end string
		switch {
		case strings.HasPrefix(text, "<?"):
			end = "?>"
		case strings.HasPrefix(text, "<!--"):
			end = "-->"
		case strings.HasPrefix(text, "<!"):
			return rootOfDoctype(text)
		case strings.HasPrefix(text, "<"):
			return nameAt(text[1:]), true
		default:
			return "", true
		}
		var found bool
		if _, text, found = strings.Cut(text, end); !found {
			return "", false
		}
	}
}

// rootOfDoctype is what a declaration of the document's type says of its root.
func rootOfDoctype(text string) (name string, complete bool) {
	fields := strings.FieldsFunc(text[:min(len(text), 200)], func(r rune) bool { return strings.ContainsRune(" \t\r\n>[", r) })
	if len(fields) < 2 || !strings.EqualFold(fields[0], "<!doctype") {
		return "", true
	}
	return local(fields[1]), true
}

func nameAt(text string) string {
	if end := strings.IndexAny(text, " \t\r\n/>"); end >= 0 {
		text = text[:end]
	}
	return local(text)
}

// local is a name without the prefix of its namespace.
func local(name string) string {
	if _, after, found := strings.Cut(name, ":"); found {
		name = after
	}
	return strings.ToLower(name)
}

// decoded is a text in UTF-8 that may be in UTF-16.
func decoded(head []byte) string {
	low := 0 // where the low byte of each unit is
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("<\x00")):
	case bytes.HasPrefix(head, []byte("\xfe\xff")), bytes.HasPrefix(head, []byte("\x00<")):
		low = 1
	default:
		return string(head)
	}
	units := make([]uint16, 0, len(head)/2)
	for i := 0; i+1 < len(head); i += 2 {
		units = append(units, uint16(head[i+low])|uint16(head[i+1-low])<<8)
	}
	return string(utf16.Decode(units))
}
