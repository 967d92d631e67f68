package source

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"wikiform/internal/number"
	"wikiform/spec"
)

// examples is how many of many equal problems are told one by one.
const examples = 3

// problems collects what is wrong with the sources of files. One mistake in a
// block with for_each is one mistake, whatever number of files it breaks.
type problems struct {
	order []kind
	found map[kind][]problem
}

type kind struct {
	at      hcl.Range
	summary string
}

type problem struct {
	address spec.Address
	fault   *fault
}

func (p *problems) add(f spec.File, err error) {
	if p.found == nil {
		p.found = map[kind][]problem{}
	}
	fault, ok := errors.AsType[*fault](err)
	if !ok {
		fault = cannotRead(f.Source.Path, err)
	}
	k := kind{f.Where().Source, fault.summary}
	if p.found[k] == nil {
		p.order = append(p.order, k)
	}
	p.found[k] = append(p.found[k], problem{f.Address, fault})
}

// diagnostics tells all problems, in the order in which they were added.
func (p *problems) diagnostics(severity hcl.DiagnosticSeverity) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, k := range p.order {
		diags = append(diags, &hcl.Diagnostic{
			Severity: severity,
			Summary:  k.summary,
			Detail:   detail(p.found[k]),
			Subject:  k.at.Ptr(),
		})
	}
	return diags
}

func detail(ps []problem) string {
	if len(ps) == 1 {
		return ps[0].String()
	}
	var b strings.Builder
	fmt.Fprintf(&b, "This is about %s instances:", number.Grouped(len(ps)))
	for _, p := range ps[:min(examples, len(ps))] {
		b.WriteString("\n  " + p.String())
	}
	if n := len(ps) - examples; n > 0 {
		fmt.Fprintf(&b, "\n  and %s more.", number.Grouped(n))
	}
	return b.String()
}

func (p problem) String() string {
	s := fmt.Sprintf("%s: %s.", p.address, p.fault.text)
	if hint := p.fault.hint(); hint != "" {
		s += " " + hint
	}
	return s
}
