package table

import (
	"errors"
	"fmt"
	"strings"

	"wikiform/internal/number"
)

// What a document may have. It is looked at before anything is made of it: a parser would
// hold all attributes of an element before it hands them over.
const (
	mostDepth      = 100
	mostElements   = 1_000_000
	mostAttributes = 256 // of one element
)

// scanXML refuses what is beyond the bounds, and every declaration of a document type: in
// one stand the entities that grow when they are put in, and those that are read from
// elsewhere. What is no XML is left for the parser to refuse.
func scanXML(text string) error {
	elements, depth := 0, 0
	for rest := text; ; {
		at := strings.IndexByte(rest, '<')
		if at < 0 {
			return nil
		}
		rest = rest[at:]
		switch {
		case strings.HasPrefix(rest, "<!--"):
			rest = behind(rest[len("<!--"):], "-->")
		case strings.HasPrefix(rest, "<![CDATA["):
			rest = behind(rest, "]]>")
		case strings.HasPrefix(rest, "<?"):
			rest = behind(rest, "?>")
		case strings.HasPrefix(rest, "<!"):
			return errors.New("declares a document type (<!DOCTYPE …>), which is not read: take the declaration out")
		case strings.HasPrefix(rest, "</"):
			depth--
			rest = rest[len("</"):]
		default:
			attributes, empty, after := scanTag(rest)
			if rest = after; !empty {
				depth++
			}
			elements++
			switch {
			case attributes > mostAttributes:
				return fmt.Errorf("has an element with more than %d attributes", mostAttributes)
			case depth > mostDepth:
				return fmt.Errorf("has elements in more than %d levels", mostDepth)
			case elements > mostElements:
				return fmt.Errorf("has more than %s elements", number.Grouped(mostElements))
			}
		}
	}
}

// scanTag counts the attributes of a tag, and goes behind it.
func scanTag(text string) (attributes int, empty bool, rest string) {
	quote := byte(0)
	for i := range len(text) {
		switch c := text[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"', c == '\'':
			quote = c
		case c == '=':
			attributes++
		case c == '>':
			return attributes, text[i-1] == '/', text[i+1:]
		}
	}
	return attributes, false, ""
}

// behind is what stands behind a mark; nothing where there is none.
func behind(text, mark string) string {
	_, rest, _ := strings.Cut(text, mark)
	return rest
}
