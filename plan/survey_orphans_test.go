package plan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// museum is a wiki on which every file of these names is ours, from its first version to
// its last.
func museum(names ...provider.Title) *wiki {
	w := &wiki{
		files: map[provider.Title]provider.File{}, histories: map[provider.Title]provider.History{}, usages: map[provider.Title]provider.Usage{},
	}
	w.contributors, w.redirectsTo = map[provider.Title]provider.Contributors{}, map[provider.Title]provider.Redirects{}
	for _, t := range names {
		file := ourFile(t)
		file.Version.Comment = "Batch " + ourMark
		w.files[t] = file
		w.histories[t] = provider.History{Versions: []provider.Version{*file.Version}}
		w.contributors[t], w.usages[t], w.redirectsTo[t] = provider.Contributors{Users: []string{"Uploader"}}, provider.Usage{}, provider.Redirects{}
		w.contributions = append(w.contributions, provider.Contributed{Title: t, Comments: []string{"Batch " + ourMark}, Last: file.Page.Rev, Unbroken: true})
	}
	return w
}

// pruning are the facts of a manifest that prunes what begins with "Museum - ".
func pruning(more ...func(*Facts)) Facts {
	f := Facts{Site: site, Account: everyRight, Mark: ourMark, Search: SearchAlways}
	f.Prunes = []Prune{{Prefix: "Museum - ", Delete: true, Comment: "gone " + ourMark}}
	for _, m := range more {
		m(&f)
	}
	return f
}

func named(t provider.Title) Claim {
	return wanted(func(c *Claim) { c.Title = t })
}

// outcome is what a plan does with each orphan.
func outcome(p *Plan) []string {
	var all []string
	for i := range p.Changes {
		if c := &p.Changes[i]; c.Claim.Orphan {
			all = append(all, fmt.Sprint(c.Action(), " ", c.Claim.Title))
		}
	}
	for _, o := range p.Orphans {
		all = append(all, fmt.Sprint(o.Why[0].Reason, " ", o.Title))
	}
	return all
}

func look(t *testing.T, w *wiki, f Facts, claims ...Claim) *Plan {
	t.Helper()
	if err := Survey(t.Context(), w, claims, &f); err != nil {
		t.Fatal(err)
	}
	return Compute(claims, f)
}

// Of what is found only that is asked which is needed, each question once.
func TestOrphansAreLookedFor(t *testing.T) {
	t.Parallel()
	const one, two, three, left = "Museum - 1.png", "Museum - 2.png", "Museum - 3.png", "Museum - left.png"
	w := museum(one, two, three, "Museum - 4.png", "Other.png", left, "Museum - off.png")
	w.files[left] = redirectBy("Uploader", "File:X.png", 0)(left)
	delete(w.histories, left)
	w.moves = map[provider.Title]provider.MoveLog{left: {Moves: []provider.LoggedMove{{To: "X.png", User: "Uploader"}}}}
	w.usages[three] = provider.Usage{Count: 2, Pages: []string{"A", "B"}}
	w.redirectsTo[two] = provider.Redirects{Pages: []string{"File:Old.png", "Bridge"}}
	w.contributors["Old.png"] = provider.Contributors{Users: []string{"Uploader"}}
	for _, sense := range []provider.Title{"Museum - 4.png", "x|y.png", "", "a_b.png", "../c.png", "Museum - \n.png"} {
		w.contributions = append(w.contributions, provider.Contributed{Title: sense, Comments: []string{ourMark}, Last: 7, Unbroken: true})
	}
	p := look(t, w, pruning(func(f *Facts) { f.Disabled = []provider.Title{"museum - off.png"} }), named(one))
	want := []string{"delete Museum - 4.png", "led_to Museum - 2.png", "in_use Museum - 3.png", "out_of_scope Other.png"}
	if diff := cmp.Diff(want, outcome(p)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]int{
		"files": 3, "contributions": 1, "whole histories": 1, "moves": 1, "redirects": 1, "contributors": 2, "usage": 1, "refusals": 1,
		"texts": 1,
	}, w.times); diff != "" {
		t.Errorf("questions (-want +got):\n%s", diff)
	}
	for about, titles := range map[string][]string{
		"whole histories": {"Museum - 2.png", "Museum - 3.png", "Museum - 4.png", "Museum - left.png", "Other.png"},
		"moves":           {left},
		"redirects":       {"Museum - 2.png", "Museum - 3.png", "Museum - 4.png"},
		"contributors":    {"Museum - 2.png", "Museum - 3.png", "Museum - 4.png", "Old.png"},
		"refusals":        {"Museum - 4.png"},
	} {
		if diff := cmp.Diff(titles, w.asked[about]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", about, diff)
		}
	}
}

