package plan

import (
	"fmt"
	"testing"

	"wikiform/provider"
	"wikiform/spec"
)

// TestBrakes goes to the edges of the limits.
func TestBrakes(t *testing.T) {
	t.Parallel()
	zero, all := 0.0, 100.0
	for _, tt := range []struct {
		kind      BrakeKind
		count, of int
		limit     *float64
		stops     bool
		out       int // of these, left out
	}{
		{BrakeDelete, 5, 5, nil, false, 0},
		{BrakeDelete, 6, 60, nil, false, 0},
		{BrakeDelete, 6, 59, nil, true, 0},
		{BrakeDelete, 6, 6, &all, false, 0},
		{BrakeDelete, 0, 60, &zero, false, 0},
		{BrakeDelete, 1, 60, &zero, true, 0},
		{BrakeMove, 20, 20, nil, false, 0},
		{BrakeMove, 21, 42, nil, false, 0},
		{BrakeMove, 21, 41, nil, true, 0},
		{BrakeMove, 1, 60, &zero, true, 0},
		{BrakeReplace, 9, 9, nil, false, 0},
		{BrakeReplace, 3, 10, nil, false, 0},
		{BrakeReplace, 4, 10, nil, true, 0},
		{BrakeReplace, 1, 9, &zero, true, 0},
		{BrakeReplace, 30, 100, nil, false, 70},
		{BrakeReplace, 31, 100, nil, true, 69},
		{BrakeDelete, 6, 60, nil, false, 54},
		{BrakeReplace, 9, 12, nil, false, 3},
	} {
		p, limits := &Plan{LeftOut: tt.out}, spec.Limits{}
		for i := range tt.of - tt.out {
			file := ourFile(provider.Title(fmt.Sprintf("%d.png", i)))
			c := Change{Claim: Claim{Title: file.Title}, Before: file}
			if i < tt.count {
				switch tt.kind {
				case BrakeDelete:
					c.Claim.Gone, c.Steps = true, []Step{Deletion{}}
				case BrakeMove:
					c.Before, c.From, c.Steps = provider.File{}, file, []Step{Moving{From: file.Title}}
				case BrakeReplace:
					c.Claim.Content, c.Steps = &Content{Digest: digest("new")}, []Step{Upload{}}
				}
			}
			p.Changes = append(p.Changes, c)
		}
		*map[BrakeKind]**float64{BrakeDelete: &limits.Delete, BrakeMove: &limits.Move, BrakeReplace: &limits.Replace}[tt.kind] = tt.limit
		got := p.Brakes(spec.Settings{Limits: limits})
		if stops := len(got) == 1 && got[0].Kind == tt.kind && got[0].Count == tt.count && got[0].Of == tt.of; stops != tt.stops || len(got) > 1 {
			t.Errorf("%+v: %v", tt, got)
		}
	}
}

// With a set the orphans count among the files that the wiki has of it.
func TestBrakesCountOrphans(t *testing.T) {
	t.Parallel()
	p := &Plan{}
	for i := range 6 {
		file := ourFile(provider.Title(fmt.Sprintf("%d.png", i)))
		p.Changes = append(p.Changes, Change{Claim: Claim{Title: file.Title, Gone: true, Orphan: true}, Before: file, Steps: []Step{Deletion{}}})
	}
	for range 54 {
		p.Orphans = append(p.Orphans, Orphan{Version: &provider.Version{}})
	}
	set := spec.Settings{Set: "museum"}
	if got := p.Brakes(set); got != nil {
		t.Errorf("6 of 60: %v", got)
	}
	p.Orphans = append(p.Orphans[1:], Orphan{}) // a redirect is no file
	const said = "the plan would delete 6 of the 59 files that the wiki has of this set, of which no block names 59 any more, which is more than 10 %"
	if got := p.Brakes(set); len(got) != 1 || got[0].Error() != said {
		t.Errorf("6 of 59: %v", got)
	}
	if got := p.Brakes(spec.Settings{}); len(got) != 1 || got[0].Of != 6 {
		t.Errorf("without a set: %v", got)
	}
}
