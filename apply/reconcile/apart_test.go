package reconcile_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wikiform/apply/reconcile"
	"wikiform/plan"
	"wikiform/plan/render"
	"wikiform/provider/sandbox"
)

// What is set apart leaves no trace: the plan is the one, to the last byte, that is made of
// all files together, and so is what is shown of it.
func TestPlanOfWhatIsSetApart(t *testing.T) {
	t.Parallel()
	someApart, all := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		w := newWiki(t)
		p, diags := newFolder(t, drawManifest(rt, w)).read()
		if diags.HasErrors() {
			return // two blocks that do not go together
		}
		happen(rt, w)
		at := target(t, p, "", w, us)
		choice := reconcile.Choice{Orphans: rapid.Bool().Draw(rt, "orphans"), Locked: rapid.Bool().Draw(rt, "locked")}
		made, err := p.Plan(t.Context(), at, choice)
		together, err2 := p.PlanTogether(t.Context(), target(t, p, "", w, us), choice)
		if (err == nil) != (err2 == nil) || err != nil && err.Error() != err2.Error() {
			rt.Fatalf("%v\nand together\n%v", err, err2)
		}
		if err != nil {
			return
		}
		all++
		if made.Matching.Len() > 0 {
			someApart++
		}
		made.Made, together.Made = time.Time{}, time.Time{}
		if diff := cmp.Diff(written(t, together), written(t, made)); diff != "" {
			rt.Fatalf("(-together +apart):\n%s", diff)
		}
		if made.Matching.Len() > 0 && made.Digest() != together.Digest() {
			rt.Fatal("another digest")
		}
		if diff := cmp.Diff(together.Brakes(p.Manifest().Settings), made.Brakes(p.Manifest().Settings)); diff != "" {
			rt.Fatal(diff)
		}
	})
	if someApart < all/4 {
		t.Errorf("of %d plans only %d had anything set apart", all, someApart)
	}
}

// written is a plan as it is saved and shown.
func written(t *testing.T, p *plan.Plan) []string {
	t.Helper()
	var all []string
	for _, f := range []render.Format{render.FormatJSON, render.FormatText, render.FormatMarkdown} {
		var b bytes.Buffer
		if err := render.Formats[f](&b, p, render.Style{Full: true}); err != nil {
			t.Fatal(err)
		}
		all = append(all, strings.Split(b.String(), "\n")...)
	}
	return all
}

var (
	titles   = []string{"A.png", "B.png", "C.png", "D.png", "E.png", "b.png", "A.PNG"}
	contents = []string{"\x89PNG\r\n\x1a\n a", "\x89PNG\r\n\x1a\n b", "\x89PNG\r\n\x1a\n c"}
	wordings = []string{"One.", "Two.", "Two.\n[[Category:Z]]"}
	people   = []string{sandbox.User, "Anna"}
)

// happen lets things happen to the files of a wiki.
func happen(rt *rapid.T, w *sandbox.Wiki) {
	for range rapid.IntRange(0, 4).Draw(rt, "acts") {
		at, who := rapid.SampledFrom(titles).Draw(rt, "at"), rapid.SampledFrom(people).Draw(rt, "who")
		// What the wiki refuses leaves it as it is.
		switch rapid.IntRange(0, 9).Draw(rt, "act") {
		case 0:
			w.Move(who, at, rapid.SampledFrom(titles).Draw(rt, "to"), rapid.Bool().Draw(rt, "redirect"))
		case 1:
			w.Redirect(who, at, rapid.SampledFrom(titles).Draw(rt, "to"))
		case 2:
			w.Delete(at, "no reason")
		case 3:
			w.PutPage(at, rapid.SampledFrom(wordings).Draw(rt, "text"), who)
		default:
			n := rapid.IntRange(0, len(contents)-1).Draw(rt, "content")
			w.PutFile(at, []byte(contents[n]), rapid.SampledFrom(wordings).Draw(rt, "text"), who)
		}
	}
}

// drawManifest speaks of the same titles. Most of its files the wiki gets.
func drawManifest(rt *rapid.T, w *sandbox.Wiki) string {
	var b strings.Builder
	if rapid.Bool().Draw(rt, "set") {
		fmt.Fprintf(&b, "wikiform {\n  set = \"museum\"\n  renames = %q\n}\n", rapid.SampledFrom([]string{"propose", "move", "ignore"}).Draw(rt, "renames"))
	}
	left := rapid.Permutation(titles).Draw(rt, "titles")
	files := rapid.IntRange(1, 5).Draw(rt, "files")
	odd := rapid.IntRange(0, 3).Draw(rt, "odd") == 0 // mostly nothing is said that keeps all together
	for i, title := range left[:files] {
		n, text := rapid.IntRange(0, 1).Draw(rt, "source"), rapid.SampledFrom(wordings).Draw(rt, "text")
		fmt.Fprintf(&b, "file \"f%d\" {\n  title = %q\n  source = %q\n", i, title, []string{"a.png", "b.png"}[n])
		if rapid.Bool().Draw(rt, "described") {
			fmt.Fprintf(&b, "  description = %q\n", text)
		}
		if rapid.IntRange(0, 3).Draw(rt, "there") > 0 {
			w.PutFile(title, []byte(contents[n]), text, rapid.SampledFrom(people).Draw(rt, "by"))
		}
		for _, line := range []string{
			`comment = "From the store"`, `on_duplicate = "allow"`, `on_duplicate = "redirect"`, `on_duplicate = "adopt"`, `on_moved = "follow"`,
			`description_mode = "seed"`, `description_mode = "merge"`, `policy = "create-only"`, `policy = "observe"`, `adopt = true`,
			"lifecycle {\n prevent_destroy = true\n}", "lifecycle {\n overwrite = \"own\"\n}",
		} {
			if odd && rapid.IntRange(0, 7).Draw(rt, "says") == 0 && !strings.Contains(b.String()[strings.LastIndex(b.String(), "file "):], strings.Fields(line)[0]) {
				b.WriteString("  " + line + "\n")
			}
		}
		b.WriteString("}\n")
	}
	for i, title := range left[files:] {
		other := rapid.SampledFrom(titles).Draw(rt, "other")
		switch rapid.IntRange(0, 19).Draw(rt, "block") {
		case 0:
			fmt.Fprintf(&b, "redirect \"r%d\" {\n  title = %q\n  to = %q\n  foreign = true\n}\n", i, title, other)
		case 1:
			fmt.Fprintf(&b, "absent \"a%d\" {\n  title = %q\n  reason = \"gone\"\n}\n", i, title)
		case 2:
			fmt.Fprintf(&b, "moved {\n  from = %q\n  to = %q\n}\n", title, other)
		}
	}
	return b.String()
}
