package render

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"wikiform/plan"
	"wikiform/provider"
)

// drawWork draws a plan in which work of others and of our own is mixed: of any
// size, from few blocks and from many, with short texts and with long ones.
func drawWork(t *rapid.T) *plan.Plan {
	w := newWorld()
	w.facts.Account, w.facts.MoveLogs = mover, map[provider.Title]provider.MoveLog{}
	w.facts.Authors = map[provider.Title]plan.Author{}
	blocks := rapid.IntRange(1, 40).Draw(t, "blocks")
	lines := rapid.SampledFrom([]int{1, 1, 1, 80}).Draw(t, "lines")
	for i := range rapid.SampledFrom([]int{1, 5, 25, 60, 300, 900}).Draw(t, "files") {
		address := fmt.Sprintf("file.b%d[\"%04d\"]", rapid.IntRange(0, blocks-1).Draw(t, "block"), i)
		title := fmt.Sprintf("Work %04d.jpg", i)
		user := rapid.SampledFrom([]string{"Uploader", "Uploader", "Anna", "Bob"}).Draw(t, "user")
		now := text(strings.Repeat(fmt.Sprintf("now %d\n", i), lines) + "end")
		switch rapid.IntRange(0, 8).Draw(t, "kind") {
		case 0:
			w.want(address, title, title, 9, now)
		case 1: // onto a page that is there
			w.want(address, title, title, 9, now)
			w.have(title, "", 0, "was", user)
		case 2:
			w.want(address, title, "new "+title, 9, text("was"))
			w.have(title, "old "+title, 9, "was", user)
		case 3:
			w.want(address, title, title, 9, now)
			w.have(title, title, 9, "was", user)
		case 4:
			w.want(address, title, title, 9, text("now"))
			w.have(title, title, 9, "was", user)
			w.facts.Authors[provider.Title(title)] = plan.Author{Unknown: "an older text is hidden"}
		case 5:
			w.want(address, strings.Replace(title, ".jpg", ".tif", 1), title, 9)
		case 6:
			w.move(title, "To "+title, foreign)
			w.have(title, title, 9, "was", user)
		case 7:
			w.absent(strings.Replace(address, "file", "absent", 1), title, foreign)
			w.have(title, title, 9, "was", user)
		case 8:
			w.redirect(strings.Replace(address, "file", "redirect", 1), title, "Other.jpg")
			w.wants[len(w.wants)-1].Foreign = true
			w.leads(title, "File:Elsewhere.jpg", user)
		}
	}
	return w.plan()
}

func formatted(t *rapid.T, f Format, p *plan.Plan, s Style) string {
	var b strings.Builder
	if err := Formats[f](&b, p, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// places finds where each change has a line of its own, which begins with head;
// -1 for nowhere.
func places(views []*view, out string, heads func(v *view) []string) (lines []string, at map[*view]int) {
	lines = strings.Split(out, "\n")
	first := map[string]int{}
	for i, l := range slices.Backward(lines) {
		first[l] = i
	}
	at = map[*view]int{}
	for _, v := range views {
		at[v] = -1
		for _, head := range heads(v) {
			if n, found := first[head]; found && at[v] < 0 {
				at[v] = n
			}
		}
	}
	return lines, at
}

// marks reports whether a remark says whose work is concerned.
func marks(remark string) bool {
	return strings.HasPrefix(remark, "replaces ") || strings.HasPrefix(remark, "not ours: ")
}

// sorted fails if in a section work of others is below work of our own.
func sorted(t *rapid.T, views []*view, at map[*view]int) {
	for _, s := range inSections(views) {
		lowest, others := -1, 0
		for _, c := range s.changes {
			if c.others {
				others++
				lowest = max(lowest, at[c])
			}
		}
		if others != s.others {
			t.Fatalf("%s counts %d of %d", s.name, s.others, others)
		}
		for _, c := range s.changes {
			if !c.others && at[c] >= 0 && at[c] < lowest {
				t.Fatalf("%s: %s stands above what replaces others' work", s.name, c.address)
			}
		}
	}
}

// Whatever a plan is, in a terminal every change that replaces somebody else's
// work is shown by itself and whole, above those of its section that do not.
func TestOthersStandFirstInText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawWork(t)
		full := rapid.Bool().Draw(t, "full")
		views := viewsOf(p, nil)
		lines, at := places(views, formatted(t, FormatText, p, Style{Width: 400, Full: full}), func(v *view) []string {
			s := palette{}.symbol(v.action)
			return []string{
				fmt.Sprintf("  %s %s  %s", s.sign, v.address, v.titles()), fmt.Sprintf("      %s  %s", v.address, v.titles()),
				fmt.Sprintf("      - %s  %s  %s", v.address, v.titles(), v.loss()),
			}
		})
		for c, n := range at {
			if c.deleted && n < 0 {
				t.Fatalf("that %s is deleted is not shown", c.address)
			}
			if !c.others {
				continue
			}
			if n < 0 || !marks(strings.TrimPrefix(lines[n+1], "      # ")) {
				t.Fatalf("%s is not shown whole (line %d)", c.address, n)
			}
			entry := strings.Join(lines[n:min(n+200, len(lines))], "\n")
			entry, _, _ = strings.Cut(entry, "\n\n")
			if c.text != nil && c.text.before != nil && !strings.Contains(entry, "        - was") || c.content != nil && !strings.Contains(entry, "      content ") {
				t.Fatalf("%s is not shown whole:\n%s", c.address, entry)
			}
		}
		sorted(t, views, at)
	})
}

