package apply

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// Where all is staged first, files are moved when they are published, and not at all
// where anything could not be staged.
func TestStageFirstMovesLast(t *testing.T) {
	for name, refuse := range map[string]error{
		"all":         nil,
		"one refused": &provider.Error{Kind: provider.Rejected, Op: "stash", Code: "filetype-banned"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, r := two(t, &memory{})
				r.Body = sources(map[string]string{"new": "new", "nnnn": "nnnn"})
				w.put("A.png", "a", "text", "Anna", "")
				w.put("B.png", "b", "text", "Anna", "")
				w.put("G.png", "g", "text", "Anna", "")
				if refuse != nil {
					w.lose["N.png"] = refuse
				}
				p := swapped(w.fakeWiki, "A.png", "B.png", "T.png")
				both(&p.Changes[0].Claim)
				p.Changes[0] = relocated(w.fakeWiki, p.Changes[0].Claim, "T.png")
				p.Changes = append(p.Changes, planned(w.fakeWiki, want("N.png", "nnnn", nil)), removed(w.fakeWiki, "G.png"))
				r.StageFirst = &Window{Life: time.Hour}
				ready := 0
				r.Emit = func(e Event) {
					if _, ok := e.(Staged); ok {
						if ready++; len(w.moves) > 0 || w.files["G.png"] == nil {
							t.Error("something was done while the rest was staged")
						}
					}
				}
				report := r.Run(t.Context(), nil, p)
				checkWrites(t, w.fakeWiki, report.Results...)
				if refuse != nil {
					if d := cmp.Diff([]Outcome{NotStarted, NotStarted, Failed, NotStarted}, outcomes(report)); d != "" || report.Changed() || len(w.moves) > 0 {
						t.Errorf("%s after %s", d, w.trail())
					}
					return
				}
				if report.Count(Done) != 4 || ready != 4 || w.trail() != "A.png>T.png B.png>A.png T.png>B.png" || report.Moved() != 2 {
					t.Errorf("%v, %d staged, moves %s: %v", outcomes(report), ready, w.trail(), report.Results)
				}
				if v := w.state("B.png").Version; v == nil || v.SHA1 != digestOf("new").SHA1 {
					t.Errorf("B.png has %v", v)
				}
			})
		})
	}
}
