//go:build unix

package cli_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// pullWorld is a repository on a forge, whose manifests' pages a volunteer has edited.
type pullWorld struct {
	*ciWorld
	origin string // bare
}

func newPullWorld(t *testing.T) *pullWorld {
	t.Helper()
	w := &pullWorld{ciWorld: newCIWorld(t), origin: filepath.Join(t.TempDir(), "museum.git")}
	manifest := filepath.Join(w.repo, "wiki", "main.wiki.hcl")
	b, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	api := strings.SplitN(string(b), "\n\n", 2)[0]
	if err := os.RemoveAll(filepath.Join(w.repo, ".git")); err != nil {
		t.Fatal(err)
	}
	keepFile(t, manifest, strings.Replace(api, "}", "  accounts = [\"Sandbox\"]\n}", 1)+`
file "both" {
  source      = "both.svg"
  description = file("both.wikitext")
}
file "text" {
  source      = "text.svg"
  description = templatefile("text.wikitext", { what = "old" })
}
`)
	keepFile(t, filepath.Join(w.repo, "wiki", "both.wikitext"), "Before.\n")
	keepFile(t, filepath.Join(w.repo, "wiki", "text.wikitext"), "The ${what} text.\n")
	keepFile(t, filepath.Join(w.repo, ".gitignore"), ".wikiform/\n")
	w.git(t, w.repo, "init", "--quiet", "--initial-branch=main")
	w.git(t, w.repo, "add", ".")
	w.git(t, w.repo, "commit", "--quiet", "--message=First")
	w.git(t, w.repo, "clone", "--quiet", "--bare", w.repo, w.origin)
	w.git(t, w.origin, "config", "receive.advertisePushOptions", "true")
	hook := filepath.Join(w.origin, "hooks", "post-receive")
	keepFile(t, hook, "#!/bin/sh\nset | grep ^GIT_PUSH_OPTION_ | grep -v COUNT | sed \"s/^[^=]*=//; s/'//g\" > '"+w.forge+"/options'\n")
	if err := os.Chmod(hook, 0o755); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *pullWorld) git(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "user.name=a", "-c", "user.email=a@localhost", "-c", "protocol.file.allow=always"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %q: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// job is a checkout, as a runner makes it.
func (w *pullWorld) job(t *testing.T) (dir, commit string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "checkout")
	w.git(t, w.repo, "clone", "--quiet", w.origin, dir)
	return dir, w.git(t, dir, "rev-parse", "HEAD")
}

