package cli_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// table is a set of files in a CSV table.
type table struct {
	*life
	w    wikiOfOwners
	gone map[int]bool // rows that left it
}

func newTable(t *testing.T, w wikiOfOwners, files int) *table {
	t.Helper()
	return &table{newLife(t, w.wikiOfNames, files), w, map[int]bool{}}
}

// prefix begins all titles of the table.
func (tb *table) prefix() string { return "N" + strings.ToLower(tb.id) + " " }

// write writes the first rows of the table, but for those that left it, and the manifest.
func (tb *table) write(t *testing.T, rows int, more string) {
	t.Helper()
	csv := "id,source,title\n"
	for i := range rows {
		if !tb.gone[i] {
			csv += fmt.Sprintf("%02d,%s,%s\n", i, tb.sources[i], tb.titles[i])
		}
	}
	putFile(t, filepath.Join(tb.dir, "table.csv"), csv)
	putFile(t, filepath.Join(tb.dir, "main.wiki.hcl"), fmt.Sprintf(`wikiform {
  set = "owners-%s"
}
file "plate" {
  for_each    = { for r in csvdecode(file("table.csv")) : r.id => r }
  source      = each.value.source
  title       = each.value.title
  description = "Plate ${each.key} of %s."
}
`, strings.ToLower(tb.id), tb.id)+more)
}

// block is that of the manifest, and says who we are.
func (w wikiOfOwners) block(t *testing.T, dir string) {
	t.Helper()
	putFile(t, filepath.Join(dir, "wiki.wiki.hcl"), fmt.Sprintf("wiki \"real\" {\n  api = %q\n  accounts = [\"%s\"]\n}\n", w.api, strings.Join(w.names, `", "`)))
}

// as runs a command as somebody, and gives what it printed.
func (tb *table) as(t *testing.T, who wikiOfNames, want int, args ...string) string {
	t.Helper()
	r := who.realWiki
	if who.user != "" {
		r.env = who.credentials(t)
	}
	tb.w.block(t, tb.dir)
	return r.run(t, tb.dir, want, args...)
}

// planned is what a plan says in JSON.
type planned struct {
	Digest  string
	Summary struct{ Add, Change, Remove, Move, Blocked, Unknown int }
	Changes []struct {
		Title  string
		Change struct{ Actions []string }
	} `json:"resource_changes"`
	Orphans []struct {
		Title string
		Why   []struct{ Reason, Problem string } `json:"problems"`
	}
}

func (tb *table) plan(t *testing.T, who wikiOfNames, args ...string) (p planned) {
	t.Helper()
	out := tb.as(t, who, 0, append([]string{"plan", "-json"}, args...)...)
	if err := json.Unmarshal([]byte(out), &p); err != nil {
		t.Fatalf("%v:\n%s", err, out)
	}
	return p
}

// deletes are the titles of the files that a plan deletes.
func (p planned) deletes() (all []string) {
	for _, c := range p.Changes {
		if slices.Contains(c.Change.Actions, "delete") {
			_, title, _ := strings.Cut(c.Title, ":")
			all = append(all, title)
		}
	}
	slices.Sort(all)
	return all
}

// kept are the reasons for which orphans stay, by title.
func (p planned) kept() map[string]string {
	all := map[string]string{}
	for _, o := range p.Orphans {
		_, title, _ := strings.Cut(o.Title, ":")
		for _, x := range o.Why {
			all[title] = strings.TrimSpace(all[title] + " " + x.Reason)
		}
	}
	return all
}

// TestOwnership and TestRealOwnership take eight rows out of a table of sixty files, of
// which volunteers have had a hand in some, and prune what is ours alone.
func TestOwnership(t *testing.T) {
	t.Parallel()
	takeOwnership(t, sandboxOfOwners)
}

func TestRealOwnership(t *testing.T) {
	dialReal(t)
	takeOwnership(t, dialRealOwners)
}

func takeOwnership(t *testing.T, dial func(*testing.T, bool) wikiOfOwners) {
	t.Run("as it is", func(t *testing.T) { owned(t, dial(t, false), false) })
	t.Run("with a shared repository", func(t *testing.T) { owned(t, dial(t, false), true) })
	t.Run("in German", func(t *testing.T) { owned(t, dial(t, true), false) })
}

