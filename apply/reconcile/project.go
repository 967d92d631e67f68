package reconcile

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"wikiform/plan"
	"wikiform/spec"
	"wikiform/spec/source"
)

// Project is what one directory says about wikis. It does not change, and is safe
// for concurrent use if its sources are.
type Project struct {
	manifest *spec.Manifest
	files    []spec.File // of the manifest, with the pins of the lock file
	lock     *source.Lock
	parsed   map[string]*hcl.File
	sources  Sources
	fsys     fs.FS
	dir      string      // of the manifest, in fsys
	inputs   spec.Inputs // with the version of wikiform
}

// Open reads the manifest and the lock file of a directory of fsys, in which
// nothing above can be read. Sources may be nil for a project of which no plan is
// made.
//
// The project is never nil; when the diagnostics have errors it is good for
// showing excerpts and for nothing else.
//
// It is for the wiki that the inputs choose, where the manifest depends on that; see
// [spec.Load] for what it is where they choose none.
func Open(fsys fs.FS, dir string, in spec.Inputs, from Sources) (*Project, hcl.Diagnostics) {
	return OpenEach(fsys, dir, in, from, nil)
}

// OpenEach is [Open], which gives look each manifest that was read without errors, unless it
// is nil: one, or where no wiki is chosen and the manifest depends on the wiki, that for each
// of them. What look finds is told with the rest.
func OpenEach(fsys fs.FS, dir string, in spec.Inputs, from Sources, look func(*spec.Manifest) hcl.Diagnostics) (*Project, hcl.Diagnostics) {
	manifest, diags := spec.LoadEach(fsys, dir, in, look)
	lock, more := source.ReadLock(fsys, dir)
	diags = append(diags, more...)
	parsed := maps.Clone(manifest.Parsed)
	maps.Copy(parsed, lock.Parsed)
	return &Project{
		manifest: manifest, files: lock.Pinned(manifest.Files), lock: lock,
		parsed: parsed, sources: from, fsys: fsys, dir: dir, inputs: in,
	}, diags
}

// OtherProjectError is a project that says what one wiki shall have, held against another.
type OtherProjectError struct {
	For    string // the wiki that it was opened for
	Target Target
}

func (e *OtherProjectError) Error() string {
	return fmt.Sprintf("the manifest was read for the wiki %q, on which it depends, and this is the %s", e.For, Where(e.Target.Declared))
}

// isFor holds a target against the wiki that the project was opened for.
func (p *Project) isFor(t Target) error {
	if m := p.manifest; m.For != "" && m.For != NameOf(t.Declared) {
		return &OtherProjectError{m.For, t}
	}
	return nil
}

// Manifest is what was read, without what the lock file says. It is not to be
// changed.
func (p *Project) Manifest() *spec.Manifest { return p.manifest }

// Lock is a copy of the lock file.
func (p *Project) Lock() *source.Lock { return p.lock.Clone() }

// Parsed are the files that were read by their names, for excerpts in diagnostics.
func (p *Project) Parsed() map[string]*hcl.File { return p.parsed }

// Checked tells which of its own rules the manifest breaks, which keeps a plan from
// being carried out: those about the manifest, and those about such a plan. A plan that
// takes back what a run did writes nothing that the manifest says, so that only the latter
// count. It is nil, or diagnostics.
func (p *Project) Checked(made *plan.Plan) error {
	n, failed := made.Counts(), p.manifest.Failed
	if made.TakesBack() {
		failed = nil
	}
	return asError(slices.Concat(failed, p.manifest.FailedBy(spec.PlanNumbers{
		Add: n.Add, Change: n.Change, Destroy: n.Destroy, Move: n.Move, Blocked: n.Blocked, Unknown: n.Unknown, Held: n.Held, ReplacesOthers: n.Others,
	})))
}

// asError is nil unless there is an error among the diagnostics.
func asError(diags hcl.Diagnostics) error {
	if diags.HasErrors() {
		return diags
	}
	return nil
}
