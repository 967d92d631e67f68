package plan

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wikiform/provider"
	"wikiform/spec"
)

// wikiFile is what a wiki has under one title, in short: "" is nothing.
type wikiFile struct {
	content string
	text    string
	noPage  bool
	at      int // seconds after which the content came
}

func (f wikiFile) file(title provider.Title) provider.File {
	have := provider.File{Title: title}
	if f.content != "" {
		have.Version = &provider.Version{Digest: digest(f.content), User: "Anna", Time: time.Unix(int64(f.at), 0).UTC()}
	}
	if !f.noPage {
		have.Page = &provider.Page{Rev: int64(10 + f.at), TextSHA1: provider.TextSHA1(f.text), User: "Anna"}
	}
	return have
}

var nothingThere = wikiFile{noPage: true}

// between plans twice: for what a wiki has, and for what it has later.
func between(text *string, before, later wikiFile) (reviewed, now *Plan) {
	w := Claim{Address: "file.a", Title: "A.png", Content: &Content{Source: spec.Source{Path: "a.png"}, Digest: digest("new")}, Comment: "batch"}
	if text != nil {
		w.Text = &Text{Text: *text}
	}
	at := func(f wikiFile) *Plan {
		return Compute([]Claim{w}, Facts{
			Wiki: Wiki{API: "https://wiki.example/w/api.php"}, Site: provider.Site{Extensions: []string{"png"}},
			Have: map[provider.Title]provider.File{w.Title: f.file(w.Title)},
		})
	}
	return at(before), at(later)
}

// What a run that broke leaves undone is in the list of what was reviewed, and
// what anybody else did is not.
func TestUnreviewed(t *testing.T) {
	t.Parallel()
	text := "new text"
	var (
		old     = wikiFile{content: "old", text: "old text", at: 1}
		pageOld = wikiFile{text: "old text"}
	)
	for _, tt := range []struct {
		name          string
		text          *string
		before, later wikiFile
		want          []Aspect // that the later plan writes and nobody reviewed
		left          []Aspect // that the later plan writes
	}{
		{"create, not begun", &text, nothingThere, nothingThere, nil, []Aspect{ContentAspect, TextAspect}},
		{"create, done", &text, nothingThere, wikiFile{content: "new", text: text}, nil, nil},
		{"create, its page is missing", &text, nothingThere, wikiFile{content: "new", noPage: true}, nil, []Aspect{TextAspect}},
		{"create, its page is there", &text, nothingThere, wikiFile{text: text}, nil, []Aspect{ContentAspect}},
		{"create, somebody made the page", &text, nothingThere, pageOld, []Aspect{TextAspect}, []Aspect{ContentAspect, TextAspect}},
		{"create, somebody made the file", &text, nothingThere, wikiFile{content: "theirs", text: text}, []Aspect{ContentAspect}, []Aspect{ContentAspect}},
		{"create below a page, killed between", &text, pageOld, wikiFile{content: "new", text: "old text", at: 1}, nil, []Aspect{TextAspect}},
		{"create below a page, and the page was deleted", &text, pageOld, nothingThere, []Aspect{TextAspect}, []Aspect{ContentAspect, TextAspect}},
		{"create without a text", nil, nothingThere, nothingThere, nil, []Aspect{ContentAspect, TextAspect}},
		{"create without a text, done", nil, nothingThere, wikiFile{content: "new"}, nil, nil},
		{"create without a text, somebody made the page", nil, nothingThere, pageOld, nil, []Aspect{ContentAspect}},
		{"create without a text, and the page was deleted", nil, pageOld, nothingThere, []Aspect{TextAspect}, []Aspect{ContentAspect, TextAspect}},

		{"update, not begun", &text, old, old, nil, []Aspect{ContentAspect, TextAspect}},
		{"update, killed between", &text, old, wikiFile{content: "new", text: "old text", at: 2}, nil, []Aspect{TextAspect}},
		{"update, the text alone is done", &text, old, wikiFile{content: "old", text: text, at: 1}, nil, []Aspect{ContentAspect}},
		{"update, done", &text, old, wikiFile{content: "new", text: text, at: 2}, nil, nil},
		{"update, somebody's version", &text, old, wikiFile{content: "theirs", text: text, at: 2}, []Aspect{ContentAspect}, []Aspect{ContentAspect}},
		{"update, done and reverted", &text, old, wikiFile{content: "old", text: text, at: 3}, []Aspect{ContentAspect}, []Aspect{ContentAspect}},
		{"update, somebody's text", &text, old, wikiFile{content: "old", text: "theirs", at: 1}, []Aspect{TextAspect}, []Aspect{ContentAspect, TextAspect}},
		{"update, and the page was deleted", &text, old, wikiFile{content: "old", noPage: true, at: 1}, []Aspect{TextAspect}, []Aspect{ContentAspect, TextAspect}},
		{"update, and all was deleted", &text, old, nothingThere, []Aspect{ContentAspect, TextAspect}, []Aspect{ContentAspect, TextAspect}},
		{"update of the content alone, somebody's text", nil, old, wikiFile{content: "old", text: "theirs", at: 1}, nil, []Aspect{ContentAspect}},

		{"nothing to do then", &text, wikiFile{content: "new", text: text}, old, []Aspect{ContentAspect, TextAspect}, []Aspect{ContentAspect, TextAspect}},
	} {
		reviewed, now := between(tt.text, tt.before, tt.later)
		var got, left []Aspect
		for _, u := range now.Unreviewed(reviewed.Digests()) {
			got = append(got, u.Aspect)
		}
		for _, l := range now.Changes[0].leaves("") {
			left = append(left, l.Aspect)
		}
		if !slices.Equal(got, tt.want) || !slices.Equal(left, tt.left) {
			t.Errorf("%s: %v of %v was not reviewed, want %v of %v", tt.name, got, left, tt.want, tt.left)
		}
	}
}

