package reconcile_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"wikiform/apply"
	"wikiform/apply/reconcile"
	"wikiform/plan"
	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
	"wikiform/spec"
	"wikiform/spec/source"
)

// One project is held against two wikis, and what is planned and done at one is
// nothing to the other.
func TestTwoTargets(t *testing.T) {
	t.Parallel()
	p := newFolder(t, two).open()
	first, second := newWiki(t), newWiki(t)
	if err := second.PutFile("A.png", []byte("\x89PNG\r\n\x1a\n a"), "The first.", "Anna"); err != nil {
		t.Fatal(err)
	}
	one, other := target(t, p, "first", first, us), target(t, p, "second", second, us)

	want := map[string][]string{
		"first":  {"create A.png", "create B x.png", "create B y.png"},
		"second": {"no-op A.png", "create B x.png", "create B y.png"},
	}
	plans := map[string]*plan.Plan{}
	for _, to := range []reconcile.Target{one, other} {
		made, err := p.Plan(t.Context(), to, reconcile.Choice{})
		if err != nil {
			t.Fatal(err)
		}
		name := to.Declared.Name
		plans[name] = made
		if diff := cmp.Diff(want[name], actions(made)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if made.Wiki.Name != name || made.Wiki.API != to.Declared.API || made.Tool != "1.2.3" {
			t.Errorf("%s: the plan is for %+v, by version %s", name, made.Wiki, made.Tool)
		}
	}

	// A scope of one plan is none of the next.
	narrow, err := p.Plan(t.Context(), one, reconcile.Choice{Scope: spec.Scope{Targets: []string{"file.b"}, Excludes: []string{"File:B_y*"}}, Only: []plan.Kind{plan.NewFiles}})
	if err != nil || !slices.Equal(actions(narrow), []string{"create B x.png"}) || len(narrow.Notes) < 2 {
		t.Fatalf("%v, %v, %v", actions(narrow), narrow, err)
	}

	report := carryOut(t, p, one, plans["first"])
	if report.Incomplete() || report.Count(apply.Done) != 3 {
		t.Errorf("%+v", report)
	}
	if versions, err := first.Versions("A.png"); err != nil || len(versions) != 1 || !strings.HasSuffix(versions[0].Comment, "[wikiform museum]") {
		t.Errorf("%+v, %v", versions, err)
	}
	for name, to := range map[string]reconcile.Target{"first": one, "second": other} {
		made, err := p.Plan(t.Context(), to, reconcile.Choice{})
		if err != nil || made.Pending() != (name == "second") {
			t.Errorf("%s: %v, %v", name, actions(made), err)
		}
	}

	// The plan for one wiki is not carried out at the other.
	if _, err := p.Prepare(other, plans["first"], reconcile.Limits{}); !is[*reconcile.OtherWikiError](err) {
		t.Errorf("a plan for another wiki: %v", err)
	}
	if _, err := p.Confirm(t.Context(), other, plans["first"], reconcile.Choice{}); !is[*reconcile.OtherWikiError](err) {
		t.Errorf("a saved plan for another wiki: %v", err)
	}
}

// A saved plan is carried out when the manifest at hand declares it and the wiki is
// as it was.
func TestSavedPlan(t *testing.T) {
	t.Parallel()
	f := newFolder(t, two)
	p, w := f.open(), newWiki(t)
	to := target(t, p, "first", w, us)
	made, err := p.Plan(t.Context(), to, reconcile.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	file := saved(t, made)
	confirm := func(p *reconcile.Project) (*plan.Plan, error) {
		return p.Confirm(t.Context(), to, file, reconcile.Choice{})
	}

	// Another content and a file that is gone are not declared.
	f.write("a.png", "\x89PNG\r\n\x1a\n another")
	var undeclared *reconcile.UndeclaredError
	if _, err := confirm(p); !errors.As(err, &undeclared) || len(undeclared.Undeclared) != 1 {
		t.Errorf("another content: %v", err)
	}
	f.write("a.png", "\x89PNG\r\n\x1a\n a")
	f.write("main.wiki.hcl", strings.Replace(two, `toset(["x", "y"])`, `toset(["x"])`, 1))
	if _, err := confirm(f.open()); !errors.As(err, &undeclared) || len(undeclared.Undeclared) != 1 {
		t.Errorf("a file that is gone: %v", err)
	}
	// Nor is a wiki that is another by now.
	f.write("main.wiki.hcl", strings.Replace(two, "https://first.test", "https://third.test", 1))
	if _, err := confirm(f.open()); err == nil || !strings.Contains(err.Error(), "which no manifest declares") {
		t.Errorf("another address: %v", err)
	}
	f.write("main.wiki.hcl", two)

	confirmed, err := confirm(f.open())
	if err != nil {
		t.Fatal(err)
	}
	run, err := p.Prepare(to, confirmed, reconcile.Limits{})
	if err != nil || !run.Uploads() {
		t.Fatal(run, err)
	}
	if report, err := run.Stale(t.Context()); report != nil || err != nil {
		t.Fatalf("%+v, %v", report, err)
	}
	if err := w.PutFile("A.png", []byte("\x89PNG\r\n\x1a\n theirs"), "Theirs.", "Anna"); err != nil {
		t.Fatal(err)
	}
	if report, err := run.Stale(t.Context()); err != nil || report == nil || report.Count(apply.Stale) != 1 {
		t.Fatalf("%+v, %v", report, err)
	}
}

// Nothing is carried out that must not be.
func TestPrepareRefuses(t *testing.T) {
	t.Parallel()
	ready := newFolder(t, two).open()
	w := newWiki(t)
	to := target(t, ready, "first", w, us)
	made, err := ready.Plan(t.Context(), to, reconcile.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ready.Prepare(target(t, ready, "first", w, mediawiki.Credentials{}), made, reconcile.Limits{}); !is[*reconcile.AnonymousError](err) {
		t.Errorf("nobody is logged in: %v", err)
	}
	other := to
	other.Declared.Accounts = []string{"Old Bot"}
	var stranger *reconcile.AccountError
	if _, err := ready.Prepare(other, made, reconcile.Limits{}); !errors.As(err, &stranger) || stranger.Account != to.Wiki.Account().Name {
		t.Errorf("an account that is none of ours: %v", err)
	}
	other.Declared.Accounts = append(other.Declared.Accounts, to.Wiki.Account().Name)
	if _, err := ready.Prepare(other, made, reconcile.Limits{}); err != nil {
		t.Errorf("the second of our accounts: %v", err)
	}
	if _, err := ready.Prepare(to, made, reconcile.Limits{StageFirst: true, StashLife: 1}); !is[*reconcile.WindowError](err) {
		t.Errorf("a stash that is gone at once: %v", err)
	}
	broken := newFolder(t, two+"check \"c\" {\n  condition = false\n  error_message = \"no\"\n}\n").open()
	if made, err = broken.Plan(t.Context(), to, reconcile.Choice{}); err != nil {
		t.Fatal(err)
	}
	if _, err := broken.Prepare(to, made, reconcile.Limits{}); !is[hcl.Diagnostics](err) {
		t.Errorf("a manifest that breaks its own rules: %v", err)
	}
	for scope, name := range map[string]string{"file.c": "an address", "File:C*": "a title"} {
		if _, err := ready.Plan(t.Context(), to, reconcile.Choice{Scope: spec.Scope{Targets: []string{scope}}}); !is[*spec.PatternError](err) {
			t.Errorf("%s that no file has: %v", name, err)
		}
	}
}

// What was agreed to is done, a part of it too where the list says so, and nothing
// else.
func TestAgreement(t *testing.T) {
	t.Parallel()
	p, w := newFolder(t, two).open(), newWiki(t)
	to := target(t, p, "first", w, us)
	planned := func(c reconcile.Choice) *plan.Plan {
		t.Helper()
		made, err := p.Plan(context.Background(), to, c)
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	whole := planned(reconcile.Choice{})
	part := planned(reconcile.Choice{Scope: spec.Scope{Targets: []string{"file.a"}}})
	list := func(p *plan.Plan) *plan.Digests {
		d, err := plan.ReadDigests(strings.NewReader(p.Digests().String()))
		if err != nil {
			t.Fatal(err)
		}
		return &d
	}
	for name, c := range map[string]struct {
		agreed reconcile.Agreement
		plan   *plan.Plan
		covers func(error) bool
		partly bool
	}{
		"no condition":          {reconcile.Agreement{}, whole, isNil, false},
		"the digest":            {reconcile.Agreement{Digest: whole.Digest()}, whole, isNil, false},
		"another digest":        {reconcile.Agreement{Digest: whole.Digest()}, part, is[*plan.DigestError], true},
		"a part of the list":    {reconcile.Agreement{Digest: whole.Digest(), Parts: list(whole)}, part, isNil, true},
		"more than the list":    {reconcile.Agreement{Digest: part.Digest(), Parts: list(part)}, whole, is[*reconcile.UnreviewedError], true},
		"a list of another one": {reconcile.Agreement{Digest: part.Digest(), Parts: list(whole)}, whole, is[*reconcile.ListError], true},
	} {
		if err := c.agreed.Covers(c.plan); !c.covers(err) || c.agreed.Partly(c.plan) != c.partly {
			t.Errorf("%s: %v, partly %v", name, err, c.agreed.Partly(c.plan))
		}
	}
	carryOut(t, p, to, whole)
	if err := (reconcile.Agreement{Digest: part.Digest()}).Covers(planned(reconcile.Choice{})); err != nil {
		t.Errorf("a plan that does nothing: %v", err)
	}
}

func isNil(err error) bool { return err == nil }

// The embedded sandbox has no wiki block, and what has no pin gets one.
func TestPins(t *testing.T) {
	t.Parallel()
	f := newFolder(t, "file \"a\" {\n  source = \"a.png\"\n}\nfile \"u\" {\n  url = \"http://origin.test/u.png\"\n}\n")
	p := f.open()
	w := newWiki(t, sandbox.Fetch(origin{}))
	to := target(t, p, "", w, us)
	if to.ID() != "sandbox" {
		t.Errorf("the sandbox is %q", to.ID())
	}
	made, err := p.Plan(t.Context(), to, reconcile.Choice{Locked: true})
	if err != nil || made.Counts().Blocked != 1 {
		t.Errorf("a URL without a pin in automation: %v, %v", actions(made), err)
	}
	if made, err = p.Plan(t.Context(), to, reconcile.Choice{}); err != nil {
		t.Fatal(err)
	}
	run, err := p.Prepare(to, made, reconcile.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	report := run.Do(t.Context(), nil, reconcile.Means{Downloads: &source.Fetcher{Transport: origin{}}})
	lock, seen := run.Pins(report)
	if report.Incomplete() || seen != 1 || lock.Save(f.dir) != nil {
		t.Fatalf("%+v, %d pins", report, seen)
	}
	if _, known := p.Lock().Pin("http://origin.test/u.png"); known {
		t.Error("the project changed its lock file")
	}
	if made, err = f.open().Plan(t.Context(), to, reconcile.Choice{Locked: true}); err != nil || made.Pending() || made.Counts().Unknown+made.Counts().Blocked > 0 {
		t.Errorf("with the pin: %v, %v", actions(made), err)
	}
}
