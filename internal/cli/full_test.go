package cli_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"wikiform/internal/cli"
	"wikiform/provider/sandbox"
)

// fullDisk takes some bytes and no more.
type fullDisk struct{ left int }

func (d *fullDisk) Write(p []byte) (int, error) {
	n := min(len(p), d.left)
	d.left -= n
	if n < len(p) {
		return n, &fs.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC}
	}
	return n, nil
}

// A result that did not arrive is told, by every command in every format: the
// exit code is not one that promises it.
func TestStandardOutputIsFull(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	server := httptest.NewServer(http.FileServer(http.Dir(filepath.Join(dir, "served"))))
	t.Cleanup(server.Close)
	wiki, err := sandbox.New()
	check(t, err)
	there := httptest.NewServer(wiki)
	t.Cleanup(there.Close)
	const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><!-- %s --></svg>`
	for name, text := range map[string]string{
		"served/a.txt":             "a\n",
		"plan/main.wiki.hcl":       fmt.Sprintf("wiki \"w\" {\n  api = \"%s/w/api.php\"\n}\nfile \"a\" {\n  source = \"a.svg\"\n  description = \"text\"\n}\n", there.URL),
		"plan/a.svg":               fmt.Sprintf(picture, "a"),
		"blocked/main.wiki.hcl":    fmt.Sprintf("wiki \"w\" {\n  api = \"%s/w/api.php\"\n}\nfile \"a\" {\n  source = \"a.exe\"\n}\n", there.URL),
		"blocked/a.exe":            "a",
		"nothing/main.wiki.hcl":    "file \"a\" {\n  for_each = {}\n  source   = \"a.svg\"\n}\n",
		"wrong/main.wiki.hcl":      "file \"a\" {\n  sorce = \"a.svg\"\n}\n",
		"locked/main.wiki.hcl":     fmt.Sprintf("file \"a\" {\n  url = \"%s/a.txt\"\n}\n", server.URL),
		"unlocked/main.wiki.hcl":   fmt.Sprintf("file \"a\" {\n  url = \"%s/a.txt\"\n}\n", server.URL),
		"unformed/main.wiki.hcl":   "file \"a\" {\nsource = \"a.svg\"\n}\n",
		"unformed/sub/a.wiki.hcl":  "file \"a\" {\nsource = \"a.svg\"\n}\n",
		"unformed/more/a.wiki.hcl": "file \"a\" {\nsource = \"a.svg\"\n}\n",
	} {
		put(t, filepath.Join(dir, filepath.FromSlash(name)), []byte(text))
	}
	run := func(out *fullDisk, args string) (code int, errors string) {
		var stderr bytes.Buffer
		fields := strings.Fields(args)
		fields = append(fields[1:], "-chdir="+filepath.Join(dir, fields[0]))
		code = cli.Main(fields, cli.Streams{In: strings.NewReader("file \"a\" {\nsource = 1\n}\n"), Out: out, Err: &stderr, Env: map[string]string{
			"WIKIFORM_ALLOW_PRIVATE_SOURCES": "1", "CI": "true",
		}})
		return code, stderr.String()
	}
	const much = 1 << 30
	for _, args := range []string{"locked lock", "plan plan -out=p.wikiplan"} {
		if code, errors := run(&fullDisk{much}, args); code != 0 {
			t.Fatalf("%s: exit code %d\n%s", args, code, errors)
		}
	}
	for _, tt := range []struct {
		args string // the directory, and what is run in it
		code int    // when all is printed
		want int    // when not all is
	}{
		{"plan plan", 0, 1},
		{"plan plan -detailed-exitcode", 2, 1},
		{"plan plan -json", 0, 1},
		{"plan plan -report=text:-", 0, 1},
		{"plan plan -report=github:-", 0, 1},
		{"plan plan -report=markdown:-", 0, 1},
		{"blocked plan -report=github:-", 1, 1},
		{"nothing plan", 0, 1},
		{"nothing apply -auto-approve", 0, 1},
		{"plan show p.wikiplan", 0, 1},
		{"plan show -json p.wikiplan", 0, 1},
		{"plan show -format=markdown p.wikiplan", 0, 1},
		{"plan show -format=html p.wikiplan", 0, 1},
		{"plan show -format=github p.wikiplan", 0, 1},
		{"plan show -format=gitlab-terraform p.wikiplan", 0, 1},
		{"plan validate", 0, 1},
		{"plan validate -json", 0, 1},
		{"plan validate -format=sarif", 0, 1},
		{"plan validate -format=github", 0, 1},
		{"wrong validate -json", 1, 1},
		{"wrong validate -format=sarif", 1, 1},
		{"wrong validate -format=github", 1, 1},
		{"locked lock", 0, 1},
		{"locked lock -check", 0, 1},
		{"unlocked lock -check", 3, 1},
		{"unformed fmt -check", 3, 1},
		{"unformed fmt -check -recursive -diff", 3, 1},
		{"unformed fmt -", 0, 1},
		{"unformed fmt -diff -", 0, 1},
		{"plan console -e file", 0, 1},
		{"plan console -json -e 1+1 -e file", 0, 1},
		{"plan schema", 0, 1},
		{"plan version", 0, 1},
		{"plan -help", 0, 1},
		{"plan help plan", 0, 1},
		{"plan apply -help", 0, 1},
		{"plan completion bash", 0, 1},
		{"plan completion fish -no-descriptions", 0, 1},
	} {
		t.Run(tt.args, func(t *testing.T) {
			t.Parallel()
			all := &fullDisk{much}
			if code, errors := run(all, tt.args); code != tt.code {
				t.Fatalf("exit code %d, want %d\n%s", code, tt.code, errors)
			}
			printed := much - all.left
			if printed == 0 {
				t.Fatal("it prints nothing")
			}
			for _, left := range []int{0, 1, printed / 2, printed - 1} {
				code, errors := run(&fullDisk{left}, tt.args)
				if code != tt.want || strings.Count(errors, "Error: ") != 1 || !strings.Contains(errors, "write /dev/stdout: no space left on device") {
					t.Errorf("when %d of %d bytes are printed: exit code %d, want %d\n%s", left, printed, code, tt.want, errors)
				}
			}
		})
	}
}

// A sandbox of which nobody learns the address is not served.
func TestSandboxTellsWhereItIs(t *testing.T) {
	t.Parallel()
	var errors bytes.Buffer
	code := cli.Main([]string{"sandbox", "-listen=127.0.0.1:0"}, cli.Streams{In: strings.NewReader(""), Out: &fullDisk{}, Err: &errors})
	if code != 1 || !strings.Contains(errors.String(), "no space left") {
		t.Errorf("exit code %d\n%s", code, errors.String())
	}
}

// A plan that nobody could read is not carried out; a run whose summary is lost
// was one all the same.
func TestApplyWhenStandardOutputIsFull(t *testing.T) {
	t.Parallel()
	args := func(t *testing.T) []string {
		dir := t.TempDir()
		put(t, filepath.Join(dir, "main.wiki.hcl"), []byte("file \"a\" {\n  source = \"a.svg\"\n}\n"))
		put(t, filepath.Join(dir, "a.svg"), []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>`))
		return []string{"apply", "-auto-approve", "-chdir=" + dir}
	}
	run := func(out *fullDisk, args []string) (int, string) {
		var errors bytes.Buffer
		code := cli.Main(args, cli.Streams{In: strings.NewReader(""), Out: out, Err: &errors, Env: map[string]string{"CI": "true"}})
		return code, errors.String()
	}
	written := func(args []string) bool {
		code, _ := run(&fullDisk{1 << 20}, []string{"plan", "-detailed-exitcode", args[2]})
		return code == 0
	}
	out := &fullDisk{1 << 20}
	if code, errors := run(out, args(t)); code != 0 {
		t.Fatalf("exit code %d\n%s", code, errors)
	}
	for left, want := range map[int]bool{10: false, 1<<20 - out.left - 10: true} {
		args := args(t)
		code, errors := run(&fullDisk{left}, args)
		if code != 1 || !strings.Contains(errors, "no space left") || written(args) != want {
			t.Errorf("when %d bytes are printed: exit code %d, written: %v, want %v\n%s", left, code, written(args), want, errors)
		}
	}
}
