package plan

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wikiform/provider"
	"wikiform/spec"
)

// reread saves a plan and reads it again, as somebody does who approves it.
func reread(t interface{ Fatal(...any) }, p *Plan) *Plan {
	var b bytes.Buffer
	if err := Write(&b, p); err != nil {
		t.Fatal(err)
	}
	q, err := Read(&b)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// abroad is a file as another wiki has the same: by another account, at another time,
// under other numbers.
func abroad(f provider.File) provider.File {
	if f.Version != nil {
		v := *f.Version
		v.User, v.Time = "Elsewhere", v.Time.Add(time.Hour)
		f.Version = &v
	}
	if f.Page != nil {
		p := *f.Page
		p.ID, p.Rev, p.User, p.Time = p.ID+1000, p.Rev+1000, "Elsewhere", p.Time.Add(time.Hour)
		f.Page = &p
	}
	return f
}

// alike reports whether two wikis have the same of a file.
func alike(a, b provider.File) bool {
	sums := func(f provider.File) (of [4]any) {
		if f.Version != nil {
			of[0] = f.Version.SHA1
		}
		if f.Page != nil {
			of[1] = f.Page.TextSHA1
		}
		of[2], of[3] = f.Redirect, f.Version != nil
		return of
	}
	return sums(a) == sums(b)
}

// What was approved for one wiki is done on another one that has the same, and nothing
// else is.
func TestPromotesWhatIsAlike(t *testing.T) {
	t.Parallel()
	promoted, refused := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		wants, there := worlds(t)
		there.Wiki = Wiki{Name: "staging", API: "https://staging.example/w/api.php"}
		approvedPlan := reread(t, Compute(wants, there))
		approved, err := NewApproved(approvedPlan, approvedPlan.Digest())
		if err != nil {
			t.Fatal(err)
		}

		here := there
		here.Wiki = Wiki{Name: "production", API: "https://wiki.example/w/api.php"}
		here.Have = map[provider.Title]provider.File{}
		wants = slices.Clone(wants)
		_, others := worlds(t)
		other := rapid.Custom(func(t *rapid.T) bool { return rapid.IntRange(1, 4).Draw(t, "other") == 1 })
		texts := map[provider.Title]*Text{}
		for i := range wants {
			title := wants[i].Title
			texts[title] = wants[i].Text
			file, known := there.Have[title]
			if !known {
				file.Title = title
			}
			if other.Draw(t, "another state") {
				file = others.Have[title]
				file.Title = title
			}
			here.Have[title] = abroad(file)
			if wants[i].Text != nil && other.Draw(t, "another text") {
				wants[i].Text = &Text{Text: "of production"}
			}
			wants[i].Comment = "on production"
		}
		plain := Compute(wants, here)
		here.Approved = approved
		made := Compute(wants, here)
		for i, c := range made.Changes {
			was, would := approvedPlan.Changes[i], plain.Changes[i]
			same := alike(there.Have[c.Claim.Title], here.Have[c.Claim.Title]) && was.Writes() && reflect.DeepEqual(was.Aspects(), would.Aspects()) &&
				(c.Claim.Text == nil || would.NewText() == nil || c.Claim.Text.Text == texts[c.Claim.Title].Text) &&
				!(c.Claim.unpinned() && slices.Contains(would.Aspects(), ContentAspect))
			switch {
			case c.Writes() && !same:
				t.Fatalf("%s: %v is not what was approved: %v", c.Claim.Title, c.Steps, was.Steps)
			case c.Writes():
				promoted++
			case would.Writes() && same:
				t.Fatalf("%s: blocked although it was approved: %v", c.Claim.Title, c.Problems)
			case would.Writes():
				refused++
				if !slices.Contains(c.Reasons, NotApproved) {
					t.Fatalf("%s: %v", c.Claim.Title, c.Reasons)
				}
			default:
				if !slices.Equal(c.Reasons, would.Reasons) {
					t.Fatalf("%s: %v where the plan alone says %v", c.Claim.Title, c.Reasons, would.Reasons)
				}
			}
		}
	})
	if promoted == 0 || refused == 0 {
		t.Errorf("%d promoted, %d refused: the test sees only one of the two", promoted, refused)
	}
}

