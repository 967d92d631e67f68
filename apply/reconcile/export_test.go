package reconcile

import (
	"wikiform/plan"
	"wikiform/spec"
)

// Files are the files as plans see them first.
func (p *Project) Files() []spec.File { return p.files }

// Facts are what is known before a wiki is asked about files.
func (p *Project) Facts(t Target) plan.Facts { return p.facts(t, false) }
