package apply

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// givesWay claims a file whose title is to lead to another one with its content.
func givesWay(w *fakeWiki, title provider.Title, content string, to provider.Title) plan.Change {
	claim := want(title, content, nil)
	claim.OnDuplicate, claim.Holder = spec.DuplicateRedirect, to
	return plan.Change{Claim: claim, Before: w.state(title), Steps: []plan.Step{plan.SetRedirect{Target: to}}}
}

// A redirect in place of a file leads to a file with its content, or is not made.
func TestRedirectInPlaceOfAFile(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		between func(*fakeWiki)
		outcome Outcome
		err     string
		target  string
	}{
		"the file is there":       {outcome: Done, target: "File:B.png"},
		"it is made already":      {between: says("R.png", redirection+"File:B.png]]"), outcome: AlreadyDone, target: "File:B.png"},
		"the file is gone":        {between: func(w *fakeWiki) { delete(w.files, "B.png") }, outcome: Stale, err: "File:B.png, to which it was to lead, has no file with these bytes"},
		"it has another version":  {between: upTo("B.png", "other"), outcome: Stale, err: "File:B.png, to which it was to lead, has no file with these bytes"},
		"it is a redirect itself": {between: says("B.png", redirection+"File:C.png]]"), outcome: Stale, err: "File:B.png, to which it was to lead"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFake(t)
			w.put("B.png", "b", "text", "Anna", "")
			p := plain(givesWay(w, "R.png", "b", "B.png"))
			if c.between != nil {
				c.between(w)
			}
			r := Runner{Wiki: w}
			checked, err := r.Check(t.Context(), p)
			if want := map[bool]Outcome{true: NotStarted, false: c.outcome}[c.outcome == Done]; err != nil || checked.Results[0].Outcome != want {
				t.Errorf("checked: %v, %v; want %s", checked.Results[0].Outcome, err, want)
			}
			res := r.Run(t.Context(), nil, p).Results[0]
			if res.Outcome != c.outcome || !strings.Contains(errorText(res.Err), c.err) || (c.err == "") != (res.Err == nil) {
				t.Errorf("%s, %v; want %s, %q", res.Outcome, res.Err, c.outcome, c.err)
			}
			if got := w.target("R.png"); got != c.target {
				t.Errorf("it leads to %q, want %q", got, c.target)
			}
		})
	}
}

// The file to which others lead comes first, whatever their order and however many work at
// it; where it does not come, nothing leads there.
func TestRedirectsAfterTheirFile(t *testing.T) {
	for name, c := range map[string]struct {
		faults []fault
		before Outcome
		err    string
		others Outcome
	}{
		"it comes":                          {before: Done, others: Done},
		"it is refused":                     {faults: []fault{{before: errDenied}}, before: Failed, err: "it waits for File:C.png to have its file, and file.c failed", others: NotStarted},
		"nobody knows what became of it":    {faults: []fault{{before: errLost}}, before: Failed, err: "file.c failed", others: NotStarted},
		"it came though the answer is lost": {faults: []fault{{after: errLost}}, before: Done, others: Done},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newFake(t)
				w.delay = time.Second
				p := plain(givesWay(w, "A.png", "c", "C.png"), givesWay(w, "B.png", "c", "C.png"), planned(w, want("C.png", "c", nil)), givesWay(w, "D.png", "c", "C.png"))
				w.faults["upload C.png"] = c.faults
				r := Runner{Wiki: w, Body: sources(map[string]string{"c": "c"})}
				checked, err := r.Check(t.Context(), p)
				if d := cmp.Diff([]Outcome{NotStarted, NotStarted, NotStarted, NotStarted}, outcomes(checked)); d != "" || err != nil {
					t.Errorf("checked: %v\n%s", err, d)
				}
				report := r.Run(t.Context(), nil, p)
				checkWrites(t, w, report.Results...)
				if d := cmp.Diff([]Outcome{c.others, c.others, c.before, c.others}, outcomes(report)); d != "" {
					t.Errorf("%s\n%v", d, report.Results[0].Err)
				}
				for _, i := range []int{0, 1, 3} {
					res := report.Results[i]
					if waits, _ := errors.AsType[*WaitsError](res.Err); !strings.Contains(errorText(res.Err), c.err) || (waits != nil) != (c.others == NotStarted) {
						t.Errorf("%s: %v", res.Change.Claim.Title, res.Err)
					}
					if led := w.target(res.Change.Claim.Title) == "File:C.png"; led != (c.others == Done) {
						t.Errorf("%s leads to %q", res.Change.Claim.Title, w.target(res.Change.Claim.Title))
					}
				}
			})
		})
	}
}

// What a shared repository has, only the upload tells; it says what to do in the words of
// the manifest.
func TestUploadOfWhatIsElsewhere(t *testing.T) {
	t.Parallel()
	for _, how := range []spec.OnDuplicate{"", spec.DuplicateRedirect, spec.DuplicateAdopt} {
		w := newFake(t)
		claim := want("A.png", "a", nil)
		claim.OnDuplicate = how
		warned := &provider.Error{Kind: provider.Warned, Op: "upload", Warnings: []provider.Warning{{Kind: provider.WarnDuplicate, Names: []string{"Far.png"}}}, Advice: "accept it"}
		w.faults["upload A.png"] = []fault{{before: warned}}
		res := (&Runner{Wiki: w, Body: sources(map[string]string{"a": "a"})}).Run(t.Context(), nil, plain(planned(w, claim))).Results[0]
		hint := provider.HintOf(res.Err)
		if told := strings.Contains(hint, "a shared repository"); res.Outcome != Failed || told != (how != "") || warned.Advice != "accept it" {
			t.Errorf("%q: %s, %v, %q", how, res.Outcome, res.Err, hint)
		}
	}
}
