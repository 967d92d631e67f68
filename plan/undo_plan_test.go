package plan

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wikiform/provider"
	"wikiform/spec"
)

// undoing is a claim of a rollback.
func undoing(t provider.Title, more ...func(*Claim)) Claim {
	c := Claim{Address: spec.RollbackAddress(string(t)), At: Position{"receipt", 2}, Title: t, Comment: "Undo", Undoes: &Undoing{}}
	for _, m := range more {
		m(&c)
	}
	return c
}

func backFrom(t provider.Title) func(*Claim) {
	return func(c *Claim) { c.From = &Origin{Title: t, At: c.At, Comment: c.Comment} }
}

// undoFacts are those of a wiki with some files, as one account may write to it.
func undoFacts(account provider.Account, files ...provider.File) Facts {
	f := Facts{Account: account, Have: map[provider.Title]provider.File{}, Planned: map[provider.Title]provider.Title{}, Rollback: &Rollback{Receipt: strings.Repeat("5e", 32)}}
	for _, file := range files {
		f.Have[file.Title] = file
	}
	return f
}

// What is moved back is at its old titles in the end, however the files had changed places;
// of what belongs together either all goes back or nothing.
func TestTitlesGoBackTogether(t *testing.T) {
	t.Parallel()
	mover := provider.Account{Name: "Uploader", Rights: []string{"move", "movefile", "suppressredirect", "edit"}}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "files")
		titles := make([]provider.Title, n+3)
		for i := range titles {
			titles[i] = provider.Title(fmt.Sprintf("%c.png", 'A'+i))
		}
		before := rapid.Permutation(titles).Draw(t, "before")[:n]
		after := rapid.Permutation(titles).Draw(t, "after")[:n]
		var claims []Claim
		f := undoFacts(mover)
		against := -1
		if rapid.Bool().Draw(t, "one is blocked") {
			against = rapid.IntRange(0, n-1).Draw(t, "which")
		}
		layout := map[provider.Title]int{} // files by their titles now
		for i := range n {
			file := ourFile(after[i])
			file.Page.ID = int64(i + 1)
			f.Have[after[i]], layout[after[i]] = file, i
			c := undoing(before[i])
			if before[i] != after[i] {
				c = undoing(before[i], backFrom(after[i]))
				f.Planned[before[i]] = after[i]
			}
			if i == against {
				c.Undoes.Against = []Problem{{Reason: ChangedSince, Text: "changed"}}
			}
			claims = append(claims, c)
		}
		apart(claims)
		for _, title := range passingTitles(claims, &f) {
			f.Have[title] = provider.File{Title: title}
		}
		p := Compute(claims, f)
		// Carry it out: what waits comes after what it waits for.
		open := map[int]bool{}
		for i := range p.Changes {
			switch c := &p.Changes[i]; {
			case c.Move() != nil:
				open[i] = true
				if c.Move().Via != "" {
					delete(layout, c.Move().From)
				}
			case c.Verdict == VerdictClear && before[i] != after[i]:
				t.Fatalf("%s stays at %s: %+v", before[i], after[i], c)
			case c.Verdict == VerdictBlocked && against < 0:
				t.Fatalf("%s is blocked: %v", before[i], c.Problems)
			}
		}
		for len(open) > 0 {
			moved := false
			for i := range open {
				m := p.Changes[i].Move()
				if _, taken := layout[before[i]]; taken {
					continue
				}
				if m.Via == "" {
					delete(layout, m.From)
				}
				layout[before[i]], moved = i, true
				delete(open, i)
			}
			if !moved {
				t.Fatalf("%v wait for one another:\n%v", open, p.Changes)
			}
		}
		for title, i := range layout {
			if p.Changes[i].Verdict == VerdictBlocked {
				if title != after[i] {
					t.Fatalf("what is blocked was moved to %s", title)
				}
				// Nobody stands where it is to be, or waits for it: all of its circle and chain stay.
				for j, c := range p.Changes {
					if c.Move() != nil && (before[j] == after[i] || after[j] == before[i]) {
						t.Fatalf("%s is blocked, and %s is moved", before[i], before[j])
					}
				}
			} else if title != before[i] {
				t.Fatalf("a file of %s is at %s", before[i], title)
			}
		}
	})
}

