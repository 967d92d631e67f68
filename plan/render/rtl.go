package render

import (
	"strings"
	"unicode"

	"wikiform/plan"
)

// rightToLeft reports whether s has letters of a script that is written from
// right to left. A terminal may reorder such a line, so that nothing can be said
// about it by what stands in the line below.
func rightToLeft(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return r >= 0x590 && unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Samaritan, unicode.Mandaic, unicode.Adlam)
	})
}

// bracketed marks the changed words within the line, as git diff does it:
// [-old-] and {+new+}.
func (r row) bracketed(word *ink, op plan.Op) row {
	before, after := "{+", "+}"
	if op == plan.Remove {
		before, after = "[-", "-]"
	}
	var out row
	for _, p := range r {
		if p.ink != nil && p.ink == word {
			p.text = before + p.text + after
		}
		out = append(out, p)
	}
	return out
}
