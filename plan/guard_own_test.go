package plan

import (
	"slices"
	"testing"

	"wikiform/provider"
)

var here = Position{"a.wiki.hcl", 7}

func guarded1(title provider.Title, content, text string, rules ...Rule) Claim {
	c := wanted(func(c *Claim) {
		c.Title, c.Address, c.Content.Digest, c.Text = title, specAddress("file."+title), digest(content), &Text{Text: text}
	})
	for _, r := range rules {
		c.Guards = append(c.Guards, Guard{r, here})
	}
	return c
}

// ownedWiki has files of which the latest revision says nothing of who wrote the text.
func ownedWiki() *wiki {
	by := func(f provider.File, title provider.Title, rev int64, author, last string, r *wiki) {
		f.Title, f.Version.User = title, "Uploader"
		f.Page = page("old")
		f.Page.Rev, f.Page.Parent, f.Page.User = rev, rev-1, last
		r.revisions[rev-1] = provider.Revision{ID: rev - 1, TextSHA1: f.Page.TextSHA1, User: author, Time: noon}
		r.files[title] = f
	}
	r := &wiki{files: map[provider.Title]provider.File{}, revisions: map[int64]provider.Revision{}}
	by(has("c1", "x"), "Ours.png", 11, "Uploader", "Bot", r)
	by(has("c2", "x"), "Theirs.png", 21, "Anna", "Uploader", r)
	return r
}

// The true author of a text is asked for before anything of it is blocked, and again of a
// saved plan, of which nobody knows what it says.
func TestOwnTextsAreAskedFor(t *testing.T) {
	t.Parallel()
	r := ownedWiki()
	claims := []Claim{guarded1("Ours.png", "c1", "new", OverwriteOwn), guarded1("Theirs.png", "c2", "new", OverwriteOwn)}
	f := Facts{Site: site, Account: uploader}
	if err := Survey(t.Context(), r, claims, &f); err != nil {
		t.Fatal(err)
	}
	p := Compute(claims, f)
	if c := p.Changes[0]; c.Action() != Update {
		t.Errorf("our text, which a bot edited last: %s, %v", c.Action(), c.Problems)
	}
	if c := p.Changes[1]; c.Action() != Blocked || !slices.Equal(c.Reasons, []Reason{SomebodyElses}) || c.Problems[0].At != here {
		t.Errorf("Anna's text, which we edited last: %s, %v", c.Action(), c.Problems)
	}

	// Who plans without a guard and applies with one is stopped by it all the same.
	free := []Claim{guarded1("Ours.png", "c1", "new"), guarded1("Theirs.png", "c2", "new")}
	f = Facts{Site: site, Account: uploader}
	if err := Survey(t.Context(), r, free, &f); err != nil {
		t.Fatal(err)
	}
	saved := Compute(free, f)
	fresh := Facts{Site: site, Account: uploader}
	if err := saved.SettleGuards(t.Context(), r, claims, &fresh); err != nil {
		t.Fatal(err)
	}
	again, bad := saved.Declared(claims, fresh)
	if bad != nil || again.Changes[0].Action() != Update || again.Changes[1].Action() != Blocked {
		t.Errorf("%v, %+v", bad, again)
	}
	unasked, bad := saved.Declared(claims, Facts{Site: site, Account: uploader})
	if bad != nil || unasked.Changes[0].Action() != Blocked || unasked.Changes[1].Action() != Blocked {
		t.Errorf("without having asked: %v, %+v", bad, unasked)
	}
}

// What a saved plan says of who uploaded something is nobody's word.
func TestForgedOwner(t *testing.T) {
	t.Parallel()
	r := ownedWiki()
	anna := r.files["Theirs.png"]
	anna.Version.User = "Anna"
	free := []Claim{guarded1("Theirs.png", "new", "old")}
	f := Facts{Site: site, Account: uploader}
	if err := Survey(t.Context(), r, free, &f); err != nil {
		t.Fatal(err)
	}
	saved := Compute(free, f)
	forged := *saved.Changes[0].Before.Version
	forged.User = "Uploader"
	saved.Changes[0].Before.Version = &forged
	claims := []Claim{guarded1("Theirs.png", "new", "old", OverwriteOwn)}
	fresh := Facts{Site: site, Account: uploader}
	if err := saved.SettleGuards(t.Context(), r, claims, &fresh); err != nil {
		t.Fatal(err)
	}
	again, bad := saved.Declared(claims, fresh)
	if bad != nil || again.Changes[0].Action() != Blocked {
		t.Errorf("%v, %+v", bad, again)
	}
}

