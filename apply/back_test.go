package apply

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/plan"
	"wikiform/provider"
)

// backCase is one way of a version, or of what was deleted, back.
type backCase struct {
	between func(*fakeWiki) // between plan and apply
	faults  map[string][]fault

	outcome Outcome
	err     string
	cure    provider.Cure
	done    []plan.Aspect
	undone  []plan.Aspect
	writes  string // of the wiki, in their order
}

func (c backCase) run(t *testing.T, w *fakeWiki, change plan.Change) Result {
	t.Helper()
	change.Claim.Comment, change.Claim.Tags = "taken back [wikiform m]", []string{"t"}
	if c.between != nil {
		c.between(w)
	}
	for call, f := range c.faults {
		w.faults[call] = f
	}
	r := Runner{Wiki: w, Marks: []string{"[wikiform m]"}, Accounts: []string{"Uploader"}}
	res := r.Run(t.Context(), nil, plain(change)).Results[0]
	if res.Outcome != c.outcome || !strings.Contains(errorText(res.Err), c.err) || (c.err == "") != (res.Err == nil) {
		t.Errorf("%s, %v; want %s, %q", res.Outcome, res.Err, c.outcome, c.err)
	}
	if c.cure != "" && CureOf(res.Err) != c.cure {
		t.Errorf("the cure is %s, want %s", CureOf(res.Err), c.cure)
	}
	if d := cmp.Diff(c.done, res.Done); d != "" {
		t.Errorf("done: %s", d)
	}
	if d := cmp.Diff(c.undone, res.Undone); d != "" {
		t.Errorf("undone: %s", d)
	}
	for _, wrote := range res.Writes {
		if wrote.Kind == "" || wrote.Title != change.Claim.Title {
			t.Errorf("it tells of the write %+v", wrote)
		}
	}
	if told := len(res.Writes); told != len(c.done) && c.outcome != Overtook {
		t.Errorf("%d writes are told, of %q", told, c.done)
	}
	var writes []string
	for _, call := range w.calls {
		switch op, _, _ := strings.Cut(call, " "); op {
		case "revert", "edit", "undelete", "upload", "delete", "move":
			writes = append(writes, op)
		}
	}
	if got := strings.Join(writes, " "); got != c.writes {
		t.Errorf("written: %q, want %q", got, c.writes)
	}
	return res
}

func TestRevert(t *testing.T) {
	t.Parallel()
	both := []plan.Aspect{plan.ContentAspect, plan.TextAspect}
	content, text := both[:1], both[1:]
	for name, c := range map[string]backCase{
		"back":                   {outcome: Done, done: both, writes: "revert edit"},
		"already":                {between: all(upTo("A.png", "old"), says("A.png", "text")), outcome: AlreadyDone},
		"half done":              {between: func(w *fakeWiki) { w.put("A.png", "old", "", "Uploader", "") }, outcome: Done, done: text, writes: "edit"},
		"a version since":        {between: upTo("A.png", "theirs"), outcome: Stale, err: "the file is now", cure: provider.CureReplan},
		"a text since":           {between: says("A.png", "theirs"), outcome: Stale, err: "the description page is now", cure: provider.CureReplan},
		"gone since":             {between: func(w *fakeWiki) { delete(w.files, "A.png") }, outcome: Stale, err: "the file is gone"},
		"the old one is deleted": {between: func(w *fakeWiki) { w.file("A.png").versions = w.file("A.png").versions[1:] }, outcome: Stale, err: "filerevert-badversion", writes: "revert"},
		"refused":                {faults: map[string][]fault{"revert A.png": {{before: errDenied}}}, outcome: Failed, err: "protectedpage", writes: "revert"},
		"the answer is lost":     {faults: map[string][]fault{"revert A.png": {{after: errLost}}}, outcome: Done, done: both, writes: "revert edit"},
		"the request is lost":    {faults: map[string][]fault{"revert A.png": {{before: errLost}}}, outcome: Failed, err: "the wiki does not show it", cure: provider.CureRerun, writes: "revert"},
		"another one is stored":  {faults: map[string][]fault{"revert A.png": {{other: "other"}}}, outcome: Failed, err: "instead of sha1", cure: provider.CureReplan, done: content, undone: text, writes: "revert"},
		"the edit fails":         {faults: map[string][]fault{"edit A.png": {{before: errDenied}}}, outcome: Failed, err: "protectedpage", done: content, undone: text, writes: "revert edit"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFake(t)
			old := w.put("A.png", "old", "text", "Anna", "")
			w.put("A.png", "new", "", "Uploader", "")
			w.write("A.png", "new text", "Uploader")
			res := c.run(t, w, reverted(w, "A.png", old, ptr("text")))
			if c.outcome == Done && len(w.reverts) > 0 {
				want := provider.Revert{Title: "A.png", Old: old, Comment: "taken back [wikiform m]", Tags: []string{"t"}}
				got := w.reverts[0]
				if got.Before == nil || got.Before.SHA1 != digestOf("new").SHA1 {
					t.Errorf("the version before is %v", got.Before)
				}
				if got.Before, got.Stop, got.Progress = nil, nil, nil; !cmp.Equal(got, want) {
					t.Error(cmp.Diff(want, got))
				}
				if v := w.state("A.png").Version; v.SHA1 != old.SHA1 || res.Now.Version.SHA1 != old.SHA1 {
					t.Errorf("the wiki has %v", v)
				}
			}
		})
	}
}

