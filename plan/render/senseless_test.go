package render

import (
	"io"
	"testing"

	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// A saved plan may say anything, and is shown before it is refused.
func TestSenselessPlans(t *testing.T) {
	t.Parallel()
	steps := []plan.Step{
		plan.Moving{From: "Old.jpg", Via: "Way.jpg"}, plan.Upload{Content: plan.Content{Source: spec.Source{Path: "a.jpg"}}},
		plan.SetText{Text: "text"}, plan.SetRedirect{Target: "To.jpg"}, plan.Deletion{},
	}
	claims := []plan.Claim{
		{Address: "file.a", Content: &plan.Content{}, Text: &plan.Text{Text: "text"}},
		{Address: `moved["a"]`, From: &plan.Origin{}},
		{Address: "redirect.a", Target: "B.jpg"},
		{Address: "absent.a", Gone: true},
	}
	files := []provider.File{
		{}, {Page: &provider.Page{}}, {Version: &provider.Version{}}, {Version: &provider.Version{}, Page: &provider.Page{Text: "x", HasText: true}, Redirect: true},
	}
	p := &plan.Plan{}
	for _, claim := range claims {
		for set := range 1 << len(steps) {
			for i, before := range files {
				c := plan.Change{
					Claim: claim, Before: before, From: files[(i+set)%len(files)],
					Usages: map[provider.Title]provider.Usage{"": {More: true}},
				}
				for n, s := range steps {
					if set>>n&1 == 1 {
						c.Steps = append(c.Steps, s)
					}
				}
				if set == 0 {
					c.Verdict = plan.Verdict(i % 3)
				}
				p.Changes = append(p.Changes, c)
			}
		}
	}
	for format, write := range Formats {
		for _, full := range []bool{false, true} {
			if err := write(io.Discard, p, Style{Full: full}); err != nil {
				t.Errorf("%s: %v", format, err)
			}
		}
	}
}
