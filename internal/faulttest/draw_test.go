package faulttest

import (
	"time"

	"pgregory.net/rapid"

	"wikiform/provider/sandbox"
)

// drawSchedule draws an experiment. What comes first of every choice is the
// plainest, since that is where rapid shrinks to.
func drawSchedule(t *rapid.T) schedule {
	return schedule{
		Files:   rapid.SliceOfN(rapid.Custom(drawFile), 1, 4).Draw(t, "files"),
		Strikes: rapid.SliceOfN(rapid.Custom(drawStrike), 0, 6).Draw(t, "strikes"),
		Jobs:    rapid.SampledFrom([]int{1, 1, 1, 2, 3}).Draw(t, "jobs"),
		Journal: rapid.Bool().Draw(t, "journal"),
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

func drawStrike(t *rapid.T) strike {
	s := strike{On: rapid.SampledFrom(steps).Draw(t, "on"), Nth: rapid.IntRange(1, 8).Draw(t, "nth")}
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

// steps has those twice of which a run has many.
var steps = []sandbox.Step{
	sandbox.Any, sandbox.Any, sandbox.Login, sandbox.Token, sandbox.Query, sandbox.Query, sandbox.Direct, sandbox.ByURL,
	sandbox.Chunk, sandbox.Chunk, sandbox.LastChunk, sandbox.Publish, sandbox.Publish, sandbox.CheckStatus,
	sandbox.Edit, sandbox.Edit, onOrigin, onSource,
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
