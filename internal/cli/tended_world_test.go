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

// tended is a file whose page volunteers write to as well: what the manifest says of it,
// and what the page is to say, which is kept by hand.
type tended struct {
	w       wikiOfOwners
	ours    []string // user names of ours, an administrator's among them
	anna    *visitor
	dir, id string
	title   string
	mode    string // an attribute
	moved   string // blocks
	lines   []string
	want    []string
}

var tendedLines = []string{
	"== The bridge ==", "It was built in year 0.", "", "{{Information", "|description=A bridge", "|author=The museum", "}}", "",
	"It is 0 m long.", "", "Seen from the east.", "", "There is a model of it.", "", "[[Category:Bridges]]",
}

// The lines that the manifest changes, and that volunteers change.
const (
	yearLine, lengthLine, seenLine, modelLine = 1, 8, 10, 12
)

func newTended(t *testing.T, w wikiOfOwners) *tended {
	t.Helper()
	d := &tended{w: w, ours: append(slices.Clone(w.names), "Admin"), anna: w.visitor(t), dir: t.TempDir(), id: runID(), mode: `description_mode = "merge"`}
	d.title = "Tended " + d.id + ".svg"
	d.lines = slices.Clone(tendedLines)
	d.want = slices.Clone(tendedLines)
	d.picture(t, "first")
	return d
}

// picture gives the manifest another content.
func (d *tended) picture(t *testing.T, what string) {
	t.Helper()
	putFile(t, filepath.Join(d.dir, "page.svg"), picture(d.id+" "+what))
}

// write writes the manifest as it is by now.
func (d *tended) write(t *testing.T) {
	t.Helper()
	putFile(t, filepath.Join(d.dir, "page.wikitext"), strings.Join(d.lines, "\n")+"\n")
	putFile(t, filepath.Join(d.dir, "wiki.wiki.hcl"), fmt.Sprintf("wiki \"real\" {\n  api = %q\n  accounts = [\"%s\"]\n}\n", d.w.api, strings.Join(d.ours, `", "`)))
	putFile(t, filepath.Join(d.dir, "main.wiki.hcl"), fmt.Sprintf(`wikiform {
  set = "tended-%s"
}
file "page" {
  source      = "page.svg"
  title       = %q
  description = file("page.wikitext")
  %s
}
%s`, strings.ToLower(d.id), d.title, d.mode, d.moved))
}

func (d *tended) run(t *testing.T, want int, args ...string) string {
	t.Helper()
	d.write(t)
	r := d.w.realWiki
	r.env = d.w.credentials(t)
	return r.run(t, d.dir, want, args...)
}

// says has the manifest change a line, and expects the page to.
func (d *tended) says(t *testing.T, line int, text string) {
	t.Helper()
	at := slices.Index(d.want, d.lines[line])
	if at < 0 {
		t.Fatalf("%q is not to be on the page", d.lines[line])
	}
	d.lines[line], d.want[at] = text, text
}

// visits has Anna make something else of the page.
func (d *tended) visits(t *testing.T, makes func(lines []string) []string) {
	t.Helper()
	lines := makes(strings.Split(d.revisionsOf(t)[0].text, "\n"))
	d.anna.do(t, url.Values{"action": {"edit"}, "title": {"File:" + d.title}, "text": {strings.Join(lines, "\n")}, "summary": {"by hand"}}, "")
	d.want = lines
}

// adds has Anna add a line behind another one.
func (d *tended) adds(t *testing.T, behind, line string) {
	t.Helper()
	d.visits(t, func(lines []string) []string {
		at := slices.Index(lines, behind)
		if at < 0 {
			t.Fatalf("the page does not say %q", behind)
		}
		return slices.Insert(lines, at+1, line)
	})
}

// replaces has Anna change a line.
func (d *tended) replaces(t *testing.T, old, line string) {
	t.Helper()
	d.visits(t, func(lines []string) []string {
		at := slices.Index(lines, old)
		if at < 0 {
			t.Fatalf("the page does not say %q", old)
		}
		lines[at] = line
		return lines
	})
}