// A part of a plan was reviewed with it, and nothing else was, in whatever order
// both are.
func TestEveryPartIsReviewed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPlan(t)
		p.Format = ""
		api := p.Wiki.API
		titles := map[string]bool{}
		p.Changes = slices.DeleteFunc(p.Changes, func(c Change) bool { // a wiki's plan has a title once
			again := titles[c.Claim.Title.Page()]
			titles[c.Claim.Title.Page()] = true
			return again
		})
		list := p.Digests()
		part := *p
		part.Changes = rapid.Permutation(p.Changes).Draw(t, "order")
		if part.Digest() != p.Digest() {
			t.Fatalf("another order has the digest %s instead of %s", part.Digest(), p.Digest())
		}
		part.Changes = part.Changes[:rapid.IntRange(0, len(p.Changes)).Draw(t, "part")]
		if us := part.Unreviewed(list); us != nil {
			t.Fatalf("a part was not reviewed: %v", us[0].Why())
		}
		for _, c := range p.Changes {
			if c.leaves(api) == nil {
				continue
			}
			twice := Plan{Wiki: p.Wiki, Changes: []Change{c, c}}
			if us := twice.Unreviewed(list); len(us) != len(c.leaves(api)) {
				t.Fatalf("%d of %d are not reviewed the second time", len(us), len(c.leaves(api)))
			}
			c.Claim.Comment += "!"
			if from := c.Claim.From; from != nil {
				with := *from
				with.Comment += "!"
				c.Claim.From = &with
			}
			other := Plan{Wiki: p.Wiki, Changes: []Change{c}}
			us := other.Unreviewed(list)
			if len(us) != len(c.leaves(api)) || !us[0].Otherwise {
				t.Fatalf("another comment was reviewed: %+v", us)
			}
			elsewhere := Plan{Wiki: Wiki{API: api + "x"}, Changes: []Change{c}}
			if len(elsewhere.Unreviewed(list)) != len(us) {
				t.Fatal("the same on another wiki was reviewed")
			}
		}
	})
}

func TestWhy(t *testing.T) {
	t.Parallel()
	p := sample()
	var got []string
	for _, u := range p.Unreviewed(Digests{}) {
		got = append(got, string(u.Change.Claim.Address)+": "+u.Why())
	}
	p.Changes[1].Claim.Comment = "another"
	for _, u := range p.Unreviewed(sample().Digests()) {
		got = append(got, string(u.Change.Claim.Address)+": "+u.Why())
	}
	want := []string{
		"file.logo: its content is not in the reviewed plan; this plan puts content with sha1 5807dd60 in the place of nothing",
		"file.logo: its text is not in the reviewed plan; this plan puts a text of 10 bytes in the place of no page",
		"file.plate[\"a\\nb\"]: its content is not in the reviewed plan; this plan puts content with sha1 c2a6b03f in the place of sha1 c00dbbc9 by Anna of 2026-11-22T10:00:00Z",
		"file.plate[\"a\\nb\"]: its text is not in the reviewed plan; this plan puts a text of 10 bytes in the place of revision 7 by Anna of 2026-11-22T10:00:00Z",
		"file.url: its content is not in the reviewed plan; this plan puts content that is not known yet in the place of nothing",
		"file.url: its text is not in the reviewed plan; this plan puts a text of 0 bytes in the place of no page",
		"file.plate[\"a\\nb\"]: its content was reviewed otherwise; this plan puts content with sha1 c2a6b03f in the place of sha1 c00dbbc9 by Anna of 2026-11-22T10:00:00Z",
		"file.plate[\"a\\nb\"]: its text was reviewed otherwise; this plan puts a text of 10 bytes in the place of revision 7 by Anna of 2026-11-22T10:00:00Z",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
