package reconcile_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"wikiform/apply/reconcile"
	"wikiform/provider"
)

// lister is a wiki that has many texts, and brings few of them at once.
type lister struct {
	files  int
	text   string
	hidden map[provider.Title]bool
	most   int // texts of one answer
	asked  int
}

func (l *lister) Select(context.Context, provider.Selection, int) (s provider.Selected, err error) {
	for i := range l.files {
		s.Titles = append(s.Titles, provider.Title(fmt.Sprintf("F%03d.svg", i)))
	}
	return s, nil
}

func (l *lister) Wholes(_ context.Context, titles []provider.Title) (map[provider.Title]provider.Whole, error) {
	all := map[provider.Title]provider.Whole{}
	for _, t := range titles {
		all[t] = provider.Whole{File: provider.File{Title: t, Version: &provider.Version{}, Page: &provider.Page{Rev: 1}}}
	}
	return all, nil
}

func (l *lister) Texts(_ context.Context, titles []provider.Title) (map[provider.Title]provider.Page, error) {
	l.asked++
	all := map[provider.Title]provider.Page{}
	for i, t := range titles {
		told := !l.hidden[t] && i < l.most
		p := provider.Page{Rev: 1, HasText: told}
		if told {
			p.Text = l.text
		}
		all[t] = p
	}
	return all, nil
}

// TestFindAllTexts: texts that do not come with the files are asked for until there are no
// more, and not for ever.
func TestFindAllTexts(t *testing.T) {
	t.Parallel()
	p := newFolder(t, "wikiform {}\n").open()
	l := &lister{files: 100, text: "text", most: 30, hidden: map[provider.Title]bool{"F007.svg": true, "F099.svg": true}}
	found, err := p.Find(t.Context(), reconcile.Target{}, l, provider.Selection{All: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range found.Wholes {
		if w.Page.HasText == l.hidden[w.Title] || w.Page.HasText && w.Page.Text != l.text {
			t.Errorf("%s has the text %q", w.Title, w.Page.Text)
		}
	}
	if l.asked != 5 || len(found.Wholes) != 100 || !slices.IsSortedFunc(found.Wholes, func(a, b provider.Whole) int { return strings.Compare(string(a.Title), string(b.Title)) }) {
		t.Errorf("%d questions for %d files", l.asked, len(found.Wholes))
	}
	l = &lister{files: 600, text: strings.Repeat("x", 1<<20), most: 60}
	if _, err := p.Find(t.Context(), reconcile.Target{}, l, provider.Selection{All: true}); !is[*reconcile.TextError](err) || l.asked > 5 {
		t.Errorf("%d questions, %v", l.asked, err)
	}
}

// TestFindTooMany: a question that finds more than a manifest can say is refused, and so is
// one for what the wiki does not have.
func TestFindTooMany(t *testing.T) {
	t.Parallel()
	p := newFolder(t, "wikiform {}\n").open()
	for _, s := range []provider.Selected{{Cut: true}, {Unknown: "Category:X"}} {
		_, err := p.Find(t.Context(), reconcile.Target{}, answer{s}, provider.Selection{Category: "X"})
		if s.Cut && !is[*reconcile.TooManyError](err) || !s.Cut && !is[*reconcile.UnknownError](err) {
			t.Errorf("%+v: %v", s, err)
		}
	}
}

type answer struct{ selected provider.Selected }

func (a answer) Select(context.Context, provider.Selection, int) (provider.Selected, error) {
	return a.selected, nil
}

func (answer) Wholes(context.Context, []provider.Title) (map[provider.Title]provider.Whole, error) {
	return nil, nil
}

func (answer) Texts(context.Context, []provider.Title) (map[provider.Title]provider.Page, error) {
	return nil, nil
}
