//go:build unix

package cli_test

import (
	"path/filepath"
	"testing"
)

// Sources and manifests of a project stay, whatever their names; what a branch brings in the
// place of the plan does not.
func TestPipelinesKeepSources(t *testing.T) {
	everyPipeline(t, func(t *testing.T, p pipeline, w *ciWorld) {
		wiki := filepath.Join(w.repo, "wiki")
		keepFile(t, filepath.Join(wiki, "plan.wiki.hcl"), `
file "own" {
  for_each = fileset(".", "{sheets,number}/*.svg")
  source   = each.value
}
file "ground" {
  source = "plan.svg"
  title  = "Ground plan.svg"
}
`)
		for _, name := range []string{"sheets/first.svg", "number/second.svg", "plan.svg"} {
			keepFile(t, filepath.Join(wiki, filepath.FromSlash(name)), picture(name))
		}
		if _, shell := p.(documented); !shell { // whose lines remove nothing
			for _, name := range []string{"plan.wikiplan/x", "plan.md/x", "plan.html/x"} {
				keepFile(t, filepath.Join(wiki, filepath.FromSlash(name)), "of the branch")
			}
			if _, pictures := p.(action); !pictures {
				keepFile(t, filepath.Join(wiki, "plan.sheets", "sheet-07.png"), "of the branch")
			}
		}
		code, out := p.plan(t, w)
		mustEnd(t, "plan", code, out, 0, "Plan: 5 to add, 2 to change")
	})
}
