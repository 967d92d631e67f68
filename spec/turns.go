package spec

import (
	"fmt"
	"io/fs"
	"slices"

	"github.com/hashicorp/hcl/v2"
)

// A manifest whose values depend on the wiki is another one for each. Where none is chosen
// it is evaluated for all of them, one after the other; what is wrong for all is told once.

// LoadEach is [Load], which gives each manifest that it reads without errors to look, unless
// that is nil. What look finds is told with the rest.
func LoadEach(fsys fs.FS, dir string, in Inputs, look func(*Manifest) hcl.Diagnostics) (*Manifest, hcl.Diagnostics) {
	return loadEach(fsys, dir, in, look, maxWork)
}

// loadEach takes no further wiki once more than most was to do, as the meter counts it.
func loadEach(fsys fs.FS, dir string, in Inputs, look func(*Manifest) hcl.Diagnostics, most int) (*Manifest, hcl.Diagnostics) {
	l := loadOne(fsys, dir, in)
	first := round{l.m.For, l.looked(look)}
	if len(l.turns) == 0 {
		return l.m, first.diags
	}
	all, did := []round{first}, l.did()
	for i, name := range l.turns[1:] {
		if did > most {
			return l.m, append(together(all), &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Too large to evaluate",
				Detail: fmt.Sprintf("Where no wiki is chosen, this manifest is evaluated for each of them, and together that is too much to do. It was not looked at for %s. Choose one at a time with -wiki=NAME.", allOf(l.turns[i+1:]))})
		}
		in.Wiki = name
		next := loadOne(fsys, dir, in)
		all, did = append(all, round{name, next.looked(look)}), did+next.did()
		for file, parsed := range next.m.Parsed {
			if l.m.Parsed[file] == nil {
				l.m.Parsed[file] = parsed
			}
		}
	}
	return l.m, together(all)
}

// loadOne reads a manifest for one wiki.
func loadOne(fsys fs.FS, dir string, in Inputs) *loader {
	l := newLoader(fsys, dir, in)
	l.frugal = true
	l.guarded((*loader).load)
	l.noFile()
	l.letGo()
	l.m.Remarks = slices.Sorted(slices.Values(l.eval.remarks))
	l.m.Failed, l.m.Doubtful = l.failed.diagnostics(), l.doubtful.diagnostics()
	return l
}

// looked is what is wrong with the manifest, with what look finds.
func (l *loader) looked(look func(*Manifest) hcl.Diagnostics) hcl.Diagnostics {
	diags := l.faults.diagnostics()
	if look == nil || diags.HasErrors() {
		return diags
	}
	return append(diags, look(l.m)...)
}

// did is what there was to do, parsing included.
func (l *loader) did() int {
	const word = 2_000
	return l.eval.work + word*l.files.words
}

// round is what is wrong with the manifest for one wiki.
type round struct {
	wiki  string
	diags hcl.Diagnostics
}

// together tells what is wrong for all wikis once, and of all else for which it is so.
func together(rounds []round) hcl.Diagnostics {
	type fault struct {
		severity        hcl.DiagnosticSeverity
		summary, detail string
		at              hcl.Range
	}
	type told struct {
		*hcl.Diagnostic
		wikis []string
	}
	var all []*told
	known := map[fault]*told{}
	for _, t := range rounds {
		for _, d := range t.diags {
			f := fault{d.Severity, d.Summary, d.Detail, where(d)}
			x := known[f]
			if x == nil {
				one := *d
				x = &told{Diagnostic: &one}
				known[f], all = x, append(all, x)
			} else if !slices.Equal(InvolvedIn(x.Diagnostic), InvolvedIn(d)) {
				x.Expression, x.EvalContext = nil, nil // whose values are those of one wiki
			}
			if !slices.Contains(x.wikis, t.wiki) {
				x.wikis = append(x.wikis, t.wiki)
			}
		}
	}
	diags := make(hcl.Diagnostics, len(all))
	for i, x := range all {
		if n := len(x.wikis); n < len(rounds) {
			x.Detail += fmt.Sprintf("\n\nThis is so for the wiki%s %s.", map[bool]string{true: "s"}[n > 1], allOf(x.wikis))
		}
		diags[i] = x.Diagnostic
	}
	return few(inOrder(diags))
}
