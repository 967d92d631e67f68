package cli_test

import (
	"bytes"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/internal/cli"
	"wikiform/internal/term"
	"wikiform/provider"
	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
)

// wikiOfNames is a wiki on which files get other names: a real one, or a sandbox.
type wikiOfNames struct {
	realWiki
	user, password       string // of the one who writes
	friend, friendSecret string // of a volunteer, who may move files
}

// sandboxOfNames is a sandbox that is spoken to as a real wiki is.
func sandboxOfNames(t *testing.T, more ...sandbox.Option) wikiOfNames {
	t.Helper()
	wiki, err := sandbox.New(append(more, sandbox.Accounts(
		sandbox.Account{Name: "Plain@ci", Password: "plain", Groups: []string{"user"}, Rights: sandbox.UserRights()},
		sandbox.Account{Name: "Anna@ci", Password: "anna", Groups: []string{"bot"}, Rights: sandbox.BotRights()},
	))...)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(wiki)
	t.Cleanup(func() { server.Close(); wiki.Close() })
	return wikiOfNames{realWiki{api: server.URL + "/w/api.php"}, sandbox.User, sandbox.Password, "Anna@ci", "anna"}
}

// dialRealNames is the wiki that CI boots.
func dialRealNames(t *testing.T) wikiOfNames {
	t.Helper()
	w := dialReal(t)
	return wikiOfNames{w, os.Getenv("WIKIFORM_TEST_USER"), os.Getenv("WIKIFORM_TEST_PASSWORD"), os.Getenv("WIKIFORM_TEST_ADMIN_USER"), os.Getenv("WIKIFORM_TEST_ADMIN_PASSWORD")}
}

// plain is the wiki for an account that may move files and leaves redirects.
func (w wikiOfNames) plain() wikiOfNames {
	if w.user == sandbox.User {
		w.user, w.password = "Plain@ci", "plain"
	} else {
		w.user, w.password = os.Getenv("WIKIFORM_TEST_PLAIN_USER"), os.Getenv("WIKIFORM_TEST_PLAIN_PASSWORD")
	}
	return w
}

// at is the wiki under another address.
func (w wikiOfNames) at(api string) wikiOfNames {
	w.api = api
	return w
}

// wikiform runs a command and gives what it printed, and its exit code.
func (w wikiOfNames) wikiform(t *testing.T, dir string, want int, args ...string) string {
	t.Helper()
	r := w.realWiki
	r.env = w.credentials(t)
	w.block(t, dir)
	return r.run(t, dir, want, args...)
}

// attempt runs a command that may end in any way, and gives its exit code.
func (w wikiOfNames) attempt(t *testing.T, dir string, args ...string) int {
	t.Helper()
	w.block(t, dir)
	var out bytes.Buffer
	return cli.Main(append(args, "-chdir="+dir), term.Streams{In: strings.NewReader(""), Out: &out, Err: &out, Env: w.credentials(t)})
}

// credentials are bound to the host.
func (w wikiOfNames) credentials(t *testing.T) map[string]string {
	t.Helper()
	u, err := url.Parse(w.api)
	if err != nil {
		t.Fatal(err)
	}
	host := strings.NewReplacer("-", "__", ".", "_", ":", "_").Replace(u.Host)
	return map[string]string{"WIKIFORM_USER_" + host: w.user, "WIKIFORM_PASSWORD_" + host: w.password}
}

