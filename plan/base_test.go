package plan

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wikiform/provider"
	"wikiform/spec"
)

func (w *wiki) RevisionTexts(_ context.Context, ids []int64) (map[int64]string, error) {
	texts := map[int64]string{}
	for _, id := range ids {
		if text, shown := w.past[id]; shown {
			texts[id] = text
		}
	}
	return texts, w.ask("revision texts", names(ids))
}

func (w *wiki) PageHistory(_ context.Context, t provider.Title, _ int64, most int) ([]provider.Revision, error) {
	var rs []provider.Revision
	for _, r := range w.revisions {
		if r.ID != w.unlisted {
			rs = append(rs, r)
		}
	}
	return rs[:min(len(rs), most)], w.ask("page history", []string{string(t)})
}

// pastPage is a page whose history a test writes.
type pastPage struct {
	wiki
	last   provider.Revision
	guards Guards
	// commentless: the wiki does not tell the comment of the latest revision with the page.
	commentless bool
	keep        []spec.Keep
}

func (p *pastPage) save(user, comment, text string) *provider.Revision {
	if p.revisions == nil {
		p.revisions, p.past = map[int64]provider.Revision{}, map[int64]string{}
	}
	id := int64(len(p.revisions) + 1)
	r := provider.Revision{ID: id, Page: 7, Parent: p.last.ID, User: user, Comment: comment, TextSHA1: provider.TextSHA1(text), Time: time.Unix(id, 0)}
	p.revisions[id], p.past[id], p.last = r, text, r
	return &r
}

func (p *pastPage) text() string { return p.past[p.last.ID] }

// hide changes the last revision.
func (p *pastPage) hide(change func(r *provider.Revision)) {
	change(&p.last)
	p.revisions[p.last.ID] = p.last
}

const ofMuseum = "[wikiform museum]"

// shows lets the wiki have the page as it is now.
func (p *pastPage) shows() {
	page := &provider.Page{ID: 7, Rev: p.last.ID, Parent: p.last.Parent, User: p.last.User, Time: p.last.Time, Comment: p.last.Comment, TextSHA1: p.last.TextSHA1, Text: p.text(), HasText: true}
	if p.commentless {
		page.Comment = ""
	}
	p.files = map[provider.Title]provider.File{"A.png": {Title: "A.png", Version: &provider.Version{Digest: digest("a"), User: "Bot", Comment: ofMuseum}, Page: page}}
}

// wants is a manifest about the page, and what is known before anything is asked.
func (p *pastPage) wants(ours string, mode spec.Mode, taken int64) ([]Claim, Facts) {
	claim := Claim{Address: "file.a", Title: "A.png", Comment: "Update " + ofMuseum, Content: &Content{Digest: digest("a")}, Text: &Text{Text: ours, Mode: mode, Keep: p.keep}, Guards: p.guards}
	if mode == spec.ModeExact {
		claim.Text.Mode = ""
	}
	return []Claim{claim}, Facts{
		Mark: ofMuseum, Accounts: []string{"Bot"}, Account: provider.Account{Name: "Bot", Rights: []string{"edit"}},
		Site: provider.Site{MaxText: 1 << 20, Languages: []string{"de", "fr"}}, Pulled: map[provider.Title]int64{"A.png": taken},
	}
}

// planned compares the page with what a manifest says, in a mode.
func (p *pastPage) planned(t interface{ Fatal(...any) }, ours string, mode spec.Mode, taken int64) *Plan {
	p.shows()
	claims, f := p.wants(ours, mode, taken)
	if err := Survey(context.Background(), &p.wiki, claims, &f); err != nil {
		t.Fatal(err)
	}
	return Compute(claims, f)
}

func (p *pastPage) plan(t interface{ Fatal(...any) }, ours string, mode spec.Mode, taken int64) Change {
	return p.planned(t, ours, mode, taken).Changes[0]
}

// apply does what a plan says.
func (p *pastPage) apply(c Change) {
	if e := c.edit(); e != nil {
		p.save("Bot", c.TextComment(), e.Text)
	}
}

func lined(words ...string) string { return strings.Join(words, "\n") }