// In a comment the same holds as far as there is room; and what replaces others'
// work is left out last.
func TestOthersStandFirstInMarkdown(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawWork(t)
		m := &markdown{links: linksTo(p.Wiki.API)}
		out := formatted(t, FormatMarkdown, p, Style{Full: rapid.Bool().Draw(t, "full")})
		views := viewsOf(p, nil)
		lines, at := places(views, out, func(c *view) []string {
			return []string{strings.TrimSuffix(m.gone(c), "\n"), "**" + m.heading(c) + "**", strings.TrimSuffix(m.marked(c), "\n"), "- " + m.heading(c), "- " + m.names(c)}
		})
		missing, rest := 0, 0
		for c, n := range at {
			switch {
			case c.others && n < 0:
				missing++
			case c.others && !strings.Contains(lines[n], "`: ") && !marks(strings.TrimPrefix(lines[n+2], "> ")):
				t.Fatalf("%s is not marked: %q", c.address, lines[n:n+3])
			case !c.others && !c.deleted && c.action != plan.Blocked && n >= 0:
				rest++
			}
		}
		if missing > 0 && (rest > 0 || !strings.Contains(out, "> **Shortened:**")) {
			t.Fatalf("%d changes that replace others' work are left out, and %d others are shown", missing, rest)
		}
		if missing > 0 && characters(out) < CommentLimit*3/4 {
			t.Fatalf("%d changes are left out of a comment of %d characters", missing, characters(out))
		}
		sorted(t, views, at)
	})
}

// Every format marks them: the page on the line that is seen while a change is
// closed, and the annotations at the lines of the manifest.
func TestOthersAreMarked(t *testing.T) {
	t.Parallel()
	p := others()
	doc := string(page(t, p, nil))
	annotations := annotated(t, p)
	marked := 0
	for i := range p.Changes {
		c := &p.Changes[i]
		_, summary, _ := strings.Cut(doc, `<bdi class="title">`+string(c.Claim.Title)+"</bdi>")
		summary, _, _ = strings.Cut(summary, "</summary>")
		if strings.Contains(summary, "replaces others’ work") != c.ReplacesOthers() {
			t.Errorf("%s: %v, and the page says %q", c.Claim.Title, c.ReplacesOthers(), summary)
		}
		if c.ReplacesOthers() {
			marked++
		}
	}
	if n := strings.Count(annotations, "::warning "); marked != 14 || n != 10 {
		t.Errorf("%d marked changes, %d annotations", marked, n)
	}
	if !strings.Contains(annotations, "file.new") {
		t.Errorf("no annotation of a new file onto somebody's page:\n%s", annotations)
	}
}

// A section of a block with more files than are shown as examples, beside many
// others, is shown.
func TestManyBlocks(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for i := range 24 {
		w.want(fmt.Sprintf("file.b%d[%q]", min(i, 19), fmt.Sprint(i)), fmt.Sprintf("A%d.jpg", i), fmt.Sprint(i), 9)
	}
	if out := rendered(t, w.plan(), Style{}); !strings.Contains(out, "… and 2 more of file.b19") {
		t.Errorf("shows:\n%s", out)
	}
}