// Each thing in which a change can differ from the approved one is told.
func TestNotApproved(t *testing.T) {
	t.Parallel()
	claim := func(edit ...func(*Claim)) Claim {
		c := Claim{Address: "file.a", Title: "A.png", Content: &Content{Source: spec.Source{Path: "a.png"}, Digest: digest("new")}, Text: &Text{Text: "new text"}, Comment: "c"}
		for _, e := range edit {
			e(&c)
		}
		return c
	}
	nothing, old := nothingThere.file("A.png"), wikiFile{content: "old", text: "old text", at: 1}.file("A.png")
	hidden := old
	hidden.Version = &provider.Version{Time: time.Unix(1, 0).UTC()}
	moved := func(c *Claim) {
		c.From = &Origin{Title: "B.png", Address: "moved.b", Redirect: true, Foreign: true}
	}
	source := wikiFile{content: "new", text: "new text", at: 1}.file("B.png")
	lead := func(target provider.Title) func(*Claim) {
		return func(c *Claim) { c.Content, c.Text, c.Target = nil, nil, target }
	}
	gone := func(c *Claim) { c.Content, c.Text, c.Gone, c.Foreign = nil, nil, true, true }
	for _, tt := range []struct {
		name        string
		there, here []provider.File
		was, is     Claim
		want        string // a part of the problem; "" where there is none
	}{
		{"the same", []provider.File{old}, []provider.File{abroad(old)}, claim(), claim(), ""},
		{"another comment and tags", []provider.File{old}, []provider.File{abroad(old)}, claim(), claim(func(c *Claim) { c.Comment, c.Tags = "d", []string{"second-tag"} }), ""},
		{"a file is there", []provider.File{nothing}, []provider.File{old}, claim(), claim(), "which had no file, no page; here there is the content c00dbbc9, the text "},
		{"another text is there", []provider.File{old}, []provider.File{wikiFile{content: "old", text: "theirs", at: 1}.file("A.png")}, claim(), claim(), "which had the content "},
		{"another text is there, and none is written", []provider.File{old}, []provider.File{wikiFile{content: "old", text: "theirs", at: 1}.file("A.png")},
			claim(func(c *Claim) { c.Text = nil }), claim(func(c *Claim) { c.Text = nil }), "which had the content "},
		{"a hidden version", []provider.File{hidden}, []provider.File{hidden}, claim(), claim(), "a SHA-1 is hidden"},
		{"another content", []provider.File{old}, []provider.File{old}, claim(), claim(func(c *Claim) { c.Content.Digest = digest("other") }), "and here it is content with "},
		{"another text", []provider.File{old}, []provider.File{old}, claim(), claim(func(c *Claim) { c.Text = &Text{Text: "for here"} }), "where the text depends on wiki.name"},
		{"no text", []provider.File{old}, []provider.File{old}, claim(), claim(func(c *Claim) { c.Text = nil }), "would update content and text of the file, and here it is to update the content of it"},
		{"another title", []provider.File{old}, []provider.File{nothing}, claim(func(c *Claim) { c.Title = "Test.png" }), claim(), "has it as File:Test.png"},
		{"blocked there", []provider.File{old}, []provider.File{old}, claim(func(c *Claim) { c.Tags = []string{"nope"} }), claim(), "it is blocked"},
		{"nothing to do there", []provider.File{wikiFile{content: "new", text: "new text"}.file("A.png")}, []provider.File{old}, claim(), claim(), "does nothing to this title"},
		{"another file", []provider.File{old}, []provider.File{old}, claim(func(c *Claim) { c.Address, c.Title = "file.b", "B.png" }), claim(), "does nothing to this title"},
		{"more is accepted", []provider.File{nothing}, []provider.File{nothing}, claim(), claim(func(c *Claim) { c.Accept = []provider.WarningKind{provider.WarnDuplicate} }), "its content is written in another way"},
		{"a URL without a pin", []provider.File{nothing}, []provider.File{nothing}, claim(unpinnedURL), claim(unpinnedURL), "has no pin"},
		{"a move", []provider.File{nothing, source}, []provider.File{nothing, abroad(source)}, claim(moved), claim(moved), ""},
		{"a move of another content", []provider.File{nothing, source}, []provider.File{nothing, wikiFile{content: "older", text: "new text"}.file("B.png")}, claim(moved), claim(moved), "under File:B.png; here there is"},
		{"a move and a new file", []provider.File{nothing, source}, []provider.File{nothing}, claim(moved), claim(moved), "here there is no file"},
		{"a redirect", []provider.File{nothing}, []provider.File{nothing}, claim(lead("B.png")), claim(lead("B.png")), ""},
		{"a redirect elsewhere", []provider.File{nothing}, []provider.File{nothing}, claim(lead("B.png")), claim(lead("C.png")), "and here it is"},
		{"a deletion", []provider.File{old}, []provider.File{abroad(old)}, claim(gone), claim(gone), ""},
		{"a deletion of something else", []provider.File{old}, []provider.File{wikiFile{content: "theirs", text: "old text", at: 1}.file("A.png")}, claim(gone), claim(gone), "here there is the content "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := reread(t, Compute([]Claim{tt.was}, factsOf(tt.there...)))
			approved, err := NewApproved(p, strings.ToUpper(strings.TrimPrefix(p.Digest(), "sha256:")))
			if err != nil {
				t.Fatal(err)
			}
			f := factsOf(tt.here...)
			alone := Compute([]Claim{tt.is}, f).Changes[0]
			if !alone.Writes() {
				t.Fatalf("blocked anyway: %v", alone.Problems)
			}
			f.Approved = approved
			c := Compute([]Claim{tt.is}, f).Changes[0]
			switch {
			case tt.want == "" && !cmp.Equal(c.Aspects(), alone.Aspects()):
				t.Errorf("%v; %v", c.Problems, c.Steps)
			case tt.want != "" && (c.Action() != Blocked || c.Reasons[0] != NotApproved || !strings.Contains(c.Problems[0].String(), tt.want)):
				t.Errorf("%v is not about %q", c.Problems, tt.want)
			}
		})
	}
}

