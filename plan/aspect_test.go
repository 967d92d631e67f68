package plan

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// How content and text of a file can stand to what is claimed.
const (
	same   = "same"   // as wanted, or not managed
	other  = "other"  // there, and different
	absent = "absent" // not there
	untold = "untold" // there, and the wanted content is not known
)

// product is what is decided for every pair of content and text. The aspects
// decide by themselves; this is what has to come of it together.
var product = map[[2]string]struct {
	action  Action
	steps   []Aspect
	page    bool // the upload writes the text
	reasons []Reason
}{
	{same, same}:     {NoOp, nil, false, nil},
	{same, other}:    {Update, []Aspect{TextAspect}, false, []Reason{TextDiffers}},
	{same, absent}:   {Update, []Aspect{TextAspect}, false, []Reason{PageMissing}},
	{other, same}:    {Update, []Aspect{ContentAspect}, false, []Reason{ContentDiffers}},
	{other, other}:   {Update, []Aspect{ContentAspect, TextAspect}, false, []Reason{ContentDiffers, TextDiffers}},
	{other, absent}:  {Update, []Aspect{ContentAspect}, true, []Reason{ContentDiffers, PageMissing}},
	{absent, same}:   {Create, []Aspect{ContentAspect}, false, []Reason{Missing}},
	{absent, other}:  {Create, []Aspect{ContentAspect, TextAspect}, false, []Reason{Missing, TextDiffers}},
	{absent, absent}: {Create, []Aspect{ContentAspect}, true, []Reason{Missing}},
	{untold, same}:   {Unknown, nil, false, []Reason{UnknownContent}},
	{untold, other}:  {Update, []Aspect{TextAspect}, false, []Reason{TextDiffers, UnknownContent}},
	{untold, absent}: {Update, []Aspect{TextAspect}, false, []Reason{PageMissing, UnknownContent}},
}

// A text that is "same" can be so in three ways, of which one makes a page all the
// same.
func TestAspectsTogether(t *testing.T) {
	t.Parallel()
	seen := 0
	for _, content := range []string{same, other, absent, untold} {
		for _, text := range []string{same, other, absent} {
			for _, unmanaged := range []string{"", "on a page", "without a page"} {
				if unmanaged != "" && text != same {
					continue
				}
				want, told := product[[2]string{content, text}]
				if !told {
					t.Fatalf("nothing is decided for content %s and text %s", content, text)
				}
				seen++
				claim, have := wanted(), has("new", "text")
				switch content {
				case other:
					have.Version.Digest = digest("old")
				case absent:
					have.Version = nil
				case untold:
					unpinnedURL(&claim)
				}
				switch {
				case text == other:
					have.Page = page("other")
				case text == absent || unmanaged == "without a page":
					have.Page = nil
				}
				if unmanaged != "" {
					claim.Text = nil
				}
				c := decide(claim, situation{have: have, course: course{waits: -1}})
				page := (*string)(nil)
				if u := c.Upload(); u != nil {
					page = u.Page
				}
				switch {
				case want.page && (page == nil || *page != "text"),
					!want.page && unmanaged == "without a page" && c.Upload() != nil && (page == nil || *page != ""),
					!want.page && unmanaged != "without a page" && page != nil:
					t.Errorf("content %s, text %s %s: the upload makes the page %v", content, text, unmanaged, page)
				}
				if c.Action() != want.action || !slices.Equal(c.Aspects(), want.steps) || !slices.Equal(c.Reasons, want.reasons) {
					t.Errorf("content %s, text %s %s: %s by %s for %s, want %s by %s for %s",
						content, text, unmanaged, c.Action(), c.Aspects(), c.Reasons, want.action, want.steps, want.reasons)
				}
				if (c.Problems != nil) != (want.action == Unknown) {
					t.Errorf("content %s, text %s: %s with the problems %v", content, text, c.Action(), c.Problems)
				}
				// Whatever it is, a fault stops it.
				claim.Fault = &Problem{Reason: TitleRefused, Text: "no"}
				if c := Compute([]Claim{claim}, facts(have)).Changes[0]; c.Action() != Blocked || c.Steps != nil || !slices.Equal(c.Reasons, []Reason{TitleRefused}) {
					t.Errorf("content %s, text %s: with a fault it is %s by %s for %s", content, text, c.Action(), c.Aspects(), c.Reasons)
				}
			}
		}
	}
	if seen != len(product)+2*4 {
		t.Errorf("%d pairs were looked at", seen)
	}
}

// compose takes a text into the upload that makes its page, and nothing else.
func TestCompose(t *testing.T) {
	t.Parallel()
	onto, makes := Upload{Content: Content{Digest: digest("a")}}, Upload{Content: Content{Digest: digest("a")}, Page: new(string)}
	with := makes
	with.Page = ptr("text")
	text := SetText{Text: "text"}
	for _, c := range []struct{ found, steps []Step }{
		{nil, nil},
		{[]Step{onto}, []Step{onto}},
		{[]Step{makes}, []Step{makes}},
		{[]Step{text}, []Step{text}},
		{[]Step{onto, text}, []Step{onto, text}},
		{[]Step{makes, text}, []Step{with}},
	} {
		if diff := cmp.Diff(c.steps, compose(c.found)); diff != "" {
			t.Errorf("of %v (-want +got):\n%s", c.found, diff)
		}
	}
	if *makes.Page != "" {
		t.Error("the step that was found is another one now")
	}
}

// Every step has its row, and every row with a step says all that is asked of it. No
// wiki limits deletions (facts §13.1.6), or asks a page whether it may be tagged.
func TestAspectTableIsWhole(t *testing.T) {
	t.Parallel()
	for _, s := range []Step{Upload{}, SetText{}, SetTags{}, SetRedirect{}, Moving{}, Deletion{}, Revert{}, Restore{}} {
		c := Change{Steps: []Step{s}, Before: provider.File{}}
		for _, row := range c.steps() {
			if row.name != s.Aspect() || len(row.rights(&c, uploader)) == 0 || (len(row.asks(&c)) == 0) != (row.name == TagsAspect) || (row.limit == "") != (row.name == ExistenceAspect) || row.requests(s) == 0 {
				t.Errorf("%T: %+v", s, row)
			}
		}
	}
	for _, row := range aspects {
		if row.compare == nil || !slices.Contains(Kinds, row.kind) {
			t.Errorf("the aspect %q is not compared, or of no kind", row.name)
		}
	}
}
