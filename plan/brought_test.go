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
