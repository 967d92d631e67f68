package plan

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
	"wikiform/spec"
)

// wiki is a Reader that writes down what it was asked.
type wiki struct {
	owners
	files           map[provider.Title]provider.File // with texts
	holders         map[provider.SHA1][]provider.Title
	refusals        map[provider.Title]map[string][]provider.Refusal
	revisions       map[int64]provider.Revision
	past            map[int64]string // texts of revisions
	unlisted        int64            // a revision that no history of a page tells
	histories       map[provider.Title]provider.History
	prospects       map[provider.Title]provider.Prospect
	moves           map[provider.Title]provider.MoveLog
	targets         map[provider.Title]string
	usages          map[provider.Title]provider.Usage
	logs            map[provider.Title]provider.DeletionLog
	deletedContents map[provider.SHA1][]provider.Title
	unsearched      bool
	savings         map[provider.Title]provider.Saving
	stores          map[provider.Title]provider.Title // titles that it stores in another form
	invalid         map[provider.Title]string
	asked           map[string][]string
	times           map[string]int
	written         map[string]provider.Written // by who wrote
	fail            string                      // the question that gets no answer
	mu              sync.Mutex
}

func (w *wiki) ask(about string, keys []string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.asked == nil {
		w.asked, w.times = map[string][]string{}, map[string]int{}
	}
	w.times[about]++
	w.asked[about] = append(w.asked[about], keys...)
	if w.fail == about {
		return errors.New("no answer")
	}
	return nil
}

func (w *wiki) Files(_ context.Context, ts []provider.Title) (map[provider.Title]provider.File, error) {
	have := map[provider.Title]provider.File{}
	for _, t := range ts {
		stored := t
		if s, other := w.stores[t]; other {
			stored = s
		}
		f := w.files[stored]
		f.Title, f.Invalid = stored, w.invalid[t]
		if f.Page != nil {
			p := *f.Page
			p.Text, p.HasText = "", false
			f.Page = &p
		}
		have[t] = f
	}
	return have, w.ask("files", names(ts))
}

func (w *wiki) Texts(_ context.Context, ts []provider.Title) (map[provider.Title]provider.Page, error) {
	pages := map[provider.Title]provider.Page{}
	for _, t := range ts {
		if p := w.files[t].Page; p != nil {
			pages[t] = *p
		}
	}
	return pages, w.ask("texts", names(ts))
}

func (w *wiki) Refusals(_ context.Context, ts []provider.Title, _ []string) (map[provider.Title]map[string][]provider.Refusal, error) {
	return w.refusals, w.ask("refusals", names(ts))
}

func (w *wiki) Holders(_ context.Context, sums []provider.SHA1) (map[provider.SHA1][]provider.Title, error) {
	return w.holders, w.ask("holders", names(sums))
}

func (w *wiki) Revisions(_ context.Context, ids []int64) (map[int64]provider.Revision, error) {
	revisions := map[int64]provider.Revision{}
	for _, id := range ids {
		if r, shown := w.revisions[id]; shown {
			revisions[id] = r
		}
	}
	return revisions, w.ask("revisions", names(ids))
}

func (w *wiki) Histories(_ context.Context, ts []provider.Title) (map[provider.Title]provider.History, error) {
	return w.histories, w.ask("histories", names(ts))
}

func (w *wiki) Prospects(_ context.Context, ts []provider.Title) (map[provider.Title]provider.Prospect, error) {
	return w.prospects, w.ask("prospects", names(ts))
}

func (w *wiki) Moves(_ context.Context, ts []provider.Title) (map[provider.Title]provider.MoveLog, error) {
	logs := map[provider.Title]provider.MoveLog{}
	for _, t := range ts {
		logs[t] = w.moves[t]
	}
	return logs, w.ask("moves", names(ts))
}

func (w *wiki) LastRevisions(_ context.Context, user string, pages []int64, most int) (provider.Written, error) {
	return w.written[user], w.ask("last revisions of "+user, append(names(pages), fmt.Sprint(most)))
}

func (w *wiki) Targets(_ context.Context, ts []provider.Title) (map[provider.Title]string, error) {
	return w.targets, w.ask("targets", names(ts))
}

func (w *wiki) Usage(_ context.Context, ts []provider.Title) (map[provider.Title]provider.Usage, error) {
	return w.usages, w.ask("usage", names(ts))
}

func (w *wiki) Deletions(_ context.Context, ts []provider.Title) (map[provider.Title]provider.DeletionLog, error) {
	return w.logs, w.ask("deletions", names(ts))
}

func (w *wiki) DeletedContents(_ context.Context, sums []provider.SHA1) (map[provider.SHA1][]provider.Title, bool, error) {
	return w.deletedContents, !w.unsearched, w.ask("deletedContents", names(sums))
}

func (w *wiki) Saving(_ context.Context, t provider.Title, text string, asAccount bool) (provider.Saving, error) {
	return w.savings[t], w.ask("savings", []string{fmt.Sprintf("%s %q %v", t, text, asAccount)})
}

func names[T provider.Title | provider.SHA1 | int64](ts []T) []string {
	var ns []string
	for _, t := range ts {
		ns = append(ns, fmt.Sprint(t))
	}
	return ns
}

