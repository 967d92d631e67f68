package render

import (
	"fmt"

	"wikiform/internal/number"
	"wikiform/plan"
)

// placesShown is how many places are shown of which nothing can be made.
const placesShown = 5

// merging shows what others wrote, as far as the difference of the page does not: what
// contradicts ours, and what stays in place of it.
func (o *printer) merging(m *merging) {
	if m == nil {
		return
	}
	for i, c := range m.clashes {
		if i == placesShown && !o.full {
			o.aside("… and " + number.Of(len(m.clashes)-i, "more place") + " (-full shows all)")
			break
		}
		o.value("conflict", "at line "+number.Grouped(c.line)+" of the page")
		o.side("the manifest", c.became(c.ours))
		o.side("the page", c.became(c.theirs))
	}
	if m.theirs != nil {
		o.label("by others")
		o.hunks(m.theirs.hunks(), true)
	}
}

// side shows what one side made of the lines that the manifest said last.
func (o *printer) side(who string, made []plan.Hunk) {
	o.aside("in " + who)
	if len(made) == 0 {
		o.aside("… as before")
	}
	o.hunks(made, false)
}

func (o *printer) label(text string) {
	o.print(row{{fmt.Sprintf("%*s%s", labelAt, "", text), o.dim}})
}
