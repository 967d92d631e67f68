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
