package cli_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestMerge and TestRealMerge let three others work on our files, and the manifest change
// another line of each: all of it stays, what contradicts is asked, drift names everybody,
// and a pull brings it into git.
func TestMerge(t *testing.T) {
	t.Parallel()
	mergeWithOthers(t, sandboxOfOwners(t, false))
}

func TestRealMerge(t *testing.T) {
	dialReal(t)
	mergeWithOthers(t, dialRealOwners(t, false))
}

// What others do to our files.
var othersDo = []string{"untouched", "edited", "sorted", "reverted", "moved", "protected", "contradicted"}

const pageOfMuseum = "== %s ==\nFrom the museum.\n\nPainted in 1901.\n\nOil on canvas.\n\n[[Category:Paintings]]"

// gallery is a set of files, one for each thing that others do.
type gallery struct {
	*tended
	titles map[string]string
	texts  map[string]string
}

func newGallery(t *testing.T, w wikiOfOwners) *gallery {
	t.Helper()
	g := &gallery{&tended{w: w, dir: t.TempDir(), id: runID()}, map[string]string{}, map[string]string{}}
	check(t, os.Mkdir(filepath.Join(g.dir, "texts"), 0o755))
	for _, name := range othersDo {
		g.titles[name] = fmt.Sprintf("Merge %s %s.svg", g.id, name)
		g.texts[name] = fmt.Sprintf(pageOfMuseum, name)
		g.source(t, name, "first")
		putFile(t, filepath.Join(g.dir, "texts", name+".wikitext"), g.texts[name])
	}
	putFile(t, filepath.Join(g.dir, "wiki.wiki.hcl"), fmt.Sprintf("wiki \"real\" {\n  api = %q\n  accounts = [%q]\n}\n", w.api, w.names[0]))
	var hcl strings.Builder
	fmt.Fprintf(&hcl, "wikiform {\n  set = \"merge-%s\"\n}\n", strings.ToLower(g.id))
	for _, name := range othersDo {
		fmt.Fprintf(&hcl, "file %q {\n  source = %q\n  title = %q\n  description = file(%q)\n  description_mode = \"merge\"\n  on_moved = \"follow\"\n", name, name+".svg", g.titles[name], "texts/"+name+".wikitext")
		if name == "reverted" {
			hcl.WriteString("  lifecycle {\n    ignore_changes = [\"content\"]\n  }\n")
		}
		hcl.WriteString("}\n")
	}
	putFile(t, filepath.Join(g.dir, "main.wiki.hcl"), hcl.String())
	return g
}

func (g *gallery) source(t *testing.T, name, what string) {
	t.Helper()
	putFile(t, filepath.Join(g.dir, name+".svg"), picture(g.id+" "+name+" "+what))
}

func (g *gallery) wikiform(t *testing.T, want int, args ...string) string {
	t.Helper()
	r := g.w.realWiki
	r.env = g.w.credentials(t)
	return r.run(t, g.dir, want, args...)
}

// page is what the wiki has of a file by now.
func (g *gallery) page(t *testing.T, name string) []revisionOf {
	t.Helper()
	g.title = g.titles[name]
	return g.revisionsOf(t)
}

// replaced is what a page says with something else in the place of a part.
func (g *gallery) replaced(t *testing.T, name, old, text string) string {
	t.Helper()
	now := g.page(t, name)[0].text
	if !strings.Contains(now, old) {
		t.Fatalf("%s does not say %q:\n%s", name, old, now)
	}
	return strings.Replace(now, old, text, 1)
}

