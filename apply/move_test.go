package apply

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/plan"
	"wikiform/provider"
)

// moveCase is one way of a file from A.png to B.png, which may lead through T.png.
type moveCase struct {
	name    string
	have    func(w *fakeWiki) // before the plan, beside A.png with "old" and "text"
	claim   func(c *plan.Claim)
	via     provider.Title
	between func(w *fakeWiki) // between plan and apply
	faults  map[string][]fault
	meddle  func(w *fakeWiki) map[string][]fault
	noRight bool

	outcome Outcome
	err     string
	cure    provider.Cure
	done    []plan.Aspect
	moves   string // "A.png>B.png"
	at      string // the titles with the file's page, and those with any other page
}

var name1 = []plan.Aspect{plan.NameAspect}

// shift is what somebody else moves.
func shift(from, to provider.Title) func(*fakeWiki) {
	return func(w *fakeWiki) {
		w.files[to] = w.files[from]
		delete(w.files, from)
		w.null(to, "Bob")
	}
}

func all(fs ...func(*fakeWiki)) func(*fakeWiki) {
	return func(w *fakeWiki) {
		for _, f := range fs {
			f(w)
		}
	}
}

func upTo(title provider.Title, content string) func(*fakeWiki) {
	return func(w *fakeWiki) { w.put(title, content, "theirs", "Bob", "") }
}

func says(title provider.Title, text string) func(*fakeWiki) {
	return func(w *fakeWiki) { w.write(title, text, "Bob") }
}

func both(c *plan.Claim) {
	c.Content = &plan.Content{Digest: digestOf("new")}
	c.Content.Source.Path = "new"
	c.Text = &plan.Text{Text: "new text"}
}

