package plan

import (
	"bytes"
	"testing"

	"wikiform/spec"
)

// Whose work a saved plan replaces is not what the file says.
func TestSavedWhose(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		by     string
		since  func(page *pastPage, p *Plan)
		others int
	}{
		{"by others", "Anna", func(*pastPage, *Plan) {}, 1},
		{"by us", "Bot", func(*pastPage, *Plan) {}, 0},
		{"by others, and protected since", "Anna", func(page *pastPage, _ *Plan) { page.save("Bot", ofMuseum, page.text()) }, 1},
		{"changed since", "Bot", func(page *pastPage, _ *Plan) { page.save("Bot", ofMuseum, "another") }, 1},
		{"done already", "Anna", func(page *pastPage, p *Plan) { page.apply(p.Changes[0]) }, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			page := &pastPage{}
			page.save("Bot", ofMuseum, "first")
			page.save(c.by, ofMuseum, "second")
			p := page.planned(t, "third", spec.ModeExact, 0)
			p.Changes[0].Remarks = []Remark{{Kind: PageThere, Text: "a page"}}
			if c.others == 0 {
				p.Changes[0].Remarks = []Remark{{Kind: ReplacesText, Text: "replaces the text that Eve saved"}}
			}
			p.Changes[0].Before.Page.User = "Bot"
			c.since(page, p)
			var b bytes.Buffer
			if err := Write(&b, p); err != nil {
				t.Fatal(err)
			}
			saved, err := Read(&b)
			if err != nil {
				t.Fatal(err)
			}
			claims, f := page.wants("third", spec.ModeExact, 0)
			page.shows()
			if err := saved.SettleOwners(t.Context(), &page.wiki, &f); err != nil {
				t.Fatal(err)
			}
			got, undeclared := saved.Declared(claims, f)
			if undeclared != nil {
				t.Fatal(undeclared)
			}
			if err := got.SettleWhose(t.Context(), &page.wiki, &f); err != nil {
				t.Fatal(err)
			}
			if n := got.Counts().Others; n != c.others {
				t.Errorf("%d, want %d: %v", n, c.others, got.Changes[0].Remarks)
			}
		})
	}
}
