package apply

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"wikiform/plan"
	"wikiform/provider"
)

// A report never contradicts the wiki, whatever breaks, and running again until
// everything is done makes no version and no revision too many.
func TestReportIsTrueAndRunsConverge(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w := newFake(t)
		wants, local := drawWorld(rt, w)
		writes := expectedWrites(w, wants)
		drawFaults(rt, w, wants)
		r := Runner{Wiki: w, Body: sources(local), Jobs: rapid.IntRange(1, 3).Draw(rt, "jobs"), Account: "Uploader", NoShared: rapid.Bool().Draw(rt, "no shared")}
		const most = 40 // faults are used up: at most 3 of each of 12 calls
		for n := 0; ; n++ {
			p := planOf(w, wants...)
			if !p.Pending() {
				break
			}
			if n == most {
				rt.Fatalf("not done after %d runs", n)
			}
			before := written(w)
			w.made = nil
			report := r.Run(t.Context(), nil, p)
			judge(rt, w, report, before)
			checkWrites(rt, w, report.Results...)
		}
		for title, want := range writes {
			if got := written(w)[title]; got != want {
				rt.Errorf("%s: %+v at the end, want %+v", title, got, want)
			}
		}
	})
}

// history is how much was ever written to a title.
type history struct{ versions, edits int }

func written(w *fakeWiki) map[provider.Title]history {
	h := make(map[provider.Title]history)
	for title, f := range w.files {
		// Every version brings a revision; the others are edits.
		h[title] = history{len(f.versions), len(f.revisions) - len(f.versions)}
	}
	return h
}

// judge holds what the report says against what the wiki has.
func judge(t *rapid.T, w *fakeWiki, r *Report, before map[provider.Title]history) {
	after := written(w)
	for _, res := range r.Results {
		c, title := res.Change, res.Change.Claim.Title
		now := w.state(title)
		asWanted := now.Version != nil && now.Version.SHA1 == c.Claim.Content.Digest.SHA1 &&
			(c.Claim.Text == nil || now.Page.TextSHA1 == provider.TextSHA1(c.Claim.Text.Text))
		touched := before[title] != after[title]
		switch res.Outcome {
		case Done:
			if !asWanted || !touched {
				t.Errorf("%s: done, but as wanted: %v, touched: %v", c.Claim.Address, asWanted, touched)
			}
		case AlreadyDone:
			if !asWanted || touched {
				t.Errorf("%s: already done, but as wanted: %v, touched: %v", c.Claim.Address, asWanted, touched)
			}
		case Stale, NotStarted, BlockedNow:
			if touched {
				t.Errorf("%s: %s, but it was written", c.Claim.Address, res.Outcome)
			}
		case Failed:
			if asWanted {
				t.Errorf("%s: failed (%v), but it is as wanted", c.Claim.Address, res.Err)
			}
			if touched != (len(res.Done) > 0) {
				t.Errorf("%s: failed (%v) with %q done, but touched: %v", c.Claim.Address, res.Err, res.Done, touched)
			}
		}
		if len(res.Done) > 0 && !touched {
			t.Errorf("%s: %q done, but nothing was written", c.Claim.Address, res.Done)
		}
	}
}

// drawWorld fills a wiki and wants something else of it.
func drawWorld(t *rapid.T, w *fakeWiki) (wants []plan.Claim, local map[string]string) {
	local = make(map[string]string)
	for i := range rapid.IntRange(1, 4).Draw(t, "files") {
		title := provider.Title(fmt.Sprintf("F%d.png", i))
		content := rapid.SampledFrom([]string{"a", "b"}).Draw(t, "content") + string(title)
		local[content] = content
		switch rapid.SampledFrom([]string{"nothing", "page", "file"}).Draw(t, "have") {
		case "page":
			w.write(title, rapid.SampledFrom([]string{"x", "y"}).Draw(t, "text there"), "Anna")
		case "file":
			w.put(title, rapid.SampledFrom([]string{"a", "b"}).Draw(t, "content there")+string(title),
				rapid.SampledFrom([]string{"x", "y"}).Draw(t, "text there"), "Anna", "")
		}
		text := rapid.SampledFrom([]*string{nil, ptr("x"), ptr("")}).Draw(t, "text")
		wants = append(wants, want(title, content, text))
	}
	return wants, local
}

// expectedWrites is the history that each title has when all is done.
func expectedWrites(w *fakeWiki, wants []plan.Claim) map[provider.Title]history {
	h := written(w)
	for _, wt := range wants {
		c := planned(w, wt)
		n := h[wt.Title]
		if c.Upload() != nil {
			n.versions++
		}
		if c.Edits() {
			n.edits++
		}
		h[wt.Title] = n
	}
	return h
}

// drawFaults breaks up to three calls of every sort.
func drawFaults(t *rapid.T, w *fakeWiki, wants []plan.Claim) {
	sorts := map[string]fault{
		"nothing":     {},
		"lost before": {before: wikiError(provider.Lost, "upload", "")},
		"lost after":  {after: wikiError(provider.Lost, "upload", "")},
		"cut after":   {after: fmt.Errorf("unexpected EOF")},
		"refused":     {before: wikiError(provider.Denied, "upload", "hookaborted")},
		"busy":        {before: wikiError(provider.Busy, "upload", "maxlag")},
		"conflict":    {before: wikiError(provider.Conflict, "edit", "editconflict")},
		"logged out":  {before: wikiError(provider.Auth, "upload", "assertuserfailed")},
		"unreachable": {before: wikiError(provider.Unavailable, "query", "")},
	}
	var names []string
	for name := range sorts {
		names = append(names, name)
	}
	// A map's order is random, and rapid needs the same one to shrink.
	slices.Sort(names)
	for _, wt := range wants {
		for _, op := range []string{"files ", "upload ", "edit "} {
			for _, name := range rapid.SliceOfN(rapid.SampledFrom(names), 0, 3).Draw(t, op+string(wt.Title)) {
				w.faults[op+string(wt.Title)] = append(w.faults[op+string(wt.Title)], sorts[name])
			}
		}
	}
}
