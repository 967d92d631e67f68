package apply

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/plan"
	"wikiform/provider"
)

func TestDeletion(t *testing.T) {
	gone := []plan.Aspect{plan.ExistenceAspect}
	empty := func(w *fakeWiki) { delete(w.files, "A.png") }
	for name, c := range map[string]struct {
		have, between func(*fakeWiki)
		back          bool // by a rollback
		fault         fault
		queues        int
		outcome       Outcome
		err           string
		cure          provider.Cure
		done          []plan.Aspect
		stays         bool
		took          time.Duration
	}{
		"a file":                 {outcome: Done, done: gone},
		"a page":                 {have: func(w *fakeWiki) { w.file("A.png").versions = nil }, outcome: Done, done: gone},
		"a file without a page":  {have: func(w *fakeWiki) { w.file("A.png").revisions = nil }, outcome: Done, done: gone},
		"a redirect":             {have: all(empty, says("A.png", redirection+"File:B.png]]")), outcome: Done, done: gone},
		"deleted by somebody":    {between: empty, outcome: AlreadyDone},
		"a new version":          {between: upTo("A.png", "new"), outcome: Stale, err: "the file is now", stays: true},
		"another text":           {between: says("A.png", "new"), outcome: Stale, err: "the description page is now", stays: true},
		"text put back":          {between: all(says("A.png", "new"), says("A.png", "text")), outcome: Stale, err: "the description page is now", stays: true},
		"protected since, twice": {between: func(w *fakeWiki) { w.null("A.png", "Admin"); w.null("A.png", "Admin") }, outcome: Done, done: gone},
		"protected since, and a rollback": {
			back: true, between: func(w *fakeWiki) { w.null("A.png", "Admin") }, outcome: Stale, err: "the description page is now", stays: true,
		},
		"a rollback":             {back: true, outcome: Done, done: gone},
		"became a redirect":      {between: says("A.png", redirection+"File:B.png]]"), outcome: Stale, err: "became a redirect", stays: true},
		"the file alone is gone": {between: func(w *fakeWiki) { w.file("A.png").versions = nil }, outcome: Stale, err: "the file is gone", stays: true},
		"refused":                {fault: fault{before: errDenied}, outcome: Failed, err: "protectedpage", cure: provider.CureWiki, stays: true},
		"the answer is lost":     {fault: fault{after: errLost}, outcome: Done, done: gone},
		"the request is lost":    {fault: fault{before: errLost}, outcome: Failed, err: "the wiki does not show it", cure: provider.CureRerun, stays: true},
		"queued":                 {queues: 4, outcome: Done, done: gone, took: 7 * time.Second},
		"queued for long":        {queues: 100, outcome: Unsure, err: "the wiki has queued the deletion, and 2m0s later its page is still there", cure: provider.CureRerun, stays: true, took: 2 * time.Minute},
		"uploaded again at once": {
			fault: fault{late: func() {}}, outcome: Failed, err: "the wiki still shows File:A.png after the deletion", cure: provider.CureReplan, done: gone, stays: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newFake(t)
				w.put("A.png", "old", "text", "Anna", "")
				if c.have != nil {
					c.have(w)
				}
				change := removed(w, "A.png")
				change.Claim.Comment, change.Claim.Tags = "unwanted [wikiform m]", []string{"t"}
				if c.back {
					change.Claim.Undoes = &plan.Undoing{}
				}
				if c.between != nil {
					c.between(w)
				}
				if c.fault.late != nil {
					c.fault.late = func() { upTo("A.png", "again")(w) }
				}
				w.faults["delete A.png"], w.queues = []fault{c.fault}, c.queues
				var waits []time.Duration
				r := Runner{Wiki: w, Emit: func(e Event) {
					if p, ok := e.(Progressed); ok && p.Phase == provider.Waiting {
						waits = append(waits, p.Wait)
					}
				}}
				began := time.Now()
				report := r.Run(t.Context(), nil, plain(change))
				checkWrites(t, w, report.Results...)
				res := report.Results[0]
				if res.Outcome != c.outcome || !strings.Contains(errorText(res.Err), c.err) || (c.err == "") != (res.Err == nil) {
					t.Errorf("%s, %v; want %s, %q", res.Outcome, res.Err, c.outcome, c.err)
				}
				if c.cure != "" && CureOf(res.Err) != c.cure {
					t.Errorf("the cure is %s, want %s", CureOf(res.Err), c.cure)
				}
				if d := cmp.Diff(c.done, res.Done); d != "" {
					t.Errorf("done: %s", d)
				}
				if stays := w.files["A.png"] != nil; stays != c.stays {
					t.Errorf("it stays: %v", stays)
				}
				if took := time.Since(began); took != c.took || (len(waits) > 0) != (c.took > 0) {
					t.Errorf("it took %s, with pauses of %v", took, waits)
				}
				if c.outcome == Done && report.Deleted() != 1 {
					t.Error("it is not counted")
				}
				for _, d := range w.deletes {
					if d.Title != "A.png" || d.Page != pageID(change.Before) || d.Reason != "unwanted [wikiform m]" || d.Tags[0] != "t" || d.Stop == nil {
						t.Errorf("asked for %+v", d)
					}
				}
			})
		})
	}
}

// What a shared repository has stays where it is.
func TestDeletionAboveASharedFile(t *testing.T) {
	t.Parallel()
	e := existence{&step{now: provider.File{Title: "A.png", Shared: true}}}
	if !e.shown() {
		t.Error("there is nothing of the wiki's own to delete")
	}
}
