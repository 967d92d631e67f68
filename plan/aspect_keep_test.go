package plan

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wikiform/internal/wikilinks"
	"wikiform/provider"
	"wikiform/spec"
)

var keepsAll = []spec.Keep{spec.KeepCategories, spec.KeepInterwiki}

func TestKept(t *testing.T) {
	t.Parallel()
	ours := "A bridge.\n[[Category:Bridges]]"
	// first is what the manifest said first, and ours what it says now.
	for _, tt := range []struct {
		name, first, theirs, ours string
		keep                      []spec.Keep
		want                      string // "": nothing is written, since nothing differs or it is blocked
		how                       How
		kept                      []string
		blocked                   string
		only                      bool // nothing of others is replaced
	}{
		{name: "nobody added anything", first: "An old bridge.", theirs: "An old bridge.", want: ours, how: HowWhole},
		{name: "somebody added what is no link", first: ours, theirs: ours + "\nMore.", want: ours, how: HowWhole},
		{name: "a category", first: ours, theirs: ours + "\n[[category:Old_bridges|x]]", kept: []string{"[[category:Old_bridges|x]]"}, only: true},
		{name: "a category that we do not keep", first: ours, theirs: ours + "\n[[Category:Old bridges]]", keep: []spec.Keep{spec.KeepInterwiki}, want: ours, how: HowWhole},
		{name: "in another place", first: ours, theirs: "[[fr:Pont]] A bridge. [[Category:Old bridges]]\n[[Category:Bridges]]", kept: []string{"[[fr:Pont]]", "[[Category:Old bridges]]"}, only: true},
		{name: "ours was moved", first: ours, theirs: "[[Category:Bridges]]\nA bridge.\n[[de:Brücke]]", want: ours + "\n[[de:Brücke]]", how: HowKeep, kept: []string{"[[de:Brücke]]"}},
		{name: "ours got a sort key", first: ours, theirs: "A bridge.\n[[Category:Bridges|x]]", want: ours, how: HowWhole},
		{name: "the manifest changed", first: "An old bridge.\n[[Category:Bridges]]", theirs: "An old bridge.\n\n[[Category:Dams]]\n[[Category:Bridges]]", want: ours + "\n[[Category:Dams]]", how: HowKeep, kept: []string{"[[Category:Dams]]"}, only: false},
		{name: "ours that is not wanted any more", first: ours + "\n[[Category:Dams]]", theirs: ours + "\n[[Category:Dams]]", want: ours, how: HowWhole, only: true},
		{name: "and one of others", first: ours + "\n[[Category:Dams]]", theirs: ours + "\n[[category:dams]]\n[[Category:Weirs]]", want: ours + "\n[[Category:Weirs]]", how: HowKeep, kept: []string{"[[Category:Weirs]]"}},
		{name: "twice", first: ours, theirs: "[[Category:Dams]]\n" + ours + "\n[[Category:Dams]]", kept: []string{"[[Category:Dams]]"}, only: true},
		{name: "a language that the text has", first: ours, theirs: "A bridge.\n[[de:Steg]]\n[[Category:Bridges]]", ours: ours + "\n[[de:Brücke]]", want: ours + "\n[[de:Brücke]]", how: HowWhole},
		{name: "within what is open in the text", first: ours, theirs: ours + "\n[[Category:Dams]]", ours: "A bridge. <!-- x", blocked: "below the description the links that others added to File:A.png would be none: [[Category:Dams]]", kept: []string{"[[Category:Dams]]"}, only: true},
		{name: "an empty text", first: " ", theirs: "[[Category:Dams]]", ours: " ", kept: []string{"[[Category:Dams]]"}, only: true},
		{name: "an empty text, and more", first: "x", theirs: "x\n[[Category:Dams]]", ours: " ", want: "[[Category:Dams]]", how: HowKeep, kept: []string{"[[Category:Dams]]"}, only: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			page := &pastPage{keep: keepsAll}
			if tt.keep != nil {
				page.keep = tt.keep
			}
			if tt.ours == "" {
				tt.ours = ours
			}
			page.save("Bot", ofMuseum, provider.NormalizeText(tt.first))
			page.save("Anna", "", tt.theirs)
			c := page.plan(t, provider.NormalizeText(tt.ours), spec.ModeExact, 0)
			var want Step
			if tt.how != HowExact {
				want = SetText{tt.want, tt.how}
			}
			var m Merge
			if c.Merge != nil {
				m = *c.Merge
			}
			step := Step(nil)
			if e := c.edit(); e != nil {
				step = *e
			}
			if diff := cmp.Diff([]any{want, tt.kept, tt.only}, []any{step, m.Kept, m.Only}); diff != "" {
				t.Error(diff)
			}
			var problems []string
			for _, p := range c.Problems {
				problems = append(problems, p.Text)
			}
			if diff := cmp.Diff(tt.blocked, strings.Join(problems, "; ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Of a page that we never wrote all links are those of others; where it is not told what we
// wrote, and a page has links beyond the manifest's, nothing is written.
func TestKeptWithoutBase(t *testing.T) {
	t.Parallel()
	page := &pastPage{keep: keepsAll}
	page.save("Anna", "", "A dam.\n[[Category:Dams]]")
	c := page.plan(t, "A bridge.", spec.ModeExact, 0)
	if want := "A bridge.\n[[Category:Dams]]"; c.edit() == nil || c.edit().Text != want || c.Verdict != VerdictClear || !c.replacesText() {
		t.Errorf("never ours: %+v %+v", c.Steps, c.Problems)
	}
	page.save("Bot", ofMuseum, "A weir.")
	page.hide(func(r *provider.Revision) { r.Hidden = true })
	page.save("Anna", "", "A dam.\n[[Category:Dams]]")
	if c := page.plan(t, "A bridge.", spec.ModeExact, 0); c.Verdict != VerdictBlocked || c.Problems[0].Reason != BaseUnknown {
		t.Errorf("hidden: %+v", c)
	}
	page.asked = nil
	page.save("Anna", "", "A dam.")
	if c := page.plan(t, "A bridge.", spec.ModeExact, 0); c.Verdict != VerdictClear || c.TextComment() != "Update [whole "+provider.TextSHA1("A bridge.").String()[:saysDigits]+"] "+ofMuseum {
		t.Errorf("no links: %q %+v", c.TextComment(), c.Problems)
	}
}

// Whatever is done to a page, no link that others added goes, and none of ours that the
// manifest does not want stays; the text is the manifest's but for those; and what is applied
// is not planned again.
func TestKeepsWhatOthersAdded(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		page := &pastPage{keep: keepsAll}
		link := rapid.SampledFrom([]string{"[[Category:A]]", "[[Category:B|b]]", "[[Category:C]]", "[[de:X]]", "[[fr:Y]]", "[[:Category:A]]"})
		text := func() string {
			lines := []string{rapid.SampledFrom([]string{"one", "two\n\nthree", ""}).Draw(t, "text")}
			return provider.NormalizeText(lined(append(lines, rapid.SliceOfNDistinct(link, 0, 3, rapid.ID[string]).Draw(t, "ours")...)...))
		}
		site := provider.Site{Languages: []string{"de", "fr"}}
		keys := func(text string) []string {
			var all []string
			for _, l := range wikilinks.In(text, site) {
				all = append(all, l.Key)
			}
			return all
		}
		ours := text()
		page.save("Bot", "New "+ofMuseum, ours)
		theirs := map[string]bool{} // links that others added, and that we did not write since
		for n := range rapid.IntRange(1, 10).Draw(t, "rounds") {
			switch rapid.IntRange(0, 4).Draw(t, "what") {
			case 0, 1:
				lines := strings.Split(page.text(), "\n")
				l := link.Draw(t, "added")
				if slices.Contains(keys(page.text()), strings.Join(keys(l), "")) {
					continue
				}
				at := rapid.IntRange(0, len(lines)).Draw(t, "at")
				for _, key := range keys(l) {
					theirs[key] = true
				}
				page.save("Anna", "", provider.NormalizeText(lined(slices.Insert(lines, at, l)...)))
			case 2:
				page.save("Berta", "", page.text()+fmt.Sprintf("\nsomething %d", n))
			default:
				ours = text()
				c := page.plan(t, ours, spec.ModeExact, 0)
				if c.Verdict != VerdictClear {
					t.Fatalf("%+v", c.Problems)
				}
				page.apply(c)
				for _, key := range keys(ours) {
					if c.edit() != nil { // else it is theirs still, whatever git says of it
						delete(theirs, key)
					}
				}
				has := keys(page.text())
				for key := range theirs {
					if !slices.Contains(has, key) {
						t.Fatalf("%s, which others added, is gone: %q", key, page.text())
					}
				}
				for _, key := range has {
					if !theirs[key] && !slices.Contains(keys(ours), key) {
						t.Fatalf("%s, which was ours, is still there: %q", key, page.text())
					}
				}
				var beyond []wikilinks.Link
				for _, l := range wikilinks.In(page.text(), site) {
					if theirs[l.Key] && !slices.Contains(keys(ours), l.Key) {
						beyond = append(beyond, l)
					}
				}
				if got := provider.NormalizeText(wikilinks.Without(page.text(), beyond)); got != ours {
					t.Fatalf("the page is %q, want %q but for links", got, ours)
				}
				if c := page.plan(t, ours, spec.ModeExact, 0); c.Writes() || c.Verdict != VerdictClear {
					t.Fatalf("again: %+v %+v", c.Steps, c.Problems)
				}
			}
		}
	})
}