// A version that came in the very moment is noticed.
func TestRevertOvertakes(t *testing.T) {
	t.Parallel()
	w := newFake(t)
	old := w.put("A.png", "old", "text", "Anna", "")
	w.put("A.png", "new", "", "Uploader", "")
	backCase{
		faults:  map[string][]fault{"revert A.png": {{meddle: func() { upTo("A.png", "theirs")(w) }}}},
		outcome: Overtook, err: "it overtook the version", done: []plan.Aspect{plan.ContentAspect}, writes: "revert",
	}.run(t, w, reverted(w, "A.png", old, nil))
}

func TestRestore(t *testing.T) {
	t.Parallel()
	back := []plan.Aspect{plan.ExistenceAspect}
	again := func(user, reason string) func(*fakeWiki) {
		return func(w *fakeWiki) {
			w.files["A.png"] = w.buried["A.png"]
			w.bury("A.png", user, reason)
		}
	}
	for name, c := range map[string]backCase{
		"back":                       {outcome: Done, done: back, writes: "undelete"},
		"already":                    {between: func(w *fakeWiki) { w.files["A.png"] = w.buried["A.png"] }, outcome: AlreadyDone},
		"a new file":                 {between: upTo("A.png", "theirs"), outcome: Stale, err: "there is a file now"},
		"a page":                     {between: says("A.png", "theirs"), outcome: Stale, err: "there is a description page now"},
		"deleted again":              {between: again("Admin", "copyright"), outcome: Stale, err: "it was deleted again by Admin"},
		"deleted again by our name":  {between: again("Uploader", "by hand"), outcome: Stale, err: "it was deleted again by Uploader"},
		"with our mark, by somebody": {between: again("Bob", "x [wikiform m]"), outcome: Stale, err: "it was deleted again by Bob"},
		"the rows are others":        {between: again("Uploader", "x [wikiform m]"), outcome: Stale, err: "undelete", writes: "undelete"},
		"restored since, and moved": {between: func(w *fakeWiki) {
			w.logs["A.png"] = provider.DeletionLog{Deletions: w.logs["A.png"].Deletions, Restorations: []provider.Restoration{{ID: 9, User: "Admin"}}}
		}, outcome: Stale, err: "it was restored by Admin"},
		"the log tells nothing": {between: func(w *fakeWiki) { w.logs = nil }, outcome: Stale, err: "tells of no deletion"},
		"refused":               {faults: map[string][]fault{"undelete A.png": {{before: errDenied}}}, outcome: Failed, err: "protectedpage", writes: "undelete"},
		"the answer is lost":    {faults: map[string][]fault{"undelete A.png": {{after: errLost}}}, outcome: Done, done: back, writes: "undelete"},
		"the request is lost":   {faults: map[string][]fault{"undelete A.png": {{before: errLost}}}, outcome: Failed, err: "the wiki does not show it", cure: provider.CureRerun, writes: "undelete"},
		"without its file":      {faults: map[string][]fault{"undelete A.png": {{other: "-"}}}, outcome: Failed, err: "does not show File:A.png as it was before", cure: provider.CureReplan, done: back, writes: "undelete"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFake(t)
			w.put("A.png", "first", "text", "Anna", "")
			w.put("A.png", "second", "", "Uploader", "")
			was := w.state("A.png")
			rows := w.bury("A.png", "Uploader", "unwanted [wikiform m]")
			change := restored(w, "A.png", rows)
			w.rev += 10
			c.run(t, w, change)
			if c.outcome != Done {
				return
			}
			if d := cmp.Diff(was, w.state("A.png")); d != "" {
				t.Error(d)
			}
			u := w.undeletes[0]
			u.Stop, u.Progress = nil, nil
			want := provider.Undelete{
				Title: "A.png", Rows: rows, Reason: "taken back [wikiform m]", Tags: []string{"t"},
			}
			if d := cmp.Diff(want, u); d != "" {
				t.Error(d)
			}
		})
	}
}
