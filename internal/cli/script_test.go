package cli_test

import (
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"wikiform/internal/cli"
	"wikiform/internal/term"
	"wikiform/provider/sandbox"
)

var update = flag.Bool("update", false, "rewrite golden files and the expectations of scripts")

// peakEnv names the file to which a process in a test writes its peak of memory.
const peakEnv = "WIKIFORM_TEST_PEAK"

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"wikiform": func() {
			code := cli.Main(os.Args[1:], term.System())
			tellPeak()
			os.Exit(code)
		},
		"gh":   fake("gh", gh),
		"curl": fake("curl", curl),
		"jq":   fake("jq", jq),
	})
}

// TestScripts runs the program as people do: each file of testdata/script has
// manifests, commands and what must be printed. Beside testscript's own commands
// there are:
//
//	wiki NAME [HOW...]                   serve a sandbox wiki; sets $NAME (its api), $NAME_PAGE and the
//	                                     credentials of an account with all rights. HOW is
//	                                     readonly, html, 429, 503, down, case, 1.39, tr or de
//	login NAME USER PASSWORD             use another account: Norights norights
//	files DIR                            serve a folder; sets $FILES
//	example NAME                         copy examples/NAME into the working directory
//	replace OLD NEW FILE                 change a text
//	retouch FILE                         change a picture: append a few bytes to it
//	drawn FILE WIDTH HEIGHT              make a picture, a PNG of one colour
//	touch-later FILE                     set its time an hour ahead
//	append LINE FILE                     add a line to a file
//	answers FILE LINE...                 write what somebody types, and ends without a line
//	digest FILE                          sets $DIGEST to that of a saved plan
//	somebody NAME USER VERB TITLE ...    do what is not ours (see somebody)
//	code N COMMAND...                    run it, and hold its exit code against N
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		Setup:               hermetic,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"wiki": serveWiki, "login": login, "files": serveFiles, "example": copyExample, "retouch": retouch, "code": exitCode,
			"replace": replaceText, "append": appendLine, "digest": digestOf, "touch-later": touchLater,
			"somebody": somebody, "answers": answers, "drawn": drawn,
		},
	})
}

func drawn(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: drawn FILE WIDTH HEIGHT")
	}
	w, err := strconv.Atoi(args[1])
	ts.Check(err)
	h, err := strconv.Atoi(args[2])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), flatPNG(w, h), 0o666))
}

// hermetic keeps what the machine's environment says out of the scripts.
func hermetic(env *testscript.Env) error {
	for _, name := range []string{"CI", "GITHUB_ACTIONS", "GITLAB_CI", "BUILDKITE", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE"} {
		env.Setenv(name, "")
	}
	return nil
}

func serveWiki(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: wiki NAME [HOW...]")
	}
	wiki := &servedWiki{}
	var err error
	wiki.Wiki, err = sandbox.New(sandbox.Clock(wiki.now), sandbox.Accounts(sandbox.Account{Name: "Norights", Password: "norights", Rights: []string{"read"}}),
		sandbox.Accounts(volunteers...))
	ts.Check(err)
	var handler http.Handler = wiki
	down := false
	for _, how := range args[1:] {
		switch how {
		case "readonly":
			wiki.SetReadOnly("the database is being moved")
		case "html":
			handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/html")
				fmt.Fprint(w, "<h1>a page with a secret in it</h1>")
			})
		case "429", "503": // to everything, for long
			status, _ := strconv.Atoi(how)
			handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Retry-After", "3600")
				http.Error(w, "a page with a secret in it", status)
			})
		case "down":
			down = true
		case "case":
			wiki.Configure(func(s *sandbox.Settings) { s.CaseSensitive = true })
		case "1.39":
			wiki.Configure(func(s *sandbox.Settings) { s.UpperCase = true })
		case "tr":
			wiki.Configure(func(s *sandbox.Settings) { s.Language, s.FileNamespace = "tr", "Dosya" })
		case "de":
			wiki.Configure(func(s *sandbox.Settings) {
				s.Language, s.FileNamespace, s.FileAliases = "de", "Datei", []string{"Bild"}
			})
		default:
			ts.Fatalf("wiki cannot be %q", how)
		}
	}
	server := httptest.NewServer(handler)
	ts.Defer(server.Close)
	if down {
		server.Close()
	}
	ts.Setenv(args[0], server.URL+"/w/api.php")
	ts.Setenv(args[0]+"_PAGE", server.URL+"/wiki/Main_Page")
	served.Store(server.URL+"/w/api.php", wiki)
	authorize(ts, server.URL, sandbox.User, sandbox.Password)
}

// authorize puts credentials into the environment as the README says.
func authorize(ts *testscript.TestScript, url, user, password string) {
	name := strings.NewReplacer(".", "_", ":", "_").Replace(strings.TrimPrefix(url, "http://"))
	ts.Setenv("WIKIFORM_USER_"+name, user)
	ts.Setenv("WIKIFORM_PASSWORD_"+name, password)
}

func login(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: login NAME USER PASSWORD")
	}
	url := strings.TrimSuffix(ts.Getenv(args[0]), "/w/api.php")
	authorize(ts, url, args[1], args[2])
}

func serveFiles(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: files DIR")
	}
	server := httptest.NewServer(http.FileServer(http.Dir(ts.MkAbs(args[0]))))
	ts.Defer(server.Close)
	ts.Setenv("FILES", server.URL)
}

func copyExample(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: example NAME")
	}
	ts.Check(copyTree(ts.MkAbs("."), filepath.Join("..", "..", "examples", args[0])))
}

// copyTree copies an example as git has it, without what an earlier run left.
func copyTree(to, from string) error {
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		return err
	}
	return os.RemoveAll(filepath.Join(to, ".wikiform"))
}

func retouch(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: retouch FILE")
	}
	path := ts.MkAbs(args[0])
	b, err := os.ReadFile(path)
	ts.Check(err)
	ts.Check(os.WriteFile(path, append(b, strings.Repeat("retouched ", 200)...), 0o644))
}

func touchLater(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: touch-later FILE")
	}
	later := time.Now().Add(time.Hour)
	ts.Check(os.Chtimes(ts.MkAbs(args[0]), later, later))
}

// exitCode runs the program and checks the very code: code 64 wikiform plan -x
func exitCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N COMMAND [ARG...]")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if e, ok := err.(interface{ ExitCode() int }); ok {
		got = fmt.Sprint(e.ExitCode())
	} else if err != nil {
		got = err.Error()
	}
	if got != args[0] {
		ts.Fatalf("exit code %s, want %s", got, args[0])
	}
}

// answers writes what is typed on a terminal: lines, or the end of the input.
func answers(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: answers FILE LINE...")
	}
	text := "\x04"
	if len(args) > 1 {
		text = strings.Join(args[1:], "\n") + "\n"
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}
