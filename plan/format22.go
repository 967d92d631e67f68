package plan

import "slices"

// format22 is the format that knew no merges: a text was what the manifest says.
const format22 = "2.2"

// since reports whether a format is that one or a later one; "" is the present one.
func since(format, first string) bool {
	return format == "" || slices.Index(formats, format) >= slices.Index(formats, first)
}

// asIn22 takes from m what format 2.2 had not, so that a plan of that format which has
// it all the same is refused.
func (m *resourceChange) asIn22() {
	m.asIn23()
	m.Merge = nil
	for i := range m.Steps {
		m.Steps[i].How = HowExact
	}
}