func owned(t *testing.T, w wikiOfOwners, shared bool) {
	tb := newTable(t, w, 60)
	tb.write(t, 30, "")
	tb.as(t, w.wikiOfNames, 0, "apply", "-auto-approve")
	tb.write(t, 60, "")
	tb.as(t, w.second, 0, "apply", "-auto-approve") // thirty are of the second account
	if p := tb.plan(t, w.nobody()); len(p.Orphans) > 0 || p.Summary.Add+p.Summary.Change+p.Summary.Remove > 0 {
		t.Errorf("a plan by nobody of what was just applied has orphans or changes: %+v", p)
	}

	used, usedOfSecond, replaced, edited, moved := 3, 33, 7, 41, 15
	plain := []int{19, 23, 45}
	for _, i := range append([]int{used, usedOfSecond, replaced, edited, moved}, plain...) {
		tb.gone[i] = true
	}
	tb.visited(t, used, usedOfSecond, replaced, edited, moved)
	old := append([]string(nil), tb.titles...)
	all := append(old, tb.title("by a volunteer"))
	if shared {
		w.share(t, tb.title("shared"), []byte(picture(tb.id+" shared")))
		all = append(all, tb.title("shared"))
	}
	before := w.under(t, all...)

	tb.write(t, 60, fmt.Sprintf("prune {\n  prefix = %q\n  action = \"delete\"\n  reason = \"left the table\"\n}\n", tb.prefix()))
	by := map[string]planned{}
	for name, who := range map[string]wikiOfNames{"nobody": w.nobody(), "the bot": w.wikiOfNames, "the second account": w.second} {
		by[name] = tb.plan(t, who)
	}
	for name, p := range by {
		if want := by["the bot"].Digest; p.Digest != want {
			t.Errorf("the plan by %s has the digest %s, that by the bot %s", name, p.Digest, want)
		}
		var want []string
		for _, i := range plain {
			want = append(want, old[i])
		}
		if diff := cmp.Diff(want, p.deletes()); diff != "" {
			t.Errorf("what the plan by %s deletes (-want +got):\n%s", name, diff)
		}
		kept := map[string]string{
			old[used]: "in_use", old[usedOfSecond]: "in_use", old[replaced]: "others_version", old[edited]: "others_edit", tb.title("by a volunteer"): "others_edit",
		}
		if diff := cmp.Diff(kept, p.kept()); diff != "" {
			t.Errorf("the orphans that stay, by %s (-want +got):\n%s", name, diff)
		}
	}
	out := tb.as(t, w.wikiOfNames, 0, "plan")
	for _, want := range append([]string{"3 to destroy"}, keysOf(by["the bot"].kept())...) {
		if !strings.Contains(out, want) {
			t.Errorf("the plan does not say %q:\n%s", want, out)
		}
	}

	tb.as(t, w.second, 0, "apply", "-auto-approve")
	want := map[string]under{}
	for title, u := range before {
		want[title] = u
	}
	for _, i := range plain {
		want[old[i]] = under{}
	}
	if diff := cmp.Diff(want, w.under(t, all...)); diff != "" {
		t.Errorf("the wiki after (-want +got):\n%s", diff)
	}
	if again := tb.plan(t, w.wikiOfNames); again.Summary.Remove > 0 || len(again.kept()) != 5 {
		t.Errorf("the second plan deletes %d, and %d orphans stay: %+v", again.Summary.Remove, len(again.kept()), again.kept())
	}
}

// visited is what volunteers do: they show two files in a page, replace one, edit the page
// of one, and move one.
func (tb *table) visited(t *testing.T, used, usedToo, replaced, edited, moved int) {
	t.Helper()
	v := tb.w.visitor(t)
	shows := ""
	for _, i := range []int{used, usedToo} {
		shows += "[[File:" + tb.titles[i] + "]]\n"
	}
	v.do(t, url.Values{"action": {"edit"}, "title": {"Shows " + tb.id}, "text": {shows}}, "")
	v.do(t, url.Values{"action": {"upload"}, "filename": {tb.titles[replaced]}, "comment": {"a better scan"}, "ignorewarnings": {"1"}}, picture(tb.id+" better"))
	v.do(t, url.Values{"action": {"edit"}, "title": {"File:" + tb.titles[edited]}, "appendtext": {"\n[[Category:Plates]]"}}, "")
	v.do(t, url.Values{"action": {"move"}, "from": {"File:" + tb.titles[moved]}, "to": {"File:" + tb.title("by a volunteer")}, "reason": {"a better name"}}, "")
	deadline := time.Now().Add(20 * time.Second)
	for { // a wiki notes links when it has answered
		var a struct {
			Query struct {
				Pages []struct{ FileUsage []struct{ Title string } }
			}
		}
		tb.w.ask(t, &a, "prop=fileusage&titles="+url.QueryEscape("File:"+tb.titles[used]))
		if len(a.Query.Pages[0].FileUsage) > 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("the wiki does not note that a page shows a file")
		}
		time.Sleep(100 * time.Millisecond)
	}
}
