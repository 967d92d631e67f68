package plan

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
	"wikiform/spec"
)

// A plan by nobody, one by the bot and one by its second account are one, where the wiki
// block says who we are.
func TestAccountsMakeOnePlan(t *testing.T) {
	t.Parallel()
	f := factsOf(theFile("Old.png", "OldBot"), nothing("New.png"), theFile("Gone.png", "Uploader"), theFile("Theirs.png", "Anna"),
		redirectBy("OldBot", "File:X.png", 0)("Short.png"), has("old", "other"))
	f.Accounts = []string{"Uploader", "OldBot"}
	at := Position{"a.wiki.hcl", 1}
	claims := []Claim{
		movedClaim("Old.png", "New.png"), wanted(func(c *Claim) { c.Content.Digest = digest("newer") }),
		{Address: "absent.a", Title: "Gone.png", Gone: true, At: at}, {Address: "absent.b", Title: "Theirs.png", Gone: true, At: at},
		{Address: "redirect.r", Title: "Short.png", Target: "New.png", At: at},
	}
	digests := map[string]bool{}
	for _, name := range []string{"", "Uploader", "OldBot"} {
		f.Account = everyRight
		if f.Account.Name = name; name == "" {
			f.Account = provider.Account{}
		}
		p := Compute(claims, f)
		digests[p.Digest()] = true
		var actions []Action
		for i := range p.Changes {
			actions = append(actions, p.Changes[i].Action())
		}
		if want := []Action{Move, Update, Delete, Blocked, Update}; !slices.Equal(actions, want) {
			t.Errorf("by %q: %v, want %v", name, actions, want)
		}
	}
	if len(digests) != 1 {
		t.Errorf("the plans have %d digests, want one", len(digests))
	}
}

// What waits for a move of which it cannot be told whose the file is waits with it,
// whatever its own block says.
func TestUncheckedMovesTakeOthersAlong(t *testing.T) {
	t.Parallel()
	f := factsOf(theFile("A.png", "Uploader"), theFile("B.png", "Uploader"), nothing("C.png"))
	f.Account = provider.Account{}
	f.MoveLogs["A.png"], f.MoveLogs["B.png"] = provider.MoveLog{}, provider.MoveLog{}
	first := movedClaim("A.png", "B.png")
	first.From.Foreign = true
	p := Compute([]Claim{first, movedClaim("B.png", "C.png")}, f)
	for i, want := range []Reason{MoveWaits, OwnerUnchecked} {
		if c := &p.Changes[i]; c.Action() != Unknown || !slices.Equal(c.Reasons, []Reason{want}) {
			t.Errorf("%s: %s %v, want unknown %s", c.Claim.Address, c.Action(), c.Reasons, want)
		}
	}
	if len(p.Notes) != 1 || p.Pending() {
		t.Errorf("pending: %v, the notes %q, want one", p.Pending(), p.Notes)
	}
}

// A saved plan that was made with a login cannot be carried out without one, and one that
// takes over a file needs the block to say so still.
func TestDeclaredAsksWhoWeAre(t *testing.T) {
	t.Parallel()
	theirs := theFile("A.png", "Uploader")
	theirs.Version.Digest, theirs.Version.Comment = digest("old"), "Batch [wikiform zoo]"
	f := factsOf(theFile("Old.png", "Uploader"), theirs)
	gone := Claim{Address: "absent.a", Title: "Old.png", Gone: true, At: Position{"a.wiki.hcl", 1}}
	mended := wanted(func(c *Claim) { c.Content.Digest = digest("newer") })
	adopting := mended
	adopting.Adopt = true
	saved := Compute([]Claim{gone, adopting}, f)
	for _, c := range []struct {
		name   string
		claims []Claim
		facts  func(*Facts)
		want   []Action
	}{
		{"as it was", []Claim{gone, adopting}, func(*Facts) {}, []Action{Delete, Update}},
		{"by nobody", []Claim{gone, adopting}, anonymous, []Action{Unknown, Update}},
		{"by other accounts", []Claim{gone, adopting}, func(f *Facts) { f.Accounts = []string{"OldBot"} }, []Action{Blocked, Update}},
		{"without adopt", []Claim{gone, mended}, func(*Facts) {}, []Action{Delete, Blocked}},
		{"of a former set", []Claim{gone, mended}, func(f *Facts) { f.FormerMarks = []string{"[wikiform zoo]"} }, []Action{Delete, Update}},
	} {
		facts := f
		c.facts(&facts)
		got, undeclared := saved.Declared(c.claims, facts)
		if undeclared != nil {
			t.Errorf("%s: %v", c.name, undeclared)
			continue
		}
		for i, want := range c.want {
			if action := got.Changes[i].Action(); action != want {
				t.Errorf("%s: %s is %s, want %s", c.name, got.Changes[i].Claim.Address, action, want)
			}
		}
	}
}