func TestMergedRounds(t *testing.T) {
	t.Parallel()
	page := &pastPage{}
	ours := lined("head", "", "one", "", "two", "", "three", "", "tail")
	page.save("Bot", "New "+ofMuseum, ours)
	page.save("Anna", "", ours+"\n[[Category:Bridges]]")
	for n := range 10 {
		ours = strings.Replace(ours, "two", fmt.Sprintf("two%d", n), 1)
		ours = strings.Replace(ours, fmt.Sprintf("two%d%d", n, n-1), fmt.Sprintf("two%d", n), 1)
		c := page.plan(t, ours, spec.ModeMerge, 0)
		want := ours + "\n[[Category:Bridges]]"
		if n == 0 && c.edit() == nil || c.edit() != nil && c.edit().Text != want {
			t.Fatalf("round %d: %+v %v", n, c.edit(), c.Problems)
		}
		page.apply(c)
		page.save("Bot", "uploaded a new version "+ofMuseum, page.text()) // changes no text
		if c := page.plan(t, ours, spec.ModeMerge, 0); c.Writes() || len(c.Held) > 0 || c.Verdict != VerdictClear {
			t.Fatalf("round %d, again: %+v %+v", n, c.Steps, c.Problems)
		}
	}
}

// No line that others added is ever lost, whatever the manifest says and whatever else they
// change, unless they take it back themselves; and what is applied is not planned again.
func TestMergeKeepsAdded(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		page := &pastPage{}
		line := rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f", "{{I|a=1|b=2}}", ""})
		ours := lined(rapid.SliceOfN(line, 1, 8).Draw(t, "first")...)
		ours = provider.NormalizeText(ours)
		page.save("Bot", "New "+ofMuseum, ours)
		theirs := map[string]bool{}
		for n := range rapid.IntRange(1, 12).Draw(t, "rounds") {
			switch rapid.IntRange(0, 6).Draw(t, "what") {
			case 0, 1:
				mark := fmt.Sprintf("theirs %d", n)
				lines := strings.Split(page.text(), "\n")
				lines = slices.Insert(lines, rapid.IntRange(0, len(lines)).Draw(t, "at"), mark)
				theirs[mark] = true
				page.save("Anna", "", lined(lines...))
			case 2:
				lines := strings.Split(page.text(), "\n")
				at := rapid.IntRange(0, len(lines)-1).Draw(t, "gone")
				if theirs[lines[at]] {
					delete(theirs, lines[at])
				}
				page.save("Berta", "", provider.NormalizeText(lined(slices.Delete(lines, at, at+1)...)))
			case 3:
				page.save("Bot", "Moved "+ofMuseum, page.text())
			default:
				lines := strings.Split(ours, "\n")
				at := rapid.IntRange(0, len(lines)).Draw(t, "ours at")
				lines = slices.Insert(lines, at, line.Draw(t, "line")+fmt.Sprint(n))
				if rapid.Bool().Draw(t, "replace") && at+1 < len(lines) {
					lines = slices.Delete(lines, at+1, at+2)
				}
				ours = provider.NormalizeText(lined(lines...))
			}
			c := page.plan(t, ours, spec.ModeMerge, 0)
			if c.Verdict == VerdictBlocked && c.Reasons[0] != MergeConflict && c.Reasons[0] != BaseUnknown {
				t.Fatalf("%v", c.Problems)
			}
			if c.Verdict == VerdictClear {
				page.apply(c)
				if c := page.plan(t, ours, spec.ModeMerge, 0); c.Writes() || c.Verdict != VerdictClear {
					t.Fatalf("again: %+v %v", c.Steps, c.Problems)
				}
			}
			for mark := range theirs {
				if !slices.Contains(strings.Split(page.text(), "\n"), mark) {
					t.Fatalf("%q is lost in %q", mark, page.text())
				}
			}
		}
	})
}