// on GitHub and on GitLab one request is opened, and brought up to date, and main stays as
// it is.
func TestPullPipelines(t *testing.T) {
	t.Parallel()
	for name, run := range map[string]func(t *testing.T, w *pullWorld) (int, string){
		"github-actions": func(t *testing.T, w *pullWorld) (code int, all string) {
			var workflow struct {
				Jobs map[string]struct{ Steps []gitHubStep }
			}
			readYAML(t, filepath.Join("..", "..", "examples", "github-actions", "wikiform-pull.yml"), &workflow)
			dir, commit := w.job(t)
			temp := t.TempDir()
			for _, step := range workflow.Jobs["pull"].Steps {
				if step.Run == "" || step.Dir == ".wikiform-source" || code != 0 {
					continue
				}
				env := map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_SHA": commit, "RUNNER_TEMP": temp}
				for name, value := range step.Env {
					env[name] = expressions(t, value)
				}
				c, out := w.bash(t, dir, step.Run, env, "-e")
				code, all = c, all+out
			}
			return code, all
		},
		"gitlab-ci": func(t *testing.T, w *pullWorld) (int, string) {
			dir, commit := w.job(t)
			return gitLab{}.run(t, w.ciWorld, dir, gitLab{}.job(t, "wikiform pull"), map[string]string{
				"CI_COMMIT_SHA": commit, "CI_DEFAULT_BRANCH": "main", "CI_PROJECT_URL": strings.TrimSuffix(w.origin, ".git"), "WIKIFORM_PULL_TOKEN": "token",
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newPullWorld(t)
			main := w.git(t, w.origin, "rev-parse", "main")
			code, out := run(t, w)
			mustEnd(t, "the first time", code, out, 0, "+ The old text.", "1 file written")
			w.proposes(t, name, "The old text.\n")

			// A volunteer goes on, with what would be a command in many places.
			const evil = "${file(\"secret\")} `id` $(id) ::set-output name=x::y\n::warning::z\n'; id #\n"
			w.meanwhileEdits(t, "Both.svg", evil)
			w.meanwhileEdits(t, "Text.svg", evil)
			code, out = run(t, w)
			mustEnd(t, "the second time", code, out, 0, "is not written: the text is the template")
			w.proposes(t, name, evil)

			// Once it is merged there is nothing to propose.
			w.git(t, w.origin, "update-ref", "refs/heads/main", "wikiform-pull")
			before := w.git(t, w.origin, "rev-parse", "wikiform-pull")
			code, out = run(t, w)
			mustEnd(t, "after it was merged", code, out, 0, "Nothing to propose.")
			if after := w.git(t, w.origin, "rev-parse", "wikiform-pull"); after != before {
				t.Errorf("the branch moved from %s to %s", before, after)
			}
			if parent := w.git(t, w.origin, "rev-parse", "wikiform-pull^"); parent != main {
				t.Errorf("the branch stands on %s, and main was %s", parent, main)
			}
			if text := w.git(t, w.origin, "show", "wikiform-pull:wiki/text.wikitext"); text != "The ${what} text." {
				t.Errorf("the template is %q", text)
			}
		})
	}
}

// meanwhileEdits is a volunteer's edit of a page.
func (w *pullWorld) meanwhileEdits(t *testing.T, name, text string) {
	t.Helper()
	if err := w.wiki.PutPage("File:"+name, text, "Bob"); err != nil {
		t.Fatal(err)
	}
}

// proposes holds what the forge has against what it should have.
func (w *pullWorld) proposes(t *testing.T, forge, text string) {
	t.Helper()
	if got := w.git(t, w.origin, "show", "wikiform-pull:wiki/both.wikitext"); got != strings.TrimSpace(text) {
		t.Errorf("the branch has %q", got)
	}
	changed := strings.Fields(w.git(t, w.origin, "diff", "--name-only", "main", "wikiform-pull"))
	if diff := cmp.Diff([]string{"wiki/.wikiform.lock.hcl", "wiki/both.wikitext"}, changed); diff != "" {
		t.Errorf("what the branch changes (-want +got):\n%s", diff)
	}
	if branches := w.git(t, w.origin, "for-each-ref", "--format=%(refname)"); branches != "refs/heads/main\nrefs/heads/wikiform-pull" {
		t.Errorf("there is %s", branches)
	}
	if forge == "github-actions" {
		var pulls []map[string]any
		b, err := os.ReadFile(filepath.Join(w.forge, "pulls.json"))
		if err == nil {
			err = json.Unmarshal(b, &pulls)
		}
		if err != nil || len(pulls) != 1 || pulls[0]["head"] != "wikiform-pull" || pulls[0]["base"] != "main" || !strings.Contains(fmt.Sprint(pulls[0]["body"]), "wikiform drift") {
			t.Errorf("the pull requests are %v, %v", pulls, err)
		}
		return
	}
	options, err := os.ReadFile(filepath.Join(w.forge, "options"))
	if want := "merge_request.create\nmerge_request.target=main\nmerge_request.title=What others wrote on the wiki\n"; err != nil || string(options) != want {
		t.Errorf("the options are %q, %v", options, err)
	}
	if message := w.git(t, w.origin, "log", "-1", "--format=%B", "wikiform-pull"); !strings.Contains(message, "wikiform drift") {
		t.Errorf("the commit says %q", message)
	}
}