// volunteer is a client for somebody else.
func (w wikiOfNames) volunteer(t *testing.T) *mediawiki.Client {
	t.Helper()
	c, err := mediawiki.Dial(t.Context(), mediawiki.Config{API: w.api, Credentials: mediawiki.Credentials{User: w.friend, Password: w.friendSecret}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// under is what there is under a title, as far as a move has to keep it.
type under struct {
	Page     int
	Versions []string // SHA-1 and user, the newest first
	Target   string   // of a redirect
}

// under asks the wiki itself, not our client.
func (w wikiOfNames) under(t *testing.T, titles ...string) map[string]under {
	t.Helper()
	all := map[string]under{}
	for _, title := range titles {
		var a struct {
			Query struct {
				Redirects []struct{ From, To string }
				Pages     []struct {
					PageID    int
					Redirect  bool
					ImageInfo []struct{ SHA1, User, CanonicalTitle string }
				}
			}
		}
		w.ask(t, &a, "prop=imageinfo|info&iiprop=sha1|user|canonicaltitle&iilimit=max&titles="+url.QueryEscape("File:"+title))
		u := under{Page: a.Query.Pages[0].PageID}
		for _, v := range a.Query.Pages[0].ImageInfo {
			if v.CanonicalTitle == "" || strings.HasSuffix(v.CanonicalTitle, ":"+title) {
				u.Versions = append(u.Versions, v.SHA1+" "+v.User)
			}
		}
		if a.Query.Pages[0].Redirect {
			a.Query.Redirects = nil
			w.ask(t, &a, "redirects=1&titles="+url.QueryEscape("File:"+title))
			for _, r := range a.Query.Redirects {
				if strings.HasSuffix(r.From, ":"+title) {
					_, u.Target, _ = strings.Cut(r.To, ":")
				}
			}
			u.Versions = nil
		}
		all[title] = u
	}
	return all
}

// A life of names: what a set of sixty files goes through in one release.
type life struct {
	w       wikiOfNames
	dir     string
	id      string
	titles  []string
	sources []string
}

func newLife(t *testing.T, w wikiOfNames, files int) *life {
	t.Helper()
	l := &life{w: w, dir: t.TempDir(), id: runID()}
	for i := range files {
		l.titles = append(l.titles, l.title(fmt.Sprintf("%02d", i)))
		l.sources = append(l.sources, fmt.Sprintf("f%02d.svg", i))
		putFile(t, filepath.Join(l.dir, l.sources[i]), picture(fmt.Sprintf("%s %d", l.id, i)))
	}
	return l
}

func (l *life) title(name string) string { return "N" + strings.ToLower(l.id) + " " + name + ".svg" }

// write writes the manifest: the files under their present titles, and more.
func (l *life) write(t *testing.T, settings, more string) {
	t.Helper()
	var hcl strings.Builder
	fmt.Fprintf(&hcl, "wikiform {\n  set = \"names-%s\"\n%s}\n", strings.ToLower(l.id), settings)
	for i, title := range l.titles {
		if title != "" {
			fmt.Fprintf(&hcl, "file \"f%02d\" {\n  source = %q\n  title = %q\n  description = \"File %d of %s.\"\n}\n", i, l.sources[i], title, i, l.id)
		}
	}
	putFile(t, filepath.Join(l.dir, "main.wiki.hcl"), hcl.String()+more)
}

func moved(from, to string) string {
	return fmt.Sprintf("moved {\n  from = %q\n  to = %q\n  reason = \"better name\"\n}\n", from, to)
}

// TestNames and TestRealNames take sixty files through a release in which they get
// other names in every way there is.
func TestNames(t *testing.T) {
	t.Parallel()
	takeNames(t, sandboxOfNames(t))
}

func TestRealNames(t *testing.T) { takeNames(t, dialRealNames(t)) }

func takeNames(t *testing.T, w wikiOfNames) {
	l := newLife(t, w, 60)
	l.write(t, "", "")
	w.wikiform(t, l.dir, 0, "apply", "-auto-approve")
	old := append([]string(nil), l.titles...)
	before := w.under(t, old...)

	// A volunteer moves one, and writes a page that shows two others.
	friend := w.volunteer(t)
	theirs := l.title("by a volunteer")
	moveAs(t, friend, old[40], theirs)

	// Ten are renamed by blocks, five by their bytes, two change places, three move on
	// in a chain, three go, and two titles become redirects.
	var more strings.Builder
	for i := range 10 {
		l.titles[i] = l.title(fmt.Sprintf("renamed %02d", i))
		more.WriteString(moved(old[i], l.titles[i]))
	}
	for i := 10; i < 15; i++ {
		l.titles[i] = l.title(fmt.Sprintf("found %02d", i))
	}
	l.titles[15], l.titles[16] = old[16], old[15]
	more.WriteString(moved(old[15], old[16]) + moved(old[16], old[15]))
	l.titles[17], l.titles[18], l.titles[19] = old[18], old[19], l.title("end of the chain")
	more.WriteString(moved(old[17], old[18]) + moved(old[18], old[19]) + moved(old[19], l.titles[19]))
	for i := 20; i < 23; i++ {
		l.titles[i] = ""
		fmt.Fprintf(&more, "absent \"a%d\" {\n  title = %q\n  reason = \"Replaced\"\n}\n", i, old[i])
	}
	first, second := l.title("short"), l.title("other")
	fmt.Fprintf(&more, "redirect \"r1\" {\n  title = %q\n  to = %q\n}\nredirect \"r2\" {\n  title = %q\n  to = %q\n}\n", first, old[30], second, l.titles[0])
	l.write(t, "  renames = \"move\"\n", more.String())
	putFile(t, filepath.Join(l.dir, "defaults.wiki.hcl"), "defaults {\n  on_moved = \"follow\"\n}\n")

	out := w.wikiform(t, l.dir, 2, "plan", "-detailed-exitcode")
	if want := "Plan: 2 to add, 0 to change, 3 to destroy, 20 to move."; !strings.Contains(out, want) {
		t.Errorf("the plan does not say %q:\n%s", want, out)
	}
	w.wikiform(t, l.dir, 0, "apply", "-auto-approve")

	want := map[string]under{}
	for i, title := range l.titles {
		switch {
		case title == "":
			want[old[i]] = under{}
		case i == 40:
			want[theirs] = before[old[i]]
		default:
			want[title] = before[old[i]]
		}
	}
	got := w.under(t, keysOf(want)...)
	for i := range 15 { // what was left
		left := w.under(t, old[i])[old[i]]
		if left.Target != l.titles[i] || left.Page == before[old[i]].Page {
			t.Errorf("under %s there is %+v, want a redirect to %s", old[i], left, l.titles[i])
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the files (-want +got):\n%s", diff)
	}
	for title, target := range map[string]string{old[17]: old[18], first: old[30], second: l.titles[0], old[40]: theirs} {
		if left := w.under(t, title)[title]; left.Target != target {
			t.Errorf("under %s there is %+v, want a redirect to %s", title, left, target)
		}
	}
	if out := w.wikiform(t, l.dir, 0, "plan", "-detailed-exitcode"); !strings.Contains(out, "No changes.") {
		t.Errorf("the second plan is not empty:\n%s", out)
	}
}

// TestNamesOfPlain is the same for an account that may neither leave no redirect nor
// delete: chain, circle and absence are blocked before their first step.
func TestNamesOfPlain(t *testing.T) {
	t.Parallel()
	takeNamesPlainly(t, sandboxOfNames(t).plain())
}

func TestRealNamesOfPlain(t *testing.T) { takeNamesPlainly(t, dialRealNames(t).plain()) }

func takeNamesPlainly(t *testing.T, w wikiOfNames) {
	l := newLife(t, w, 8)
	l.write(t, "", "")
	w.wikiform(t, l.dir, 0, "apply", "-auto-approve")
	old := append([]string(nil), l.titles...)
	before := w.under(t, old...)
	l.titles[0], l.titles[1] = old[1], old[0]
	l.titles[2], l.titles[3] = old[3], l.title("end")
	l.titles[4] = ""
	l.titles[5] = l.title("alone")
	l.write(t, "", moved(old[0], old[1])+moved(old[1], old[0])+moved(old[2], old[3])+moved(old[3], l.titles[3])+moved(old[5], l.titles[5])+
		fmt.Sprintf("absent \"a\" {\n  title = %q\n  reason = \"Replaced\"\n}\n", old[4]))
	out := w.wikiform(t, l.dir, 1, "plan")
	for _, want := range []string{"lacks the right suppressredirect", "lacks the right delete", "{{delete|1=Replaced", "0 to add, 0 to change, 0 to destroy, 1 to move.", "5 blocked."} {
		if !strings.Contains(strings.Join(strings.Fields(out), " "), want) {
			t.Errorf("the plan does not say %q:\n%s", want, out)
		}
	}
	w.wikiform(t, l.dir, 4, "apply", "-auto-approve")
	got := w.under(t, old...)
	for i := range 5 {
		if diff := cmp.Diff(before[old[i]], got[old[i]]); diff != "" {
			t.Errorf("%s (-before +after):\n%s", old[i], diff)
		}
	}
	if moved := w.under(t, l.titles[5])[l.titles[5]]; moved.Page != before[old[5]].Page || got[old[5]].Target != l.titles[5] {
		t.Errorf("%s is %+v, was %+v; %s leads to %q", l.titles[5], moved, before[old[5]], old[5], got[old[5]].Target)
	}
}

func moveAs(t *testing.T, c *mediawiki.Client, from, to string) {
	t.Helper()
	title := provider.Title(from)
	files, err := c.Files(t.Context(), []provider.Title{title})
	if err != nil || files[title].Page == nil {
		t.Fatalf("%s: %+v, %v", from, files[title], err)
	}
	if _, err := c.Move(t.Context(), provider.Move{From: title, To: provider.Title(to), Page: files[title].Page.ID, Reason: "a better name", Redirect: true}); err != nil {
		t.Fatal(err)
	}
}

func keysOf[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	return keys
}
