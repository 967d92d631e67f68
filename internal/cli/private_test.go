package cli_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"wikiform/internal/cli"
	"wikiform/internal/term"
	"wikiform/provider/sandbox"
)

// privateWiki is a wiki that nobody reads without logging in, with a page that says
// the marker, and a directory with manifests for it.
type privateWiki struct {
	dir       string
	env       map[string]string
	wiki      *sandbox.Wiki
	asked     atomic.Int64 // what a text would become
	asAccount atomic.Int64 // by the account
}

func newPrivateWiki(t *testing.T) *privateWiki { return newWikiWithSecrets(t, true) }

// newPublicWiki is the same, which everybody reads.
func newPublicWiki(t *testing.T) *privateWiki { return newWikiWithSecrets(t, false) }

func newWikiWithSecrets(t *testing.T, private bool) *privateWiki {
	t.Helper()
	wiki, err := sandbox.New(sandbox.Configure(func(s *sandbox.Settings) { s.Private = private }),
		sandbox.Accounts(sandbox.Account{Name: "Museum@wikiform", Password: "museum", Rights: sandbox.UserRights()}))
	check(t, err)
	for _, page := range []string{"Secret page", "Template:Secret", "File:Secret.txt"} {
		check(t, wiki.PutPage(page, marker+" of the board", "Anna"))
	}
	w := &privateWiki{dir: t.TempDir(), wiki: wiki}
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("action") == "parse" {
			w.asked.Add(1)
			if r.Header.Get("Cookie") != "" || r.Header.Get("Authorization") != "" {
				w.asAccount.Add(1)
			}
		}
		wiki.ServeHTTP(rw, r)
	}))
	t.Cleanup(server.Close)
	w.pointAt(t, server.URL)
	return w
}

// pointAt has the manifest speak to a server, as the account.
func (w *privateWiki) pointAt(t *testing.T, server string) {
	t.Helper()
	host := strings.NewReplacer(".", "_", ":", "_").Replace(strings.TrimPrefix(server, "http://"))
	w.env = map[string]string{"NO_COLOR": "1", "WIKIFORM_USER_" + host: "Museum@wikiform", "WIKIFORM_PASSWORD_" + host: "museum"}
	put(t, filepath.Join(w.dir, "wiki.wiki.hcl"), []byte("wiki \"w\" {\n  api = \""+server+"/w/api.php\"\n}\n"))
}

// describe makes the manifest one of a file for each of the descriptions.
func (w *privateWiki) describe(t *testing.T, descriptions ...string) {
	t.Helper()
	var b strings.Builder
	for i, d := range descriptions {
		put(t, filepath.Join(w.dir, fmt.Sprintf("%d.txt", i)), fmt.Appendf(nil, "file %d", i))
		fmt.Fprintf(&b, "file \"f%d\" {\n  source      = \"%[1]d.txt\"\n  description = %q\n}\n", i, d)
	}
	put(t, filepath.Join(w.dir, "files.wiki.hcl"), []byte(b.String()))
}

// run runs wikiform and gives all that it says and writes.
func (w *privateWiki) run(t *testing.T, args ...string) string {
	t.Helper()
	kept := filepath.Join(t.TempDir(), "kept")
	check(t, os.Mkdir(kept, 0o755))
	args = append(args, "-chdir="+w.dir, "-log-file="+filepath.Join(kept, "log.json"))
	for _, format := range []string{"markdown", "github", "gitlab-terraform", "html", "json"} {
		args = append(args, "-report="+format+":"+filepath.Join(kept, format))
	}
	var out bytes.Buffer
	cli.Main(args, term.Streams{In: strings.NewReader(""), Out: &out, Err: &out, Env: w.env})
	all := strings.Join(append(tree(t, kept), tree(t, filepath.Join(w.dir, ".wikiform"))...), "\n")
	if !strings.Contains(all, `"op":"parse"`) {
		t.Errorf("%v: the log is not there, or has no word of what was asked:\n%s", args, all)
	}
	return out.String() + all
}

// TestPrivatePages plans and applies descriptions that bring in pages of a private
// wiki: neither what is said nor what is written has a word of those, whether the wiki
// is asked as the account or not.
func TestPrivatePages(t *testing.T) {
	t.Parallel()
	for name, description := range map[string]string{
		"a page":              "a {{subst::Secret page}} b",
		"a template":          "{{subst:Secret}}",
		"with blanks":         "{{ SUBST: Secret }}",
		"safely":              "{{safesubst:Secret}}",
		"within a function":   "{{#if: {{subst::Secret page}} | x }}",
		"within a tag":        "<ref>{{subst::Secret page}}</ref>",
		"a file's page":       "{{subst:File:Secret.txt}}",
		"twice":               "{{subst:{{subst::Secret page}}}} {{:Secret page}}",
		"between the markers": "x " + strings.Repeat("{{subst::Secret page}}", 3),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newPrivateWiki(t)
			w.describe(t, description, "a description with {{:Secret page}} and no more")
			for _, args := range [][]string{{"plan"}, {"plan", "-ask-texts"}, {"plan", "-out=" + filepath.Join(t.TempDir(), "plan")}, {"apply", "-auto-approve"}, {"apply", "-auto-approve", "-ask-texts"}} {
				before := w.asAccount.Load()
				all := w.run(t, args...)
				if strings.Contains(all, marker) {
					t.Errorf("%v has the text of the page:\n%s", args, all)
				}
				if asked := w.asAccount.Load() > before; asked != strings.Contains(strings.Join(args, " "), "-ask-texts") {
					t.Errorf("%v: the wiki was asked as the account: %v", args, asked)
				}
				if !strings.Contains(all, "text_rewritten") {
					t.Errorf("%v: the file is not blocked:\n%s", args, all)
				}
			}
			if texts, err := w.wiki.Texts("File:0.txt"); err == nil && len(texts) > 0 {
				t.Errorf("was written: %q", texts)
			}
			if texts, err := w.wiki.Texts("File:1.txt"); err != nil || len(texts) != 1 || strings.Contains(texts[0], marker) {
				t.Errorf("the other file: %q, %v", texts, err)
			}
		})
	}
}

// TestAskTexts: with the flag a text that the wiki keeps is taken; without it is not
// known, and the wiki is asked once for all of them.
func TestAskTexts(t *testing.T) {
	t.Parallel()
	w := newPrivateWiki(t)
	w.describe(t, "{{subst:Nothing there}}", "{{subst:Nothing}}", "{{subst:Neither}}")
	without := w.run(t, "plan")
	if w.asked.Load() != 1 || !strings.Contains(without, "3 blocked") || !strings.Contains(without, "-ask-texts") {
		t.Errorf("asked %d times, want once:\n%s", w.asked.Load(), without)
	}
	with := w.run(t, "plan", "-ask-texts")
	if w.asAccount.Load() != 3 || !strings.Contains(with, "Plan: 3 to add") {
		t.Errorf("asked %d times as the account:\n%s", w.asAccount.Load(), with)
	}
	many := make([]string, 60)
	for i := range many {
		many[i] = fmt.Sprintf("{{subst:Nothing %d}}", i)
	}
	w.describe(t, many...)
	w.asAccount.Store(0)
	if all := w.run(t, "plan", "-ask-texts"); w.asAccount.Load() != 50 || !strings.Contains(all, "Plan: 50 to add") || !strings.Contains(all, "at most 50 texts") {
		t.Errorf("asked %d times as the account, want 50:\n%s", w.asAccount.Load(), all)
	}
}