// A guard that was added after the plan was made holds; what the plan left as it was
// stays so.
func TestGuardsOfSavedPlans(t *testing.T) {
	t.Parallel()
	have := factsOf(theFile("A.png", "Uploader"))
	free, held := []Claim{guarded1("A.png", "newer", "another")}, []Claim{guarded1("A.png", "newer", "another", CreateOnly)}
	saved := Compute(free, have)
	for _, r := range []Rule{CreateOnly, Observe, IgnoreContent, IgnoreText, SeedText} {
		if p, bad := saved.Declared([]Claim{guarded1("A.png", "newer", "another", r)}, have); bad == nil {
			t.Errorf("%s does not hold what was planned before: %+v", r, p)
		}
	}
	p, bad := saved.Declared([]Claim{guarded1("A.png", "newer", "another", PreventOverwrite)}, have)
	if bad != nil || p.Changes[0].Action() != Blocked {
		t.Errorf("%s: %v, %+v", PreventOverwrite, bad, p)
	}
	loosened, bad := Compute(held, have).Declared(free, have)
	if bad != nil || loosened.Pending() {
		t.Errorf("what was left as it was is done: %v, %+v", bad, loosened)
	}
	saved.Changes[0].Held, saved.Changes[0].Steps = nil, saved.Changes[0].Steps[:1]
	if p, bad := saved.Declared(held, have); bad == nil {
		t.Errorf("a forged plan gets past its guard: %+v", p)
	}
}

// A file that nobody may delete is found under another spelling of its title, on a wiki
// that takes both for one, though the plan is not for it.
func TestKeptTitles(t *testing.T) {
	t.Parallel()
	for _, tells := range []bool{false, true} { // whether the wiki tells first letters apart
		r := &wiki{files: map[provider.Title]provider.File{"Logo.png": theFile("Logo.png", "Uploader")}}
		if !tells {
			r.stores = map[provider.Title]provider.Title{"logo.png": "Logo.png"}
		}
		claims := []Claim{{Address: "absent.x", Title: "Logo.png", Gone: true, At: here}}
		f := Facts{Site: site, Account: everyRight, Keepers: map[provider.Title][]Keeper{anyFirst("Logo.png"): {{"logo.png", "file.logo", here}}}}
		if err := Survey(t.Context(), r, claims, &f); err != nil {
			t.Fatal(err)
		}
		c := Compute(claims, f).Changes[0]
		if blocked := slices.Contains(c.Reasons, DestroyPrevented); blocked == tells || (c.Action() == Delete) != tells {
			t.Errorf("on a wiki that tells first letters apart (%v): %s %v", tells, c.Action(), c.Problems)
		}
		saved := &Plan{Changes: []Change{{Claim: claims[0], Before: f.Have["Logo.png"], Steps: []Step{Deletion{}}, Reasons: []Reason{Unwanted}}}}
		fresh := Facts{Site: site, Account: everyRight, Keepers: f.Keepers}
		if err := saved.SettleGuards(t.Context(), r, claims, &fresh); err != nil {
			t.Fatal(err)
		}
		if p, bad := saved.Declared(claims, fresh); bad != nil || (p.Changes[0].Action() == Delete) != tells {
			t.Errorf("saved, on a wiki that tells first letters apart (%v): %v, %+v", tells, bad, p)
		}
	}
}

// A file that stays where it is lets nobody have its title, nor waits for anybody.
func TestHeldMoves(t *testing.T) {
	t.Parallel()
	guard := func(c Claim) Claim {
		c.Guards = Guards{{CreateOnly, here}}
		return c
	}
	f := factsOf(ourFile("A.png"), ourFile("B.png"), nothing("C.png"))
	f.MoveLogs = map[provider.Title]provider.MoveLog{"A.png": {}, "B.png": {}}
	chain := []Claim{movedClaim("A.png", "B.png"), guard(movedClaim("B.png", "C.png"))}
	cs := Compute(chain, f).Changes
	if cs[0].Action() != Blocked || cs[0].Reasons[0] != TargetTaken || cs[1].Action() != NoOp || !cs[1].Stays() {
		t.Errorf("a chain whose end stays: %v %v, %v %v", cs[0].Action(), cs[0].Problems, cs[1].Action(), cs[1].Held)
	}
	circle := []Claim{movedClaim("A.png", "B.png"), guard(movedClaim("B.png", "A.png"))}
	for _, title := range passingTitles(circle, &f) {
		f.Have[title] = nothing(title)
	}
	cs = Compute(circle, f).Changes
	if cs[0].Writes() || cs[1].Writes() || !cs[1].Stays() {
		t.Errorf("a circle of which one stays: %v %v, %v %v", cs[0].Action(), cs[0].Problems, cs[1].Action(), cs[1].Held)
	}
	moved := guard(wantedFrom("A.png", "C.png"))
	other := wanted(func(c *Claim) { c.Address, c.Title, c.Content.Digest = "file.b", "A.png", digest("newer") })
	cs = Compute([]Claim{moved, other}, f).Changes
	if !cs[0].Stays() || cs[0].Writes() || cs[1].Action() != Blocked {
		t.Errorf("another file for the title of one that stays: %v, %v %v", cs[0].Held, cs[1].Action(), cs[1].Problems)
	}
	if u := cs[0].Unguarded(); u.Move() == nil || u.Was().Title != "A.png" {
		t.Errorf("without the guard: %+v", u.Steps)
	}
}
