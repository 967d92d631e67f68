package cli

import (
	"github.com/hashicorp/hcl/v2"

	"wikiform/spec/source"
)

// actable refuses a manifest that asks for what no plan can act on yet: half of
// what somebody wrote is not what they want.
func (s *session) actable() error {
	if s.manifest.Unbuilt.HasErrors() {
		return faulty{s.manifest.Unbuilt, s.manifest.Parsed}
	}
	return nil
}

// checked ends a plan whose manifest breaks its own rules, after what they say
// was shown.
func (s *session) checked() error {
	if !s.manifest.Failed.HasErrors() {
		return nil
	}
	s.app.diagnose(s.manifest.Failed, s.manifest.Parsed)
	return outcome(exitCheck)
}

// findings are all diagnostics that need no wiki: those of the manifest, checks
// that do not hold, and, as warnings, what plan and apply would refuse or a wiki
// may. No source is opened.
func (s *session) findings() (hcl.Diagnostics, error) {
	diags := s.read()
	if diags.HasErrors() {
		return diags, nil
	}
	tree, err := source.OpenTree(s.ws.root)
	if err != nil {
		return nil, err
	}
	diags = append(diags, tree.Look(s.manifest.Files)...)
	diags = append(diags, s.manifest.Failed...)
	diags = append(diags, s.manifest.Doubtful...)
	for _, d := range s.manifest.Unbuilt {
		warning := *d
		warning.Severity = hcl.DiagWarning
		diags = append(diags, &warning)
	}
	return diags, nil
}