// How a wiki stores what titles begin with, it says itself.
func TestPrefixesAreTheWikis(t *testing.T) {
	t.Parallel()
	for stored, want := range map[provider.Title]string{
		"Museum - x.png": "delete Museum - 1.png",
		"museum - x.png": "out_of_scope Museum - 1.png", // first letters count there
		"":               "out_of_scope Museum - 1.png",
		"x.png":          "out_of_scope Museum - 1.png",
		"Anything":       "out_of_scope Museum - 1.png",
	} {
		w := museum("Museum - 1.png")
		w.stores = map[provider.Title]provider.Title{"museum - x.png": stored}
		p := look(t, w, pruning(func(f *Facts) { f.Prunes[0].Prefix = "museum - " }))
		if diff := cmp.Diff([]string{want}, outcome(p)); diff != "" {
			t.Errorf("stored as %q (-want +got):\n%s", stored, diff)
		}
	}
}

// Without a prune block a set is looked for as long as that costs no more than the rest.
func TestLookingForOrphansIsCheap(t *testing.T) {
	t.Parallel()
	cheap := func(f *Facts) { f.Search, f.Prunes = SearchCheap, nil }
	claims := []Claim{named("Museum - 1.png")}

	w := museum("Museum - 1.png")
	p := look(t, w, pruning(cheap), claims...)
	if w.times["contributions"] != 1 || len(w.times) != 2 || p.Unsought != "" || p.Orphans != nil {
		t.Errorf("nothing there: asked %v, %q, %v", w.times, p.Unsought, p.Orphans)
	}
	w = museum("Museum - 1.png", "Museum - 2.png")
	if p = look(t, w, pruning(cheap), claims...); len(p.Orphans) != 1 || p.Orphans[0].Version == nil || p.Pending() || p.Unsought != "" {
		t.Errorf("one: %+v, %q", p.Orphans, p.Unsought)
	}
	if diff := cmp.Diff(map[string]int{"files": 1, "contributions": 1, "histories": 1}, w.times); diff != "" {
		t.Errorf("one (-want +got):\n%s", diff)
	}
	var names []provider.Title
	for i := range 101 {
		names = append(names, provider.Title(fmt.Sprintf("Museum - %d.png", i)))
	}
	w = museum(names...)
	if p = look(t, w, pruning(cheap), claims...); p.Orphans != nil || !strings.Contains(p.Unsought, "-orphans does it") || w.times["histories"] > 0 {
		t.Errorf("many: %d, %q, asked %v", len(p.Orphans), p.Unsought, w.times)
	}
	w = museum("Museum - 1.png")
	w.unread = true
	if p = look(t, w, pruning(cheap), claims...); !strings.Contains(p.Unsought, "-orphans does it") || w.asked["contributions"][0] != "Uploader" {
		t.Errorf("more contributions: %q, asked %v", p.Unsought, w.asked)
	}
}

