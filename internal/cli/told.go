package cli

import (
	"github.com/hashicorp/hcl/v2"

	"wikiform/internal/number"
)

// finding is what a diagnostic says, and where.
type finding struct {
	severity        hcl.DiagnosticSeverity
	summary, detail string
	at              hcl.Range
}

// untold are those diagnostics that were not told before, where one manifest is read several
// times. Of errors it says that they are so again.
func (a *app) untold(diags hcl.Diagnostics) hcl.Diagnostics {
	if a.told == nil {
		return diags
	}
	var fresh hcl.Diagnostics
	again := 0
	for _, d := range diags {
		f := finding{severity: d.Severity, summary: d.Summary, detail: d.Detail}
		if d.Subject != nil {
			f.at = *d.Subject
		}
		switch {
		case !a.told[f]:
			a.told[f] = true
			fresh = append(fresh, d)
		case d.Severity == hcl.DiagError:
			again++
		}
	}
	if again > 0 {
		a.note("What is wrong for this wiki was told above: %s.", number.Of(again, "error"))
	}
	return fresh
}
