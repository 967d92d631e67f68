package events

import (
	"errors"
	"flag"
	"io"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/apply"
	"wikiform/apply/progress"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

var update = flag.Bool("update", false, "rewrite the example of docs/events.md")

// creation is a new file of so many bytes, declared in the given line.
func creation(address spec.Address, title provider.Title, size int64, line int) plan.Change {
	content := plan.Content{Digest: provider.Digest{SHA1: provider.SHA1{1}, Size: size}}
	return plan.Change{
		Claim: plan.Claim{Address: address, Title: title, Content: &content, At: plan.Position{File: "main.wiki.hcl", Line: line}},
		Steps: []plan.Step{plan.Upload{Content: content, Page: new(string)}},
	}
}

// stopped is a change that the plan does not carry out.
func stopped(address spec.Address, v plan.Verdict, reason plan.Reason, text, hint string) plan.Change {
	c := creation(address, "Plate 3.php", 0, 21)
	c.Steps, c.Verdict = nil, v
	c.Reasons = []plan.Reason{reason}
	c.Problems = []plan.Problem{{Reason: reason, Text: text, Hint: hint}}
	return c
}

func refusal() error {
	return &provider.Error{Kind: provider.Denied, Op: "upload", Code: "protectedpage", Info: "This page has been protected.", Advice: "ask an administrator"}
}

// lines are those of a stream.
func lines(text string) []string { return strings.Split(strings.TrimSuffix(text, "\n"), "\n") }

// sampleRun is the run of the documentation.
func sampleRun(t *testing.T) []string {
	t.Helper()
	var out strings.Builder
	synctest.Test(t, func(t *testing.T) {
		const mib = 1 << 20
		p := &plan.Plan{Changes: []plan.Change{
			creation("file.logo", "Logo.svg", 12<<10, 9), creation("file.aerial", "Aerial.tif", 96*mib, 14), creation(`file.plate["2"]`, "Plate 2.jpg", 2*mib, 21),
			stopped(`file.plate["3"]`, plan.VerdictBlocked, "extension_refused", "this wiki takes no .php files", "convert the file"),
		}}
		c := func(i int) *plan.Change { return &p.Changes[i] }
		s := New(&out, "0.1.0")
		digest := "sha256:" + strings.Repeat("9f86", 16)
		if err := s.Plan(p, digest, Wiki{"museum", "https://user:secret@wiki.example.org/w/api.php", "museum wiki.example.org", "Museum bot"}); err != nil {
			t.Error(err)
		}
		r := s.Run(progress.NewTracker(p, 0), io.Discard)
		finish := func(i int, o apply.Outcome, err error, took time.Duration) apply.Result {
			res := apply.Result{Change: c(i), Outcome: o, Err: err}
			if o == apply.Done {
				res.Done = c(i).Aspects()
				res.Now.Version = &provider.Version{Digest: provider.Digest{SHA1: provider.SHA1{0x2f, 0xd4}, Size: c(i).Bytes()}}
			}
			r.Event(apply.Finished{Result: res, Took: took})
			return res
		}
		r.Event(apply.Started{Change: c(0)})
		r.Event(apply.Started{Change: c(1)})
		r.Event(apply.Progressed{Address: "file.logo", Progress: provider.Progress{Phase: provider.Waiting, Wait: 5 * time.Second, Left: 5 * time.Minute, Why: "maxlag: 7 s behind"}})
		time.Sleep(6 * time.Second)
		results := []apply.Result{finish(0, apply.Done, nil, 6*time.Second)}
		r.Event(apply.Started{Change: c(2)})
		failed := finish(2, apply.Failed, refusal(), 400*time.Millisecond)
		r.Event(apply.Progressed{Address: "file.aerial", Progress: provider.Progress{Phase: provider.Sending, Sent: 24 * mib, Total: 96 * mib}})
		time.Sleep(5 * time.Second)
		results = append(results, finish(1, apply.Done, nil, 11*time.Second), failed, apply.Result{Change: c(3), Outcome: apply.BlockedNow, Err: errors.New("this wiki takes no .php files")})
		r.Close()
		s.Report(&apply.Report{Results: results})
		s.Receipt(".wikiform/receipts/20261127T024000Z-9f86d081.json", 2)
		s.End(4)
	})
	return lines(out.String())
}

// The example of the documentation is what is written, and as the schema says.
func TestDocumentedRun(t *testing.T) {
	t.Parallel()
	schema, _ := published(t)
	got := sampleRun(t)
	for _, line := range got {
		if err := faultOf(schema, line); err != nil {
			t.Errorf("%v:\n%s", err, line)
		}
	}
	if text := strings.Join(got, "\n"); strings.Contains(text, "secret") {
		t.Errorf("a secret is in it:\n%s", text)
	}
	const path, begins, ends = "../../docs/events.md", "```json\n", "```\n"
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, _ := strings.Cut(string(b), begins)
	example, after, found := strings.Cut(rest, ends)
	if !found {
		t.Fatal("there is no example")
	}
	want := strings.Join(got, "\n") + "\n"
	if *update {
		if err := os.WriteFile(path, []byte(before+begins+want+ends+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(example, want); diff != "" {
		t.Errorf("the documentation has another one (-docs +written):\n%s", diff)
	}
}

// What each event becomes, but for the moment and the words for people.
func TestLines(t *testing.T) {
	t.Parallel()
	schema, _ := published(t)
	moved := creation("file.moved", "New.png", 0, 3)
	moved.Steps = []plan.Step{plan.Moving{From: "Old.png"}}
	big := creation("file.big", "Big\u202e.tif", 1<<30, 4)
	unknown := stopped("file.url", plan.VerdictUnknown, "unknown_content", "who\x1b[2J knows", "pin it")
	address := big.Claim.Address
	at := func(p provider.Progress) apply.Event { return apply.Progressed{Address: address, Progress: p} }
	for name, c := range map[string]struct {
		do   func(s *Stream, r *Run)
		want []string
	}{
		"a move begins": {func(_ *Stream, r *Run) { r.Event(apply.Started{Change: &moved}) }, []string{
			`"type":"apply_start","address":"file.moved","title":"File:New.png","previous_title":"File:Old.png","action":"move","declared_at":{"filename":"main.wiki.hcl","line":3}`,
		}},
		"a title that turns around": {func(_ *Stream, r *Run) { r.Event(apply.Started{Change: &big}) }, []string{
			`"type":"apply_start","address":"file.big","title":"File:Big\u202e.tif","action":"create","declared_at":{"filename":"main.wiki.hcl","line":4},"bytes":1073741824`,
		}},
		"of what was not begun nothing is told": {func(_ *Stream, r *Run) { r.Event(at(provider.Progress{Phase: provider.Sending, Sent: 3, Total: 9})) }, nil},
		"it goes on": {func(_ *Stream, r *Run) { r.Event(at(provider.Progress{Phase: provider.Resuming, Sent: 3, Total: 9})) }, []string{
			`"type":"note","address":"file.big","text":"file.big: resuming: 3 bytes of 9 bytes are on the wiki from an earlier run"`,
		}},
		"it is sent again": {func(_ *Stream, r *Run) { r.Event(at(provider.Progress{Phase: provider.Waiting, Why: "sent\nagain"})) }, []string{
			`"type":"note","address":"file.big","text":"sent; again"`,
		}},
		"the long way": {func(_ *Stream, r *Run) { r.Event(apply.FellBack{Address: address, Err: refusal()}) }, []string{
			`"type":"note","address":"file.big","text":"upload: protectedpage: This page has been protected."`,
		}},
		"one wait is told once, whoever waits": {func(_ *Stream, r *Run) {
			r.Event(at(provider.Progress{Phase: provider.Waiting, Wait: 4 * time.Second, Why: "maxlag"}))
			r.Event(at(provider.Progress{Phase: provider.Waiting, Wait: 5 * time.Second, Why: "maxlag"}))
			r.Event(at(provider.Progress{Phase: provider.Waiting, Wait: time.Second, Why: "short"}))
		}, []string{`"type":"wait","address":"file.big","why":"maxlag","wait_seconds":4,"until":"2000-01-01T00:00:04.000Z"`}},
		"a wait before the run": {func(s *Stream, _ *Run) {
			s.Waiting(provider.Progress{Phase: provider.Waiting, Wait: 1500 * time.Millisecond, Left: time.Minute, Why: "away"})
		}, []string{`"type":"wait","why":"away","wait_seconds":1.5,"until":"2000-01-01T00:00:01.500Z","given_up_at":"2000-01-01T00:01:00.000Z"`}},
		"staged": {func(_ *Stream, r *Run) { r.Event(apply.Staged{Change: &big, Took: 1234567 * time.Microsecond}) }, []string{
			`"type":"apply_staged","address":"file.big","elapsed_seconds":1.235`,
		}},
		"overtook": {func(_ *Stream, r *Run) {
			r.Event(apply.Finished{Result: apply.Result{Change: &moved, Outcome: apply.Overtook, Err: &apply.OvertookError{Title: "New.png"}, Done: []plan.Aspect{plan.NameAspect}, Remark: "a\x07b"}})
		}, []string{
			`"type":"apply_complete","address":"file.moved","title":"File:New.png","previous_title":"File:Old.png","action":"move","declared_at":{"filename":"main.wiki.hcl","line":3},"outcome":"overtook","written":["name"],"remark":"a\\x07b","error":{"reason":"overtook",`,
		}},
		"cancelled is told at the end, with why": {func(s *Stream, r *Run) {
			res := apply.Result{Change: &moved, Outcome: apply.NotStarted}
			r.Event(apply.Finished{Result: res})
			r.Event(apply.Stopping{Why: "cancelled", Cancelled: true})
			s.Report(&apply.Report{Results: []apply.Result{res}, Stopped: "cancelled"})
			s.Report(&apply.Report{Results: []apply.Result{res}, Stopped: "cancelled"})
			s.End(130)
		}, []string{
			`"type":"stopping","why":"cancelled","cancelled":true,"in_flight":0`,
			`"type":"apply_errored","address":"file.moved","title":"File:New.png","previous_title":"File:Old.png","action":"move","declared_at":{"filename":"main.wiki.hcl","line":3},"outcome":"not_started","error":{"reason":"stopped","text":"cancelled","cure":"rerun"}`,
			`"type":"end","exit_code":130,"stopped":"cancelled","changes":{"add":0,"change":0,"remove":0,"move":0},"outcomes":{"not_started":1}`,
		}},
		"a plan that cannot tell": {func(s *Stream, _ *Run) {
			s.Plan(&plan.Plan{Changes: []plan.Change{unknown}}, "sha256:"+strings.Repeat("0", 64), Wiki{ID: "sandbox"})
		}, []string{
			`"type":"change_summary","operation":"plan","changes":{"add":0,"change":0,"remove":0,"move":0,"blocked":0,"unknown":1,"bytes":0},"plan_digest":"sha256:0000000000000000000000000000000000000000000000000000000000000000","wiki":{"name":"","api":"","wikiid":"sandbox"}`,
			`"type":"change_unknown","address":"file.url","title":"File:Plate 3.php","action":"unknown","declared_at":{"filename":"main.wiki.hcl","line":21},"outcome":"unknown","error":{"reason":"unknown_content","text":"who\\x1b[2J knows","hint":"pin it"}`,
		}},
		"errors": {func(s *Stream, _ *Run) {
			s.Diagnose(Problem{Summary: "login: no", Hint: "look", Err: refusal()})
			s.Diagnose(Problem{Warning: true, Summary: "Odd", Detail: "It is\nodd", File: "a.wiki.hcl", Line: 7})
		}, []string{
			`"type":"diagnostic","diagnostic":{"severity":"error","summary":"login: no","hint":"look","kind":"denied","code":"protectedpage"}`,
			`"type":"diagnostic","diagnostic":{"severity":"warning","summary":"Odd","detail":"It is; odd","declared_at":{"filename":"a.wiki.hcl","line":7}}`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			synctest.Test(t, func(t *testing.T) {
				s := New(&out, "0.1.0")
				r := s.Run(progress.NewTracker(&plan.Plan{Changes: []plan.Change{moved, big}}, 0), io.Discard)
				c.do(s, r)
				r.Close()
			})
			got := lines(out.String())[1:]
			for i, line := range got {
				if err := faultOf(schema, line); err != nil {
					t.Errorf("%v:\n%s", err, line)
				}
				_, rest, _ := strings.Cut(line, `Z","type"`)
				got[i] = `"type"` + strings.TrimSuffix(rest, "}")
				if i < len(c.want) && strings.HasSuffix(c.want[i], ",") { // the rest is not what this is about
					got[i] = got[i][:min(len(got[i]), len(c.want[i]))]
				}
			}
			if diff := cmp.Diff(c.want, append([]string(nil), got...)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// However often something gets further, there is a line now and then.
func TestProgressIsSeldom(t *testing.T) {
	t.Parallel()
	schema, _ := published(t)
	var out strings.Builder
	synctest.Test(t, func(t *testing.T) {
		p := &plan.Plan{Changes: []plan.Change{creation("file.a", "A.tif", 1<<30, 1)}}
		r := New(&out, "0.1.0").Run(progress.NewTracker(p, 0), io.Discard)
		r.Event(apply.Started{Change: &p.Changes[0]})
		for i := range 21_000 {
			r.Event(apply.Progressed{Address: "file.a", Progress: provider.Progress{Phase: provider.Sending, Sent: int64(i) << 12, Total: 1 << 30}})
			time.Sleep(time.Millisecond)
		}
		r.Close()
		r.Close() // twice is once
	})
	counts := map[string]int{}
	for _, line := range lines(out.String()) {
		if err := faultOf(schema, line); err != nil {
			t.Errorf("%v:\n%s", err, line)
		}
		_, of, _ := strings.Cut(line, `"type":"`)
		of, _, _ = strings.Cut(of, `"`)
		counts[of]++
	}
	if diff := cmp.Diff(map[string]int{"version": 1, "apply_start": 1, "apply_progress": 10, "run_progress": 2}, counts); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// Whoever asks is told in words, apart from the lines, and everybody every half minute.
func TestTell(t *testing.T) {
	t.Parallel()
	var out, told strings.Builder
	synctest.Test(t, func(t *testing.T) {
		p := &plan.Plan{Changes: []plan.Change{creation("file.a", "A.tif", 1<<20, 1)}}
		r := New(&out, "0.1.0").Run(progress.NewTracker(p, 0), &told)
		r.Event(apply.Started{Change: &p.Changes[0]})
		time.Sleep(3 * time.Second)
		r.Tell()
		time.Sleep(30 * time.Second)
		r.Close()
	})
	want := "At 00:00:03 UTC: 0/1 files, 0%, 0.0/1.0 MiB, 3.0s elapsed\n  file.a: comparing with the wiki, 3.0s elapsed\n" +
		"At 00:00:30 UTC: 0/1 files, 0%, 0.0/1.0 MiB, 30s elapsed\n"
	if told.String() != want || len(lines(out.String())) != 5 {
		t.Errorf("told %q, want %q; lines:\n%s", told.String(), want, out.String())
	}
}

type broken struct{ left int }

func (b *broken) Write(p []byte) (int, error) {
	if b.left--; b.left < 0 {
		return 0, errors.New("nobody reads")
	}
	return len(p), nil
}

// After a line that could not be written there is none, and it is told why.
func TestNobodyReads(t *testing.T) {
	t.Parallel()
	b := &broken{left: 1}
	s := New(b, "0.1.0")
	if err := s.Err(); err != nil {
		t.Error(err)
	}
	if err := s.Plan(&plan.Plan{}, "", Wiki{}); err == nil {
		t.Error("the plan's line was not written, and nobody says so")
	}
	s.End(0)
	if b.left != -1 || s.Err() == nil {
		t.Errorf("tried %d times more, %v", -1-b.left, s.Err())
	}
}
