package cli_test

import (
	"bytes"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wikiform/internal/cli"
	"wikiform/internal/term"
	"wikiform/provider/sandbox"
)

// odd is a wiki with what looks like a file and is none, or is one in an odd way.
func odd(t *testing.T) realWiki {
	t.Helper()
	wiki, err := sandbox.New()
	check(t, err)
	wiki.Configure(func(s *sandbox.Settings) {
		s.Language, s.FileNamespace, s.FileAliases = "de", "Datei", []string{"Bild"}
	})
	server := httptest.NewServer(wiki)
	t.Cleanup(func() { server.Close(); wiki.Close() })
	for _, err := range []error{
		wiki.PutFile("Bridge.svg", []byte(picture("bridge")), "A bridge. [[Category:X]]", "Anna"),
		wiki.PutFile("Mill.svg", []byte(picture("mill")), "A mill. [[Category:X]]", "Anna"),
		wiki.PutFile("Moved.svg", []byte(picture("moved")), "Moved. [[Category:X]]", "Anna"),
		wiki.Move("Anna", "File:Moved.svg", "File:New.svg", true),
		wiki.PutPage("File:Only a page.svg", "There is no file. [[Category:X]]", "Anna"),
		wiki.Share("Shared.svg", []byte(picture("shared"))),
		wiki.PutPage("File:Shared.svg", "What we say of it. [[Category:X]]", "Anna"),
	} {
		check(t, err)
	}
	w := realWiki{api: server.URL + "/w/api.php"}
	w.login(sandbox.User, sandbox.Password)
	return w
}

// says runs the command, and gives all that it says.
func (w realWiki) says(t *testing.T, dir string, want int, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	code := cli.Main(append(args, "-chdir="+dir), term.Streams{In: strings.NewReader(""), Out: &out, Err: &out, Env: w.env})
	if code != want {
		t.Fatalf("wikiform %s: exit code %d, want %d\n%s", strings.Join(args, " "), code, want, out.String())
	}
	return out.String()
}

func contains(t *testing.T, out string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(out, part) {
			t.Errorf("it does not say %q:\n%s", part, out)
		}
	}
}

// TestImportNoFiles: a list names each title that is no file, with its line, and nothing is
// written; what a category has beside files is left out.
func TestImportNoFiles(t *testing.T) {
	t.Parallel()
	w, dir := odd(t), t.TempDir()
	putFile(t, filepath.Join(dir, "list.txt"), "Bridge.svg\nMoved.svg\nOnly a page.svg\nShared.svg\nMissing.svg\n")
	before := allIn(t, dir)
	out := w.says(t, dir, 1, "import", "-titles=list.txt", "-out=x", "-api="+w.api)
	contains(t, out, "4 lines name what is no file of the wiki",
		"line 2 names File:Moved.svg, which is a redirect",
		"line 3 names File:Only a page.svg, which is a page without a file",
		"line 4 names File:Shared.svg, which is no file of this wiki, but of a repository that it shares",
		"line 5 names File:Missing.svg, which does not exist", "Nothing was written")
	if after := allIn(t, dir); len(after) != len(before) {
		t.Errorf("there is %v", after)
	}
	out = w.says(t, dir, 0, "import", "-category=X", "-out=x", "-api="+w.api)
	contains(t, out, "3 files", "the plan for it is empty")
}

// TestImportDeclared: what the manifest says something of, in whatever block and spelling,
// is left out.
func TestImportDeclared(t *testing.T) {
	t.Parallel()
	w, dir := odd(t), t.TempDir()
	putFile(t, filepath.Join(dir, "a.svg"), picture("bridge"))
	putFile(t, filepath.Join(dir, "main.wiki.hcl"), fmt.Sprintf(`
wiki "de" { api = %q }
file "bridge" {
  source = "a.svg"
  title = "Datei:bridge.svg"
}
absent "mill" { title = "mill.svg" }
`, w.api))
	out := w.says(t, dir, 0, "import", "-all", "-out=x")
	contains(t, out, "Left out, since the manifest says something of them already: Bridge.svg, Mill.svg.", "1 file of the wiki de", "the plan for it is empty")
	out = w.says(t, dir, 0, "import", "-all", "-out=y")
	contains(t, out, "Nothing to import. All 3 files are declared already.")
	out = w.says(t, dir, 0, "import", "-all", "-out=x")
	contains(t, out, "Nothing to import.")
}

// TestImportTaken: a folder that is not empty is left as it is.
func TestImportTaken(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"x.csv", "x.wiki.hcl", "x/mine.txt"} {
		w, dir := odd(t), t.TempDir()
		check(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		putFile(t, filepath.Join(dir, name), "# mine\n")
		before := allIn(t, dir)
		out := w.says(t, dir, 1, "import", "-all", "-out=x", "-api="+w.api)
		contains(t, out, name+" is there already, and is not what this import would write", "Name another import with -out")
		if after := allIn(t, dir); len(after) != len(before) || after[name] != before[name] {
			t.Errorf("%s: there is %v", name, after)
		}
	}
	w, dir := odd(t), t.TempDir()
	putFile(t, filepath.Join(dir, "X.csv"), "# mine\n")
	out := w.says(t, dir, 1, "import", "-all", "-out=x", "-api="+w.api)
	contains(t, out, "X.csv, which is the same name as x.csv on some systems", "Nothing was written")
	if after := allIn(t, dir); len(after) != 1 {
		t.Errorf("there is %v", after)
	}
}
