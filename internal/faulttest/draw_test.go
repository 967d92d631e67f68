package faulttest

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"wikiform/plan"
	"wikiform/provider/sandbox"
)

// drawSchedule draws an experiment. What comes first of every choice is the
// plainest, since that is where rapid shrinks to.
func drawSchedule(t *rapid.T) schedule {
	var s schedule
	drawNames(t, &s)
	least := 1 - min(1, len(s.Moves)+len(s.Redirects)+len(s.Absences)+len(s.Files))
	s.Files = append(s.Files, rapid.SliceOfN(rapid.Custom(drawFile), least, 3).Draw(t, "files")...)
	strikes := rapid.Custom(func(t *rapid.T) strike { return drawStrike(t, occasions(s.Files)) })
	s.Strikes = rapid.SliceOfN(strikes, 0, 6).Draw(t, "strikes")
	s.Jobs = rapid.SampledFrom([]int{1, 1, 1, 2, 3}).Draw(t, "jobs")
	s.Journal = rapid.Bool().Draw(t, "journal")
	s.StageFirst = rapid.SampledFrom([]bool{false, false, true}).Draw(t, "stage first")
	if s.Journal { // without one a queued publication would be forgotten by the next run
		s.Queue = rapid.SampledFrom([]time.Duration{0, 0, 20 * time.Second, 3 * time.Hour, -1}).Draw(t, "queue")
	}
	drawChoices(t, &s)
	drawActs(t, &s)
	return s
}

// drawChoices draws in which way of those that people have the manifest is applied.
func drawChoices(t *rapid.T, s *schedule) {
	unpinned := slices.ContainsFunc(s.Files, func(f file) bool { return f.Unpinned })
	if !unpinned { // whose content nobody could have agreed to
		s.Agreement = rapid.SampledFrom([]agreement{"", "", savedPlan, digests}).Draw(t, "agreement")
	}
	only := [][]plan.Kind{nil, nil, nil, nil, nil, {plan.NewContents}, {plan.NewTexts}, {plan.NewFiles, plan.NewTexts},
		{plan.Moves}, {plan.Redirects}, {plan.Deletions}, {plan.Moves, plan.NewContents}}
	if s.Agreement == savedPlan { // else a new file without its text would be no new one for the next run
		only = append(only, []plan.Kind{plan.NewFiles})
	}
	s.Only = rapid.SampledFrom(only).Draw(t, "only")
	targets := []string{"", "", "", ""}
	if len(s.Files) > 0 {
		targets = append(targets, "file.f0", "file.*")
	}
	if len(s.Moves) > 0 {
		targets = append(targets, fmt.Sprintf("moved[%q]", s.Moves[0].From), "moved")
	}
	s.Target = rapid.SampledFrom(targets).Draw(t, "target")
	s.Batch = rapid.SampledFrom([]int{0, 0, 2}).Draw(t, "batch")
	s.Set = rapid.SampledFrom([]string{"", "", "museum"}).Draw(t, "set")
	// Without a journal a run would begin again at the same byte for ever, and so it
	// would where the wiki joins the chunks later than anybody waits for it.
	if s.Journal && s.Queue >= 0 && s.Queue < time.Hour {
		s.Budget = rapid.SampledFrom([]int64{0, 0, 0, 2 * chunkSize, 9 * chunkSize}).Draw(t, "budget")
	}
}

func drawFile(t *rapid.T) file {
	f := file{
		Way:  rapid.SampledFrom([]way{direct, chunked, server, client, auto}).Draw(t, "way"),
		Have: rapid.SampledFrom([]have{nothing, page, other, current}).Draw(t, "have"),
		Text: rapid.SampledFrom([]string{"", another, thereBefore}).Draw(t, "text"),
	}
	if rapid.Bool().Draw(t, "tagged") {
		f.Tags = []string{"museum-upload"}
	}
	if f.Way.byURL() && (f.Have == nothing || f.Have == page) {
		f.Unpinned = rapid.Bool().Draw(t, "unpinned")
	}
	return f
}

func drawStrike(t *rapid.T, on []sandbox.Step) strike {
	s := strike{On: rapid.SampledFrom(on).Draw(t, "on"), Nth: rapid.SampledFrom([]int{1, 1, 1, 2, 2, 3, 4, 5, 7}).Draw(t, "nth")}
	if s.On == sandbox.Any {
		s.Nth = rapid.IntRange(1, 60).Draw(t, "nth of any")
	}
	if n := rapid.SampledFrom([]int{1, 1, 1, 2, 5, 12}).Draw(t, "times"); n > 1 {
		s.Times = n
	}
	what := faults
	switch s.On {
	case onOrigin:
		what = originFaults
	case onSource:
		what = sourceFaults
	}
	f := rapid.SampledFrom(what).Draw(t, "what")
	s.What, s.Done, s.Code, s.Wait = f.What, f.Done, f.Code, f.Wait
	return s
}

// occasions are what can be struck while files are written; what there is much
// of, or what much hangs on, comes twice.
func occasions(files []file) []sandbox.Step {
	on := []sandbox.Step{
		sandbox.Move, sandbox.Move, sandbox.Move, sandbox.Delete,
		sandbox.Any, sandbox.Any, sandbox.Login, sandbox.Token, sandbox.Query, sandbox.Query,
		sandbox.Publish, sandbox.Publish, sandbox.Edit,
	}
	for _, f := range files {
		switch f.Way {
		case direct:
			on = append(on, sandbox.Direct, onSource)
		case chunked:
			on = append(on, sandbox.Chunk, sandbox.Chunk, sandbox.LastChunk, sandbox.LastChunk, sandbox.CheckStatus, onSource)
		case server, auto:
			on = append(on, sandbox.ByURL, onOrigin)
		case client:
			on = append(on, sandbox.Direct, onOrigin)
		}
	}
	return on
}

// faults are the ways in which a request to the wiki breaks.
var faults = []strike{
	{What: sandbox.Refuse},
	{What: sandbox.Reset},
	{What: sandbox.Reset, Done: true},
	{What: sandbox.Truncate},
	{What: sandbox.HTML},
	{What: sandbox.HTML, Done: true},
	{What: sandbox.Status, Code: 413},
	{What: sandbox.Status, Code: 429},
	{What: sandbox.Status, Code: 500},
	{What: sandbox.Status, Code: 500, Done: true},
	{What: sandbox.Status, Code: 502},
	{What: sandbox.Status, Code: 502, Done: true},
	{What: sandbox.Status, Code: 503},
	{What: sandbox.Status, Code: 503, Done: true},
	{What: sandbox.Status, Code: 504}, // what leads to the job queue
	{What: sandbox.Status, Code: 504},
	{What: sandbox.Status, Code: 504, Done: true},
	{What: sandbox.Delay, Wait: 10 * time.Second},
	{What: sandbox.Delay, Wait: 30 * time.Minute},
	{What: sandbox.Duplicate},
	{What: sandbox.MaxLag, Wait: 7 * time.Second},
	{What: sandbox.RateLimited},
	{What: sandbox.ReadOnly},
	{What: sandbox.BadToken},
	{What: sandbox.LoseSession},
	{What: sandbox.LoseStash},
	{What: sandbox.LoseChunk},
	{What: stop},
	{What: cancel},
	{What: kill},
	{What: kill, Done: true},
}

var originFaults = []strike{{What: wrong}, {What: missing}, {What: failing}, {What: sandbox.Reset}, {What: short}}

var sourceFaults = []strike{{What: changes}}
