package cli_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"wikiform/internal/cli"
	"wikiform/internal/specimen"
	"wikiform/internal/term"
	"wikiform/provider"
	"wikiform/provider/sandbox"
)

// ailing is a wiki with a trouble, and who works with it.
type ailing struct {
	t       *testing.T
	wiki    *sandbox.Wiki
	dir     string
	env     map[string]string
	trouble atomic.Value // of type trouble
	flags   []string     // of every command
	applies []string     // of apply
}

// trouble reports whether it answered.
type trouble func(w http.ResponseWriter, r *http.Request) bool

// meets is the trouble that requests meet from now on; nil: none.
func (a *ailing) meets(t trouble) { a.trouble.Store(t) }

// manifest is what most of them have: a picture, with this title and text.
func (a *ailing) manifest(title, text, more string) {
	put(a.t, filepath.Join(a.dir, "main.wiki.hcl"), []byte(fmt.Sprintf(`
wiki "w" {
  api = %q
}
file "a" {
  source      = "a.png"
  title       = %q
  description = %q
  %s
}
`, a.env["API"], title, text, more)))
}

func (a *ailing) run(args ...string) (string, int) {
	var out bytes.Buffer
	code := cli.Main(append(append(args, "-chdir="+a.dir), a.flags...), term.Streams{In: strings.NewReader(""), Out: &out, Err: &out, Env: a.env})
	return out.String(), code
}

func (a *ailing) apply() (string, int) {
	return a.run(append([]string{"apply", "-auto-approve", "-retry-for=0"}, a.applies...)...)
}

