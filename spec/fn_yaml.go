package spec

import (
	"errors"
	"regexp"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// maxDirectives is how many lines may begin with a per cent sign, each of which
// is compared with all before it.
const maxDirectives = 100

// yamlFits bounds all ways in which a short YAML text can become a large value
// or a deep one, or takes long to read.
func yamlFits(m *meter, args []cty.Value, _ size) error {
	text := unmarkedText(args[0].AsString())
	s := shapeOfYAML(text)
	if err := s.fits(); err != nil {
		return err
	}
	if strings.Count(text, "\n%") > maxDirectives {
		return errors.New("the text has too many directives")
	}
	m.spend(s.elements*dataWork + len(text)*(10+s.depth)*levelWork)
	return aliasesFit(text)
}

// breaks are what YAML ends a line with, beside \n.
var breaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// shapeOfYAML looks at brackets, and at dashes in a row, wherever they are: in a
// text they count as well. Indentation needs no bound, since each level costs a
// longer line.
func shapeOfYAML(text string) dataShape {
	var s dataShape
	level, digits := 0, 0
	for line := range strings.Lines(breaks.Replace(text)) {
		s.elements++
		dashes := strings.Count(line, "- ") + strings.Count(line, "? ")
		for _, c := range []byte(line) {
			if digits++; (c < '0' || c > '9') && c != '_' && c != '.' {
				digits = 0
			}
			s.digits = max(s.digits, digits)
			switch c {
			case '[', '{':
				level++
				s.elements++
			case ']', '}':
				level = max(0, level-1)
			case ',':
				s.elements++
			}
			s.depth = max(s.depth, level+dashes)
		}
	}
	return s
}

var yamlToken = regexp.MustCompile(`(?:^|[\s\[{,:-])([&*][^\s,\[\]{}]+)|[\n\r\x{85}\x{2028}\x{2029},]`)

// aliasesFit adds up what *aliases repeat of what &anchors name, which grows by
// a power where anchors hold aliases. Where an anchor's content ends is not
// parsed: it ends before its first alias, so it is taken to reach that far.
func aliasesFit(text string) error {
	if !strings.Contains(text, "*") {
		return nil
	}
	var total size
	begin, repeated := map[string]size{}, map[string]size{}
	last := 0
	for _, m := range yamlToken.FindAllStringSubmatchIndex(text, -1) {
		total.elements++
		total.bytes += m[1] - last
		last = m[1]
		if m[2] < 0 {
			continue
		}
		name := text[m[2]+1 : m[3]]
		if text[m[2]] == '&' {
			begin[name] = total
			delete(repeated, name)
			continue
		}
		from, known := begin[name]
		if !known {
			continue
		}
		again, seen := repeated[name]
		if !seen {
			again = size{elements: total.elements - from.elements, bytes: total.bytes - from.bytes}
			repeated[name] = again
		}
		total.elements += again.elements
		total.bytes += again.bytes
		if total.elements > maxElements || total.bytes > maxText {
			return tooMany(maxElements + 1)
		}
	}
	return nil
}
