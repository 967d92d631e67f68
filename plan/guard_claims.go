package plan

import (
	"github.com/hashicorp/hcl/v2"

	"wikiform/spec"
)

var policies = map[spec.Policy]Rule{
	spec.PolicyCreateOnly: CreateOnly,
	spec.PolicyUpdateOnly: UpdateOnly,
	spec.PolicyObserve:    Observe,
}

var ignored = map[string]Rule{"content": IgnoreContent, "description": IgnoreText, "tags": IgnoreTags}

// guardsOf are what a file's block and the defaults say.
func guardsOf(f *spec.File) Guards {
	var gs Guards
	add := func(r Rule, at hcl.Range) {
		if at.Filename == "" {
			at = f.Where().Block
		}
		gs = append(gs, Guard{r, position(at)})
	}
	if r, some := policies[f.Policy]; some {
		add(r, f.Where().Policy)
	}
	if f.Mode == spec.ModeSeed {
		add(SeedText, f.Where().Mode)
	}
	l := f.Lifecycle
	for _, what := range l.Ignore {
		add(ignored[what], f.Where().Ignore)
	}
	if l.PreventOverwrite {
		add(PreventOverwrite, f.Where().PreventOverwrite)
	}
	if l.Overwrite == spec.OverwriteOwn {
		add(OverwriteOwn, f.Where().Overwrite)
	}
	return gs
}

// GuardsOf are what a wiki's block says of everything on it. They come first: a reader
// who finds the line has an answer for all files.
func GuardsOf(w spec.Wiki) Guards {
	r, some := policies[w.Policy]
	if !some {
		return nil
	}
	at := w.PolicyRange
	if at.Filename == "" {
		at = w.Range
	}
	return Guards{{r, position(at)}}
}
