package cli_test

import (
	"bytes"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wikiform/internal/cli"
	"wikiform/internal/term"
	"wikiform/provider/sandbox"
)

// patient is a manifest with one wiki, at which doctor looks.
type patient struct {
	dir string
	env map[string]string
}

func newPatient(t *testing.T, api string) patient {
	t.Helper()
	p := patient{dir: t.TempDir(), env: map[string]string{"NO_COLOR": "1"}}
	put(t, filepath.Join(p.dir, "a.txt"), []byte("a"))
	put(t, filepath.Join(p.dir, "main.wiki.hcl"), []byte("wiki \"w\" {\n  api = \""+api+"\"\n}\nfile \"a\" {\n  source = \"a.txt\"\n}\n"))
	return p
}

func (p patient) doctor(t *testing.T, wantCode int, want ...string) string {
	t.Helper()
	var out bytes.Buffer
	code := cli.Main([]string{"doctor", "-chdir=" + p.dir}, term.Streams{In: strings.NewReader(""), Out: &out, Err: &out, Env: p.env})
	if code != wantCode {
		t.Errorf("exit code %d, want %d", code, wantCode)
	}
	for _, w := range want {
		if !strings.Contains(out.String(), w) {
			t.Errorf("it does not say %q:\n%s", w, out.String())
		}
	}
	return out.String()
}

// TestDoctorLooksAtAnswers has servers whose answers are odd as such.
func TestDoctorLooksAtAnswers(t *testing.T) {
	t.Parallel()
	wiki, err := sandbox.New()
	check(t, err)
	t.Run("redirect", func(t *testing.T) {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://wiki.example.org/w/api.php?action=x", http.StatusMovedPermanently)
		}))
		defer s.Close()
		newPatient(t, s.URL+"/w/api.php").doctor(t, 3, "✗ address  "+s.URL+"/w/api.php: the wiki redirects to https://wiki.example.org/w/api.php",
			"Redirects of api are not followed", "? rights", "✓ clock")
	})
	t.Run("certificate", func(t *testing.T) {
		s := httptest.NewUnstartedServer(wiki)
		s.Config.ErrorLog = log.New(io.Discard, "", 0) // that it is not trusted
		s.StartTLS()
		defer s.Close()
		newPatient(t, s.URL+"/w/api.php").doctor(t, 3, "is not trusted", "Check the host name in api, and the certificates that this machine trusts.", "✓ proxy")
	})
	t.Run("closed", func(t *testing.T) {
		closed, err := sandbox.New(sandbox.Configure(func(s *sandbox.Settings) { s.Private = true }))
		check(t, err)
		s := httptest.NewServer(closed)
		defer s.Close()
		newPatient(t, s.URL+"/w/api.php").doctor(t, 3, "✓ address  "+s.URL+"/w/api.php is a MediaWiki", "✗ login    nobody is logged in, and this wiki is read by nobody else")
	})
	t.Run("clock", func(t *testing.T) {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Date", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat))
			wiki.ServeHTTP(w, r)
		}))
		defer s.Close()
		newPatient(t, s.URL+"/w/api.php").doctor(t, 0, "! clock    this machine's is about 1 h 00 min behind the wiki's", "(NTP)")
	})
	t.Run("an answer out of a cache", func(t *testing.T) {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Date", time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat))
			w.Header().Set("Age", "3600")
			wiki.ServeHTTP(w, r)
		}))
		defer s.Close()
		newPatient(t, s.URL+"/w/api.php").doctor(t, 0, "? clock    not checked: no answer told the time")
	})
}

// TestDoctorNamesOrigins: of credentials the names of variables and files are shown, and no
// value; a file that git would take along is told.
func TestDoctorNamesOrigins(t *testing.T) {
	t.Parallel()
	wiki, err := sandbox.New(sandbox.Accounts(sandbox.Account{Name: "Owner", Token: "hunter2hunter2", Rights: sandbox.BotRights()}))
	check(t, err)
	s := httptest.NewServer(wiki)
	defer s.Close()
	p := newPatient(t, s.URL+"/w/api.php")
	name := "WIKIFORM_TOKEN_" + strings.NewReplacer(".", "_", ":", "_").Replace(strings.TrimPrefix(s.URL, "http://")) + "_FILE"
	file := filepath.Join(p.dir, "token")
	put(t, file, []byte("hunter2hunter2\n"))
	p.env[name] = file
	out := p.doctor(t, 0, "✓ login    Owner ("+name+": "+file+")", "✓ checkout the manifest is in none")

	check(t, os.Mkdir(filepath.Join(p.dir, ".git"), 0o755))
	out += p.doctor(t, 0, "! checkout the file that "+name+" names lies in the checkout")

	put(t, file, []byte("another7another7\n"))
	out += p.doctor(t, 3, "✗ login    mwoauth-invalid-authorization", "("+name+": "+file+")", "✓ limits")

	p.env[name] = filepath.Join(p.dir, "nowhere")
	out += p.doctor(t, 3, "✗ login    "+name+": open", "✓ limits")
	for _, secret := range []string{"hunter2", "another7"} {
		if strings.Contains(out, secret) {
			t.Errorf("a token is shown:\n%s", out)
		}
	}
}

// TestRealDoctor looks at a real wiki: what it tells of rights, tags and limits is what is
// declared there, and nothing is written.
func TestRealDoctor(t *testing.T) {
	w := dialReal(t)
	dir := t.TempDir()
	w.block(t, dir)
	manifest := filepath.Join(dir, "main.wiki.hcl")
	put(t, filepath.Join(dir, "a.png"), []byte("a"))
	put(t, manifest, []byte("file \"a\" {\n  source = \"a.png\"\n  tags   = [\""+w.tag+"\"]\n}\nmoved {\n  from = \"Doctor A.png\"\n  to   = \"Doctor B.png\"\n}\n"))
	out := w.run(t, dir, 0, "doctor")
	for _, want := range []string{"✓ address  " + w.api + " is MediaWiki 1.", "✓ login    Uploader (", "✓ rights   all that the manifest needs: upload, edit, createpage, reupload, applychangetags, move, movefile", "✓ limits   files of up to ", "png", "✓ tags     " + w.tag + " is there and active", "✓ clock"} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
	put(t, manifest, []byte("file \"a\" {\n  source = \"a.png\"\n  title  = \"Doctor A.exe\"\n  tags   = [\"no-such-tag\"]\n}\n"))
	out = w.run(t, dir, 3, "doctor")
	for _, want := range []string{"; of another type: file.a (main.wiki.hcl:2)", `✗ tags     no active change tag of this wiki: "no-such-tag", of file.a (main.wiki.hcl:4)`} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
}