// says answers requests of some kind with an error of the wiki's.
func (a *ailing) says(parameter, value, code string) {
	a.meets(func(w http.ResponseWriter, r *http.Request) bool {
		if formValue(r, parameter) != value || formValue(r, "checkstatus") != "" {
			return false
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"errors":[{"code":%q,"text":"The wiki says %s.","module":"upload"}]}`, code, code)
		return true
	})
}

func (a *ailing) status(parameter, value string, status int) {
	a.meets(func(w http.ResponseWriter, r *http.Request) bool {
		if formValue(r, parameter) != value {
			return false
		}
		http.Error(w, "no", status)
		return true
	})
}

// cure is what a run says about going on after a trouble, and what then heals it.
type cure struct {
	ail  func(a *ailing)
	says string
	cure provider.Cure
	code int
	heal func(a *ailing) // nil: running it again does
}

func (c cure) test(t *testing.T) {
	t.Parallel()
	a := ail(t)
	c.ail(a)
	first, code := a.apply()
	if code != c.code || !strings.Contains(first, c.says) {
		t.Fatalf("exit code %d, want %d and %q:\n%s", code, c.code, c.says, first)
	}
	if c.cure != provider.CureRerun && strings.Contains(first, "Run apply again") {
		t.Errorf("promises that another run helps:\n%s", first)
	}
	if c.heal == nil {
		a.meets(nil) // it passes by itself
	} else {
		// What was done the first time is not done again, so that only the failure counts.
		second, code := a.apply()
		if code != c.code && (c.code != 4 || code != 1) || !strings.Contains(second, c.says) {
			t.Errorf("the second time: exit code %d, want %d and %q:\n%s", code, c.code, c.says, second)
		}
		c.heal(a)
	}
	if last, code := a.apply(); code != 0 || !strings.Contains(last, "Apply complete!") {
		t.Errorf("after that: exit code %d:\n%s", code, last)
	}
	if last, code := a.run("plan", "-detailed-exitcode"); code != 0 {
		t.Errorf("the plan after that: exit code %d:\n%s", code, last)
	}
}

// TestCures holds what a run says about going on against what then happens: where
// it says so, the same command heals it; where it says that something has to be
// changed first, the same command fails in the same way, and heals it after the
// change.
func TestCures(t *testing.T) {
	t.Parallel()
	again := "Run apply again to go on: what is done is not done a second time."
	manifest := "1 file fails again until the manifest, or what it names, is changed."
	wiki := "1 file fails again until an administrator of the wiki changes something there."
	for name, tt := range map[string]cure{
		"the wiki fails inside": {func(a *ailing) { a.says("action", "upload", "internal_api_error_DBQueryError") }, again, provider.CureRerun, 1, nil},
		"the answer is lost":    {func(a *ailing) { a.status("action", "upload", 502) }, again, provider.CureRerun, 1, nil},
		"busy":                  {func(a *ailing) { a.says("action", "upload", "maxlag") }, again, provider.CureRerun, 1, nil},
		"the stash is lost":     {func(a *ailing) { a.says("action", "upload", "uploadstash-file-not-found") }, again, provider.CureRerun, 1, nil},
		"in the middle": {func(a *ailing) {
			a.run("apply", "-auto-approve")
			a.manifest("A.png", "another text", "")
			put(a.t, filepath.Join(a.dir, "a.png"), png(2))
			a.says("action", "edit", "readonly")
		}, again, provider.CureRerun, 4, nil},
		"bytes that are shared": {func(a *ailing) { check(a.t, a.wiki.Share("Other.png", png(1))) }, manifest, provider.CureManifest, 1,
			func(a *ailing) { a.manifest("A.png", "text", `accept_warnings = ["duplicate"]`) }},
		// One of which the plan is not sure.
		"another type than its name's": {func(a *ailing) {
			a.manifest("A.wav", "text", "")
			put(a.t, filepath.Join(a.dir, "a.png"), specimen.Of("flac", 1))
		}, manifest, provider.CureManifest, 1, func(a *ailing) { a.manifest("A.flac", "text", "") }},
		"the same in chunks": {func(a *ailing) {
			a.manifest("A.wav", "text", "")
			put(a.t, filepath.Join(a.dir, "a.png"), append(specimen.Of("flac", 1), bytes.Repeat([]byte("0123456789abcdef"), 1000)...))
			a.flags = []string{"-chunk-size=4KiB"}
		}, manifest, provider.CureManifest, 1, func(a *ailing) { a.manifest("A.flac", "text", "") }},
		"a filter that warns": {func(a *ailing) { a.filter() }, manifest, provider.CureManifest, 1,
			func(a *ailing) { a.manifest("A.png", "text", `accept_warnings = ["abusefilter-warning"]`) }},
		"a filter that refuses":     {func(a *ailing) { a.says("action", "upload", "abusefilter-disallowed") }, manifest, provider.CureManifest, 1, func(a *ailing) { a.meets(nil) }},
		"a protection of the title": {func(a *ailing) { a.says("action", "upload", "protectedtitle") }, wiki, provider.CureWiki, 1, func(a *ailing) { a.meets(nil) }},
		"a right is missing":        {func(a *ailing) { a.says("action", "upload", "permissiondenied") }, wiki, provider.CureWiki, 1, func(a *ailing) { a.meets(nil) }},
		"a block":                   {func(a *ailing) { a.says("action", "upload", "blocked") }, wiki, provider.CureWiki, 1, func(a *ailing) { a.meets(nil) }},
		"a limit of the proxy": {func(a *ailing) {
			put(a.t, filepath.Join(a.dir, "a.png"), append(png(1), bytes.Repeat([]byte("0123456789abcdef"), 2000)...))
			a.flags = []string{"-chunk-size=16KiB"}
			a.meets(func(w http.ResponseWriter, r *http.Request) bool {
				if r.ContentLength > 10_000 {
					http.Error(w, "too large", http.StatusRequestEntityTooLarge)
					return true
				}
				return false
			})
		}, "1 file fails again with this command line.", provider.CureCommand, 1, func(a *ailing) { a.flags = []string{"-chunk-size=8KiB"} }},
		"a lost session": {func(a *ailing) { a.says("action", "upload", "assertuserfailed") }, "1 file needs other credentials first.", provider.CureAccount, 1,
			func(a *ailing) { a.meets(nil) }},
		"a fault of ours": {func(a *ailing) { a.says("action", "upload", "badinteger") }, "1 file met a fault of wikiform: please report it.", provider.CureReport, 1,
			func(a *ailing) { a.meets(nil) }},
	} {
		t.Run(name, tt.test)
	}
}

// TestCureOfAStalePlan: the plan that was saved is never good again, a new one is.
func TestCureOfAStalePlan(t *testing.T) {
	t.Parallel()
	a := ail(t)
	saved := filepath.Join(a.dir, "p.wikiplan")
	if out, code := a.run("plan", "-out="+saved); code != 0 {
		t.Fatal(out)
	}
	check(t, a.wiki.PutPage("File:A.png", "somebody else's page", "Anna"))
	for range 2 {
		if out, code := a.run("apply", saved); code != 6 || !strings.Contains(out, "plan again") {
			t.Errorf("exit code %d:\n%s", code, out)
		}
	}
	if out, code := a.apply(); code != 0 {
		t.Errorf("exit code %d:\n%s", code, out)
	}
}

func ail(t *testing.T) *ailing {
	wiki, err := sandbox.New(sandbox.Accounts(sandbox.Account{Name: "Robot", Password: "robot", Rights: []string{
		"read", "edit", "createpage", "upload", "reupload", "noratelimit"}}))
	check(t, err)
	t.Cleanup(func() { wiki.Close() })
	a := &ailing{t: t, wiki: wiki, dir: t.TempDir()}
	a.meets(nil)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if answers := a.trouble.Load().(trouble); answers == nil || !answers(w, r) {
			wiki.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(server.Close)
	host := strings.NewReplacer(".", "_", ":", "_").Replace(strings.TrimPrefix(server.URL, "http://"))
	a.env = map[string]string{
		"API": server.URL + "/w/api.php", "HOME": a.dir, "NO_COLOR": "1", "CI": "true",
		"WIKIFORM_USER_" + host: "Robot", "WIKIFORM_PASSWORD_" + host: "robot",
	}
	put(t, filepath.Join(a.dir, "a.png"), png(1))
	a.manifest("A.png", "text", "")
	return a
}

// filter warns of each upload once in a session, as Extension:AbuseFilter does.
func (a *ailing) filter() {
	warned := map[string]bool{}
	a.meets(func(w http.ResponseWriter, r *http.Request) bool {
		session, _ := r.Cookie("sandbox_session")
		if formValue(r, "action") != "upload" || session == nil || warned[session.Value] {
			return false
		}
		warned[session.Value] = true
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"errors":[{"code":"abusefilter-warning","text":"Are you sure?","module":"upload"}]}`)
		return true
	})
}

func png(n byte) []byte { return append([]byte("\x89PNG\r\n\x1a\n"), n) }
