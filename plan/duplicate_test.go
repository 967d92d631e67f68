package plan

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
	"wikiform/spec"
)

func redirecting(c *Claim) { c.OnDuplicate = spec.DuplicateRedirect }

// twins are three claims of one content, and one of another.
func twins() []Claim {
	var claims []Claim
	for _, name := range []string{"c", "a", "b", "x"} {
		claims = append(claims, wanted(redirecting, func(c *Claim) {
			c.Address, c.Title, c.Content.Digest = spec.Address("file."+name), provider.Title(strings.ToUpper(name)+".png"), digest("same")
			if name == "x" {
				c.Content.Digest = digest("x")
			}
		}))
	}
	return claims
}

// Of three blocks with one content the first by address uploads it, and the others lead
// there; the wiki is asked for each content once, and of what was made so for nothing more
// than where it leads.
func TestOneContentOfSeveral(t *testing.T) {
	t.Parallel()
	claims := twins()
	r := &wiki{}
	f := Facts{Site: site, Account: everyRight}
	if err := Survey(t.Context(), r, claims, &f); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{digest("same").SHA1.String(), digest("x").SHA1.String()}, r.asked["holders"]); diff != "" || r.times["holders"] != 1 {
		t.Errorf("holders were asked for %d times (-want +got):\n%s", r.times["holders"], diff)
	}
	p := Compute(claims, f)
	var got []string
	for i := range p.Changes {
		c := &p.Changes[i]
		got = append(got, fmt.Sprintf("%s %s to %q", c.Claim.Title, c.Action(), c.Redirects()))
	}
	if diff := cmp.Diff([]string{`C.png create to "A.png"`, `A.png create to ""`, `B.png create to "A.png"`, `X.png create to ""`}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}

	made := func(title provider.Title, content string) provider.File {
		file := ourFile(title)
		file.Version.Digest = digest(content)
		return file
	}
	leads := redirectBy("Uploader", "File:A.png", 0)
	r = &wiki{
		files:   map[provider.Title]provider.File{"A.png": made("A.png", "same"), "X.png": made("X.png", "x"), "C.png": leads("C.png"), "B.png": leads("B.png")},
		targets: map[provider.Title]string{"C.png": "File:A.png", "B.png": "File:A.png"},
	}
	f = Facts{Site: site, Account: everyRight}
	if err := Survey(t.Context(), r, claims, &f); err != nil {
		t.Fatal(err)
	}
	if p := Compute(claims, f); p.Pending() || p.Counts().Blocked > 0 {
		t.Errorf("the second plan: %+v", p.Counts())
	}
	if diff := cmp.Diff(map[string]int{"files": 1, "targets": 1}, r.times); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
}

// leadingPlan has a redirect to a file that is there, one to a file that it uploads, and an
// adopted file that gets another text.
func leadingPlan(t *testing.T) ([]Claim, Facts, *Plan) {
	t.Helper()
	claims := append(twins(),
		titled("D.png", redirecting),
		titled("E.png", func(c *Claim) { c.OnDuplicate, c.Adopt, c.Text = spec.DuplicateAdopt, true, &Text{Text: "new"} }))
	f := factsOf(holding("Theirs.png", "Anna", "", 0), holding("Other.png", "Anna", "", 0))
	f.Have["Theirs.png"].Version.Digest, f.Have["Other.png"].Version.Digest = digest("D.png"), digest("E.png")
	f.Holders = map[provider.SHA1][]provider.Title{digest("D.png").SHA1: {"Theirs.png"}, digest("E.png").SHA1: {"Other.png"}}
	adopt(claims, &f)
	return claims, f, Compute(claims, f)
}

