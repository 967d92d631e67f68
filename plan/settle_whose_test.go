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

// Lines of others in a text of ours are theirs for a saved plan as well, and no others are.
func TestSavedWhoseLines(t *testing.T) {
	t.Parallel()
	const first = "a\nb\nc"
	merged := func(page *pastPage) int64 {
		page.save("Bot", ofMuseum, first)
		page.save("Anna", "", first+"\nby Anna")
		page.apply(page.plan(t, "A\nb\nc", spec.ModeMerge, 0))
		page.apply(page.plan(t, "A\nB\nc", spec.ModeMerge, 0)) // upon our own
		return 0
	}
	for _, c := range []struct {
		name   string
		past   func(page *pastPage) (taken int64)
		ours   string
		mode   spec.Mode
		others int
	}{
		{"exact over a merge", merged, "A\nb\nc", spec.ModeExact, 1},
		{"exact that leaves theirs", merged, "a\nb\nc\nby Anna", spec.ModeExact, 0},
		{"our own line of a page that was taken in", func(page *pastPage) int64 {
			page.save("Bot", ofMuseum, first)
			return page.save("Anna", "", first+"\nby Anna").ID
		}, "A\nb\nc\nby Anna", spec.ModeMerge, 0},
		{"their line of it", func(page *pastPage) int64 {
			page.save("Bot", ofMuseum, first)
			return page.save("Anna", "", first+"\nby Anna").ID
		}, first, spec.ModeMerge, 1},
		{"the page goes", merged, "", "", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			page := &pastPage{}
			taken := c.past(page)
			wants := func() ([]Claim, Facts) {
				claims, f := page.wants(c.ours, c.mode, taken)
				f.Account.Rights = append(f.Account.Rights, "delete")
				if c.mode == "" {
					claims = []Claim{{Address: "absent.a", Title: "A.png", Gone: true, Comment: ofMuseum}}
				}
				return claims, f
			}
			page.shows()
			claims, f := wants()
			if err := Survey(t.Context(), &page.wiki, claims, &f); err != nil {
				t.Fatal(err)
			}
			p := Compute(claims, f)
			if n := p.Counts().Others; n != c.others {
				t.Fatalf("planned: %d, want %d: %v", n, c.others, p.Changes[0].Remarks)
			}
			p.Changes[0].Remarks = nil
			var b bytes.Buffer
			if err := Write(&b, p); err != nil {
				t.Fatal(err)
			}
			saved, err := Read(&b)
			if err != nil {
				t.Fatal(err)
			}
			claims, f = wants()
			page.commentless = true // as the wiki tells of a page without its text
			page.shows()
			for _, settle := range []error{
				saved.SettleOwners(t.Context(), &page.wiki, &f), saved.SettleBases(t.Context(), &page.wiki, claims, &f),
			} {
				if settle != nil {
					t.Fatal(settle)
				}
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
