package plan

import (
	"testing"

	"wikiform/provider"
	"wikiform/spec"
)

func TestBrought(t *testing.T) {
	t.Parallel()
	const first = "a\nb\nc\nd\ne"
	for _, c := range []struct {
		name         string
		ours, theirs string
		by           string
		want         string // "" for nothing to bring
	}{
		{"the manifest is ahead", "A\nb\nc\nd\ne", first, "", ""},
		{"they changed it", first, first + "\nf", "Anna", first + "\nf"},
		{"both changed it", "A\nb\nc\nd\ne", first + "\nf", "Anna", "A\nb\nc\nd\ne\nf"},
		{"both changed one line", "A\nb\nc\nd\ne", "1\nb\nc\nd\n5", "Anna", "1\nb\nc\nd\n5"},
		{"the manifest has it already", "A\nb\nc\nd\ne\nf", first + "\nf", "Anna", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			page := &pastPage{}
			page.save("Bot", ofMuseum, first)
			if c.by != "" {
				page.save(c.by, "", c.theirs)
			}
			_, f := page.wants(c.ours, spec.ModeMerge, 0)
			got, err := Brought(t.Context(), &page.wiki, []Paged{{"A.png", page.last.ID, c.ours, c.theirs}}, &f)
			if err != nil {
				t.Fatal(err)
			}
			if got["A.png"] != c.want {
				t.Errorf("%q, want %q", got["A.png"], c.want)
			}
		})
	}
	// Of what is not known to be ours all is taken.
	page := &pastPage{}
	page.save("Anna", "", first)
	_, f := page.wants("x", spec.ModeMerge, 0)
	got, err := Brought(t.Context(), &page.wiki, []Paged{{"A.png", page.last.ID, "x", first}}, &f)
	if want := (map[provider.Title]string{"A.png": first}); err != nil || got["A.png"] != want["A.png"] {
		t.Errorf("%v %v", got, err)
	}
}

// Of a page that git has taken in, only a text that takes lines away replaces what others
// wrote.
func TestTakenTextIsReplaced(t *testing.T) {
	t.Parallel()
	const first = "a\nb\nc"
	for ours, want := range map[string]bool{first + "\nby Anna\nmore": false, first: true} {
		page := &pastPage{}
		page.save("Bot", ofMuseum, first)
		page.save("Anna", "", first+"\nby Anna")
		c := page.plan(t, ours, spec.ModeMerge, 2)
		if e := c.edit(); e == nil || e.Text != ours || c.ReplacesOthers() != want {
			t.Errorf("%q: %+v %v", ours, c.Steps, c.Remarks)
		}
	}
}

// A text of ours in which lines of others were left is theirs, too: whoever takes such a line
// away is told, whether the manifest says so in another mode or since git had taken it in.
func TestJoinedTextIsReplaced(t *testing.T) {
	t.Parallel()
	const first, by = "a\nb\nc", "\nby Anna"
	for _, c := range []struct {
		name  string
		ours  string
		mode  spec.Mode
		taken int64
		want  string // the remark, "" for none
	}{
		{"exact", "A\nb\nc", spec.ModeExact, 0, "replaces lines that Anna wrote on 1970-01-01 00:00 UTC, and Berta"},
		{"exact, and they stay", "A\nb\nC" + by + "\nand Berta", spec.ModeExact, 0, ""},
		{"pulled and taken away", "A\nb\nc\nand Berta", spec.ModeMerge, 4, "replaces lines that Anna wrote on 1970-01-01 00:00 UTC, and Berta"},
		{"pulled, and they stay", "A\nb\nC" + by + "\nand Berta", spec.ModeMerge, 4, ""},
		{"merged again", "A\nB\nc", spec.ModeMerge, 0, ""},
	} {
		page := &pastPage{}
		page.save("Bot", ofMuseum, first)
		page.save("Berta", "", first+"\nand Berta")
		page.save("Anna", "", first+by+"\nand Berta")
		page.apply(page.plan(t, "A\nb\nc", spec.ModeMerge, 0))
		for _, guarded := range []bool{false, true} {
			page.guards = nil
			if guarded {
				page.guards = Guards{{Rule: OverwriteOwn}}
			}
			got := page.plan(t, c.ours, c.mode, c.taken)
			var said string
			for _, r := range got.Remarks {
				if r.Kind.ReplacesOthers() {
					said = r.Text
				}
			}
			blocked := got.Verdict == VerdictBlocked
			switch {
			case guarded && blocked != (c.want != ""):
				t.Errorf("%s: %v %v", c.name, got.Steps, got.Problems)
			case !guarded && said != c.want:
				t.Errorf("%s: %q of %+v %v", c.name, said, got.Steps, got.Problems)
			}
		}
	}
}

// Of what git has taken in as others wrote it, too, only their lines count.
func TestTakenLinesAreTheirs(t *testing.T) {
	t.Parallel()
	for ours, want := range map[string]string{
		"A\nb\nc\nby Anna": "",
		"a\nb\nc":          "replaces lines that Anna wrote on 1970-01-01 00:00 UTC",
	} {
		page := &pastPage{}
		page.save("Bot", ofMuseum, "a\nb\nc")
		page.save("Anna", "", "a\nb\nc\nby Anna")
		got := page.plan(t, ours, spec.ModeMerge, 2)
		if said := saidOf(got); !got.Edits() || said != want {
			t.Errorf("%q: %q", ours, said)
		}
	}
}

// A page that goes with lines of others in a text of ours names them.
func TestDeletedLinesAreNamed(t *testing.T) {
	t.Parallel()
	page := &pastPage{}
	page.save("Bot", ofMuseum, "a\nb\nc")
	page.save("Anna", "", "a\nb\nc\nby Anna")
	page.apply(page.plan(t, "A\nb\nc", spec.ModeMerge, 0))
	page.shows()
	_, f := page.wants("", spec.ModeMerge, 0)
	f.Account.Rights = append(f.Account.Rights, "delete")
	claims := []Claim{{Address: "absent.a", Title: "A.png", Gone: true, Comment: ofMuseum}}
	if err := Survey(t.Context(), &page.wiki, claims, &f); err != nil {
		t.Fatal(err)
	}
	c := Compute(claims, f).Changes[0]
	if c.Action() != Delete || !c.ReplacesOthers() || len(c.Remarks) != 1 || c.Remarks[0].Text != "deletes lines that Anna wrote on 1970-01-01 00:00 UTC" {
		t.Errorf("%s %v %v", c.Action(), c.Problems, c.Remarks)
	}
}

// What somebody saved in the moment of our edit is in our text without a word, and is named
// when the next plan would take it away.
func TestRacedLinesAreNamed(t *testing.T) {
	t.Parallel()
	for ours, want := range map[string]string{
		"A\nb\nc":     "replaces lines that Anna wrote on 1970-01-01 00:00 UTC",
		"A\nb\nc\nin": "",
	} {
		page := &pastPage{}
		page.save("Bot", ofMuseum, "a\nb\nc")
		page.save("Anna", "", "a\nb\nc\nin")
		page.save("Bot", "Update "+ofMuseum, "B\nb\nc\nin") // of which we sent another text
		got := page.plan(t, ours, spec.ModeExact, 0)
		if said := saidOf(got); !got.Edits() || said != want {
			t.Errorf("%q: %q", ours, said)
		}
	}
}

func saidOf(c Change) string {
	var said string
	for _, r := range c.Remarks {
		said += r.Text
	}
	return said
}
