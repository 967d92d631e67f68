package worklist

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/apply"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

func change(name string, more func(*plan.Change)) plan.Change {
	c := plan.Change{
		Claim: plan.Claim{Address: spec.Address("file." + name), Title: provider.Title(name + ".png"), At: plan.Position{File: "m.wiki.hcl", Line: 7}},
		Steps: []plan.Step{plan.Upload{}},
	}
	if more != nil {
		more(&c)
	}
	return c
}

// TestStates has one change for everything that can become of one.
func TestStates(t *testing.T) {
	t.Parallel()
	blocked := func(v plan.Verdict, ps ...plan.Problem) func(*plan.Change) {
		return func(c *plan.Change) {
			c.Verdict, c.Steps, c.Problems = v, nil, ps
			for _, p := range ps {
				c.Reasons = append(c.Reasons, p.Reason)
			}
		}
	}
	denied := &provider.Error{Kind: provider.Denied, Op: "upload", Code: "protectedpage", Info: "no", Advice: "ask"}
	rows := []struct {
		change  plan.Change
		outcome apply.Outcome // "": of the plan alone
		err     error
		want    *Entry
	}{
		{change("noop", func(c *plan.Change) { c.Steps = nil }), "", nil, nil},
		{change("unknown", blocked(plan.VerdictUnknown, plan.Problem{Reason: plan.UnknownContent, Text: "who knows", Hint: "pin it"})), "", nil,
			&Entry{State: Unknown, Reason: "unknown_content", Text: "who knows", Hint: "pin it"}},
		{change("blocked", blocked(plan.VerdictBlocked,
			plan.Problem{Reason: plan.Duplicate, Text: "twice", Other: "Twin.png"},
			plan.Problem{Reason: plan.TooLarge, Text: "large", Hint: "shrink it", Other: "No.png", At: plan.Position{File: "o.wiki.hcl", Line: 9}},
		)), apply.BlockedNow, nil, &Entry{State: Blocked, Reason: "duplicate", Text: "twice; large", Hint: "shrink it", Other: "File:Twin.png", Declared: &Place{"o.wiki.hcl", 9}}},
		{change("done", nil), apply.Done, nil, nil},
		{change("already", nil), apply.AlreadyDone, nil, nil},
		{change("overtook", nil), apply.Overtook, &apply.OvertookError{}, nil},
		{change("denied", nil), apply.Failed, denied,
			&Entry{State: Failed, Reason: "denied", Code: "protectedpage", Text: "upload: protectedpage: no", Hint: "ask", Cure: provider.CureWiki}},
		{change("title", nil), apply.Failed, &provider.Error{Kind: provider.Rejected, Ground: provider.GroundTitle, Op: "upload"},
			&Entry{State: Failed, Reason: "title", Text: "upload", Cure: provider.CureManifest}},
		{change("warned", nil), apply.Failed, &provider.Error{Kind: provider.Warned, Op: "upload", Warnings: []provider.Warning{{Kind: provider.WarnDuplicate, Names: []string{"Other_one.png"}}}},
			&Entry{State: Failed, Reason: "duplicate", Text: "upload: the same bytes are on the wiki as File:Other one.png (duplicate)", Cure: provider.CureManifest, Other: "File:Other one.png"}},
		{change("stale", nil), apply.Stale, &apply.StaleError{Taken: "Taken.png", Titles: []apply.Seen{{Title: "Taken.png"}}},
			&Entry{State: Stale, Reason: "stale", Text: "the wiki is not as the plan saw it: File:Taken.png is not free, and nothing in this plan frees it first", Hint: "run plan again to see what changed on the wiki", Cure: provider.CureReplan, Other: "File:Taken.png"}},
		{change("unsure", nil), apply.Unsure, &apply.UnsureError{Write: denied},
			&Entry{State: Unsure, Reason: "unsure", Code: "protectedpage", Text: "upload: protectedpage: no: the wiki does not show whether it was done", Hint: "run it again: it looks at the wiki before it writes", Cure: provider.CureRerun}},
		{change("waits", nil), apply.NotStarted, &apply.WaitsError{Title: "Free.png", By: "file.denied", Err: denied},
			&Entry{State: Waits, Reason: "waits", Code: "protectedpage", Text: "it waits for File:Free.png to be free, and file.denied failed", Hint: "see to file.denied: the run that does it also does what waits for it", Cure: provider.CureWiki, Other: "File:Free.png"}},
		{change("mismatch", nil), apply.Failed, &apply.MismatchError{Aspect: plan.TextAspect, Ours: true},
			&Entry{State: Failed, Reason: "mismatch", Cure: provider.CureManifest}},
		{change("odd", nil), apply.Failed, errors.New("a\nb"), &Entry{State: Failed, Reason: "other", Text: "a; b", Cure: provider.CureRerun}},
		{change("orphan", func(c *plan.Change) { c.Claim.Gone, c.Claim.Orphan = true, true }), apply.Failed, denied, nil},
		{change("stopped", nil), apply.NotStarted, nil, &Entry{State: NotStarted, Reason: "stopped", Text: "interrupt", Cure: provider.CureRerun}},
	}
	p, r := &plan.Plan{}, &apply.Report{Stopped: "interrupt"}
	for _, row := range rows {
		p.Changes = append(p.Changes, row.change)
	}
	var want, planned []Entry
	for i, row := range rows {
		if row.outcome != "" {
			r.Results = append(r.Results, apply.Result{Change: &p.Changes[i], Outcome: row.outcome, Err: row.err})
		}
		if row.want == nil {
			continue
		}
		e := *row.want
		e.Address, e.Title = row.change.Claim.Address, row.change.Claim.Title.Page()
		if e.Declared == nil {
			e.Declared = &Place{"m.wiki.hcl", 7}
		}
		if e.Reason == "mismatch" {
			e.Text, e.Hint = row.err.Error(), provider.HintOf(row.err)
		}
		want = append(want, e)
		if e.State == Unknown || e.State == Blocked {
			planned = append(planned, e)
		}
	}
	if diff := cmp.Diff(want, OfReport(p, r)); diff != "" {
		t.Errorf("of a report (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(planned, OfPlan(p)); diff != "" {
		t.Errorf("of a plan (-want +got):\n%s", diff)
	}
}

// TestTextIsALine: whatever a wiki or a manifest says, an entry is one line that is read
// back, and no text goes on and on.
func TestTextIsALine(t *testing.T) {
	t.Parallel()
	hostile := "\x1b[2J\u202e\r\n\x00\xff" + strings.Repeat("ü", 10000)
	c := change("x", func(c *plan.Change) {
		c.Claim.Address, c.Claim.Title = "file.p[\"\\n\"]", "A\u202e\n.png"
		c.Verdict, c.Problems = plan.VerdictBlocked, []plan.Problem{{Text: hostile, Hint: hostile}}
	})
	text, left := Text(OfPlan(&plan.Plan{Changes: []plan.Change{c, c}}))
	if left != 0 || bytes.Count(text, []byte("\n")) != 2 || len(text) > 4*5*mostText || bytes.IndexByte(text, 0x1b) >= 0 || bytes.IndexByte(text, 0) >= 0 || bytes.IndexByte(text, 0xff) >= 0 {
		t.Errorf("%d bytes, %d left, %.200q", len(text), left, text)
	}
	for line := range bytes.Lines(text) {
		var e Entry
		if err := json.Unmarshal(line, &e); err != nil || e.Address != c.Claim.Address {
			t.Errorf("%v of %.200q", err, line)
		}
	}
	if _, err := spec.ReadList("list", bytes.NewReader(text)); err != nil {
		t.Errorf("it is no list: %v", err)
	}
}

// TestTextIsBounded: what does not fit goes, first what was not started.
func TestTextIsBounded(t *testing.T) {
	t.Parallel()
	var list []Entry
	for i := range 10 {
		e := Entry{Address: spec.Address(fmt.Sprintf("file.f%d", i)), State: Failed}
		if i%2 == 0 {
			e.State = NotStarted
		}
		list = append(list, e)
	}
	whole, _ := Text(list)
	half, _ := encode([]Entry{list[1], list[3], list[5], list[7], list[9]}, len(whole))
	for most, want := range map[int]int{len(whole): 10, len(whole) - 1: 5, len(half): 5, len(half) - 1: 4, 0: 0} {
		text, left := textOf(list, most)
		if got := bytes.Count(text, []byte("\n")); got != want || left != 10-want || len(text) > most {
			t.Errorf("of at most %d bytes: %d entries, %d left", most, got, left)
		}
	}
	if text, left := Text(nil); len(text) != 0 || left != 0 {
		t.Errorf("%q, %d left", text, left)
	}
}
