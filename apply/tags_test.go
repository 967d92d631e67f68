package apply

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/plan"
	"wikiform/provider"
)

func TestTags(t *testing.T) {
	t.Parallel()
	added := []plan.Aspect{plan.TagsAspect}
	for name, c := range map[string]struct {
		older   bool // the revision is not the latest of the page
		between func(*fakeWiki)
		fault   fault
		outcome Outcome
		err     string
		cure    provider.Cure
		done    []plan.Aspect
		wrote   bool
	}{
		"the latest revision": {outcome: Done, done: added, wrote: true},
		"an older one":        {older: true, outcome: Done, done: added, wrote: true},
		"added by somebody": {between: func(w *fakeWiki) {
			w.files["A.png"].revisions[0].Tags = []string{"other", "t", "u"}
		}, outcome: AlreadyDone},
		"one added by somebody":      {between: func(w *fakeWiki) { w.files["A.png"].revisions[0].Tags = []string{"u"} }, outcome: Done, done: added, wrote: true},
		"protected since":            {between: func(w *fakeWiki) { w.null("A.png", "Admin") }, outcome: Done, done: added, wrote: true},
		"another text":               {between: says("A.png", "new"), outcome: Stale, err: "the description page is now"},
		"a new version":              {between: upTo("A.png", "new"), outcome: Stale, err: "the file is now"},
		"deleted":                    {between: func(w *fakeWiki) { delete(w.files, "A.png") }, outcome: Stale, err: "the file is gone"},
		"the revision is theirs now": {between: func(w *fakeWiki) { w.files["A.png"].revisions[0].User = "Bob" }, outcome: Stale, err: "revision 1 is no longer shown as one of ours"},
		"an older one is theirs":     {older: true, between: func(w *fakeWiki) { w.files["A.png"].revisions[0].User = "Bob" }, outcome: Stale, err: "revision 1 is no longer shown as one of ours"},
		"of another page":            {older: true, between: func(w *fakeWiki) { w.files["A.png"].revisions[0].ID = 99 }, outcome: Stale, err: "revision 1 is no longer shown as one of ours"},
		"refused":                    {fault: fault{before: errDenied}, outcome: Failed, err: "protectedpage", cure: provider.CureWiki, wrote: true},
		"the answer is lost":         {fault: fault{after: errLost}, outcome: Done, done: added, wrote: true},
		"the request is lost":        {fault: fault{before: errLost}, outcome: Failed, err: "the wiki does not show it", cure: provider.CureRerun, wrote: true},
		"the wiki does not add them": {fault: fault{other: "nothing"}, outcome: Failed, err: "the wiki does not show the tags on revision 1 after adding them", cure: provider.CureReplan, done: added, wrote: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFake(t)
			w.put("A.png", "old", "text", "Us", "")
			if c.older {
				w.null("A.png", "Anna")
			}
			text := "text"
			change := planned(w, want("A.png", "old", &text))
			change.Claim.Comment, change.Claim.Tags = "batch [wikiform m]", []string{"t", "u"}
			change.Steps = []plan.Step{plan.SetTags{Rev: 1, User: "Us", Tags: []string{"t", "u"}}}
			if c.between != nil {
				c.between(w)
			}
			w.faults["tag A.png"] = []fault{c.fault}
			r := Runner{Wiki: w}
			checked, err := r.Check(t.Context(), plain(change))
			if err != nil {
				t.Fatal(err)
			}
			switch got := checked.Results[0].Outcome; c.outcome {
			case Stale, AlreadyDone:
				if got != c.outcome {
					t.Errorf("checked it is %s, want %s", got, c.outcome)
				}
			default:
				if got != NotStarted {
					t.Errorf("checked it is %s", got)
				}
			}
			res := r.Run(t.Context(), nil, plain(change)).Results[0]
			checkWrites(t, w, res)
			if res.Outcome != c.outcome || !strings.Contains(errorText(res.Err), c.err) || (c.err == "") != (res.Err == nil) {
				t.Errorf("%s, %v; want %s, %q", res.Outcome, res.Err, c.outcome, c.err)
			}
			if c.cure != "" && CureOf(res.Err) != c.cure {
				t.Errorf("the cure is %s, want %s", CureOf(res.Err), c.cure)
			}
			if d := cmp.Diff(c.done, res.Done); d != "" {
				t.Errorf("done (-want +got):\n%s", d)
			}
			if (len(w.tags) > 0) != c.wrote {
				t.Fatalf("%d requests", len(w.tags))
			}
			if c.wrote {
				got := w.tags[0]
				got.Stop, got.Progress = nil, nil
				if d := cmp.Diff(provider.Tagging{Title: "A.png", Rev: 1, Tags: []string{"t", "u"}, Reason: "batch [wikiform m]"}, got); d != "" {
					t.Errorf("asked (-want +got):\n%s", d)
				}
			}
			if n := len(w.uploads) + len(w.edits); n > 0 {
				t.Errorf("%d other writes", n)
			}
		})
	}
}

// The tags of many files are looked at together before the run.
func TestTagsAreCheckedTogether(t *testing.T) {
	t.Parallel()
	w := newFake(t)
	var p plan.Plan
	for _, title := range []provider.Title{"A.png", "B.png", "C.png"} {
		w.put(title, string(title), "text", "Us", "")
		rev := w.rev
		w.null(title, "Anna")
		change := planned(w, want(title, string(title), nil))
		change.Steps = []plan.Step{plan.SetTags{Rev: rev, User: "Us", Tags: []string{"t"}}}
		p.Changes = append(p.Changes, change)
	}
	w.calls = nil
	if _, err := (&Runner{Wiki: w}).Check(t.Context(), &p); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(strings.Join(w.calls, "\n"), "revisions"); n != 1 {
		t.Errorf("%d questions about revisions: %q", n, w.calls)
	}
}
