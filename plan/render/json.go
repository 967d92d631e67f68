package render

import (
	"io"

	"wikiform/plan"
)

// FormatJSON is the saved plan itself, which apply takes.
const FormatJSON Format = "json"

// JSON writes the plan as plan.Write does; the style does not concern it.
func JSON(w io.Writer, p *plan.Plan, _ Style) error { return plan.Write(w, p) }