var moveCases = []moveCase{
	{name: "to a free title", outcome: Done, done: name1, moves: "A.png>B.png", at: "B.png | A.png"},
	{name: "without a redirect", claim: func(c *plan.Claim) { c.From.Redirect = false }, outcome: Done, done: name1, moves: "A.png>B.png", at: "B.png |"},
	{
		name: "then content and text", claim: both, outcome: Done, done: []plan.Aspect{plan.NameAspect, plan.ContentAspect, plan.TextAspect},
		moves: "A.png>B.png", at: "B.png | A.png",
	},
	{
		name: "onto the redirect that the plan saw", have: says("B.png", redirection+"File:A.png]]"),
		outcome: Done, done: name1, moves: "A.png>B.png", at: "B.png | A.png",
	},
	{
		name: "onto a redirect that came", between: says("B.png", redirection+"File:A.png]]"),
		outcome: Stale, err: "File:B.png: there is a description page now, revision 2 by Bob", cure: provider.CureReplan, at: "A.png | B.png",
	},
	{
		name: "onto a redirect that was repointed", have: says("B.png", redirection+"File:A.png]]"), between: says("B.png", redirection+"File:C.png]]"),
		outcome: Stale, err: "File:B.png: the description page is now revision 3 by Bob", at: "A.png | B.png",
	},
	{name: "onto a file that came", between: upTo("B.png", "other"), outcome: Stale, err: "File:B.png: there is a file now", at: "A.png | B.png"},
	{
		name: "onto a file that nothing moves away", have: upTo("B.png", "other"),
		outcome: Stale, err: "as the plan saw it: File:B.png is not free, and nothing in this plan frees it first", cure: provider.CureReplan, at: "A.png | B.png",
	},
	{name: "onto the same bytes", between: upTo("B.png", "old"), outcome: Stale, err: "File:B.png: there is a file now", at: "A.png | B.png"},
	{name: "done by somebody", between: shift("A.png", "B.png"), outcome: AlreadyDone, at: "B.png |"},
	{
		name: "done by somebody, and the old title is another file", between: all(shift("A.png", "B.png"), upTo("A.png", "old")),
		outcome: AlreadyDone, at: "B.png | A.png",
	},
	{
		name: "done by an earlier run, which did no more", claim: both, between: shift("A.png", "B.png"),
		outcome: Done, done: []plan.Aspect{plan.ContentAspect, plan.TextAspect}, at: "B.png |",
	},
	{
		name: "the file is elsewhere", between: shift("A.png", "C.png"),
		outcome: Stale, err: "File:A.png: the file is gone; the description page is gone", cure: provider.CureReplan, at: "C.png |",
	},
	{
		name: "another file is under the old title", between: all(shift("A.png", "C.png"), upTo("A.png", "old")),
		outcome: Stale, err: "File:A.png: there is another page now", at: "C.png | A.png",
	},
	{name: "a new version", between: upTo("A.png", "other"), outcome: Stale, err: "File:A.png: the file is now", at: "A.png |"},
	{name: "another text", between: says("A.png", "other"), outcome: Stale, err: "File:A.png: the description page is now", at: "A.png |"},
	{
		name: "protected since, twice", between: func(w *fakeWiki) { w.null("A.png", "Admin"); w.null("A.png", "Admin") },
		outcome: Done, done: name1, moves: "A.png>B.png", at: "B.png | A.png",
	},
	{
		name: "what it is to have came before", claim: both, between: all(upTo("A.png", "new"), says("A.png", "new text")),
		outcome: Done, done: name1, moves: "A.png>B.png", at: "B.png | A.png",
	},
	{name: "nothing at all", between: func(w *fakeWiki) { clear(w.files) }, outcome: Stale, err: "the file is gone", at: "|"},

	{name: "a passing title that is not needed", via: "T.png", outcome: Done, done: name1, moves: "A.png>B.png", at: "B.png | A.png"},
	{name: "half way", via: "T.png", between: shift("A.png", "T.png"), outcome: Done, done: name1, moves: "T.png>B.png", at: "B.png |"},
	{name: "past it", via: "T.png", between: shift("A.png", "B.png"), outcome: AlreadyDone, at: "B.png |"},
	{
		name: "half way, and the end is taken", via: "T.png", between: all(shift("A.png", "T.png"), upTo("B.png", "other")),
		outcome: Stale, err: "File:B.png: there is a file now", at: "T.png | B.png",
	},
	{
		name: "half way, and somebody edited", via: "T.png", between: all(shift("A.png", "T.png"), says("T.png", "other")),
		outcome: Stale, err: "File:T.png: there is a file now", at: "T.png |",
	},
	{
		name: "half way, with a text that is hidden", via: "T.png",
		have:    func(w *fakeWiki) { w.file("A.png").revisions[0].TextSHA1 = provider.SHA1{} },
		between: shift("A.png", "T.png"), outcome: Done, done: name1, moves: "T.png>B.png", at: "B.png |",
	},
	{
		name: "half way, and another file is under the old title", via: "T.png", between: all(shift("A.png", "T.png"), upTo("A.png", "old")),
		outcome: Done, done: name1, moves: "T.png>B.png", at: "B.png | A.png",
	},

	{name: "refused", faults: map[string][]fault{"move A.png": {{before: errDenied}}}, outcome: Failed, err: "protectedpage", cure: provider.CureWiki, moves: "A.png>B.png", at: "A.png |"},
	{
		name: "the answer is lost", faults: map[string][]fault{"move A.png": {{after: errLost}}},
		outcome: Done, done: name1, moves: "A.png>B.png", at: "B.png | A.png",
	},
	{
		name: "the request is lost", faults: map[string][]fault{"move A.png": {{before: errLost}}},
		outcome: Failed, err: "the wiki does not show it", cure: provider.CureRerun, moves: "A.png>B.png", at: "A.png |",
	},
	{
		name: "the answer is lost, and the wiki is gone", faults: map[string][]fault{"move A.png": {{after: errLost}}, "files A.png": {{}, {before: errNoWiki}}},
		outcome: Unsure, err: "could not be read afterwards", cure: provider.CureRerun, moves: "A.png>B.png", at: "B.png | A.png",
	},
	{
		name: "the answer is lost, and somebody moved it on",
		meddle: func(w *fakeWiki) map[string][]fault {
			return map[string][]fault{"move A.png": {{after: errLost, late: func() { shift("B.png", "C.png")(w) }}}}
		},
		outcome: Failed, err: "the wiki shows something else: the file is gone", cure: provider.CureReplan, moves: "A.png>B.png", at: "C.png | A.png",
	},
	{
		name: "somebody took the title", meddle: func(w *fakeWiki) map[string][]fault {
			return map[string][]fault{"move A.png": {{meddle: func() { upTo("B.png", "other")(w) }}}}
		},
		outcome: Stale, err: "articleexists", cure: provider.CureReplan, moves: "A.png>B.png", at: "A.png | B.png",
	},
	{
		name: "somebody moved it first", meddle: func(w *fakeWiki) map[string][]fault {
			return map[string][]fault{"move A.png": {{meddle: func() { shift("A.png", "B.png")(w); says("A.png", redirection+"File:B.png]]")(w) }}}}
		},
		outcome: Done, done: name1, moves: "A.png>B.png", at: "B.png | A.png",
	},
	{
		name: "split by an upload", meddle: func(w *fakeWiki) map[string][]fault {
			return map[string][]fault{"move A.png": {{late: func() { upTo("A.png", "other")(w) }}}}
		},
		outcome: Failed, err: "File:A.png has sha1", cure: provider.CureReplan, done: name1, moves: "A.png>B.png", at: "B.png | A.png",
	},
	{
		name: "a redirect without the right to leave none", noRight: true, claim: func(c *plan.Claim) { c.From.Redirect = false },
		outcome: Failed, err: "File:A.png is a redirect now though none was asked for", done: name1, moves: "A.png>B.png", at: "B.png | A.png",
	},
	{
		name: "the redirect was deleted at once", meddle: func(w *fakeWiki) map[string][]fault {
			return map[string][]fault{"move A.png": {{late: func() { delete(w.files, "A.png") }}}}
		},
		outcome: Failed, err: "no redirect is at File:A.png", done: name1, moves: "A.png>B.png", at: "B.png |",
	},
	{
		name: "moved, and then it cannot be uploaded", claim: both, faults: map[string][]fault{"upload B.png": {{before: errDenied}}},
		outcome: Failed, err: "protectedpage", done: name1, moves: "A.png>B.png", at: "B.png | A.png",
	},
}

