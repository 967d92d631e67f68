package checkout

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The commit is found wherever git keeps it, and never guessed.
func TestCommit(t *testing.T) {
	t.Parallel()
	id, other := strings.Repeat("0a", 20), strings.Repeat("0b", 32)
	for name, c := range map[string]struct {
		files map[string]string
		dir   string
		want  string
	}{
		"a branch":            {map[string]string{".git/HEAD": "ref: refs/heads/main\n", ".git/refs/heads/main": id + "\n"}, ".", id},
		"below the top":       {map[string]string{".git/HEAD": "ref: refs/heads/a/b\n", ".git/refs/heads/a/b": id + "\n"}, "wikis/prod", id},
		"no branch":           {map[string]string{".git/HEAD": other + "\n"}, ".", other},
		"packed":              {map[string]string{".git/HEAD": "ref: refs/heads/main\n", ".git/packed-refs": "# pack-refs with: peeled fully-peeled sorted \n" + other + " refs/heads/main2\n" + id + " refs/heads/main\n^" + other + "\n"}, ".", id},
		"newer than packed":   {map[string]string{".git/HEAD": "ref: refs/heads/main\n", ".git/packed-refs": other + " refs/heads/main\n", ".git/refs/heads/main": id + "\n"}, ".", id},
		"another work tree":   {map[string]string{".git": "gitdir: repo/worktrees/x\n", "repo/worktrees/x/HEAD": "ref: refs/heads/x\n", "repo/worktrees/x/commondir": "../..\n", "repo/refs/heads/x": id + "\n"}, ".", id},
		"a submodule":         {map[string]string{".git": "gitdir: repo/modules/x\n", "repo/modules/x/HEAD": id + "\n"}, ".", id},
		"nothing committed":   {map[string]string{".git/HEAD": "ref: refs/heads/main\n"}, ".", ""},
		"tables":              {map[string]string{".git/HEAD": "ref: refs/heads/.invalid\n"}, ".", ""},
		"no repository":       {map[string]string{"main.wiki.hcl": ""}, ".", ""},
		"a repository's husk": {map[string]string{".git": "gitdir: nowhere\n"}, ".", ""},
		"no commit":           {map[string]string{".git/HEAD": "::add-mask::x\n"}, ".", ""},
		"out of it":           {map[string]string{".git/HEAD": "ref: refs/../../secret\n", "secret": id + "\n"}, ".", ""},
		"no ref":              {map[string]string{".git/HEAD": "ref: secret\n", ".git/secret": id + "\n"}, ".", ""},
		"longer than git's":   {map[string]string{".git/HEAD": strings.Repeat("0", 9000) + "\n"}, ".", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			top := t.TempDir()
			for file, text := range c.files {
				file = filepath.Join(top, file)
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			dir := filepath.Join(top, c.dir)
			if err := os.MkdirAll(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			if got := Commit(dir); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
