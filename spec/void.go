package spec

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
)

// A block that stands for no file is mostly a mistake in what for_each is made
// from: a pattern in the wrong case, a table that was saved without its rows. It
// can be meant, so it is a warning, which says what was looked for in vain.

// void notes a sentence about what a function did not find.
func (m *meter) void(said string) {
	const most = 1000 // of one manifest
	if len(m.voids) < most {
		m.voids = append(m.voids, said)
	}
}

// nothing notes a sentence about a document or table in which there is nothing. It is a
// remark of every plan, unless a warning says it.
func (m *meter) nothing(said string) {
	m.void(said)
	m.remark(said)
}

// warned takes out of the remarks what a warning says.
func (m *meter) warned(said string) {
	m.remarks = slices.DeleteFunc(m.remarks, func(r string) bool { return r == said })
}

// remark notes a sentence about how something was read, once.
func (m *meter) remark(said string) {
	const most = 100 // of one manifest
	if len(m.remarks) < most && !slices.Contains(m.remarks, said) {
		m.remarks = append(m.remarks, said)
	}
}

// voidsOf gives what was not found for an expression, itself and the local
// values that it refers to; own is what was noted since it is evaluated.
func (ev *evaluator) voidsOf(x *expr, own []string) []string {
	all := slices.Clone(own)
	for _, ref := range x.refs {
		if name, ok := step(ref, 1); ok && ref.RootName() == "local" {
			all = append(all, ev.voidsByLocal[name]...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// noFiles warns of a file block whose for_each is empty.
func (l *loader) noFiles(b *block, each *attr, ctx *hcl.EvalContext, voids []string) {
	why := ""
	for _, said := range voids[:min(len(voids), 3)] {
		why += " " + said
		l.eval.warned(said)
	}
	d := problem(each.at, each.whole, "Block without files", "for_each has no elements, so file.%s stands for no file.%s", b.name, why)
	d.Severity, d.Expression, d.EvalContext = hcl.DiagWarning, each.expr, ctx
	l.faults.add(d)
}

// noFile warns of a manifest that says nothing of any file.
func (l *loader) noFile() {
	if l.faults.errors {
		return // it may only be misspelt
	}
	for _, kind := range []string{"file", "moved", "redirect", "absent", "prune"} {
		if len(l.blocks.of(kind)) > 0 {
			return
		}
	}
	at := hcl.Range{Start: hcl.InitialPos, End: hcl.InitialPos}
	if len(l.sources) > 0 {
		at.Filename = l.sources[0]
	}
	d := problem(at, at, "Manifest without files", "No file block is declared, so there is nothing to plan.")
	d.Severity = hcl.DiagWarning
	l.faults.add(d)
}
