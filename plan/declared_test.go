package plan

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
	"wikiform/spec"
)

// declaredFacts are those with which sample was computed.
func declaredFacts() Facts {
	return Facts{
		Site:    provider.Site{Extensions: []string{"png"}, Tags: []string{"museum"}},
		Account: provider.Account{Name: "Up", Rights: []string{"upload", "edit", "createpage", "reupload", "applychangetags", "upload_by_url"}},
	}
}

func declaredClaims() []Claim {
	var wants []Claim
	for _, c := range sample().Changes {
		c.Claim.Fault = nil
		wants = append(wants, c.Claim)
	}
	return wants
}

func TestDeclaredIsThePlan(t *testing.T) {
	t.Parallel()
	p := sample()
	got, bad := p.Declared(declaredClaims(), declaredFacts())
	if bad != nil {
		t.Fatalf("%+v", bad)
	}
	if diff := cmp.Diff(p, got); diff != "" {
		t.Errorf("(-saved +declared):\n%s", diff)
	}
}

// uploadOf are the steps of a change that uploads and does nothing else.
func uploadOf(c Change) []Step {
	return []Step{upload(*c.Claim.Content, c.Claim.text(), c.Before)}
}

// Whatever a forger writes into a plan, only what the manifests say is done.
func TestForgedPlans(t *testing.T) {
	t.Parallel()
	evil := "evil"
	for _, tt := range []struct {
		name  string
		forge func(p *Plan)
		want  string
	}{
		{"address", func(p *Plan) { p.Changes[0].Claim.Address = "file.evil" }, "no manifest declares it"},
		{"title", func(p *Plan) { p.Changes[0].Claim.Title = "Evil.png" }, `its title is "Logo.png", the plan has "Evil.png"`},
		{"path", func(p *Plan) { p.Changes[0].Claim.Content.Source.Path = "../../etc/passwd" }, `its source is "logo.png", the plan has "../../etc/passwd"`},
		{"url", func(p *Plan) { p.Changes[0].Claim.Content.Source = spec.Source{URL: "https://evil/"} }, "its source is"},
		{"via", func(p *Plan) { p.Changes[2].Claim.Content.Source.Via = spec.ViaServer }, `its via is "auto"`},
		{"content", func(p *Plan) { p.Changes[0].Claim.Content.Digest = digest(evil) }, "its content is sha1"},
		{"size", func(p *Plan) { p.Changes[0].Claim.Content.Digest.Size++ }, "its content is sha1"},
		{"text", func(p *Plan) { p.Changes[0].Claim.Text = &Text{Text: evil} }, "its description is another one"},
		{"no text", func(p *Plan) { p.Changes[0].Claim.Text = nil }, "its description is another one"},
		{"comment", func(p *Plan) { p.Changes[0].Claim.Comment = evil }, `its comment is "batch", the plan has "evil"`},
		{"tags", func(p *Plan) { p.Changes[0].Claim.Tags = nil }, `its tags are ["museum"], the plan has []`},
		{"warnings", func(p *Plan) { p.Changes[0].Claim.Accept = []provider.WarningKind{provider.WarnWasDeleted} }, "its accept_warnings are"},
		{"an upload more", func(p *Plan) { p.Changes[5].Steps = uploadOf(p.Changes[5]) }, "it is to leave it"},
		{"an edit more", func(p *Plan) { p.Changes[0].Steps = append(p.Changes[0].Steps, SetText{}) }, "the plan would create content and text of the file"},
		{"no upload", func(p *Plan) { p.Changes[1].Steps = p.Changes[1].Steps[1:] }, "the plan would update the text of the file"},
		{"update for create", func(p *Plan) { p.Changes[0].Steps = []Step{SetText{}} }, "it is to create the content of it"},
		{"twice", func(p *Plan) { p.Changes = append(p.Changes, p.Changes[0]) }, "another change of the plan writes to the same title"},
	} {
		p := sample()
		tt.forge(p)
		got, bad := p.Declared(declaredClaims(), declaredFacts())
		if got != nil || len(bad) != 1 || !strings.Contains(bad[0].Why, tt.want) {
			t.Errorf("%s: %+v, want %q", tt.name, bad, tt.want)
		}
	}
}

// What the checks of a plan stop, a forged plan does not get past them.
func TestForgedChecks(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		forge func(p *Plan, f *Facts)
		want  Reason
	}{
		{"shared", func(p *Plan, _ *Facts) { p.Changes[0].Before.Shared = true }, SharedFile},
		{"redirect", func(p *Plan, _ *Facts) { p.Changes[0].Before.Redirect = true }, IsRedirect},
		{"rights", func(_ *Plan, f *Facts) { f.Account.Rights = []string{"edit"} }, RightMissing},
		{"tag", func(_ *Plan, f *Facts) { f.Site.Tags = []string{"other"} }, TagRefused},
		{"extension", func(_ *Plan, f *Facts) { f.Site.Extensions = []string{"svg"} }, ExtensionRefused},
	} {
		p, f := sample(), declaredFacts()
		tt.forge(p, &f)
		got, bad := p.Declared(declaredClaims(), f)
		if bad != nil {
			t.Errorf("%s: %+v", tt.name, bad)
			continue
		}
		if c := got.Changes[0]; c.Action() != Blocked || !slices.Contains(c.Reasons, tt.want) {
			t.Errorf("%s: %s %v, want it blocked for %s", tt.name, c.Action(), c.Reasons, tt.want)
		}
	}
	p := sample()
	p.Changes[3].Verdict, p.Changes[3].Steps = VerdictClear, uploadOf(p.Changes[3]) // X.exe
	got, bad := p.Declared(declaredClaims(), declaredFacts())
	if bad != nil || got.Changes[3].Action() != Blocked {
		t.Errorf("a blocked change became %+v, %+v", got, bad)
	}
}

// A URL that was uploaded is pinned; the plan that uploaded it still fits.
func TestDeclaredTakesALaterPin(t *testing.T) {
	t.Parallel()
	wants := declaredClaims()
	wants[2].Content.Digest = digest("seen")
	wants[2].Content.Source.Pin = wants[2].Content.Digest.SHA1
	got, bad := sample().Declared(wants, declaredFacts())
	if bad != nil || got.Changes[2].Claim.Content.Digest != digest("seen") {
		t.Errorf("%+v, %+v", got, bad)
	}
}
