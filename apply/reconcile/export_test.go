package reconcile

import "wikiform/spec"

// Files are the files as plans see them first.
func (p *Project) Files() []spec.File { return p.files }
