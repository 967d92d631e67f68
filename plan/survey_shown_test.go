package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// A reviewer sees the text of a page that goes and of a redirect that leads elsewhere,
// and of nothing that stays.
func TestSurveyReadsWhatGoes(t *testing.T) {
	t.Parallel()
	page := func(text string) *provider.Page {
		return &provider.Page{ID: 7, Rev: 7, TextSHA1: provider.TextSHA1(text), Text: text, HasText: true, User: "Up"}
	}
	w := &wiki{
		files: map[provider.Title]provider.File{
			"Gone.png":     {Version: &provider.Version{Digest: digest("gone"), User: "Up"}, Page: page("what goes")},
			"Bare.png":     {Version: &provider.Version{Digest: digest("bare"), User: "Up"}},
			"Points.png":   {Redirect: true, Page: page("#REDIRECT [[File:Here.png]]\n\n[[Category:Redirects]]")},
			"Right.png":    {Redirect: true, Page: page("#REDIRECT [[File:There.png]]")},
			"Old name.png": {Version: &provider.Version{Digest: digest("moves"), User: "Up"}, Page: page("what moves")},
		},
		targets: map[provider.Title]string{"Points.png": "File:Here.png", "Right.png": "File:There.png"},
	}
	claims := []Claim{
		{Address: "absent.gone", Title: "Gone.png", Gone: true}, {Address: "absent.bare", Title: "Bare.png", Gone: true},
		{Address: "absent.never", Title: "Never.png", Gone: true},
		{Address: "redirect.points", Title: "Points.png", Target: "There.png"}, {Address: "redirect.right", Title: "Right.png", Target: "There.png"},
		{Address: "redirect.new", Title: "New.png", Target: "There.png"},
		{Address: `moved["Old name.png"]`, Title: "New name.png", From: &Origin{Title: "Old name.png"}},
	}
	f := Facts{Account: provider.Account{Name: "Up", Rights: []string{"delete", "edit", "createpage", "move", "movefile"}}}
	if err := Survey(t.Context(), w, claims, &f); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Gone.png", "Points.png"}, w.asked["texts"]); diff != "" {
		t.Errorf("texts that were read (-want +got):\n%s", diff)
	}
	if c := Compute(claims, f).Changes[0]; c.Action() != Delete || !c.Before.Page.HasText || c.Before.Page.ID == 0 {
		t.Errorf("%s of %+v", c.Action(), c.Before.Page)
	}
}