// Whether a file is ours whose latest version is somebody else's, its history tells. It is
// asked where that matters, and again when a saved plan is carried out.
func TestOlderVersionsTellWhoseAFileIs(t *testing.T) {
	t.Parallel()
	at := Position{"a.wiki.hcl", 1}
	absent := func(title provider.Title) Claim {
		return Claim{Address: spec.Address("absent." + title), Title: title, Gone: true, At: at}
	}
	marked := theFile("Marked.png", "Uploader")
	marked.Version.Comment = "Batch " + ourMark
	was := func(user, comment string) provider.History {
		return provider.History{Versions: []provider.Version{{User: "Anna"}, {User: user, Comment: comment}}}
	}
	r := &wiki{
		files: map[provider.Title]provider.File{
			"Ours.png": theFile("Ours.png", "Anna"), "Theirs.png": theFile("Theirs.png", "Anna"), "Marked.png": marked, "Wanted.png": theFile("Wanted.png", "Anna"),
		},
		histories: map[provider.Title]provider.History{"Ours.png": was("Uploader", "Batch "+ourMark), "Theirs.png": was("Anna", "Batch "+ourMark)},
	}
	claims := []Claim{absent("Ours.png"), absent("Theirs.png"), absent("Marked.png"), wanted(func(c *Claim) { c.Title = "Wanted.png" })}
	f := Facts{Site: site, Account: everyRight, Mark: ourMark}
	if err := Survey(t.Context(), r, claims, &f); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Ours.png", "Theirs.png"}, r.asked["histories"]); diff != "" {
		t.Errorf("histories were asked of (-want +got):\n%s", diff)
	}
	p := Compute(claims, f)
	for i, want := range []Action{Delete, Blocked, Delete, NoOp} {
		if c := &p.Changes[i]; c.Action() != want {
			t.Errorf("%s is %s %v, want %s", c.Claim.Address, c.Action(), c.Problems, want)
		}
	}
	if rs := p.Changes[0].Remarks; len(rs) != 2 || rs[0].Kind != TakesOthers || rs[0].User != "Anna" || rs[1].Text != "deletes the text that Anna saved on 2026-11-20 12:00 UTC" {
		t.Errorf("the remarks on a file of ours with a version of Anna's: %+v", rs)
	}

	fresh := Facts{Site: site, Account: everyRight, Mark: ourMark}
	r.asked = nil
	if err := p.SettleOwners(t.Context(), r, &fresh); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Ours.png"}, r.asked["histories"]); diff != "" {
		t.Errorf("of a saved plan histories were asked of (-want +got):\n%s", diff)
	}
	for _, told := range []bool{true, false} {
		if !told {
			fresh.Histories = nil
		}
		again, undeclared := p.Declared(claims, fresh)
		if undeclared != nil || (again.Changes[0].Action() == Delete) != told {
			t.Errorf("with the history %v: %v, %v", told, undeclared, again)
		}
	}
}

// Whose a file is, a saved plan may say as it likes: the wiki is asked again.
func TestForgedOwners(t *testing.T) {
	t.Parallel()
	at := Position{"a.wiki.hcl", 1}
	theirs, marked, adopted := theFile("Theirs.png", "Anna"), theFile("Marked.png", "Uploader"), theFile("Adopted.png", "Anna")
	marked.Version.Comment = "Batch [wikiform zoo]"
	r := &wiki{files: map[provider.Title]provider.File{"Theirs.png": theirs, "Marked.png": marked, "Adopted.png": adopted, "A.png": {}}}
	claims := []Claim{
		{Address: "absent.a", Title: "Theirs.png", Gone: true, At: at},
		wanted(func(c *Claim) { c.Address, c.Title, c.Content.Digest = "file.m", "Marked.png", digest("newer") }),
		wanted(func(c *Claim) { c.OnDuplicate, c.Text = spec.DuplicateAdopt, &Text{Text: "other"} }),
	}
	lies := factsOf(nothing("A.png"))
	for title, file := range r.files {
		v := provider.Version{}
		if file.Version != nil {
			v = *file.Version
			v.User, v.Comment = "Uploader", "Batch "+ourMark
			file.Version = &v
		}
		file.Title = title
		lies.Have[title] = file
	}
	lies.Mark, lies.Holders = ourMark, map[provider.SHA1][]provider.Title{digest("new").SHA1: {"Adopted.png"}}
	asked := slices.Clone(claims)
	if err := Survey(t.Context(), &wiki{files: lies.Have, holders: lies.Holders}, asked, &lies); err != nil {
		t.Fatal(err)
	}
	saved := Compute(asked, lies)
	for i, want := range []Action{Delete, Update, Update} {
		if c := &saved.Changes[i]; c.Action() != want {
			t.Fatalf("%s is %s %v, want %s", c.Claim.Address, c.Action(), c.Problems, want)
		}
	}
	fresh := Facts{Site: site, Account: everyRight, Mark: ourMark}
	if err := saved.SettleOwners(t.Context(), r, &fresh); err != nil {
		t.Fatal(err)
	}
	got, undeclared := saved.Declared(claims, fresh)
	if undeclared != nil {
		t.Fatal(undeclared)
	}
	for i, want := range []Reason{SomebodyElses, OtherSet, SomebodyElses} {
		if c := &got.Changes[i]; c.Action() != Blocked || c.Reasons[0] != want {
			t.Errorf("%s is %s %v, want blocked %s", c.Claim.Address, c.Action(), c.Reasons, want)
		}
	}
}

