package faulttest

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// realWiki is a MediaWiki that the environment names, with what moves it from
// outside; .ci/wiki boots one.
type realWiki struct {
	api  *url.URL
	conf string // folder of PHP files that count from the next request on
	core string // MediaWiki's own folder
}

// dialReal reads the environment. WIKIFORM_TEST_CORE is needed only where
// MediaWiki is not at the place that .ci/wiki gives it.
func dialReal(t *testing.T) realWiki {
	t.Helper()
	api := os.Getenv("WIKIFORM_TEST_API")
	if api == "" {
		t.Skip("WIKIFORM_TEST_API names no wiki; .ci/run boots one")
	}
	w := realWiki{conf: os.Getenv("WIKIFORM_TEST_CONF_DIR"), core: os.Getenv("WIKIFORM_TEST_CORE")}
	if w.conf == "" {
		t.Fatal("WIKIFORM_TEST_CONF_DIR names no folder of settings")
	}
	if w.core == "" {
		w.core = filepath.Join(w.conf, "..", "www", "w")
	}
	var err error
	if w.api, err = url.Parse(api); err != nil {
		t.Fatal(err)
	}
	return w
}

// through gives a gate before the wiki, and a project for it.
func (w realWiki) through(t *testing.T, what string, files *httptest.Server) (*gate, *project, []string) {
	t.Helper()
	proxy := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: w.api.Scheme, Host: w.api.Host})
	proxy.ErrorLog = log.New(io.Discard, "", 0) // clients that are killed are no news
	g := &gate{wiki: proxy}
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	p := newProject(t, what, server.URL+w.api.Path, files)
	p.user, p.password = os.Getenv("WIKIFORM_TEST_USER"), os.Getenv("WIKIFORM_TEST_PASSWORD")
	p.prepare(t)
	return g, p, credentials(server.URL, p.user, p.password)
}

// set changes the wiki's settings until the func that it returns is called.
func (w realWiki) set(t *testing.T, php string) (unset func()) {
	path := filepath.Join(w.conf, "90-faulttest.php")
	if err := os.WriteFile(path+".new", []byte("<?php\n"+php+"\n"), 0o644); err != nil {
		t.Error(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		t.Error(err)
	}
	unset = func() { os.Remove(path) }
	t.Cleanup(unset)
	return unset
}

// maintain runs one of MediaWiki's maintenance scripts.
func (w realWiki) maintain(t *testing.T, input, script string, args ...string) {
	t.Helper()
	path := filepath.Join(w.core, "maintenance", "run.php")
	if _, err := os.Stat(path); err == nil {
		args = append([]string{path, script}, args...)
	} else {
		args = append([]string{filepath.Join(w.core, "maintenance", script+".php")}, args...)
	}
	cmd := exec.Command("php", append([]string{"-d", "error_reporting=0"}, args...)...)
	cmd.Stdin = strings.NewReader(input)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", script, err, out)
	}
}

// TestRealCrash is TestCrash on a real wiki, at a sample of the requests.
func TestRealCrash(t *testing.T) {
	w := dialReal(t)
	files := httptest.NewServer(nil)
	defer files.Close()
	for how, stride := range map[agreement]int{anything: 6, savedPlan: 18, digests: 18} {
		crash := func(n int, after bool) int {
			t.Helper()
			g, p, env := w.through(t, "Crash", files)
			g.agree(t, p, env, how)
			return g.crash(t, p, env, n, after)
		}
		boundaries := crash(0, false)
		for n := 1; n <= boundaries; n += stride {
			crash(n, false)
			crash(min(n+stride/2, boundaries), true)
		}
	}
}

// TestRealTrouble has the wiki itself make trouble, from the first upload of a
// run on, and end it after a while: the run waits for what passes.
func TestRealTrouble(t *testing.T) {
	w := dialReal(t)
	files := httptest.NewServer(nil)
	defer files.Close()
	for name, php := range map[string]string{
		"readonly":    `$wgReadOnly = 'The test has the key.';`,
		"ratelimited": `$wgRateLimits['edit'] = $wgRateLimits['upload'] = [ 'user' => [ 0, 10 ], 'bot' => [ 0, 10 ] ]; $wgRevokePermissions['*']['noratelimit'] = true;`,
		"maxlag":      `$wgHooks['ApiMaxLagInfo'][] = static function ( &$info ) { $info = [ 'host' => 'db1', 'lag' => 12, 'type' => 'db' ]; };`,
	} {
		t.Run(name, func(t *testing.T) {
			g, p, env := w.through(t, "Trouble", files)
			g.first("upload", func() { time.AfterFunc(4*time.Second, w.set(t, php)) })
			code, out := g.run(t, p.dir, env, p.apply...)
			if code != 0 {
				t.Errorf("exit code %d", code)
			}
			if !strings.Contains(out, name) {
				t.Errorf("it does not say what it waits for")
			}
			p.check(t, name)
			if t.Failed() {
				t.Log(out)
			}
		})
	}
}