func TestBases(t *testing.T) {
	t.Parallel()
	digits := func(text string) string { return provider.TextSHA1(text).String()[:saysDigits] }
	base, ours := lined("a", "b", "c", "d", "e"), lined("a", "b", "c", "d", "E")
	for _, tt := range []struct {
		name  string
		past  func(p *pastPage)
		taken int64
		want  Base // without Others
		by    []string
	}{
		{"first text", func(p *pastPage) { p.save("Bot", ofMuseum, base); p.save("Anna", "hi", "x") }, 0, Base{Text: base, Rev: 1}, []string{"Anna"}},
		{"nothing of ours", func(p *pastPage) { p.save("Anna", "", base); p.save("Berta", "", "x") }, 0,
			Base{Unknown: "nothing of ours is in its history"}, []string{"Berta", "Anna"}},
		{"without our mark", func(p *pastPage) { p.save("Bot", "by hand", base) }, 0, Base{Unknown: "nothing of ours is in its history"}, []string{"Bot"}},
		{"another set's", func(p *pastPage) { p.save("Bot", "[wikiform other]", base) }, 0, Base{Unknown: "nothing of ours is in its history"}, []string{"Bot"}},
		{"a merge adds its own", func(p *pastPage) {
			p.save("Bot", ofMuseum, base)
			p.save("Anna", "", "0\n"+base)
			p.save("Bot", "[merge "+digits("B")+"] "+ofMuseum, "0\n"+strings.Replace(base, "b", "B", 1))
		}, 0, Base{Text: strings.Replace(base, "b", "B", 1), Rev: 3}, nil},
		{"a merge of what is wanted", func(p *pastPage) {
			p.save("Anna", "", "0\n"+base)
			p.save("Bot", "[merge "+digits(ours)+"] "+ofMuseum, "0\n"+ours)
			p.save("Anna", "", "0\n1\n"+ours)
		}, 0, Base{Text: ours, Rev: 2}, []string{"Anna"}},
		{"a merge that does not fit", func(p *pastPage) {
			p.save("Bot", ofMuseum, base)
			p.save("Anna", "", "z")
			p.save("Bot", "[merge "+digits("B")+"] "+ofMuseum, "q")
		}, 0, Base{Rev: 3, Unknown: "what revision 3, which is ours, changed, does not fit what the manifest had said before"}, nil},
		{"the wiki merged", func(p *pastPage) {
			p.save("Bot", "[whole "+digits("other")+"] "+ofMuseum, base)
		}, 0, Base{Unknown: "the wiki itself joined revision 1, which is ours, with what somebody saved in the same moment"}, nil},
		{"the wiki merged, and it shows what we sent", func(p *pastPage) {
			p.save("Bot", ofMuseum, base)
			p.save("Anna", "", "0\n"+base)
			p.save("Bot", "[whole "+digits(strings.Replace(base, "c", "C", 1))+"] "+ofMuseum, "0\n"+strings.Replace(base, "c", "C", 1))
		}, 0, Base{Text: strings.Replace(base, "c", "C", 1), Rev: 3}, nil},
		{"the wiki merged, and it does not", func(p *pastPage) {
			p.save("Bot", ofMuseum, base)
			p.save("Anna", "", "0\n"+base)
			p.save("Bot", "[whole "+digits("other")+"] "+ofMuseum, "0\n"+strings.Replace(base, "c", "C", 1))
		}, 0, Base{Rev: 3, Unknown: "the wiki itself joined revision 3, which is ours, with what somebody saved in the same moment"}, nil},
		{"what we kept beside", func(p *pastPage) {
			p.save("Bot", "[keep "+digits(base)+"] "+ofMuseum, base+"\n[[Category:A]]\n[[Category:B]]")
		}, 0, Base{Text: base, Rev: 1}, nil},
		{"kept, and not what it says", func(p *pastPage) { p.save("Bot", "[keep "+digits("x")+"] "+ofMuseum, base) }, 0,
			Base{Rev: 1, Unknown: "revision 1, which is ours, does not have the text that its comment speaks of"}, nil},
		{"taken in", func(p *pastPage) {
			p.save("Bot", ofMuseum, base)
			p.save("Anna", "", "0\n"+base)
			p.save("Anna", "", "x")
		}, 2,
			Base{Text: "0\n" + base, Rev: 2, Taken: true}, []string{"Anna"}},
		{"taken in before we wrote", func(p *pastPage) { p.save("Anna", "", "x"); p.save("Bot", ofMuseum, base) }, 1, Base{Text: base, Rev: 2}, nil},
		{"taken in before we merged", func(p *pastPage) {
			p.save("Bot", ofMuseum, base)
			p.save("Anna", "", "0\n"+base)
			p.save("Anna", "", "0\n"+base+"\n9")
			p.save("Bot", "[merge "+digits("?")+"] "+ofMuseum, "0\n"+strings.Replace(base, "c", "C", 1)+"\n9")
		}, 2, Base{Text: "0\n" + strings.Replace(base, "c", "C", 1), Rev: 4, Taken: true}, nil},
		{"a hidden comment", func(p *pastPage) {
			p.save("Bot", "", base)
			p.hide(func(r *provider.Revision) { r.Hidden = true })
		}, 0, Base{Unknown: "the comment of revision 1, which is ours, is hidden"}, nil},
		{"a hidden author", func(p *pastPage) {
			p.save("Bot", ofMuseum, base)
			p.save("", "", "x")
		}, 0, Base{Unknown: "who made revision 2 is hidden"}, nil},
		{"a hidden author who changed nothing", func(p *pastPage) {
			p.save("Bot", ofMuseum, base)
			p.save("", "", base)
		}, 0, Base{Text: base, Rev: 1}, nil},
		{"a hidden text of others", func(p *pastPage) {
			p.save("Bot", ofMuseum, base)
			p.save("Anna", "", "secret")
			p.hide(func(r *provider.Revision) { r.TextSHA1 = provider.SHA1{} })
			p.save("Berta", "", "y")
		}, 0, Base{Text: base, Rev: 1}, []string{"Berta", "Anna"}},
		{"a hidden text before ours", func(p *pastPage) {
			p.save("Anna", "", "secret")
			p.hide(func(r *provider.Revision) { r.TextSHA1 = provider.SHA1{} })
			p.save("Bot", ofMuseum, base)
		}, 0, Base{Unknown: "the text before revision 2, which is ours, is hidden"}, nil},
		{"a long history", func(p *pastPage) {
			p.save("Bot", ofMuseum, base)
			for i := range 100 {
				p.save("Anna", "", fmt.Sprint(i))
			}
		}, 0, Base{Text: base, Rev: 1}, slices.Repeat([]string{"Anna"}, 100)},
		{"an imported revision of another time", func(p *pastPage) {
			p.save("Bot", ofMuseum, base)
			for i := range 30 {
				p.save("Anna", "", fmt.Sprint(i))
			}
			p.unlisted = 5
		}, 0, Base{Text: base, Rev: 1}, slices.Repeat([]string{"Anna"}, 30)},
		{"a revision that is not shown", func(p *pastPage) {
			p.save("Bot", ofMuseum, base)
			for i := range 30 {
				p.save("Anna", "", fmt.Sprint(i))
			}
			delete(p.revisions, 5)
		}, 0, Base{Unknown: "revision 5 is not shown"}, nil},
		{"too long a history", func(p *pastPage) {
			p.save("Bot", ofMuseum, base)
			for i := range 2100 {
				p.save("Anna", "", fmt.Sprint(i))
			}
		}, 0, Base{Unknown: "what we wrote last is further back in its history than the plan looks"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			page := &pastPage{}
			tt.past(page)
			f := Facts{Mark: ofMuseum, Accounts: []string{"Bot"}, Pulled: map[provider.Title]int64{"A.png": tt.taken}, Bases: map[provider.Title]Base{}}
			if err := f.readBases(context.Background(), &page.wiki, []*lineage{f.lineage("A.png", &provider.Page{Rev: page.last.ID}, ours)}, map[provider.Title]string{"A.png": ours}); err != nil {
				t.Fatal(err)
			}
			got := f.Bases["A.png"]
			var by []string
			for _, r := range got.Others {
				by = append(by, r.User)
			}
			got.Others, got.Joined = nil, nil
			if tt.want.Unknown != "" && tt.by == nil {
				by = nil
			}
			if diff := cmp.Diff([]any{tt.want, tt.by}, []any{got, by}); diff != "" {
				t.Error(diff)
			}
		})
	}
}
