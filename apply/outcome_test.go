package apply

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/plan"
	"wikiform/provider"
)

const title = provider.Title("A.png")

func ptr[T any](v T) *T { return &v }

func wikiError(kind provider.Kind, op, code string) error {
	return &provider.Error{Kind: kind, Op: op, Code: code}
}

// unfetched is the error of a wiki that does not fetch a URL.
func unfetched(code string, why provider.Ground) error {
	return &provider.Error{Kind: provider.Denied, Op: "upload", Code: code, Ground: why}
}

// outcomeCase is one file's way through a run: what the wiki had, what is
// wanted, what happens on the way, and what must come of it.
type outcomeCase struct {
	name    string
	have    func(w *fakeWiki) // before the plan
	want    plan.Claim
	adjust  func(c *plan.Change) // what the fake planner does not know
	between func(w *fakeWiki)    // between plan and apply
	faults  map[string][]fault
	meddle  func(w *fakeWiki) map[string][]fault // faults that need the wiki
	copying bool
	local   map[string]string // contents on this machine; the wanted one by default

	outcome  Outcome
	err      string        // part of the error, "" for none
	cure     provider.Cure // of the error; "" where that is the kind's
	done     []plan.Aspect // of an outcome that is not Done; of one that is, follows from the calls
	undone   []plan.Aspect
	calls    []string
	versions int // the file's versions at the end
}

func TestOutcome(t *testing.T) {
	t.Parallel()
	for _, c := range outcomeCases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newFake(t)
			w.urls[byURL.URL] = "from afar"
			if c.have != nil {
				c.have(w)
			}
			p := planOf(w, c.want)
			if c.adjust != nil {
				c.adjust(&p.Changes[0])
			}
			if c.between != nil {
				c.between(w)
			}
			if w.faults = maps.Clone(c.faults); c.meddle != nil {
				w.faults = c.meddle(w)
			}
			local := c.local
			if local == nil {
				local = map[string]string{"new": "new", byURL.URL: "from afar"}
			}
			r := Runner{Wiki: w, Body: sources(local), CopyUpload: c.copying, Marks: []string{"[wikiform m]"}, Account: "Uploader"}
			res := r.Run(t.Context(), nil, p).Results[0]
			if c.cure != "" && CureOf(res.Err) != c.cure {
				t.Errorf("the cure is %s, want %s: %v", CureOf(res.Err), c.cure, res.Err)
			}
			c.check(t, w, res)
		})
	}
}

func (c outcomeCase) check(t *testing.T, w *fakeWiki, res Result) {
	t.Helper()
	if res.Outcome != c.outcome {
		t.Errorf("outcome is %q (%v), want %q", res.Outcome, res.Err, c.outcome)
	}
	if got := errorText(res.Err); (c.err == "") != (got == "") || !strings.Contains(got, c.err) {
		t.Errorf("error is %q, want one with %q", got, c.err)
	}
	var calls []string
	done := c.done
	for _, call := range w.calls {
		op := strings.TrimSpace(strings.TrimSuffix(call, " A.png"))
		calls = append(calls, op)
		if wrote := map[string]plan.Aspect{"upload": plan.ContentAspect, "edit": plan.TextAspect}[op]; wrote != "" &&
			(c.outcome == Done || c.outcome == Overtook) && !slices.Contains(done, wrote) {
			done = append(done, wrote)
		}
	}
	if !slices.Equal(res.Done, done) || !slices.Equal(res.Undone, c.undone) {
		t.Errorf("%q were done and %q were not, want %q and %q", res.Done, res.Undone, done, c.undone)
	}
	if d := cmp.Diff(c.calls, calls); d != "" {
		t.Errorf("calls (-want +got):\n%s", d)
	}
	checkWrites(t, w, res)
	versions := 0
	if f := w.files[title]; f != nil {
		versions = len(f.versions)
	}
	if versions != c.versions {
		t.Errorf("the file has %d versions, want %d", versions, c.versions)
	}
	if res.Outcome != Unsure {
		if d := cmp.Diff(w.state(title), res.Now); d != "" && res.Outcome != Failed {
			t.Errorf("Now is not what the wiki has (-want +got):\n%s", d)
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// What is sent with an upload and an edit.
func TestRequests(t *testing.T) {
	t.Parallel()
	w := newFake(t)
	w.write(title, "theirs", "Anna")
	wt := want(title, "new", ptr("text"))
	wt.Comment, wt.Tags = "batch [wikiform m]", []string{"t"}
	wt.Accept = []provider.WarningKind{provider.WarnDuplicate}
	r := Runner{Wiki: w, Body: sources(map[string]string{"new": "new"}), Marks: []string{"[wikiform m]"}, Account: "Uploader"}
	r.Run(t.Context(), nil, planOf(w, wt))

	u, e := w.uploads[0], w.edits[0]
	u.Body, u.Keep, u.Found, u.Stop, u.Progress, e.Progress = nil, nil, nil, nil, nil, nil
	wantUpload := provider.Upload{
		Title: title, Digest: digestOf("new"), Text: "text", Comment: "batch [wikiform m]", Tags: []string{"t"},
		Accept: []provider.WarningKind{provider.WarnDuplicate, provider.WarnPageExists},
	}
	if d := cmp.Diff(wantUpload, u); d != "" {
		t.Errorf("upload (-want +got):\n%s", d)
	}
	// The base is the revision that our own upload made.
	wantEdit := provider.Edit{Title: title, Text: "text", Base: 2, Summary: "batch [wikiform m]", Tags: []string{"t"}, Accept: []provider.WarningKind{provider.WarnDuplicate}}
	if d := cmp.Diff(wantEdit, e); d != "" {
		t.Errorf("edit (-want +got):\n%s", d)
	}
	if len(wt.Accept) != 1 {
		t.Error("the plan's list of warnings was changed")
	}
}

// After an upload of a URL without a pin the report has its digest, whoever
// fetched it.
func TestUnpinnedDigest(t *testing.T) {
	t.Parallel()
	for _, copying := range []bool{true, false} {
		w := newFake(t)
		w.urls[byURL.URL] = "from afar"
		r := Runner{Wiki: w, Body: sources(w.urls), CopyUpload: copying}
		report := r.Run(t.Context(), nil, planOf(w, plan.Claim{Title: title, Content: &plan.Content{Source: byURL}}))
		if got := report.Results[0].Now.Version.Digest; got != digestOf("from afar") {
			t.Errorf("copying %v: digest is %v", copying, got)
		}
	}
}

func TestHint(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err  error
		want string
	}{
		{&StaleError{}, "run plan again"},
		{&UnsureError{Write: errLost, Read: errNoWiki}, "run it again"},
		{&MismatchError{Aspect: plan.TextAspect}, "page's history"},
		{&MismatchError{}, "file's history"},
		{&provider.Error{Advice: "wait"}, "wait"},
		{errors.New("other"), ""},
	} {
		if got := provider.HintOf(c.err); !strings.Contains(got, c.want) || (c.want == "") != (got == "") {
			t.Errorf("%v: hint is %q, want one with %q", c.err, got, c.want)
		}
	}
}
