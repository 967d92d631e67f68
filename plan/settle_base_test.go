package plan

import (
	"bytes"
	"strings"
	"testing"

	"wikiform/provider"
	"wikiform/spec"
)

// A saved plan that merges is what the manifest and the page's history say, and nothing of
// that is taken from the file.
func TestSavedMerge(t *testing.T) {
	t.Parallel()
	const first, ours = "a\nb\nc\nd\ne", "a\nB\nc\nd\ne"
	made := func() (*pastPage, *Plan) {
		page := &pastPage{}
		page.save("Bot", "New "+ofMuseum, first)
		page.save("Anna", "", first+"\n[[Category:A]]")
		p := page.planned(t, ours, spec.ModeMerge, 0)
		if e := p.Changes[0].edit(); e == nil || e.Text != ours+"\n[[Category:A]]" || e.How != HowMerge {
			t.Fatalf("%+v", p.Changes[0])
		}
		return page, p
	}
	for _, c := range []struct {
		name   string
		forge  func(page *pastPage, p *Plan)
		refuse string // "" for a plan that is as it was made
		block  string
	}{
		{name: "as it was made", forge: func(*pastPage, *Plan) {}},
		{name: "made already, and edited since", forge: func(page *pastPage, p *Plan) {
			page.apply(p.Changes[0])
			page.save("Anna", "", "other")
		}},
		{name: "another text", forge: func(_ *pastPage, p *Plan) { p.Changes[0].Steps = []Step{SetText{Text: ours, How: HowMerge}} }, refuse: "the plan would give it the text"},
		{name: "another word", forge: func(_ *pastPage, p *Plan) {
			p.Changes[0].Steps = []Step{SetText{Text: p.Changes[0].edit().Text, How: HowWhole}}
		}, refuse: "the plan would give it the text"},
		{name: "another base", forge: func(_ *pastPage, p *Plan) {
			p.Changes[0].Merge = &Merge{Base: Base{Text: first + "\n[[Category:A]]", Rev: 2}}
		}},
		{name: "a revision of another page", forge: func(page *pastPage, p *Plan) {
			r := page.save("Bot", ofMuseum, first+"\n[[Category:A]]")
			other := *r
			other.ID, other.Page = 99, 8
			page.revisions[99], page.past[99] = other, page.text()
			p.Changes[0].Before.Page.Rev = 99
		}, block: "revision 99, which the plan saw, is not of the page, or has another text"},
		{name: "another text before", forge: func(_ *pastPage, p *Plan) {
			page := p.Changes[0].Before.Page
			page.Text, page.TextSHA1 = first, provider.TextSHA1(first)
		}, block: "is not of the page, or has another text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			page, p := made()
			c.forge(page, p)
			var b bytes.Buffer
			if err := Write(&b, p); err != nil {
				t.Fatal(err)
			}
			saved, err := Read(&b)
			if err != nil {
				t.Fatal(err)
			}
			claims, f := page.wants(ours, spec.ModeMerge, 0)
			page.shows()
			if err := saved.SettleOwners(t.Context(), &page.wiki, &f); err != nil {
				t.Fatal(err)
			}
			if err := saved.SettleBases(t.Context(), &page.wiki, claims, &f); err != nil {
				t.Fatal(err)
			}
			got, undeclared := saved.Declared(claims, f)
			switch {
			case c.refuse != "":
				if len(undeclared) != 1 || !strings.Contains(undeclared[0].Why, c.refuse) {
					t.Errorf("%v", undeclared)
				}
			case undeclared != nil:
				t.Errorf("%v", undeclared)
			case c.block != "":
				if ch := got.Changes[0]; ch.Verdict != VerdictBlocked || !strings.Contains(ch.Problems[0].Text, c.block) {
					t.Errorf("%+v %+v", ch.Steps, ch.Problems)
				}
			default:
				if got.Digest() != p.Digest() || *got.Changes[0].edit() != *p.Changes[0].edit() {
					t.Errorf("%+v", got.Changes[0])
				}
			}
		})
	}
}