// applied applies, and holds the page against what it is to say.
func (d *tended) applied(t *testing.T, when string) {
	t.Helper()
	d.run(t, 0, "apply", "-auto-approve")
	d.same(t, when)
}

func (d *tended) same(t *testing.T, when string) {
	t.Helper()
	if diff := cmp.Diff(d.want, strings.Split(d.revisionsOf(t)[0].text, "\n")); diff != "" {
		t.Fatalf("%s: the page (-want +got):\n%s", when, diff)
	}
}

// quiet expects a plan with nothing in it; told is whether it tells that others changed
// lines of ours.
func (d *tended) quiet(t *testing.T, when string, told bool) {
	t.Helper()
	var p struct {
		Summary struct{ Add, Change, Move, Blocked, Held int }
	}
	in := d.run(t, 0, "plan", "-json", "-detailed-exitcode")
	if err := json.Unmarshal([]byte(in), &p); err != nil {
		t.Fatal(err)
	}
	s := p.Summary
	if s.Add+s.Change+s.Move+s.Blocked > 0 || (s.Held > 0) != told {
		t.Fatalf("%s: the plan has %+v, and tells of others: want %v\n%s", when, s, told, in)
	}
	if !told {
		return
	}
	out := d.run(t, 0, "plan", "-detailed-exitcode")
	if strings.Contains(out, "No changes") {
		t.Fatalf("%s: the plan says\n%s", when, out)
	}
}

// blocked expects a plan that is blocked and says all of this, and an apply that writes
// nothing.
func (d *tended) blocked(t *testing.T, when string, says ...string) {
	t.Helper()
	before := d.revisionsOf(t)
	out := d.run(t, 1, "plan")
	for _, want := range says {
		if !strings.Contains(strings.Join(strings.Fields(out), " "), want) {
			t.Errorf("%s: the plan does not say %q:\n%s", when, want, out)
		}
	}
	d.run(t, 1, "apply", "-auto-approve")
	if diff := cmp.Diff(before, d.revisionsOf(t), cmp.AllowUnexported(revisionOf{})); diff != "" {
		t.Fatalf("%s: it is blocked, and something was written:\n%s", when, diff)
	}
}

// revisionOf is one revision of a page.
type revisionOf struct {
	id                  int64
	user, text, comment string
}

// revisionsOf are those of the page, the newest first, asked of the wiki itself.
func (d *tended) revisionsOf(t *testing.T) (all []revisionOf) {
	t.Helper()
	var a struct {
		Query struct {
			Pages []struct {
				Revisions []struct {
					RevID         int64
					User, Comment string
					Slots         struct{ Main struct{ Content string } }
				}
			}
		}
	}
	d.w.ask(t, &a, "prop=revisions&rvprop=ids|user|comment|content&rvslots=main&rvlimit=max&titles="+url.QueryEscape("File:"+d.title))
	for _, r := range a.Query.Pages[0].Revisions {
		all = append(all, revisionOf{r.RevID, r.User, r.Slots.Main.Content, r.Comment})
	}
	if len(all) == 0 {
		t.Fatalf("%s has no page", d.title)
	}
	return all
}

// pull has git take in what the page says.
func (d *tended) pull(t *testing.T) {
	t.Helper()
	d.run(t, 0, "pull", "-auto-approve")
	text, err := os.ReadFile(filepath.Join(d.dir, "page.wikitext"))
	check(t, err)
	d.lines = strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	d.same(t, "a pull")
	if diff := cmp.Diff(d.want, d.lines); diff != "" {
		t.Fatalf("what was pulled (-want +got):\n%s", diff)
	}
}

// rename has the manifest move the file.
func (d *tended) rename(t *testing.T, title string) {
	t.Helper()
	d.moved = moved(d.title, title)
	old := d.title
	d.title = title
	if lock := filepath.Join(d.dir, ".wikiform.lock.hcl"); exists(lock) {
		replaceIn(t, lock, old, title)
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
