package preview

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// wiki answers with what say gives, and remembers what it was asked.
type wiki struct {
	say   func(ctx context.Context, title provider.Title, asAccount bool) (provider.Preview, error)
	asked []string
}

func (w *wiki) Preview(ctx context.Context, title provider.Title, _ string, asAccount bool) (provider.Preview, error) {
	who := "everybody"
	if asAccount {
		who = "account"
	}
	w.asked = append(w.asked, fmt.Sprintf("%s as %s", title, who))
	return w.say(ctx, title, asAccount)
}

func shows(html string) func(context.Context, provider.Title, bool) (provider.Preview, error) {
	return func(context.Context, provider.Title, bool) (provider.Preview, error) {
		return provider.Preview{HTML: html}, nil
	}
}

var hidden = &provider.Error{Kind: provider.Auth, Op: "preview", Code: "readapidenied"}

// private shows texts to the account alone.
func private(_ context.Context, _ provider.Title, asAccount bool) (provider.Preview, error) {
	if !asAccount {
		return provider.Preview{}, hidden
	}
	return provider.Preview{HTML: "<p>for the account</p>"}, nil
}

// comes is a new file with a text, changes one whose page is there.
func comes(title, text string) plan.Change {
	return plan.Change{
		Claim: plan.Claim{Title: provider.Title(title), Text: &plan.Text{Text: text}},
		Steps: []plan.Step{plan.Upload{Content: plan.Content{Source: spec.Source{Path: title}}, Page: &text}},
	}
}

func changes(title, text string) plan.Change {
	c := comes(title, text)
	c.Steps = []plan.Step{plan.SetText{Text: text}}
	c.Before.Page = &provider.Page{Rev: 1, Text: "before", HasText: true}
	return c
}

func TestAsk(t *testing.T) {
	t.Parallel()
	replaces := changes("Theirs.png", "t")
	replaces.Remarks = []plan.Remark{{Kind: plan.ReplacesText, Text: "replaces"}}
	css := changes("Css.png", "t")
	css.Before.Page.Model = "css"
	moves := plan.Change{Claim: plan.Claim{Title: "Moved.png"}, Steps: []plan.Step{plan.Moving{From: "A.png"}}}
	blocked := comes("Blocked.png", "t")
	blocked.Verdict = plan.VerdictBlocked
	undone := changes("Undone.png", "t")
	undone.Claim.Undoes = &plan.Undoing{}

	w := &wiki{say: shows("<p onclick=x>a</p>")}
	p := &plan.Plan{Changes: []plan.Change{comes("New.png", "t"), comes("Empty.png", ""), changes("Changed.png", "t"), css, moves, blocked, undone, replaces}}
	pages, err := Ask(t.Context(), p, w, Everybody)
	if err != nil {
		t.Fatal(err)
	}
	shown := Page{HTML: "<p>a</p>"}
	if diff := cmp.Diff(Pages{"New.png": shown, "Changed.png": shown, "Theirs.png": shown}, pages); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Theirs.png as everybody", "Changed.png as everybody", "New.png as everybody"}, w.asked); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
}

// What the text lacks is remarked, and nothing else of the change is touched.
func TestAskRemarks(t *testing.T) {
	t.Parallel()
	w := &wiki{say: func(_ context.Context, title provider.Title, _ bool) (provider.Preview, error) {
		if title == "C.png" {
			many := make([]string, 5000)
			for i := range many {
				many[i] = fmt.Sprint("T", i)
			}
			return provider.Preview{HTML: "c", Pages: many}, nil
		}
		if title == "B.png" {
			return provider.Preview{HTML: "b", Pages: []string{"Template:X"}, Categories: []string{"1", "2", "3", "4"}}, nil
		}
		return provider.Preview{HTML: "a", Pages: []string{"Template:X", "Y"}, Categories: []string{"Barns"}}, nil
	}}
	p := &plan.Plan{Changes: []plan.Change{changes("A.png", "t"), changes("B.png", "t"), changes("C.png", "t")}}
	before := p.Digest()
	if _, err := Ask(t.Context(), p, w, Everybody); err != nil {
		t.Fatal(err)
	}
	want := [][]plan.Remark{{
		{Kind: plan.PageLacking, Text: "the text brings in 2 pages that the wiki does not have: Template:X, Y"},
		{Kind: plan.CategoryLacking, Text: "the text is in a category that has no page: Barns"},
	}, {
		{Kind: plan.PageLacking, Text: "the text brings in a page that the wiki does not have: Template:X"},
		{Kind: plan.CategoryLacking, Text: "the text is in 4 categories that have no page: 1, 2, 3 and 1 more"},
	}, {
		{Kind: plan.PageLacking, Text: "the text brings in more than 999 pages that the wiki does not have: T0, T1, T2 and others"},
	}}
	if diff := cmp.Diff(want, [][]plan.Remark{p.Changes[0].Remarks, p.Changes[1].Remarks, p.Changes[2].Remarks}); diff != "" {
		t.Errorf("remarks (-want +got):\n%s", diff)
	}
	if p.Digest() != before {
		t.Error("the plan has another digest")
	}
}