// What speaks against a rollback beforehand.
func TestUndoPreflight(t *testing.T) {
	t.Parallel()
	old := provider.Version{Digest: digest("old"), User: "Anna", Time: time.Unix(1, 0)}
	rows := provider.Deleted{Revisions: []provider.Revision{{ID: 1}}}
	every := []string{"upload", "edit", "reupload", "undelete", "delete", "move", "movefile", "suppressredirect"}
	without := func(rights ...string) provider.Account {
		return provider.Account{Name: "Uploader", Rights: slices.DeleteFunc(slices.Clone(every), func(r string) bool { return slices.Contains(rights, r) })}
	}
	redirected := ourFile("A.png")
	redirected.Version, redirected.Redirect, redirected.Target = nil, true, "File:Y.png"
	others := ourFile("B.png")
	others.Version.User = "Anna"
	for _, tt := range []struct {
		name    string
		account provider.Account
		claim   Claim
		files   []provider.File
		more    func(*Facts)
		want    string // the action, and why not
	}{
		{"a revert", without(), undoing("A.png", func(c *Claim) { c.Undoes.Version = &old }), []provider.File{ourFile("A.png")}, nil, "update"},
		{"a revert without the right", without("reupload"), undoing("A.png", func(c *Claim) { c.Undoes.Version = &old }), []provider.File{others, ourFile("A.png")}, nil, "blocked right_missing the account Uploader lacks the right reupload, which this revert needs"},
		{"an undeletion", without(), undoing("A.png", func(c *Claim) { c.Undoes.Deleted = &rows }), nil, nil, "create"},
		{"an undeletion without the right", without("undelete"), undoing("A.png", func(c *Claim) { c.Undoes.Deleted = &rows }), nil, nil, "blocked right_missing the account Uploader lacks the right undelete, which this undeletion needs"},
		{"an undeletion that is refused", without(), undoing("A.png", func(c *Claim) { c.Undoes.Deleted = &rows }), nil, func(f *Facts) {
			f.Refusals = map[provider.Title]map[string][]provider.Refusal{"A.png": {"undelete": {{Code: "titleblacklist", Text: "no"}}}}
		}, "blocked page_protected the wiki would refuse this to Uploader: no (titleblacklist)"},
		{"an undeletion of a page that is there", without(), undoing("A.png", func(c *Claim) { c.Undoes.Deleted = &rows }), []provider.File{ourFile("A.png")}, nil, "no-op"},
		{"a deletion", without(), undoing("A.png", func(c *Claim) { c.Gone = true }), []provider.File{ourFile("A.png")}, nil, "delete"},
		{"a deletion that a block prevents", without(), undoing("A.png", func(c *Claim) { c.Gone = true }), []provider.File{ourFile("A.png")}, func(f *Facts) {
			f.Keepers = map[provider.Title][]Keeper{anyFirst("A.png"): {{Title: "A.png", Address: "file.a", At: Position{"a.wiki.hcl", 3}}}}
		}, "blocked destroy_prevented file.a has this title and says prevent_destroy = true (a.wiki.hcl:3)"},
		{"somebody's file goes back", without(), undoing("A.png", backFrom("B.png")), []provider.File{others}, func(f *Facts) { f.Planned["A.png"] = "B.png" }, "move"},
		{"a redirect gets its target again", without(), undoing("A.png", func(c *Claim) { c.Text = &Text{Text: "#REDIRECT [[File:X.png]]"} }), []provider.File{redirected}, nil, "update"},
		{"a name that a camera gives", without(), undoing("DSC 1.png", backFrom("B.png")), []provider.File{others}, func(f *Facts) {
			f.Planned["DSC 1.png"] = "B.png"
			f.Prospects = map[provider.Title]provider.Prospect{"DSC 1.png": {Warning: provider.WarnBadPrefix, Deleted: true}}
		}, "move"},
		{"a text that the wiki would rewrite", without(), undoing("A.png", func(c *Claim) { c.Text = &Text{Text: "imported ~~~~"} }), []provider.File{ourFile("A.png")}, nil, "update"},
	} {
		f := undoFacts(tt.account, tt.files...)
		if tt.more != nil {
			tt.more(&f)
		}
		c := Compute([]Claim{tt.claim}, f).Changes[0]
		got := string(c.Action())
		for _, p := range c.Problems {
			got += fmt.Sprintf(" %s %s", p.Reason, p.Text)
		}
		if got != tt.want || c.ReplacesOthers() {
			t.Errorf("%s: %s, want %s; %v", tt.name, got, tt.want, c.Remarks)
		}
	}
}

