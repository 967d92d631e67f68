package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Every form names a file of the manifest as the forge does, wherever the command
// is started and whatever the forge checks out into.
func TestOnePathInTheRepository(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	mono := filepath.Join(top, "mono")
	prod := filepath.Join(mono, "wikis", "prod")
	put(t, filepath.Join(mono, ".git", "HEAD"), nil)
	put(t, filepath.Join(mono, "assets", "a.exe"), []byte("a"))
	put(t, filepath.Join(prod, "main.wiki.hcl"), []byte("file \"a\" {\n  source = \"../../assets/a.exe\"\n}\n"))
	put(t, filepath.Join(mono, "bad", "main.wiki.hcl"), []byte("file \"a\" {\n  sorce = \"a.png\"\n}\n"))
	run := func(dir, workspace string, args ...string) string {
		t.Helper()
		cmd := exec.Command("wikiform", args...)
		cmd.Dir = dir
		cmd.Env = append(slices.DeleteFunc(os.Environ(), func(kv string) bool { return strings.HasPrefix(kv, "GITHUB_") }), "GITHUB_WORKSPACE="+workspace)
		out, err := cmd.Output()
		if _, ended := err.(*exec.ExitError); err != nil && !ended {
			t.Fatal(err)
		}
		return string(out)
	}
	run(mono, "", "plan", "-chdir="+prod, "-root="+mono, "-out=saved.wikiplan")
	for _, workspace := range []string{"", mono, top, prod, os.TempDir()} {
		for _, dir := range []string{mono, prod, filepath.Join(mono, "wikis"), top, os.TempDir()} {
			within := func(of string) string {
				if rel, err := filepath.Rel(dir, of); err == nil {
					return rel
				}
				return of
			}
			for _, c := range []struct {
				args []string
				want string
			}{
				{[]string{"validate", "-format=github", "-chdir=" + within(filepath.Join(mono, "bad"))}, "file=bad/main.wiki.hcl,"},
				{[]string{"validate", "-format=sarif", "-chdir=" + within(filepath.Join(mono, "bad"))}, `"uri": "bad/main.wiki.hcl"`},
				{[]string{"validate", "-format=github", "-chdir=" + within(filepath.Join(mono, "bad")), "-root=" + top}, "file=bad/main.wiki.hcl,"},
				{[]string{"plan", "-report=github:-", "-chdir=" + within(prod), "-root=" + mono}, "file=wikis/prod/main.wiki.hcl,"},
				{[]string{"show", "-format=github", "-chdir=" + within(prod), "saved.wikiplan"}, "file=wikis/prod/main.wiki.hcl,"},
				{[]string{"show", "-format=github", within(filepath.Join(prod, "saved.wikiplan"))}, "file=wikis/prod/main.wiki.hcl,"},
			} {
				if out := run(dir, workspace, c.args...); !strings.Contains(out, c.want) {
					t.Errorf("in %s, checked out into %q: wikiform %v does not name %s\n%s", dir, workspace, c.args, c.want, out)
				}
			}
		}
	}
}