func TestMove(t *testing.T) {
	t.Parallel()
	for _, c := range moveCases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newFake(t)
			w.put("A.png", "old", "text", "Anna", "")
			id := w.files["A.png"].id
			if c.have != nil {
				c.have(w)
			}
			claim := moving("A.png", "B.png", true)
			if c.claim != nil {
				c.claim(&claim)
			}
			p := &plan.Plan{Changes: []plan.Change{relocated(w, claim, c.via)}}
			if c.between != nil {
				c.between(w)
			}
			if w.denyNoRedirect, w.faults = c.noRight, maps.Clone(c.faults); c.meddle != nil {
				w.faults = c.meddle(w)
			}
			r := Runner{Wiki: w, Body: sources(map[string]string{"new": "new"}), Account: "Uploader"}
			res := r.Run(t.Context(), nil, p).Results[0]
			if res.Outcome != Failed || len(res.Done) > 0 { // else it is not known what was made
				checkWrites(t, w, res)
			}
			if res.Outcome != c.outcome || !strings.Contains(errorText(res.Err), c.err) || (c.err == "") != (res.Err == nil) {
				t.Errorf("%s, %v; want %s, %q", res.Outcome, res.Err, c.outcome, c.err)
			}
			if c.cure != "" && CureOf(res.Err) != c.cure {
				t.Errorf("the cure is %s, want %s", CureOf(res.Err), c.cure)
			}
			if d := cmp.Diff(c.done, res.Done); d != "" {
				t.Errorf("done (-want +got):\n%s", d)
			}
			if got := w.trail(); got != c.moves {
				t.Errorf("moves %q, want %q", got, c.moves)
			}
			if got := w.places(id); got != c.at {
				t.Errorf("pages %q, want %q", got, c.at)
			}
		})
	}
}

// trail is what was asked to be moved.
func (w *fakeWiki) trail() string {
	var trail []string
	for _, m := range w.moves {
		trail = append(trail, string(m.From+">"+m.To))
	}
	return strings.Join(trail, " ")
}

// places tells under which title a page is, and which others there are.
func (w *fakeWiki) places(id int64) string {
	var own, others []string
	for title, f := range w.files {
		switch {
		case f.id == id:
			own = append(own, string(title))
		case len(f.revisions)+len(f.versions) > 0:
			others = append(others, string(title))
		}
	}
	slices.Sort(others)
	return strings.TrimSpace(strings.Join(own, " ") + " | " + strings.Join(others, " "))
}

func TestMoveRequest(t *testing.T) {
	t.Parallel()
	w := newFake(t)
	w.put("A.png", "old", "text", "Anna", "")
	w.faults["move A.png"] = []fault{{other: "articleexists"}}
	claim := moving("A.png", "B.png", true)
	claim.From.Comment, claim.Tags = "clearer [wikiform m]", []string{"t"}
	res := (&Runner{Wiki: w}).Run(t.Context(), nil, &plan.Plan{Changes: []plan.Change{relocated(w, claim, "")}}).Results[0]
	m := w.moves[0]
	m.Stop, m.Progress = nil, nil
	want := provider.Move{From: "A.png", To: "B.png", Page: 1, Reason: "clearer [wikiform m]", Tags: []string{"t"}, Redirect: true}
	if d := cmp.Diff(want, m); d != "" {
		t.Error(d)
	}
	if res.Remark != "its talk page stayed behind: articleexists" {
		t.Errorf("remark: %q", res.Remark)
	}
}

// An upload after a move is told that the page is there, and is kept under the title
// that the file has then.
func TestUploadAfterMove(t *testing.T) {
	t.Parallel()
	w := newFake(t)
	w.put("A.png", "old", "text", "Anna", "")
	claim := moving("A.png", "B.png", true)
	both(&claim)
	(&Runner{Wiki: w, Body: sources(map[string]string{"new": "new"})}).Run(t.Context(), nil, &plan.Plan{Changes: []plan.Change{relocated(w, claim, "")}})
	u := w.uploads[0]
	if u.Title != "B.png" || u.Before == nil || u.Before.SHA1 != digestOf("old").SHA1 || !slices.Contains(u.Accept, provider.WarnPageExists) {
		t.Errorf("uploaded %+v", u)
	}
	if n := len(w.files["B.png"].versions); n != 2 {
		t.Errorf("%d versions", n)
	}
}
