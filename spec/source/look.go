package source

import (
	"github.com/hashicorp/hcl/v2"

	"wikiform/spec"
)

// Look tells, as warnings, which sources give no content as far as that can be
// seen without opening any: those that are missing, empty or no files.
func (t *Tree) Look(files []spec.File) hcl.Diagnostics {
	g := t.glance()
	defer g.close()
	var bad problems
	for _, f := range files {
		if f.Source.Path == "" {
			continue
		}
		if _, _, err := g.stat(f.Source.Path); err != nil {
			bad.add(f, err)
		}
	}
	return bad.diagnostics(hcl.DiagWarning)
}