// What waits for a file that is not promoted is not done either.
func TestPromotionOfWhatWaits(t *testing.T) {
	t.Parallel()
	moved := func(address, from, to, content string) Claim {
		return Claim{
			Address: spec.Address(address), Title: provider.Title(to), Content: &Content{Source: spec.Source{Path: "x.png"}, Digest: digest(content)},
			From: &Origin{Title: provider.Title(from), Address: spec.Address("moved." + from), Foreign: true},
		}
	}
	claims := []Claim{moved("file.c", "B.png", "C.png", "b"), moved("file.b", "A.png", "B.png", "a")}
	a, b := wikiFile{content: "a"}.file("A.png"), wikiFile{content: "b"}.file("B.png")
	staging := factsOf(a, b)
	staging.MoveLogs["A.png"] = provider.MoveLog{}
	p := reread(t, Compute(claims, staging))
	approved, err := NewApproved(p, p.Digest())
	if err != nil {
		t.Fatal(err)
	}
	f := factsOf(abroad(a), wikiFile{content: "b", text: "theirs"}.file("B.png"))
	f.MoveLogs["A.png"] = provider.MoveLog{}
	f.Approved = approved
	made := Compute(claims, f)
	if got, want := [][]Reason{made.Changes[0].Reasons, made.Changes[1].Reasons}, [][]Reason{{NotApproved}, {MoveWaits}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// A plan whose digest is another one, and one that is for no manifest, is no approval.
func TestNoApproval(t *testing.T) {
	t.Parallel()
	p := Compute([]Claim{{Address: "file.a", Title: "A.png", Content: &Content{Source: spec.Source{Path: "a.png"}, Digest: digest("a")}}}, factsOf())
	var other *DigestError
	for _, digest := range []string{"", "sha256:", strings.Repeat("0", 64)} {
		if _, err := NewApproved(p, digest); !errors.As(err, &other) {
			t.Errorf("%q: %v", digest, err)
		}
	}
	back := *p
	back.Receipt = strings.Repeat("0", 64)
	if _, err := NewApproved(&back, back.Digest()); !errors.Is(err, ErrPromotesRollback) {
		t.Error(err)
	}
	old := *p
	old.Format = format10
	if _, err := NewApproved(&old, old.Digest()); !errors.Is(err, ErrPromotesOld) {
		t.Error(err)
	}
}