func TestNothingIsPruned(t *testing.T) {
	t.Parallel()
	const title = "Museum - 1.png"
	for name, c := range map[string]struct {
		wiki   func(*wiki)
		facts  func(*Facts)
		claims []Claim
		want   []string // outcome
		said   string   // in a note, or why they were not looked for
	}{
		"nobody is logged in": {nil, func(f *Facts) { f.Account = provider.Account{} }, nil, nil, "was not checked: nobody is logged in"},
		"a title that the wiki does not take": {func(w *wiki) { w.invalid = map[provider.Title]string{"B.png": "no"} }, nil, []Claim{named("B.png")},
			[]string{"prune_held Museum - 1.png"}, "Nothing is pruned: which title file.a (a.wiki.hcl:1) means cannot be told: mend that block."},
		"other kinds are asked for": {nil, func(f *Facts) { f.Only = []Kind{NewFiles} }, nil, []string{"prune_held Museum - 1.png"}, "-only leaves deletions out"},
		"too many contributions":    {func(w *wiki) { w.unread = true }, nil, nil, []string{"prune_held Museum - 1.png"}, "more files than are looked at"},
		"not looked for":            {nil, func(f *Facts) { f.Search = SearchNone }, nil, nil, ""},
		"no histories":              {func(w *wiki) { w.histories = nil }, nil, nil, nil, ""},
		"no contributors":           {func(w *wiki) { w.contributors = nil }, nil, nil, []string{"owner_unclear Museum - 1.png"}, ""},
		"no usage":                  {func(w *wiki) { w.usages = nil }, nil, nil, []string{"owner_unclear Museum - 1.png"}, ""},
		"no file there any more":    {func(w *wiki) { w.files = nil }, nil, nil, []string{"owner_unclear Museum - 1.png"}, ""},
		"another case of a claim":   {nil, nil, []Claim{named("museum - 1.png")}, nil, ""},
		"narrowed away":             {nil, func(f *Facts) { f.Only = []Kind{Deletions} }, []Claim{named(title)}, nil, ""},
		"where a file was moved":    {nil, nil, []Claim{movedClaim(title, "B.png")}, nil, ""},
		"where a redirect leads":    {nil, nil, []Claim{{Address: "redirect.r", Title: "R.png", Target: title}}, nil, ""},
		"a missing category":        {nil, func(f *Facts) { f.Prunes[0].Prefix, f.Prunes[0].Category = "", "Museum" }, nil, []string{"out_of_scope Museum - 1.png"}, ""},
	} {
		w := museum(title)
		if c.wiki != nil {
			c.wiki(w)
		}
		p := look(t, w, pruning(func(f *Facts) {
			if c.facts != nil {
				c.facts(f)
			}
		}), c.claims...)
		if diff := cmp.Diff(c.want, outcome(p)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if said := strings.Join(append(p.Notes, p.Unsought), "\n"); !strings.Contains(said, c.said) {
			t.Errorf("%s: said %q", name, said)
		}
	}
}

// Whoever of us plans, and who does without logging in, gets the same plan.
func TestPruneIsTheSameForAllOfUs(t *testing.T) {
	t.Parallel()
	digests := map[string]string{}
	for _, account := range []string{"", "Uploader", "OldBot"} {
		w := museum("Museum - 1.png", "Museum - 2.png")
		w.contributors["Museum - 2.png"] = provider.Contributors{Users: []string{"OldBot", "Uploader"}}
		p := look(t, w, pruning(func(f *Facts) {
			f.Accounts = []string{"Uploader", "OldBot"}
			f.Account.Name = account
		}))
		if got := outcome(p); len(got) != 2 {
			t.Errorf("%q: %v", account, got)
		}
		digests[p.Digest()] = account
	}
	if len(digests) != 1 {
		t.Errorf("the digests are %v", digests)
	}
}

// A deletion that the account may not make is blocked, as every other one.
func TestPruneWithoutTheRight(t *testing.T) {
	t.Parallel()
	p := look(t, museum("Museum - 1.png"), pruning(func(f *Facts) { f.Account = uploader }))
	if got := outcome(p); len(got) != 1 || got[0] != "blocked Museum - 1.png" || p.Changes[0].Reasons[0] != RightMissing {
		t.Errorf("%v, %v", got, p.Changes)
	}
}

func TestLookingForOrphansFails(t *testing.T) {
	t.Parallel()
	const redirect = "Museum - r.png"
	for _, about := range []string{"contributions", "whole histories", "files", "moves", "category", "redirects", "contributors", "usage"} {
		w := museum("Museum - 1.png", redirect)
		w.files[redirect] = redirectBy("Uploader", "File:X.png", 0)(redirect)
		delete(w.histories, redirect)
		w.fail = about
		f := pruning(func(f *Facts) { f.Prunes = append(f.Prunes, Prune{Category: "Zoo"}) })
		if err := Survey(t.Context(), w, nil, &f); err == nil || err.Error() != "no answer" {
			t.Errorf("without an answer about %s: %v", about, err)
		}
	}
}