// Who is not logged in decides, and the account is asked only where the user said so.
func TestAskAs(t *testing.T) {
	t.Parallel()
	two := func() *plan.Plan {
		return &plan.Plan{Changes: []plan.Change{changes("A.png", "t"), changes("B.png", "t")}}
	}

	w := &wiki{say: shows("x")}
	if _, err := Ask(t.Context(), two(), w, Account); err != nil || strings.Contains(strings.Join(w.asked, " "), "account") {
		t.Errorf("a public wiki was asked %q: %v", w.asked, err)
	}

	w = &wiki{say: private}
	_, err := Ask(t.Context(), two(), w, Everybody)
	refused, ok := errors.AsType[*HiddenError](err)
	if !ok || !strings.Contains(refused.Hint(), "-preview=account") || len(w.asked) != 1 {
		t.Errorf("a private wiki was asked %q: %v", w.asked, err)
	}

	w = &wiki{say: private}
	pages, err := Ask(t.Context(), two(), w, Account)
	if err != nil || !pages["B.png"].Account || pages["B.png"].HTML != "<p>for the account</p>" {
		t.Errorf("%+v, %v", pages, err)
	}
	if diff := cmp.Diff([]string{"A.png as everybody", "A.png as account", "B.png as account"}, w.asked); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}

	w = &wiki{say: func(context.Context, provider.Title, bool) (provider.Preview, error) {
		return provider.Preview{}, hidden
	}}
	if _, err := Ask(t.Context(), two(), w, Account); err == nil || !strings.Contains(err.Error(), "to the account") || len(w.asked) != 2 {
		t.Errorf("asked %q: %v", w.asked, err)
	}
}

// Whether there will be previews is known beforehand.
func TestCheck(t *testing.T) {
	t.Parallel()
	broken := func(context.Context, provider.Title, bool) (provider.Preview, error) {
		return provider.Preview{}, errors.New("broken")
	}
	for _, c := range []struct {
		name   string
		say    func(context.Context, provider.Title, bool) (provider.Preview, error)
		reader Reader
		asked  int
		fails  bool
		as     Reader
	}{
		{"public", shows(""), Everybody, 1, false, answered},
		{"public, as the account", shows(""), Account, 1, false, answered},
		{"private", private, Everybody, 1, true, Everybody},
		{"private, as the account", private, Account, 2, false, Account},
		{"broken", broken, Everybody, 1, false, Everybody},
		{"broken, as the account", broken, Account, 1, false, Account},
	} {
		w := &wiki{say: c.say}
		if as, err := Check(t.Context(), w, c.reader); (err != nil) != c.fails || len(w.asked) != c.asked || as != c.as {
			t.Errorf("%s: asked %q: %s, %v", c.name, w.asked, as, err)
		}
	}
	synctest.Test(t, func(t *testing.T) {
		w := &wiki{say: func(ctx context.Context, _ provider.Title, _ bool) (provider.Preview, error) {
			<-ctx.Done()
			return provider.Preview{}, context.Cause(ctx)
		}}
		began := time.Now()
		if _, err := Check(t.Context(), w, Everybody); err != nil || time.Since(began) != checkTime {
			t.Errorf("a wiki that does not answer: %v after %s", err, time.Since(began))
		}
	})
}

// A wiki that everybody may read is not asked as the account because it refused a text once.
func TestAskWhereRefusedOnce(t *testing.T) {
	t.Parallel()
	for _, reader := range []Reader{Everybody, Account} {
		w := &wiki{}
		w.say = func(ctx context.Context, title provider.Title, asAccount bool) (provider.Preview, error) {
			if title == "A.png" && !asAccount {
				return provider.Preview{}, hidden
			}
			return provider.Preview{HTML: "x"}, nil
		}
		as, err := Check(t.Context(), w, reader)
		if err != nil {
			t.Fatal(err)
		}
		pages, err := Ask(t.Context(), &plan.Plan{Changes: []plan.Change{changes("A.png", "t"), changes("B.png", "t")}}, w, as)
		if err != nil || pages["A.png"].Missing == "" || pages["B.png"].HTML != "x" || strings.Contains(strings.Join(w.asked, " "), "account") {
			t.Errorf("%s: asked %q: %+v, %v", reader, w.asked, pages, err)
		}
	}
}

