package spec

import (
	"fmt"

	"github.com/zclconf/go-cty/cty"
)

// maxDataDepth is how many levels a JSON or YAML text may have that is data.
// What reading one costs is the product of its length and its depth, since each
// level is read again by the one around it.
const (
	maxDataDepth = 1000
	levelWork    = 20 // one byte on one level
)

func jsonFits(m *meter, args []cty.Value, _ size) error {
	text := unmarkedText(args[0].AsString())
	s := shapeOfJSON(text)
	if err := s.fits(); err != nil {
		return err
	}
	m.spend(s.elements*dataWork + len(text)*(1+s.depth)*levelWork)
	return nil
}

// dataShape is what can be told of a text that is data before it is read.
type dataShape struct {
	depth    int // levels
	elements int // at most
	digits   int // of its longest number
}

func (s dataShape) fits() error {
	switch {
	case s.depth > maxDataDepth:
		return fmt.Errorf("the text is nested in more than %d levels", maxDataDepth)
	case s.digits > maxDigits:
		return fmt.Errorf("a number of %s digits", grouped(s.digits))
	}
	return tooMany(s.elements)
}

// shapeOfJSON looks at what is outside of JSON's strings.
func shapeOfJSON(text string) dataShape {
	var s dataShape
	for _, at := range outsideStrings(text) {
		s.digits, s.depth = max(s.digits, at.digits), max(s.depth, at.level)
		switch at.byte {
		case '{', '[', ',':
			s.elements++
		}
	}
	return s
}