// TestRealRefusal has the wiki refuse, from the first upload of a run on, what
// it allowed while it was planned. What can be done is done, and the next run
// does the rest.
func TestRealRefusal(t *testing.T) {
	w := dialReal(t)
	files := httptest.NewServer(nil)
	defer files.Close()
	account, _, _ := strings.Cut(os.Getenv("WIKIFORM_TEST_USER"), "@")
	for name, c := range map[string]struct {
		says   string
		refuse func(t *testing.T, p *project) (allow func())
		code   int
	}{
		"a right is revoked": {"permissiondenied", func(t *testing.T, p *project) func() {
			return w.set(t, `$wgRevokePermissions['user']['upload'] = true;`)
		}, 4},
		"a page is closed": {"protectedpage", func(t *testing.T, p *project) func() {
			return w.set(t, `$wgHooks['getUserPermissionsErrors'][] = static function ( $title, $user, $action, &$result ) {
				if ( $title->getText() === '`+p.title("replace")+`' && $action !== 'read' ) {
					$result = [ 'protectedpagetext', 'editprotected', $action ];
					return false;
				}
			};`)
		}, 4},
		// Protecting makes a revision, which changes no text: the plan stays true, and it
		// is the wiki that refuses.
		"a page is protected": {"protectedpage", func(t *testing.T, p *project) func() {
			title := p.title("replace")
			p.foreign[title] += 2
			w.maintain(t, "", "protect", "File:"+title)
			return func() { w.maintain(t, "", "protect", "--unprotect", "File:"+title) }
		}, 4},
		"the account is blocked": {"blocked", func(t *testing.T, p *project) func() {
			w.maintain(t, account, "blockUsers", "--reason", "a test")
			return func() { w.maintain(t, account, "blockUsers", "--unblock") }
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			g, p, env := w.through(t, "Refusal", files)
			allow := func() {}
			g.first("upload", func() { allow = c.refuse(t, p) })
			code, out := g.run(t, p.dir, env, p.apply...)
			allow()
			if code != c.code || !strings.Contains(out, c.says) {
				t.Errorf("exit code %d, want %d, and %q\n%s", code, c.code, c.says, out)
			}
			if code, out := g.run(t, p.dir, env, p.apply...); code != 0 {
				t.Errorf("the next run ends with %d\n%s", code, out)
			}
			p.check(t, name)
		})
	}
}

// TestRealExpiredStash empties the account's stash while chunks are sent, and
// once more between a run that was killed and the next.
func TestRealExpiredStash(t *testing.T) {
	w := dialReal(t)
	files := httptest.NewServer(nil)
	defer files.Close()
	expire := func() {
		unset := w.set(t, `$wgUploadStashMaxAge = -60;`)
		defer unset()
		w.maintain(t, "", "cleanupUploadStash")
	}
	t.Run("in a run", func(t *testing.T) {
		g, p, env := w.through(t, "Expired", files)
		g.nth("upload", 4, expire) // the chunks are the second to fifth upload
		if code, out := g.run(t, p.dir, env, p.apply...); code != 0 {
			t.Errorf("exit code %d\n%s", code, out)
		}
		p.check(t, "expired in a run")
	})
	t.Run("between runs", func(t *testing.T) {
		g, p, env := w.through(t, "Expired", files)
		g.dieAfter(150_000)
		if code, out := g.run(t, p.dir, env, p.apply...); code != -1 {
			t.Errorf("exit code %d\n%s", code, out)
		}
		g.dieAt(0, false)
		expire()
		if code, out := g.run(t, p.dir, env, p.apply...); code != 0 {
			t.Errorf("the next run ends with %d\n%s", code, out)
		}
		p.check(t, "expired between runs")
	})
}

// TestRealSmallRequests has PHP take less than wikiform likes to send, without
// saying so beforehand.
func TestRealSmallRequests(t *testing.T) {
	w := dialReal(t)
	files := httptest.NewServer(nil)
	defer files.Close()
	for name, limits := range map[string][]string{
		"of a file": {"-d", "upload_max_filesize=40K"},
		"of a body": {"-d", "post_max_size=40K"},
	} {
		t.Run(name, func(t *testing.T) {
			small := w
			small.api = w.serve(t, limits...)
			g, p, env := small.through(t, "Small", files)
			if code, out := g.run(t, p.dir, env, "apply", "-auto-approve", "-parallelism=1"); code != 0 {
				t.Errorf("exit code %d\n%s", code, out)
			}
			p.check(t, name)
		})
	}
}

// serve serves the same wiki once more, with other settings of PHP.
func (w realWiki) serve(t *testing.T, settings ...string) *url.URL {
	t.Helper()
	root := t.TempDir()
	core, err := filepath.Abs(w.core)
	if err == nil {
		err = os.Symlink(core, filepath.Join(root, "w"))
	}
	if err != nil {
		t.Fatal(err)
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	free.Close()
	cmd := exec.Command("php", append([]string{"-d", "error_reporting=0", "-d", "display_errors=0", "-S", address, "-t", root}, settings...)...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	api := &url.URL{Scheme: "http", Host: address, Path: "/w/api.php"}
	for began := time.Now(); ; time.Sleep(100 * time.Millisecond) {
		resp, err := http.Get(api.String() + "?action=query&format=json")
		if err == nil {
			resp.Body.Close()
			return api
		}
		if time.Since(began) > 30*time.Second {
			t.Fatal(fmt.Errorf("PHP's server does not answer: %w", err))
		}
	}
}
