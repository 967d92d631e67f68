package cli

import (
	"fmt"
	"path/filepath"

	"wikiform/plan"
	"wikiform/provider"
)

// apartFromSources refuses a directory for contact sheets that has sources of the plan in
// it, or below it: a pattern that finds those may find the sheets, and the next plan would
// upload them. One outside the root holds nothing that a manifest finds.
func (j *job) apartFromSources(p *plan.Plan, name string) error {
	dir, err := j.place.Real(j.path(name))
	if err != nil {
		return err
	}
	below, err := filepath.Rel(j.root.Name(), dir)
	if err != nil || !filepath.IsLocal(below) {
		return nil
	}
	for c := range p.All() {
		file := c.Claim.Source().Path
		if file == "" {
			continue
		}
		if in, err := filepath.Rel(below, filepath.FromSlash(file)); err != nil || !filepath.IsLocal(in) {
			continue
		}
		return hinted{
			fmt.Errorf("%s has sources, such as %s of %s (%s), so no contact sheet is drawn there: a pattern that finds these may find the sheets, too, and the next plan would upload them",
				provider.Visible(name), provider.Visible(file), c.Claim.Address, c.Claim.At),
			"Name a directory without sources, or one outside of what the manifest reads; if these are contact sheets of an earlier plan, delete them.",
		}
	}
	return nil
}
