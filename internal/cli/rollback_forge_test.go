package cli_test

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"wikiform/internal/cli"
	"wikiform/internal/term"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/provider/mediawiki"
)

// refuses runs a command that has to fail, and gives all that it printed.
func (w wikiOfNames) refuses(t *testing.T, dir string, args ...string) string {
	t.Helper()
	w.block(t, dir)
	var out bytes.Buffer
	code := cli.Main(append(slices.Clone(args), "-chdir="+dir), term.Streams{In: strings.NewReader(""), Out: &out, Err: &out, Env: w.credentials(t)})
	if code != 1 && code != 64 {
		t.Errorf("wikiform %s: exit code %d, want 1\n%s", strings.Join(args, " "), code, out.String())
	}
	return out.String()
}

func editAs(t *testing.T, c *mediawiki.Client, title, text string) {
	t.Helper()
	file := fileAs(t, c, title)
	if _, err := c.Edit(t.Context(), provider.Edit{Title: provider.Title(title), Text: text, Base: file.Page.Rev, Summary: "I know better"}); err != nil {
		t.Fatal(err)
	}
}

func fileAs(t *testing.T, c *mediawiki.Client, title string) provider.File {
	t.Helper()
	files, err := c.Files(t.Context(), []provider.Title{provider.Title(title)})
	file := files[provider.Title(title)]
	if err != nil || file.Page == nil {
		t.Fatalf("%s: %+v, %v", title, file, err)
	}
	return file
}

// forgePlan writes a saved plan that says something else.
func forgePlan(t *testing.T, from, to string, change func(*plan.Plan)) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.Read(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	change(p)
	var forged bytes.Buffer
	if err := plan.Write(&forged, p); err != nil {
		t.Fatal(err)
	}
	putFile(t, to, forged.String())
}

func firstOf(p *plan.Plan, a plan.Action) *plan.Change {
	for i := range p.Changes {
		if p.Changes[i].Action() == a {
			return &p.Changes[i]
		}
	}
	return &plan.Change{}
}

func forgeText(p *plan.Plan) {
	for i := range p.Changes {
		c := &p.Changes[i]
		for n, s := range c.Steps {
			if _, edits := s.(plan.SetText); edits {
				c.Claim.Text = &plan.Text{Text: "forged"}
				c.Steps[n] = plan.SetText{Text: "forged"}
				return
			}
		}
	}
}

func addForeign(p *plan.Plan, title string) {
	c := *firstOf(p, plan.Delete)
	c.Claim.Title = provider.Title(title)
	c.Claim.Address = `rollback["added"]`
	p.Changes = append(p.Changes, c)
}
