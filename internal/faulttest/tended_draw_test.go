package faulttest

import (
	"fmt"

	"pgregory.net/rapid"

	"wikiform/provider/sandbox"
)

// drawTended draws up to six rounds of volunteers, manifest and program.
func drawTended(t *rapid.T) tended {
	x := tended{Set: rapid.SampledFrom([]string{ourSet, ourSet, ourSet, ""}).Draw(t, "set")}
	x.Polite = rapid.SampledFrom([]bool{false, false, false, true}).Draw(t, "polite")
	x.Compare = rapid.SampledFrom([]bool{false, false, true}).Draw(t, "compare")
	x.Agreement = rapid.SampledFrom([]agreement{"", "", "", savedPlan, digests}).Draw(t, "agreement")
	breaks := rapid.SampledFrom([]bool{false, false, false, true}).Draw(t, "breaks")
	for r := range rapid.IntRange(1, 6).Draw(t, "rounds") {
		if r > 0 || rapid.SampledFrom([]bool{false, false, false, true}).Draw(t, "before us") {
			x.Beats = append(x.Beats, rapid.SliceOfN(rapid.Custom(func(t *rapid.T) beat { return drawVolunteer(t, x.Polite) }), 0, 3).Draw(t, fmt.Sprint("volunteers ", r))...)
		}
		if r > 0 {
			x.Beats = append(x.Beats, rapid.SliceOfN(rapid.Custom(drawManifest), 0, 3).Draw(t, fmt.Sprint("manifest ", r))...)
		}
		x.Beats = append(x.Beats, beat{By: rapid.SampledFrom([]string{us, us, depot}).Draw(t, fmt.Sprint("who ", r)), Do: applies})
	}
	if breaks {
		x.Compare = false // which would be struck
		x.Strikes = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) strike {
			return drawStrike(t, []sandbox.Step{sandbox.Any, sandbox.Query, sandbox.Edit, sandbox.Edit, sandbox.Edit, sandbox.Direct})
		}), 1, 3).Draw(t, "strikes")
	}
	return x
}

func drawVolunteer(t *rapid.T, polite bool) beat {
	b := beat{By: rapid.SampledFrom([]string{anna, bert}).Draw(t, "by"), Page: rapid.IntRange(0, 1).Draw(t, "page")}
	do := []deed{adds, adds, adds, adds, rewords, rewords, drops, fills, reverts, uploads, moves, protects, frees, hides}
	if polite {
		do = []deed{adds, adds, adds, uploads, moves, protects, frees}
	}
	b.Do = rapid.SampledFrom(do).Draw(t, "do")
	b.At = rapid.IntRange(0, 12).Draw(t, "at")
	if b.Do == adds && !polite {
		b.What = rapid.SampledFrom([]kind{plainLine, plainLine, plainLine, emptyLine, again, category, category}).Draw(t, "what")
	}
	if b.Do != uploads && b.Do != moves && b.Do != protects && b.Do != frees && b.Do != hides {
		b.Before = rapid.SampledFrom([]int{0, 0, 0, 0, 0, 3, 4, 5, 6, 7, 8, 9}).Draw(t, "before")
	}
	if b.Before == 0 && b.Do == adds {
		b.Note = rapid.SampledFrom([]string{"", "", "by hand", "Update [whole 0123456789] " + markOf(ourSet), "Update [merge 0123456789] " + markOf(ourSet)}).Draw(t, "note")
	}
	return b
}

func drawManifest(t *rapid.T) beat {
	b := beat{Page: rapid.IntRange(0, 1).Draw(t, "page")}
	do := []deed{adds, adds, rewords, rewords, rewords, drops, fills, uploads, sets, pulls}
	b.Do = rapid.SampledFrom(do).Draw(t, "do")
	b.At = rapid.IntRange(0, 12).Draw(t, "at")
	switch b.Do {
	case adds:
		b.What = rapid.SampledFrom([]kind{plainLine, plainLine, plainLine, emptyLine, again, category}).Draw(t, "what")
	case sets:
		b.Mode = rapid.SampledFrom([]mode{merges, merges, exactly, keeps}).Draw(t, "mode")
	}
	return b
}
