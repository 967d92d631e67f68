package events

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"wikiform/apply"
	"wikiform/apply/progress"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// longest is the longest line that docs/events.md promises.
const longest = 512 << 10

// Whatever a wiki, a manifest or a plan file says, a line is one line, bounded, as the schema
// says, and nothing that a terminal or a runner obeys.
func TestAnyText(t *testing.T) {
	t.Parallel()
	schema, _ := published(t)
	part := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"::error::", "##[error]", "##vso[x]", "\x1b[2J", "\u202e", "\r\n", "\xff\xfe", "\U000e0041", "é"}))
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Repeat(part.Draw(t, "part"), rapid.SampledFrom([]int{1, 1, 1, 1, 20_000}).Draw(t, "times"))
	})
	rapid.Check(t, func(t *rapid.T) {
		draw := func(what string) string { return text.Draw(t, what) }
		c := creation(spec.Address(draw("address")), provider.Title("A"+draw("title")), 10, 1)
		c.Claim.At.File = "a" + draw("file")
		b := stopped(spec.Address(draw("blocked")), plan.VerdictBlocked, "other", draw("text"), draw("hint"))
		p := &plan.Plan{Changes: []plan.Change{c, b}}
		var out strings.Builder
		s := New(&out, draw("tool"))
		if err := s.Plan(p, "sha256:"+strings.Repeat("0", 64), Wiki{draw("name"), draw("api"), draw("id"), draw("account")}); err != nil {
			t.Fatal(err)
		}
		r := s.Run(progress.NewTracker(p, 0), &strings.Builder{})
		failure := &provider.Error{Kind: provider.Rejected, Op: "upload", Code: draw("code"), Info: draw("info"), Advice: draw("advice"), Err: errors.New(draw("cause"))}
		r.Event(apply.Started{Change: &p.Changes[0]})
		r.Event(apply.Progressed{Address: p.Changes[0].Claim.Address, Progress: provider.Progress{Phase: provider.Waiting, Wait: time.Minute, Why: draw("why")}})
		r.Event(apply.FellBack{Address: p.Changes[0].Claim.Address, Err: failure})
		r.Event(apply.Stopping{Why: draw("stop")})
		r.Event(apply.Finished{Result: apply.Result{Change: &p.Changes[0], Outcome: apply.Failed, Err: failure, Remark: draw("remark")}})
		r.Close()
		s.Diagnose(Problem{Summary: draw("summary"), Detail: draw("detail"), Hint: draw("more"), Err: failure, File: draw("in")})
		s.Receipt(draw("path"), 1)
		s.End(1)
		all := lines(out.String())
		if len(all) != 11 {
			t.Fatalf("%d lines", len(all))
		}
		for _, line := range all {
			switch err := faultOf(schema, line); {
			case err != nil:
				t.Fatalf("%v:\n%.2000q", err, line)
			case len(line) > longest:
				t.Fatalf("a line has %d bytes: %.2000q", len(line), line)
			case !utf8.ValidString(line) || provider.VisibleInside(line) != line:
				t.Fatalf("not safe: %.2000q", line)
			}
		}
	})
}
