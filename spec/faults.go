package spec

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
)

// faults collects everything wrong with a manifest. Ten thousand instances of
// one block can have the same fault ten thousand times; a person wants it once.
type faults struct {
	list   []fault
	errors bool
}

type fault struct {
	*hcl.Diagnostic
	instance Address // "" when the fault is not that of one instance of a block
}

func (f *faults) add(diags ...*hcl.Diagnostic) { f.addTo("", diags...) }

// addTo adds diagnostics about one instance of a block with for_each.
func (f *faults) addTo(instance Address, diags ...*hcl.Diagnostic) {
	for _, d := range diags {
		f.list = append(f.list, fault{d, instance})
		f.errors = f.errors || d.Severity == hcl.DiagError
	}
}

// diagnostics gives what was collected in the order of the files, folded.
func (f *faults) diagnostics() hcl.Diagnostics {
	return few(inOrder(toldOnce(f.list)))
}

// inOrder sorts diagnostics by where they are.
func inOrder(diags hcl.Diagnostics) hcl.Diagnostics {
	slices.SortStableFunc(diags, func(a, b *hcl.Diagnostic) int {
		x, y := where(a), where(b)
		return cmp.Or(cmp.Compare(x.Filename, y.Filename), cmp.Compare(x.Start.Byte, y.Start.Byte))
	})
	return diags
}

// maxTold is how many diagnostics are told; nobody reads more, and each excerpt
// costs a walk through its file.
const maxTold = 200

// few leaves out what is too much, warnings first.
func few(diags hcl.Diagnostics) hcl.Diagnostics {
	if len(diags) <= maxTold {
		return diags
	}
	slices.SortStableFunc(diags, func(a, b *hcl.Diagnostic) int { return cmp.Compare(a.Severity, b.Severity) })
	last := &hcl.Diagnostic{
		Severity: diags[maxTold].Severity,
		Summary:  "Too many mistakes to tell",
		Detail:   fmt.Sprintf("There are %s more, which may be consequences of these.", grouped(len(diags)-maxTold)),
	}
	return append(slices.Clone(diags[:maxTold]), last)
}

func where(d *hcl.Diagnostic) hcl.Range {
	if d.Subject == nil {
		return hcl.Range{}
	}
	return *d.Subject
}

// problem is an error at subject, with context around it.
func problem(subject, context hcl.Range, summary, format string, a ...any) *hcl.Diagnostic {
	return &hcl.Diagnostic{
		Severity: hcl.DiagError,
		Summary:  summary,
		Detail:   fmt.Sprintf(format, a...),
		Subject:  &subject,
		Context:  &context,
	}
}

// fileAndLine says where something is, for the middle of a sentence.
func fileAndLine(r hcl.Range) string { return fmt.Sprintf("%s:%d", r.Filename, r.Start.Line) }