func TestSurvey(t *testing.T) {
	t.Parallel()
	named := func(name string, more ...func(*Claim)) Claim {
		w := wanted(more...)
		w.Address, w.Title, w.Content.Digest = spec.Address("file."+name), provider.Title(name+".png"), digest(name)
		return w
	}
	file := func(name, content, text string) provider.File {
		f := has(content, text)
		f.Title = provider.Title(name + ".png")
		return f
	}
	unpinned := named("Unpinned", unpinnedURL)
	unpinned.Content.Digest = provider.Digest{}
	unpinned.Text = nil
	refused := named("Refused")
	refused.Fault = &Problem{Reason: TitleRefused, Text: "no"}
	wants := []Claim{
		named("Same"), named("SameText"), named("Text"), named("Unmanaged", unmanaged), named("Content"),
		named("New"), named("New2", func(w *Claim) { w.Content.Digest = digest("New") }), unpinned, named("Redirect"), refused,
	}
	wants[6].Content.Digest = wants[5].Content.Digest
	padded := file("SameText", "SameText", "text")
	padded.Page.Text, padded.Page.TextSHA1 = "text\n", provider.TextSHA1("text\n")
	r := &wiki{
		files: map[provider.Title]provider.File{
			"Same.png":      file("Same", "Same", "text"),
			"SameText.png":  padded,
			"Text.png":      file("Text", "Text", "other"),
			"Unmanaged.png": file("Unmanaged", "Unmanaged", "other"),
			"Content.png":   file("Content", "old", "text"),
			"Redirect.png":  {Redirect: true, Page: page("#REDIRECT [[File:Same.png]]")},
		},
		holders:  map[provider.SHA1][]provider.Title{digest("New").SHA1: {"Elsewhere.png"}},
		refusals: map[provider.Title]map[string][]provider.Refusal{"Text.png": {"edit": {{Code: "protectedpage", Text: "No."}}}},
	}
	f := Facts{Site: site, Account: uploader}
	if err := Survey(t.Context(), r, wants, &f); err != nil {
		t.Fatal(err)
	}
	asked := map[string][]string{
		"files": {"Same.png", "SameText.png", "Text.png", "Unmanaged.png", "Content.png", "New.png", "New2.png", "Unpinned.png", "Redirect.png"},
		"texts": {"SameText.png", "Text.png"},
		// New2 is blocked already, as the twin of New, and would not be if that were.
		// Unpinned is as good as New, which is asked about for both.
		"refusals":        {"Text.png", "Content.png", "New.png", "New2.png"},
		"targets":         {"Redirect.png"},
		"holders":         {digest("New").SHA1.String()},
		"histories":       {"Content.png"},
		"prospects":       {"New.png", "New2.png", "Unpinned.png"},
		"deletedContents": {digest("New").SHA1.String()},
	}
	if diff := cmp.Diff(asked, r.asked); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	var got []Action
	for _, c := range Compute(wants, f).Changes {
		got = append(got, c.Action())
	}
	want := []Action{NoOp, NoOp, Blocked, NoOp, Update, Blocked, Blocked, Create, Blocked, Blocked}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("actions (-want +got):\n%s", diff)
	}

	// Nobody logged in: permissions are not asked for.
	r.asked, r.times = nil, nil
	if err := Survey(t.Context(), r, wants, &Facts{Site: site}); err != nil {
		t.Fatal(err)
	}
	if got := r.asked["refusals"]; got != nil {
		t.Errorf("anonymous, asked for refusals of %q", got)
	}
}

func TestSurveyOfAWikiAsWanted(t *testing.T) {
	t.Parallel()
	r := &wiki{files: map[provider.Title]provider.File{}}
	var wants []Claim
	for i := range 2000 {
		w := wanted()
		w.Title = provider.Title(fmt.Sprintf("%04d.png", i))
		w.Content.Digest = digest(string(w.Title))
		wants = append(wants, w)
		r.files[w.Title] = has(string(w.Title), "text")
	}
	f := Facts{Site: site, Account: uploader}
	if err := Survey(t.Context(), r, wants, &f); err != nil {
		t.Fatal(err)
	}
	if len(r.asked) != 1 || len(r.asked["files"]) != 2000 {
		t.Errorf("asked %d kinds of questions and for %d files, want only the files", len(r.asked), len(r.asked["files"]))
	}
	if p := Compute(wants, f); p.Pending() {
		t.Errorf("pending changes: %+v", p.Counts())
	}

	r = &wiki{}
	if err := Survey(t.Context(), r, nil, &f); err != nil || r.asked != nil {
		t.Errorf("nothing wanted, asked %v, %v", r.asked, err)
	}
}

func TestSurveyFails(t *testing.T) {
	t.Parallel()
	edited, replaced := has("", "other"), has("old", "text")
	edited.Page.Parent = 1
	for _, about := range []string{"files", "texts", "refusals", "holders", "revisions", "histories", "prospects", "deletedContents", "deletions"} {
		other := wanted(func(w *Claim) { w.Title, w.Content.Digest = "B.png", digest("other") })
		create := wanted(func(w *Claim) { w.Title, w.Content.Digest = "C.png", digest("third") })
		r := &wiki{fail: about, prospects: map[provider.Title]provider.Prospect{"C.png": {Deleted: true}}, files: map[provider.Title]provider.File{"A.png": edited, "B.png": replaced}}
		if err := Survey(t.Context(), r, []Claim{wanted(), other, create}, &Facts{Account: uploader}); err == nil || err.Error() != "no answer" {
			t.Errorf("without an answer about %s: %v", about, err)
		}
		if r.asked[about] == nil {
			t.Errorf("%s was not asked for", about)
		}
	}
}
