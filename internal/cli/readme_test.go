package cli_test

import (
	"bytes"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"wikiform/internal/cli"
	"wikiform/internal/term"
	"wikiform/provider/sandbox"
)

// TestReadme does what the README says, in its order, as somebody who follows it: its
// command lines in a copy of the examples, its manifest for a wiki that is a sandbox. What
// serves until it is stopped, or asks on a terminal, is tried elsewhere.
func TestReadme(t *testing.T) {
	t.Parallel()
	wiki, err := sandbox.New()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(wiki)
	t.Cleanup(server.Close)
	u, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	readme := strings.NewReplacer(
		"https://wiki.example.org/w/api.php", server.URL+"/w/api.php",
		"wiki_example_org", strings.NewReplacer(".", "_", ":", "_").Replace(u.Host),
		"'Uploader@wikiform'", "'"+sandbox.User+"'", "'…'", "'"+sandbox.Password+"'",
	).Replace(string(page))

	dir := t.TempDir()
	check(t, copyTree(filepath.Join(dir, "examples"), filepath.Join("..", "..", "examples")))
	layFile(t, filepath.Join(dir, "catalogue.csv"), "id,path,name\n1,bridge.jpg,Bridge\n2,mill.jpg,Mill\n")
	layFile(t, filepath.Join(dir, "photo.wikitext"), "== Summary ==\n${name}\n")
	for name, scan := range map[string]string{"bridge.jpg": "plate-01.jpg", "mill.jpg": "plate-02.jpg"} {
		b, err := os.ReadFile(filepath.Join(dir, "examples", "catalogue", "scans", scan))
		check(t, err)
		layFile(t, filepath.Join(dir, "scans", name), string(b))
	}

	env := map[string]string{}
	ran := map[string]int{}
	manifest := regexp.MustCompile("(?s)```hcl\n(.*?)```")
	step := regexp.MustCompile("(?m)^    (export|wikiform) (.*)$|`wikiform (import [^`]+)`")
	for _, part := range regexp.MustCompile("(?m)^## ").Split(readme, -1) {
		if m := manifest.FindStringSubmatch(part); m != nil {
			layFile(t, filepath.Join(dir, "main.wiki.hcl"), m[1])
		}
		for _, m := range step.FindAllStringSubmatch(part, -1) {
			words := shellWords(m[2] + m[3])
			if m[1] == "export" {
				name, value, _ := strings.Cut(words[0], "=")
				env[name] = value
				continue
			}
			if words[0] == "sandbox" || words[0] == "init" {
				continue
			}
			ran[words[0]]++
			at := dir
			if words[0] == "import" { // in an empty directory
				at = filepath.Join(dir, "empty")
				check(t, os.Mkdir(at, 0o777))
			}
			for i, w := range words {
				if to, ok := strings.CutPrefix(w, "-chdir="); ok {
					at = filepath.Join(dir, to)
					words[i] = "-chdir=" + at
				}
			}
			if !strings.Contains(strings.Join(words, " "), "-chdir=") {
				words = append(words, "-chdir="+at)
			}
			var out bytes.Buffer
			if code := cli.Main(words, term.Streams{In: strings.NewReader(""), Out: &out, Err: &out, Env: env}); code != 0 {
				t.Fatalf("wikiform %s: exit code %d\n%s", strings.Join(words, " "), code, out.String())
			}
			for _, w := range words {
				if _, report, ok := strings.Cut(w, "-report="); ok {
					_, name, _ := strings.Cut(report, ":")
					if info, err := os.Stat(filepath.Join(at, name)); err != nil || info.Size() < 500 {
						t.Errorf("wikiform %s: %s was not written: %v", strings.Join(words, " "), name, err)
					}
				}
			}
		}
	}
	for _, command := range []string{"plan", "apply", "doctor", "import"} {
		if ran[command] == 0 {
			t.Errorf("the README has no %s", command)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "empty", "museum.wiki.hcl")); err != nil {
		t.Errorf("what the manifest put there was not imported: %v", err)
	}
}

// shellWords are the words of a line, as a shell has them that expands nothing.
func shellWords(line string) (words []string) {
	for _, w := range regexp.MustCompile(`(?:[^\s"']|"[^"]*"|'[^']*')+`).FindAllString(line, -1) {
		words = append(words, strings.NewReplacer(`"`, "", "'", "").Replace(w))
	}
	return words
}

func layFile(t *testing.T, path, text string) {
	t.Helper()
	check(t, os.MkdirAll(filepath.Dir(path), 0o777))
	check(t, os.WriteFile(path, []byte(text), 0o666))
}