// That a file was moved on the wiki and is followed, a saved plan may say as it likes as well.
func TestForgedFollowing(t *testing.T) {
	t.Parallel()
	claim := wanted(func(c *Claim) { c.Follow, c.Content.Digest = true, digest("newer") })
	for _, moved := range []bool{true, false} {
		r := &wiki{
			files:   map[provider.Title]provider.File{"A.png": redirectBy("Anna", "File:B.png", 0)("A.png"), "B.png": theFile("B.png", "Uploader"), "Other.png": theFile("Other.png", "Anna")},
			targets: map[provider.Title]string{"A.png": "File:B.png"}, moves: map[provider.Title]provider.MoveLog{"B.png": {}},
		}
		to := provider.Title("B.png")
		if r.moves["A.png"] = (provider.MoveLog{Moves: []provider.LoggedMove{{ID: 1, To: "B.png", User: "Anna"}}}); !moved {
			to = "Other.png"
		}
		planned := claim
		planned.Title, planned.Declared = to, "A.png"
		saved := Compute([]Claim{planned}, factsOf(r.files[to]))
		if saved.Changes[0].Action() != Update {
			t.Fatalf("%s %v", saved.Changes[0].Action(), saved.Changes[0].Problems)
		}
		fresh := Facts{Site: site, Account: everyRight}
		claims := []Claim{claim}
		if err := saved.Settle(t.Context(), r, claims, &fresh); err != nil {
			t.Fatal(err)
		}
		if _, undeclared := saved.Declared(claims, fresh); (undeclared == nil) != moved {
			t.Errorf("moved to %s: %+v", to, undeclared)
		}
	}
}

// Who has moved a page, or edited it back, did not write it.
func TestPagesOfOthersThatWeMoved(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		redirect bool
		wrote    string
		want     Action
	}{
		{"a text of Anna's", false, "Anna", Blocked},
		{"a redirect of Anna's", true, "Anna", Blocked},
		{"a text of ours", false, "OldBot", Delete},
		{"a redirect of ours", true, "OldBot", Delete},
		{"one that nobody sees", true, "", Blocked},
	} {
		p := page("text")
		p.ID, p.Rev, p.Parent, p.User = 7, 5, 4, "Uploader"
		r := &wiki{files: map[provider.Title]provider.File{"A.png": {Page: p, Redirect: c.redirect}}, revisions: map[int64]provider.Revision{}}
		if c.wrote != "" {
			r.revisions[4] = provider.Revision{ID: 4, TextSHA1: p.TextSHA1, User: c.wrote, Time: noon}
		}
		claims := []Claim{{Address: "absent.a", Title: "A.png", Gone: true, At: Position{"a.wiki.hcl", 1}}}
		f := Facts{Site: site, Account: everyRight, Accounts: []string{"Uploader", "OldBot"}}
		if err := Survey(t.Context(), r, claims, &f); err != nil {
			t.Fatal(err)
		}
		saved := Compute(claims, f)
		if got := saved.Changes[0]; got.Action() != c.want || c.want == Blocked && got.Reasons[0] != SomebodyElses {
			t.Errorf("%s: %s %v, want %s", c.name, got.Action(), got.Problems, c.want)
		}

		// A plan that says otherwise does not carry it out.
		forged := Compute(claims, Facts{Site: site, Account: everyRight, Have: map[provider.Title]provider.File{"A.png": {Title: "A.png", Redirect: c.redirect, Page: &provider.Page{ID: 7, Rev: 5, User: "Uploader"}}}})
		fresh := Facts{Site: site, Account: everyRight, Accounts: f.Accounts}
		if err := forged.SettleOwners(t.Context(), r, &fresh); err != nil {
			t.Fatal(err)
		}
		again, undeclared := forged.Declared(claims, fresh)
		if undeclared != nil || again.Changes[0].Action() != c.want {
			t.Errorf("%s, saved: %v %v, want %s", c.name, again, undeclared, c.want)
		}
	}
}
