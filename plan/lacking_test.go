package plan

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
	"wikiform/spec"
)

// lackingPlan is a plan of new files, the text of each of which lacks what is said of it.
func lackingPlan(said ...provider.Preview) (*Plan, map[provider.Title]provider.Preview) {
	p, by := &Plan{}, map[provider.Title]provider.Preview{}
	text := "text"
	for i, s := range said {
		title := provider.Title(fmt.Sprintf("%02d.png", i))
		up := Upload{Content: Content{Digest: provider.Digest{SHA1: provider.TextSHA1(string(title)), Size: 1}}, Page: &text}
		p.Changes = append(p.Changes, Change{Claim: Claim{Address: spec.Address(fmt.Sprintf("file.x[%d]", i)), Title: title, Text: &Text{Text: text}}, Steps: []Step{up}})
		by[title] = s
	}
	return p, by
}

func repeat(n int, s provider.Preview) []provider.Preview {
	all := make([]provider.Preview, n)
	for i := range all {
		all[i] = s
	}
	return all
}

// What many texts lack is said once, and only the rest beside each.
func TestRemarkLacking(t *testing.T) {
	t.Parallel()
	both := provider.Preview{Pages: []string{"Template:A", "Template:B"}, Categories: []string{"Barns"}}
	for name, test := range map[string]struct {
		said    []provider.Preview
		unasked int // of the last ones the wiki said nothing
		notes   []string
		shown   []Remark // of the first change
		all     []Remark
	}{
		"few": {
			said:  repeat(3, both),
			shown: Lacking(both), all: Lacking(both),
		},
		"many": {
			said: repeat(60, both),
			notes: []string{
				"The texts of 60 files bring in 2 pages that the wiki does not have: Template:A, Template:B (file.x[0], file.x[1], file.x[2] and 57 more).",
				"The texts of 60 files are in a category that has no page: Barns (file.x[0], file.x[1], file.x[2] and 57 more).",
			},
			all: []Remark{
				{Kind: PageLacking, Text: "the text brings in 2 pages that the wiki does not have: Template:A, Template:B", Noted: true},
				{Kind: CategoryLacking, Text: "the text is in a category that has no page: Barns", Noted: true},
			},
		},
		"one besides": {
			said:  append([]provider.Preview{{Pages: []string{"Template:A", "Template:C"}}}, repeat(3, provider.Preview{Pages: []string{"Template:A"}})...),
			notes: []string{"The texts of 4 files bring in a page that the wiki does not have: Template:A (file.x[0], file.x[1], file.x[2] and 1 more)."},
			shown: []Remark{{Kind: PageLacking, Text: "the text brings in a page that the wiki does not have: Template:C"}},
			all: []Remark{
				{Kind: PageLacking, Text: "the text brings in a page that the wiki does not have: Template:A", Noted: true},
				{Kind: PageLacking, Text: "the text brings in a page that the wiki does not have: Template:C"},
			},
		},
		"not all were asked for": {
			said: repeat(6, provider.Preview{Categories: []string{"Barns"}}), unasked: 2,
			notes: []string{"Of the 4 texts that the wiki has shown, those of 4 files are in a category that has no page: Barns (file.x[0], file.x[1], file.x[2] and 1 more)."},
			all:   []Remark{{Kind: CategoryLacking, Text: "the text is in a category that has no page: Barns", Noted: true}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, said := lackingPlan(test.said...)
			before := p.Digest()
			for i := range test.unasked {
				delete(said, p.Changes[len(p.Changes)-1-i].Claim.Title)
			}
			p.RemarkLacking(said)
			if diff := cmp.Diff(test.notes, p.Notes); diff != "" {
				t.Errorf("notes (-want +got):\n%s", diff)
			}
			c := &p.Changes[0]
			if diff := cmp.Diff(test.all, c.Remarks); diff != "" {
				t.Errorf("remarks (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.shown, c.Said()); len(test.shown)+len(c.Said()) > 0 && diff != "" {
				t.Errorf("shown (-want +got):\n%s", diff)
			}
			if p.Digest() != before {
				t.Error("the plan has another digest")
			}
		})
	}
}

// However much is lacking, there are few notes, and what they leave out stands beside the files.
func TestRemarkLackingIsBounded(t *testing.T) {
	t.Parallel()
	var said []provider.Preview
	for i := range 40 { // ten templates of four files each, and twenty of all
		var s provider.Preview
		s.Pages = append(s.Pages, fmt.Sprintf("Template:Of %d", i/4))
		for j := range 20 {
			s.Pages = append(s.Pages, fmt.Sprintf("Template:X%02d", j))
		}
		said = append(said, s)
	}
	p, by := lackingPlan(said...)
	p.RemarkLacking(by)
	want := "The texts of 40 files bring in 20 pages that the wiki does not have: Template:X00, Template:X01, Template:X02, Template:X03, Template:X04, Template:X05, Template:X06, Template:X07, Template:X08, Template:X09 and 10 more (file.x[0], file.x[1], file.x[2] and 37 more)."
	if len(p.Notes) != lackNotes || p.Notes[0] != want {
		t.Errorf("%d notes: %q", len(p.Notes), p.Notes)
	}
	if diff := cmp.Diff([]Remark{{Kind: PageLacking, Text: "the text brings in a page that the wiki does not have: Template:Of 9"}}, p.Changes[39].Said()); diff != "" {
		t.Errorf("shown (-want +got):\n%s", diff)
	}
}

// Nothing but what a text lacks is kept from being shown, whatever a saved plan says.
func TestNotedHidesNothingElse(t *testing.T) {
	t.Parallel()
	c := Change{Remarks: []Remark{{Kind: ReplacesVersion, Text: "x", Noted: true}, {Text: "y", Noted: true}, {Kind: PageLacking, Text: "z", Noted: true}}}
	if diff := cmp.Diff(c.Remarks[:2], c.Said()); diff != "" {
		t.Errorf("shown (-want +got):\n%s", diff)
	}
}