// What comes back is named where it was not reviewed.
func TestUndoUnreviewed(t *testing.T) {
	t.Parallel()
	p := undoSample()
	var got []string
	for _, u := range p.Unreviewed((&Plan{}).Digests()) {
		got = append(got, u.Why())
	}
	all := strings.Join(got, "\n")
	for _, want := range []string{
		"its content is not in the reviewed plan; this plan puts the version with sha1 " + digest("old").SHA1.Short() + " by Anna of 2026-11-22T10:00:00Z in the place of sha1 " + digest("new").SHA1.Short() + " by Up",
		"its existence is not in the reviewed plan; this plan puts 1 version and 2 revisions in the place of nothing",
		"this plan puts nothing in the place of sha1",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not in\n%s", want, all)
		}
	}
	if us := p.Unreviewed(undoSample().Digests()); us != nil {
		t.Errorf("not reviewed: %+v", us)
	}
}

// A plan of a rollback ends with what is left to do in git.
func TestUndoNotes(t *testing.T) {
	t.Parallel()
	commit := strings.Repeat("c0", 20)
	for _, tt := range []struct {
		commit string
		tags   int
		again  bool
		want   string
	}{
		{commit, 0, false, "git revert " + commit + "."},
		{commit, 0, true, "take the revert back, too."},
		{"", 0, false, "Take back in git what it says, too."},
		{"--upload-pack=evil", 0, false, "Take back in git what it says, too."},
		{strings.ToUpper(commit), 2, false, "Take back in git what it says, too."},
	} {
		r := Rollback{Receipt: "5e", Commit: tt.commit, Again: tt.again, tags: tt.tags}
		f := undoFacts(provider.Account{Name: "Uploader"}, ourFile("A.png"))
		f.Rollback = &r
		p := Compute([]Claim{undoing("A.png")}, f)
		if p.Receipt != "5e" || len(p.Notes) == 0 || !strings.HasSuffix(p.Notes[len(p.Notes)-1], tt.want) {
			t.Errorf("%q: %q", tt.commit, p.Notes)
		}
		if told := slices.ContainsFunc(p.Notes, func(n string) bool { return strings.Contains(n, "change tags") }); told != (tt.tags > 0) {
			t.Errorf("of %d tags: %q", tt.tags, p.Notes)
		}
	}
}

// Reverts and undeletions count for the limits of a manifest as what they do.
func TestUndoBrakes(t *testing.T) {
	t.Parallel()
	p := &Plan{}
	for i := range 10 {
		file := ourFile(provider.Title(fmt.Sprintf("%d.png", i)))
		c := Change{Claim: undoing(file.Title), Before: file}
		if i < 4 {
			c.Steps = []Step{Revert{}}
		}
		p.Changes = append(p.Changes, c)
	}
	got := p.Brakes(spec.Settings{})
	if len(got) != 1 || got[0].Kind != BrakeReplace || got[0].Count != 4 || got[0].Of != 10 {
		t.Errorf("%+v", got)
	}
	if p.LeftOut = 4; p.Brakes(spec.Settings{}) != nil {
		t.Errorf("%+v", p.Brakes(spec.Settings{}))
	}
}