func mergeWithOthers(t *testing.T, w wikiOfOwners) {
	g := newGallery(t, w)
	g.wikiform(t, 0, "apply", "-auto-approve")
	g.source(t, "reverted", "second")
	main := filepath.Join(g.dir, "main.wiki.hcl")
	replaceIn(t, main, `ignore_changes = ["content"]`, "ignore_changes = []")
	g.wikiform(t, 0, "apply", "-auto-approve")

	anna, depot := w.visitor(t), w.visitorAs(t, w.second.user, w.second.password)
	annas, depots := visitorName(w), w.names[1]
	edit := func(v *visitor, name, text, why string) {
		t.Helper()
		v.do(t, url.Values{"action": {"edit"}, "title": {"File:" + g.titles[name]}, "text": {text}, "summary": {why}}, "")
	}
	edit(anna, "edited", g.replaced(t, "edited", "Oil on canvas.", "Oil on canvas, relined."), "seen in the workshop")
	edit(depot, "sorted", g.page(t, "sorted")[0].text+"\n[[Category:Still lifes]]\n[[Category:Gifts]]", "two categories")
	moved := fmt.Sprintf("Merge %s moved by a volunteer.svg", g.id)
	depot.do(t, url.Values{"action": {"move"}, "from": {"File:" + g.titles["moved"]}, "to": {"File:" + moved}, "reason": {"a better name"}}, "")
	g.titles["moved"] = moved
	edit(anna, "moved", g.page(t, "moved")[0].text+"\n[[Category:Moved]]", "while I am here")
	w.protectMoves(t, g.titles["protected"])
	anna.do(t, url.Values{"action": {"upload"}, "filename": {g.titles["reverted"]}, "comment": {"the first was better"}, "ignorewarnings": {"1"}}, picture(g.id+" reverted first"))
	edit(anna, "contradicted", g.replaced(t, "contradicted", "Painted in 1901.", "Painted in 1899."), "by the signature")

	g.named(t, annas, depots)
	replaceIn(t, main, "ignore_changes = []", `ignore_changes = ["content"]`) // the picture may stay

	// The manifest says that all were painted a year later.
	want := map[string]string{}
	for _, name := range othersDo {
		want[name] = strings.Replace(g.page(t, name)[0].text, "1901", "1902", 1)
		g.texts[name] = strings.Replace(g.texts[name], "1901", "1902", 1)
		putFile(t, filepath.Join(g.dir, "texts", name+".wikitext"), g.texts[name])
	}
	out := strings.Join(strings.Fields(g.wikiform(t, 1, "plan")), " ")
	for _, says := range []string{"6 to change", "1 blocked", "Painted in 1901.", "Painted in 1902.", "Painted in 1899.", annas, depots} {
		if !strings.Contains(out, says) {
			t.Errorf("the plan does not say %q:\n%s", says, out)
		}
	}
	before := g.page(t, "contradicted")
	g.wikiform(t, 4, "apply", "-auto-approve")
	got := map[string]string{}
	for _, name := range othersDo {
		got[name] = g.page(t, name)[0].text
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what the pages say (-want +got):\n%s", diff)
	}
	if len(g.page(t, "contradicted")) != len(before) {
		t.Error("what contradicts was written")
	}
	if sums := w.sha1s(t, g.titles["reverted"]); len(sums) != 3 {
		t.Errorf("the picture that was brought back has the versions %q", sums)
	}
	g.named(t, annas, depots)

	g.pulled(t)
}

// named looks at what drift says of each file.
func (g *gallery) named(t *testing.T, anna, depot string) {
	t.Helper()
	var d struct {
		Files []struct {
			Address string
			Deeds   []struct{ Kind, User, Comment string }
		}
	}
	out := g.wikiform(t, 2, "drift", "-json", "-detailed-exitcode")
	if err := json.Unmarshal([]byte(out), &d); err != nil {
		t.Fatalf("%v:\n%s", err, out)
	}
	got := map[string][]string{}
	for _, f := range d.Files {
		for _, e := range f.Deeds {
			got[strings.TrimPrefix(f.Address, "file.")] = append(got[strings.TrimPrefix(f.Address, "file.")], e.Kind+" by "+e.User+": "+e.Comment)
		}
		slices.Sort(got[strings.TrimPrefix(f.Address, "file.")])
	}
	by := map[string]string{"edited": anna, "sorted": depot, "reverted": anna, "moved": depot, "protected": "Admin", "contradicted": anna}
	if strings.Contains(readFile(t, filepath.Join(g.dir, "main.wiki.hcl")), `ignore_changes = ["content"]`) {
		delete(by, "reverted") // it is as the manifest says
	}
	for name, who := range by {
		if !strings.Contains(strings.Join(got[name], "; "), who) {
			t.Errorf("drift does not name %s for %s: %q", who, name, got[name])
		}
	}
	if got["untouched"] != nil {
		t.Errorf("drift says of what nobody touched: %q", got["untouched"])
	}
}

// pulled brings it into git, and then there is nothing left to do.
func (g *gallery) pulled(t *testing.T) {
	t.Helper()
	g.wikiform(t, 0, "pull", "-auto-approve")
	for _, name := range othersDo {
		text := strings.TrimRight(readFile(t, filepath.Join(g.dir, "texts", name+".wikitext")), "\n")
		if page := g.page(t, name)[0].text; page != text {
			t.Errorf("%s was pulled as\n%s\nwhere the page says\n%s", name, text, page)
		}
	}
	out := g.wikiform(t, 0, "plan", "-detailed-exitcode")
	if !strings.Contains(out, "No changes") {
		t.Errorf("after the pull the plan says\n%s", out)
	}
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	check(t, err)
	return string(b)
}
