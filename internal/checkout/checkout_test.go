package checkout

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// machine makes the directories and files of a test below a folder of its own.
func machine(t *testing.T, paths ...string) string {
	t.Helper()
	top, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		full := filepath.Join(top, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(path, "/") {
			err = os.MkdirAll(full, 0o755)
		} else {
			err = os.WriteFile(full, nil, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return top
}

func TestPath(t *testing.T) {
	t.Parallel()
	top := machine(t, "ci/mono/.git/", "ci/mono/wikis/prod/main.wiki.hcl", "tree/.git", "tree/a/main.wiki.hcl", "loose/wiki/main.wiki.hcl")
	if err := os.Symlink("ci/mono", filepath.Join(top, "link")); err != nil {
		t.Fatal(err)
	}
	in := func(path string) string {
		if path == "" {
			return ""
		}
		return filepath.Join(top, path)
	}
	const prod = "wikis/prod/main.wiki.hcl"
	for _, c := range []struct{ workspace, start, file, want string }{
		// The work tree of git's decides, wherever it is asked from.
		{"", "ci/mono", "ci/mono/" + prod, prod},
		{"", "ci/mono/wikis/prod", "ci/mono/" + prod, prod},
		{"", "ci", "ci/mono/" + prod, prod},
		{"", "loose", "ci/mono/" + prod, prod},
		{"ci/mono", "ci/mono/wikis", "ci/mono/" + prod, prod},
		{"ci", "ci", "ci/mono/" + prod, prod},                 // checked out one below the workspace
		{"ci/mono/wikis", "ci/mono", "ci/mono/" + prod, prod}, // no forge says so
		{"", "ci", "link/" + prod, prod},
		{"", "tree/a", "tree/a/main.wiki.hcl", "a/main.wiki.hcl"}, // another work tree of one repository has a file .git
		// Without one the workspace does, and then the place of the command.
		{"loose", "loose/wiki", "loose/wiki/main.wiki.hcl", "wiki/main.wiki.hcl"},
		{"ci", "loose", "loose/wiki/main.wiki.hcl", "wiki/main.wiki.hcl"},
		{"", "loose/wiki", "loose/wiki/main.wiki.hcl", "main.wiki.hcl"},
		{"no/such", "loose", "loose/wiki/main.wiki.hcl", "wiki/main.wiki.hcl"},
		{"", "ci", "loose/wiki/main.wiki.hcl", filepath.ToSlash(in("loose/wiki/main.wiki.hcl"))},
	} {
		if got := (Repository{Workspace: in(c.workspace), Start: in(c.start)}).Path(in(c.file)); got != c.want {
			t.Errorf("workspace %q, started in %q: %s is %q, want %q", c.workspace, c.start, c.file, got, c.want)
		}
	}
}
