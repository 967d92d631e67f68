package cli_test

import (
	"crypto/sha1"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/internal/number"
	"wikiform/provider"
	"wikiform/provider/mediawiki"
)

// TestOnDuplicate and TestRealOnDuplicate bring wanted titles, of which some have one
// content, to a wiki that has some of these contents under titles of others.
func TestOnDuplicate(t *testing.T) {
	t.Parallel()
	takeDuplicates(t, sandboxOfNames(t), 1000)
}

func TestRealOnDuplicate(t *testing.T) { takeDuplicates(t, dialRealNames(t), 100) }

// wishes are titles, each of which is wanted with a content. Nine in ten have one of their
// own, and every twentieth content is there already, under a title of somebody else.
type wishes struct {
	w       wikiOfNames
	dir, id string
	titles  []string
	content []int
	theirs  map[int]string // titles of others, by content
}

func newWishes(t *testing.T, w wikiOfNames, titles int) *wishes {
	t.Helper()
	all := &wishes{w: w, dir: t.TempDir(), id: strings.ToLower(runID()), theirs: map[int]string{}}
	contents := titles * 9 / 10
	for i := range titles {
		all.titles = append(all.titles, all.title(fmt.Sprintf("%04d", i)))
		all.content = append(all.content, i%contents)
	}
	for c := range contents {
		putFile(t, filepath.Join(all.dir, source(c)), picture(all.picture(c)))
		if c%18 == 1 {
			all.theirs[c] = all.title(fmt.Sprintf("by others %04d", c))
		}
	}
	return all
}

func (a *wishes) title(name string) string { return "D" + a.id + " " + name + ".svg" }
func (a *wishes) picture(c int) string     { return fmt.Sprintf("%s %d", a.id, c) }
func source(c int) string                  { return fmt.Sprintf("c%04d.svg", c) }

// write writes the manifest; more is what one of the blocks says besides.
func (a *wishes) write(t *testing.T, more map[int]string) {
	t.Helper()
	var hcl strings.Builder
	fmt.Fprintf(&hcl, "wikiform {\n  set = \"duplicates-%s\"\n}\ndefaults {\n  on_duplicate = \"redirect\"\n}\n", a.id)
	for i, title := range a.titles {
		fmt.Fprintf(&hcl, "file \"f%04d\" {\n  source = %q\n  title = %q\n  description = \"File %d of %s.\"\n%s}\n", i, source(a.content[i]), title, i, a.id, more[i])
	}
	putFile(t, filepath.Join(a.dir, "main.wiki.hcl"), hcl.String())
}

func (a *wishes) sum(t *testing.T, c int) string { return sum(t, filepath.Join(a.dir, source(c))) }

func takeDuplicates(t *testing.T, w wikiOfNames, titles int) {
	a := newWishes(t, w, titles)
	friend := w.volunteer(t)
	for c, title := range a.theirs {
		uploadAs(t, friend, title, picture(a.picture(c)))
	}
	// The first of two titles with one content was deleted.
	gone := 2
	uploadAs(t, friend, a.titles[gone], picture(a.id+" which is not wanted"))
	deleteAs(t, friend, a.titles[gone])
	before := w.under(t, slices.Collect(maps.Values(a.theirs))...)

	files, redirects := titles*85/100, titles*15/100
	a.write(t, nil)
	out := w.wikiform(t, a.dir, 1, "plan")
	for _, want := range []string{
		fmt.Sprintf("Plan: %s to add, 0 to change, 0 to destroy.", number.Grouped(titles-1)), " 1 blocked.",
		fmt.Sprintf("Redirects (%d)", redirects-1), fmt.Sprintf("New files (%d)", files), "a page of this title was deleted", "the description is not used",
	} {
		if !strings.Contains(strings.Join(strings.Fields(out), " "), want) {
			t.Errorf("the plan does not say %q:\n%s", want, out)
		}
	}
	w.wikiform(t, a.dir, 4, "apply", "-auto-approve")
	if got := w.under(t, a.titles[gone])[a.titles[gone]]; got.Page != 0 {
		t.Errorf("under the deleted title there is %+v", got)
	}
	a.write(t, map[int]string{gone: "  accept_warnings = [\"was-deleted\"]\n"})
	w.wikiform(t, a.dir, 0, "apply", "-auto-approve")

	ours, leading := 0, 0
	name, _, _ := strings.Cut(w.user, "@")
	got := w.under(t, a.titles...)
	for i, title := range a.titles {
		has := got[title]
		if has.Target != "" {
			leading++
			has = w.under(t, has.Target)[has.Target]
		} else if len(has.Versions) == 1 && strings.HasSuffix(has.Versions[0], " "+name) {
			ours++
		}
		if len(has.Versions) != 1 || !strings.HasPrefix(has.Versions[0], a.sum(t, a.content[i])) {
			t.Errorf("%s comes to %+v", title, has)
		}
	}
	if ours != files || leading != redirects {
		t.Errorf("%d files of ours and %d redirects, want %d and %d", ours, leading, files, redirects)
	}
	if diff := cmp.Diff(before, w.under(t, slices.Collect(maps.Values(a.theirs))...)); diff != "" {
		t.Errorf("what others have (-before +after):\n%s", diff)
	}
	if out := w.wikiform(t, a.dir, 0, "plan", "-detailed-exitcode"); !strings.Contains(out, "No changes.") {
		t.Errorf("the second plan is not empty:\n%s", out)
	}
}

func uploadAs(t *testing.T, c *mediawiki.Client, title, content string) {
	t.Helper()
	body := provider.BodyOf([]byte(content))
	u := provider.Upload{
		Title: provider.Title(title), Digest: provider.Digest{SHA1: sha1.Sum([]byte(content)), Size: body.Size}, Body: &body, Text: "By somebody else.", Comment: "my own",
	}
	if _, err := c.Upload(t.Context(), u); err != nil {
		t.Fatalf("%s: %v", title, err)
	}
}

func deleteAs(t *testing.T, c *mediawiki.Client, title string) {
	t.Helper()
	files, err := c.Files(t.Context(), []provider.Title{provider.Title(title)})
	if err != nil || files[provider.Title(title)].Page == nil {
		t.Fatalf("%s: %v", title, err)
	}
	if _, err := c.Delete(t.Context(), provider.Delete{Title: provider.Title(title), Page: files[provider.Title(title)].Page.ID, Reason: "not wanted"}); err != nil {
		t.Fatal(err)
	}
}
