package cli_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"wikiform/provider/sandbox"
)

// TestRealOvertook lets another account upload a version between wikiform's last
// look and its own upload. No wiki can prevent that; it has to be told.
func TestRealOvertook(t *testing.T) {
	w := dialReal(t)
	other := w.as("WIKIFORM_TEST_PLAIN_")
	overtake(t, w, func(dir string) { other.run(t, dir, 0, "apply", "-auto-approve", "-parallelism=1") })
}

func TestOvertook(t *testing.T) {
	t.Parallel()
	us, other := robotAndPlain(t)
	overtake(t, us, func(dir string) { other.run(t, dir, 0, "apply", "-auto-approve") })
}

// robotAndPlain are two accounts of a sandbox.
func robotAndPlain(t *testing.T) (robot, plain realWiki) {
	t.Helper()
	account := func(name string) sandbox.Account {
		return sandbox.Account{Name: name, Password: "secret", Rights: []string{"read", "edit", "createpage", "upload", "reupload", "noratelimit"}}
	}
	wiki, err := sandbox.New(sandbox.Accounts(account("Robot"), account("Plain")))
	check(t, err)
	t.Cleanup(func() { wiki.Close() })
	server := httptest.NewServer(wiki)
	t.Cleanup(server.Close)
	as := func(name string) realWiki {
		host := strings.NewReplacer(".", "_", ":", "_").Replace(strings.TrimPrefix(server.URL, "http://"))
		return realWiki{api: server.URL + "/w/api.php", env: map[string]string{"WIKIFORM_USER_" + host: name, "WIKIFORM_PASSWORD_" + host: "secret"}}
	}
	return as("Robot"), as("Plain")
}

// gated is a wiki behind a gate, at which something happens before a request is let through.
func gated(t *testing.T, w realWiki, before func(*http.Request)) realWiki {
	t.Helper()
	api, err := url.Parse(w.api)
	check(t, err)
	proxy := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: api.Scheme, Host: api.Host})
	gate := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		before(r)
		proxy.ServeHTTP(rw, r)
	}))
	t.Cleanup(gate.Close)
	through := w
	through.api = gate.URL + api.Path
	through.env = maps.Clone(w.env)
	for name, value := range w.env {
		kind := strings.Join(strings.SplitN(name, "_", 3)[:2], "_")
		through.env[kind+"_"+strings.NewReplacer(".", "_", ":", "_").Replace(strings.TrimPrefix(gate.URL, "http://"))] = value
	}
	return through
}

func overtake(t *testing.T, w realWiki, apply func(dir string)) {
	id := runID()
	ours, theirs := t.TempDir(), t.TempDir()
	picture := func(dir, name, what string) {
		putFile(t, filepath.Join(dir, name+".svg"), fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><!-- %s %s %s --></svg>`, id, name, what))
	}
	manifest := func(dir, api, description string, names ...string) {
		hcl := fmt.Sprintf("wiki \"w\" {\n  api = %q\n}\n", api)
		for _, name := range names {
			hcl += fmt.Sprintf("file %q {\n  source = \"%s.svg\"\n  title = \"Overtook %s %s.svg\"\n  %s\n}\n", name, name, id, name, description)
		}
		putFile(t, filepath.Join(dir, "main.wiki.hcl"), hcl)
	}
	for _, name := range []string{"a", "b"} {
		picture(ours, name, "first")
	}
	manifest(ours, w.api, `description = "ours"`, "a", "b")
	w.run(t, ours, 0, "apply", "-auto-approve")

	// Our next run goes through a gate, at which the others come first, once.
	var passed atomic.Bool
	through := gated(t, w, func(r *http.Request) {
		publishes := formValue(r, "action") == "upload" && formValue(r, "filekey") != "" && formValue(r, "checkstatus") == "" && formValue(r, "offset") == ""
		if publishes && strings.Contains(formValue(r, "filename"), id+" a") && !passed.Swap(true) {
			apply(theirs)
			pastSecond() // within it the wiki would refuse ours, and then it is looked at again
		}
	})
	picture(theirs, "a", "theirs")
	manifest(theirs, w.api, "", "a")
	for _, name := range []string{"a", "b"} {
		picture(ours, name, "second")
	}
	manifest(ours, through.api, `description = "ours"`, "a", "b")
	out := through.run(t, ours, 4, "apply", "-auto-approve", "-parallelism=1")
	for _, want := range []string{
		"Overtook: 1 file", "it overtook the version", " by Plain of ", "What to do: if that version should be the current one, revert to it",
		"archivename=", "1 done, 1 overtook",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("nothing says %q:\n%s", want, out)
		}
	}
	if !passed.Load() {
		t.Fatal("nobody came in between")
	}

	// What is said is true: the history has theirs beneath ours, by that name.
	var a struct {
		Query struct {
			Pages []struct {
				ImageInfo []struct{ SHA1, ArchiveName string }
			}
		}
	}
	w.ask(t, &a, "prop=imageinfo&iilimit=5&iiprop=sha1%7Carchivename&titles="+url.QueryEscape("File:Overtook "+id+" a.svg"))
	versions := a.Query.Pages[0].ImageInfo
	if len(versions) != 3 || versions[0].SHA1 != sum(t, filepath.Join(ours, "a.svg")) || versions[1].SHA1 != sum(t, filepath.Join(theirs, "a.svg")) {
		t.Errorf("the history is %+v", versions)
	}
	if !strings.Contains(out, "archivename="+versions[1].ArchiveName) {
		t.Errorf("the version is not named, which is %s:\n%s", versions[1].ArchiveName, out)
	}
	// Nobody is told twice.
	through.run(t, ours, 0, "plan", "-detailed-exitcode")
}