// A plan of such changes that was saved and read is carried out as it was planned; what it
// was made to say otherwise is not.
func TestSavedPlanOfOneContent(t *testing.T) {
	t.Parallel()
	_, f, p := leadingPlan(t)
	if n := p.Counts(); n.Add != 5 || n.Change != 1 || n.Blocked > 0 {
		t.Fatalf("planned: %+v", n)
	}
	read := func() *Plan {
		back, err := Read(bytes.NewReader(savedBytes(t, p)))
		if err != nil {
			t.Fatal(err)
		}
		return back
	}
	declared := func(change func(*Plan)) (*Plan, []Undeclared) {
		back := read()
		change(back)
		claims := append(twins(),
			titled("D.png", redirecting),
			titled("E.png", func(c *Claim) { c.OnDuplicate, c.Adopt, c.Text = spec.DuplicateAdopt, true, &Text{Text: "new"} }))
		return back.Declared(claims, Facts{Site: site, Account: f.Account})
	}
	same, bad := declared(func(*Plan) {})
	if bad != nil || same.Digest() != p.Digest() {
		t.Fatalf("declared: %+v", bad)
	}
	for i, c := range same.Changes {
		if diff := cmp.Diff(p.Changes[i].Steps, c.Steps); diff != "" || c.Claim.Holder != p.Changes[i].Claim.Holder || c.Claim.Declared != p.Changes[i].Claim.Declared {
			t.Errorf("%s (-planned +declared):\n%s", c.Claim.Address, diff)
		}
	}
	for name, forge := range map[string]func(*Plan){
		"a redirect to another file": func(p *Plan) { p.Changes[0].Steps = []Step{SetRedirect{"Evil.png"}} },
		"a redirect of a file that adopts": func(p *Plan) {
			c := &p.Changes[5]
			c.Claim.Title, c.Claim.Declared, c.Claim.Holder, c.Before, c.Steps = "E.png", "", "Evil.png", provider.File{Title: "E.png"}, []Step{SetRedirect{"Evil.png"}}
		},
		"a file with other bytes is adopted": func(p *Plan) {
			c := &p.Changes[5]
			v := *c.Before.Version
			v.Digest = digest("evil")
			c.Claim.Title, c.Before.Title, c.Before.Version = "Evil.png", "Evil.png", &v
			c.Steps = append([]Step{Upload{Content: *c.Claim.Content}}, c.Steps...)
		},
		"a file is adopted by who does not": func(p *Plan) {
			c := &p.Changes[4]
			c.Claim.Title, c.Claim.Declared, c.Claim.Holder = "Theirs.png", "D.png", ""
			c.Before, c.Steps = f.Have["Theirs.png"], []Step{SetText{Text: "text"}}
		},
	} {
		if _, bad := declared(forge); bad == nil {
			t.Errorf("%s is declared", name)
		}
	}
	// A forged plan can let a title lead to any other one, and says of which file; who
	// writes it looks whether that has the bytes.
	forged, bad := declared(func(p *Plan) {
		p.Changes[4].Claim.Holder, p.Changes[4].Steps = "Evil.png", []Step{SetRedirect{"Evil.png"}}
	})
	if bad != nil || forged.Changes[4].Claim.Holder != "Evil.png" {
		t.Errorf("forged: %+v", bad)
	}
}

// What others have is not adopted by a saved plan either, unless the manifest says so.
func TestSavedPlanAdoptsNothingOfOthers(t *testing.T) {
	t.Parallel()
	_, f, p := leadingPlan(t)
	claim := titled("E.png", func(c *Claim) { c.OnDuplicate, c.Text = spec.DuplicateAdopt, &Text{Text: "new"} })
	p.Changes = p.Changes[5:]
	got, bad := p.Declared([]Claim{claim}, Facts{Site: site, Account: f.Account})
	if bad != nil || got.Changes[0].Action() != Blocked || got.Changes[0].Reasons[0] != SomebodyElses {
		t.Errorf("%+v, %v", bad, got)
	}
}

// A file of ours to which a title leads is named by that, also where the plan is for other
// kinds of changes.
func TestWhatATitleLeadsToIsNoOrphan(t *testing.T) {
	t.Parallel()
	for _, only := range [][]Kind{nil, {Deletions}} {
		for _, leads := range []bool{false, true} {
			claim := titled("A.png", redirecting)
			held := holding("Old.png", "Uploader", "Batch "+ourMark, 0)
			held.Version.Digest = digest("A.png")
			r := &wiki{files: map[provider.Title]provider.File{"Old.png": held}, holders: map[provider.SHA1][]provider.Title{digest("A.png").SHA1: {"Old.png"}}}
			if leads {
				r.files["A.png"] = redirectBy("Uploader", "File:Old.png", 0)("A.png")
				r.targets = map[provider.Title]string{"A.png": "File:Old.png"}
			}
			f := Facts{Site: site, Account: everyRight, Mark: ourMark, Only: only}
			if err := Survey(t.Context(), r, []Claim{claim}, &f); err != nil {
				t.Fatal(err)
			}
			if !f.Claimed["Old.png"] {
				t.Errorf("-only=%v, it leads there: %t: it is not among what is claimed", only, leads)
			}
		}
	}
}
