package spec

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

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

// diagnostics gives what was collected in the order of the files, with the
// instances of one fault folded into one diagnostic, and what was told twice
// told once.
func (f *faults) diagnostics() hcl.Diagnostics {
	type cause struct {
		severity hcl.DiagnosticSeverity
		summary  string
		subject  hcl.Range
		detail   string // only of what is not about an instance
	}
	var diags hcl.Diagnostics
	at := map[cause]int{} // index into diags and instances
	var instances [][]Address
	for _, x := range f.list {
		c := cause{severity: x.Severity, summary: x.Summary, subject: where(x.Diagnostic)}
		if x.instance == "" {
			c.detail = x.Detail
		}
		i, seen := at[c]
		if !seen {
			i = len(diags)
			at[c] = i
			diags, instances = append(diags, x.Diagnostic), append(instances, nil)
		}
		if x.instance != "" {
			instances[i] = append(instances[i], x.instance)
		}
	}
	for i, d := range diags {
		if len(instances[i]) > 0 {
			told := *d
			instances[i] = slices.Compact(instances[i])
			told.Detail += "\n\n" + concerning(instances[i])
			diags[i] = &told
		}
	}
	slices.SortStableFunc(diags, func(a, b *hcl.Diagnostic) int {
		x, y := where(a), where(b)
		return cmp.Or(cmp.Compare(x.Filename, y.Filename), cmp.Compare(x.Start.Byte, y.Start.Byte))
	})
	return few(diags)
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
		Detail:   fmt.Sprintf("There are %d more, which may be consequences of these.", len(diags)-maxTold),
	}
	return append(slices.Clone(diags[:maxTold]), last)
}

func where(d *hcl.Diagnostic) hcl.Range {
	if d.Subject == nil {
		return hcl.Range{}
	}
	return *d.Subject
}

func concerning(of []Address) string {
	if len(of) == 1 {
		return fmt.Sprintf("This is about %s.", of[0])
	}
	first := make([]string, 0, 3)
	for _, a := range of[:min(3, len(of))] {
		first = append(first, string(a))
	}
	list := strings.Join(first, ", ")
	if len(of) > len(first) {
		list += " and so on"
	}
	return fmt.Sprintf("This is about %d instances: %s.", len(of), list)
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
