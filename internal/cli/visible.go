package cli

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"

	"wikiform/provider"
	"wikiform/spec"
)

// visibleRange is a place in a file whose name may be shown.
func visibleRange(r *hcl.Range) *hcl.Range {
	if r == nil {
		return nil
	}
	shown := *r
	shown.Filename = provider.VisibleText(r.Filename)
	return &shown
}

// explained is the detail of a diagnostic with the values that it is about.
func explained(d *hcl.Diagnostic) string {
	detail := d.Detail
	for i, v := range spec.InvolvedIn(d) {
		if i == 0 {
			detail += "\n"
		}
		// A line that begins with a blank is not wrapped.
		detail += fmt.Sprintf("\n  %s %s", v.Name, v.Is)
	}
	return detail
}