// However many texts there are, and whatever comes back, there is an end.
func TestAskIsBounded(t *testing.T) {
	t.Parallel()
	many := func() *plan.Plan {
		p := &plan.Plan{}
		for i := range 300 {
			p.Changes = append(p.Changes, comes(fmt.Sprintf("Plate %03d.png", i), "t"))
		}
		return p
	}
	count := func(pages Pages, said string) (n int) {
		for _, page := range pages {
			if page.Missing != "" && strings.Contains(page.Missing, said) {
				n++
			}
		}
		return n
	}

	w := &wiki{say: shows("x")}
	pages, err := Ask(t.Context(), many(), w, Everybody)
	if n := count(pages, "at most 100 texts"); err != nil || len(w.asked) != MaxTexts || n != 200 {
		t.Errorf("%d texts asked for, %d left out: %v", len(w.asked), n, err)
	}

	w = &wiki{say: shows(strings.Repeat("long ", 1<<20))}
	pages, err = Ask(t.Context(), many(), w, Everybody)
	size := 0
	for _, page := range pages {
		size += len(page.HTML)
	}
	if n := count(pages, "too large"); err != nil || size > maxAll+MaxPage || n == 0 || n != MaxTexts-len(w.asked) {
		t.Errorf("%d bytes of %d texts, %d too many: %v", size, len(w.asked), n, err)
	}

	w = &wiki{say: func(context.Context, provider.Title, bool) (provider.Preview, error) {
		return provider.Preview{}, errors.New("broken\nand more")
	}}
	pages, err = Ask(t.Context(), many(), w, Everybody)
	if n := count(pages, "The wiki made no preview: broken."); err != nil || len(w.asked) != mostFailed || n != mostFailed {
		t.Errorf("%d texts asked for, %d refused: %v", len(w.asked), n, err)
	}

	synctest.Test(t, func(t *testing.T) {
		w := &wiki{say: func(ctx context.Context, _ provider.Title, _ bool) (provider.Preview, error) {
			select {
			case <-time.After(time.Minute + time.Second):
				return provider.Preview{HTML: "late"}, nil
			case <-ctx.Done():
				return provider.Preview{}, context.Cause(ctx)
			}
		}}
		began := time.Now()
		pages, err := Ask(t.Context(), many(), w, Everybody)
		if took := time.Since(began); err != nil || took != allTime || len(w.asked) != 3 || pages["Plate 001.png"].HTML != "late" {
			t.Errorf("%d texts in %s: %v", len(w.asked), took, err)
		}
		if n := count(pages, "no time left"); n != MaxTexts-2 {
			t.Errorf("%d texts had no time, want %d", n, MaxTexts-2)
		}
	})

	ctx, stop := context.WithCancelCause(t.Context())
	w = &wiki{say: func(context.Context, provider.Title, bool) (provider.Preview, error) {
		stop(errors.New("enough"))
		return provider.Preview{HTML: "x"}, nil
	}}
	if _, err := Ask(ctx, many(), w, Everybody); err == nil || err.Error() != "enough" || len(w.asked) != 1 {
		t.Errorf("asked %d times after the end: %v", len(w.asked), err)
	}
}

// Many texts of one block leave room for those of others.
func TestAskOfEachBlock(t *testing.T) {
	t.Parallel()
	p := &plan.Plan{}
	for i := range 150 {
		c := changes(fmt.Sprintf("Plate %03d.png", i), "t")
		c.Claim.Address = spec.Address(fmt.Sprintf(`file.plate["%03d"]`, i))
		p.Changes = append(p.Changes, c)
	}
	for i := range 5 {
		c := comes(fmt.Sprintf("New %d.png", i), "t")
		c.Claim.Address = spec.Address(fmt.Sprintf("file.new%d", i))
		p.Changes = append(p.Changes, c)
	}
	pages, err := Ask(t.Context(), p, &wiki{say: shows("x")}, Everybody)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		if page := pages[provider.Title(fmt.Sprintf("New %d.png", i))]; page.HTML == "" {
			t.Errorf("New %d.png: %+v", i, page)
		}
	}
}
