package reconcile_test

import (
	"errors"
	"strings"
	"testing"

	"wikiform/apply/reconcile"
	"wikiform/provider"
	"wikiform/spec"
)

// A project that depends on the wiki is one wiki's, and is held against no other: else a
// plan for production would say what was written for staging.
func TestProjectOfOneWiki(t *testing.T) {
	t.Parallel()
	f := newFolder(t, strings.ReplaceAll(two, `"The first."`, `"This is ${wiki.name}."`))
	p, diags := f.openFor("first")
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	w := newWiki(t)
	one, other := target(t, p, "first", w, us), target(t, p, "second", w, us)
	made, err := p.Plan(t.Context(), one, reconcile.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	if said := made.Changes[0].Claim.Text; said == nil || said.Text != "This is first." {
		t.Errorf("the text is %v", said)
	}
	lister, _ := other.Wiki.(reconcile.Lister)
	for what, do := range map[string]func() error{
		"plan": func() error { _, err := p.Plan(t.Context(), other, reconcile.Choice{}); return err },
		"since": func() error {
			_, err := p.Plan(t.Context(), other, reconcile.Choice{Since: &reconcile.Since{}})
			return err
		},
		"drift": func() error { _, err := p.Drift(t.Context(), other, reconcile.Choice{}); return err },
		"pull":  func() error { _, err := p.Pull(t.Context(), other, spec.Scope{}, ""); return err },
		"find":  func() error { _, err := p.Find(t.Context(), other, lister, provider.Selection{}); return err },
	} {
		err := do()
		e, refused := errors.AsType[*reconcile.OtherProjectError](err)
		if !refused || e.For != "first" || !strings.Contains(err.Error(), `read for the wiki "first"`) {
			t.Errorf("%s: %v", what, err)
		}
	}

	// A saved plan of the one wiki is confirmed by nobody as that of the other: not where it is
	// held against it, and not where the manifest is read for it.
	if _, err := p.Confirm(t.Context(), other, made, reconcile.Choice{}); !is[*reconcile.OtherWikiError](err) {
		t.Errorf("a plan for another wiki: %v", err)
	}
	q, diags := f.openFor("second")
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	if _, err := q.Confirm(t.Context(), target(t, q, "first", w, us), made, reconcile.Choice{}); !is[*reconcile.OtherProjectError](err) {
		t.Errorf("a plan confirmed by the manifest of another wiki: %v", err)
	}
	made.Wiki.Name, made.Wiki.API = "second", "https://second.test/w/api.php"
	if _, err := q.Confirm(t.Context(), target(t, q, "second", w, us), made, reconcile.Choice{}); !is[*reconcile.UndeclaredError](err) {
		t.Errorf("a plan with another wiki written into it: %v", err)
	}
}
