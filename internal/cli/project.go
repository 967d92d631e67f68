package cli

import (
	"errors"

	"github.com/hashicorp/hcl/v2"

	"wikiform/apply/reconcile"
	"wikiform/plan"
	"wikiform/spec"
)

// openProject reads what the directory of a workspace says. Warnings are printed;
// errors stop.
func (a *app) openProject(w *workspace, o *manifestOptions, from reconcile.Sources) (*reconcile.Project, error) {
	project, diags := reconcile.Open(w.root.FS(), w.dir, o.values(), from)
	return a.opened(project, diags)
}

// opened is openProject after the project was read.
func (a *app) opened(project *reconcile.Project, diags hcl.Diagnostics) (*reconcile.Project, error) {
	if diags.HasErrors() {
		return nil, faulty{diags, project.Parsed()}
	}
	a.diagnose(diags, project.Parsed())
	return project, nil
}

// ofProject makes of an error that a project gave one that is printed with
// excerpts, or as a wrong command line.
func ofProject(project *reconcile.Project, err error) error {
	if diags, ok := errors.AsType[hcl.Diagnostics](err); ok {
		return faulty{diags, project.Parsed()}
	}
	if _, ok := errors.AsType[*spec.PatternError](err); ok {
		return usageError{err}
	}
	if _, ok := errors.AsType[*spec.ListError](err); ok {
		return usageError{err}
	}
	return err
}

// checked ends a command whose manifest breaks its own rules, by itself or by its plan,
// after what they say was shown.
func (a *app) checked(project *reconcile.Project, p *plan.Plan) error {
	diags, failed := errors.AsType[hcl.Diagnostics](project.Checked(p))
	if !failed {
		return nil
	}
	a.diagnose(diags, project.Parsed())
	return outcome(exitCheck)
}
