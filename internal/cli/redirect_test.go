package cli_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"wikiform/apply"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
	"wikiform/spec"
)

// A redirect page may have a file of its own: it is seen, its text is mended, and
// no content is added to it.
func TestRedirectWithAFile(t *testing.T) {
	t.Parallel()
	wiki, err := sandbox.New()
	if err != nil {
		t.Fatal(err)
	}
	defer wiki.Close()
	w := folder{t: t, http: &http.Client{Transport: wiki.Transport()}, api: "http://localhost/w/api.php"}
	c := w.dial(t.Context(), mediawiki.Credentials{User: sandbox.User, Password: sandbox.Password}, wiki.Transport())
	text := "about"
	m := &spec.Manifest{}
	for i, name := range []string{"Same.svg", "Text.svg", "Content.svg", "Both.svg", "Bare.svg"} {
		f := spec.File{Address: spec.Address("file." + name[:4]), Name: name, Title: provider.Title(name), Source: spec.Source{Path: fmt.Sprint(i)}}
		if name == "Text.svg" || name == "Both.svg" {
			f.Description = &text
		}
		m.Files = append(m.Files, f)
	}
	err = wiki.PutFile("Aim.svg", contentOf(99), "", "Anna")
	for name, content := range map[string]int{"Same.svg": 0, "Text.svg": 1, "Content.svg": 50, "Both.svg": 51} {
		err = errors.Join(err, wiki.PutFile(name, contentOf(content), "", "Anna"))
	}
	for _, f := range m.Files {
		err = errors.Join(err, wiki.PutPage("File:"+f.Name, "#REDIRECT [[File:Aim.svg]]", "Anna"))
	}
	if err != nil {
		t.Fatal(err)
	}

	p := w.planned(t.Context(), c, m)
	var got []plan.Action
	for _, c := range p.Changes {
		got = append(got, c.Action)
	}
	if want := []plan.Action{plan.NoOp, plan.Update, plan.Blocked, plan.Blocked, plan.Blocked}; !slices.Equal(got, want) {
		t.Fatalf("actions %v, want %v", got, want)
	}
	r := apply.Runner{Wiki: c, Body: body}
	if report := r.Run(t.Context(), nil, p); report.Count(apply.Done) != 1 {
		t.Errorf("%+v", report)
	}
	if texts, err := wiki.Texts("File:Text.svg"); err != nil || texts[0] != "about" {
		t.Errorf("%q, %v", texts, err)
	}
	if again := w.planned(t.Context(), c, m); again.Pending() || again.Changes[1].Before.Redirect {
		t.Errorf("the next plan: %+v", again.Changes[1])
	}

	// As the plan says: the text first, and then the content.
	r.Run(t.Context(), nil, w.planned(t.Context(), c, m, plan.NewTexts))
	r.Run(t.Context(), nil, w.planned(t.Context(), c, m))
	if both := w.planned(t.Context(), c, m).Changes[3]; both.Action != plan.NoOp {
		t.Errorf("after the text was written: %+v", both)
	}
}
