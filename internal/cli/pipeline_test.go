//go:build unix

package cli_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	yaml "github.com/zclconf/go-cty-yaml"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"wikiform/provider/sandbox"
)

// pipeline is a way from a pull request to the wiki, which the shell lines of an
// example or of the documentation go.
type pipeline interface {
	// plan is what is run for a pull request.
	plan(t *testing.T, w *ciWorld) (code int, out string)
	// apply is what is run for what was merged.
	apply(t *testing.T, w *ciWorld) (code int, out string)
	// kept is the file that is handed from the one to the other.
	kept(w *ciWorld) string
}

const (
	mergedCommit = "c0ffee0000000000000000000000000000000000"
	headCommit   = "badcafe000000000000000000000000000000000"
)

// gitHub is examples/github-actions.
type gitHub struct{}

type gitHubStep struct {
	Uses, Run, If string
	Env           map[string]string
	With          struct{ Path, Name string }
	Dir           string `json:"working-directory"`
}

func (g gitHub) plan(t *testing.T, w *ciWorld) (int, string) {
	return g.run(t, w, "wikiform-plan.yml", "plan")
}

func (g gitHub) apply(t *testing.T, w *ciWorld) (int, string) {
	return g.run(t, w, "wikiform-apply.yml", "apply")
}

func (gitHub) kept(w *ciWorld) string {
	return filepath.Join(w.forge, "artifacts", "42", "wikiform-plan", "plan.wikiplan")
}

// run runs the steps of a job in a checkout of their own, as GitHub's runner does.
func (gitHub) run(t *testing.T, w *ciWorld, file, name string) (code int, all string) {
	t.Helper()
	var workflow struct {
		Jobs map[string]struct{ Steps []gitHubStep }
	}
	readYAML(t, filepath.Join("..", "..", "examples", "github-actions", file), &workflow)
	job := workflow.Jobs[name]
	dir, temp := w.checkout(t), t.TempDir()
	env := map[string]string{
		"GITHUB_ACTIONS": "true", "GITHUB_SHA": mergedCommit, "RUNNER_TEMP": temp,
		"GITHUB_STEP_SUMMARY": filepath.Join(temp, "summary.md"), "GITHUB_OUTPUT": filepath.Join(temp, "output"),
	}
	ran := 0
	for _, step := range job.Steps {
		if step.If != "" && step.If != "${{ !cancelled() }}" {
			t.Fatalf("%s: the test does not know the condition %q", file, step.If)
		}
		if code != 0 && step.If == "" || step.Dir == ".wikiform-source" { // which is how the runner gets wikiform
			continue
		}
		switch {
		case step.Run != "":
			ran++
			stepEnv := maps.Clone(env)
			for name, value := range step.Env {
				stepEnv[strings.Replace(name, "wiki_example_org", w.host, 1)] = expressions(t, value)
			}
			c, out := w.bash(t, dir, step.Run, stepEnv, "-e")
			all += out
			if code == 0 {
				code = c
			}
		case strings.HasPrefix(step.Uses, "actions/upload-artifact@"):
			keep(t, dir, strings.Fields(step.With.Path), filepath.Join(w.forge, "artifacts", "42", step.With.Name))
			keepFile(t, filepath.Join(w.forge, "runs.json"), fmt.Sprintf(`[{"workflow":%q,"commit":%q,"status":%q,"databaseId":42}]`,
				file, headCommit, map[bool]string{true: "success", false: "failure"}[code == 0]))
		}
	}
	if ran == 0 {
		t.Fatalf("%s has no job %s with steps to run", file, name)
	}
	keepFile(t, filepath.Join(w.forge, "api", "repos", "museum", "wiki", "commits", mergedCommit, "pulls.json"), fmt.Sprintf(`[{"head":{"sha":%q}}]`, headCommit))
	return code, all
}

var expression = regexp.MustCompile(`\$\{\{ *([^ ]*) *\}\}`)

// expressions fills in what GitHub would.
func expressions(t *testing.T, s string) string {
	t.Helper()
	return expression.ReplaceAllStringFunc(s, func(e string) string {
		value, known := map[string]string{
			"github.event.pull_request.number": "7",
			"github.token":                     "token",
			"github.repository":                "museum/wiki",
			"secrets.WIKIFORM_PULL_TOKEN":      "token",
			"secrets.WIKIFORM_USER":            sandbox.User,
			"secrets.WIKIFORM_PASSWORD":        sandbox.Password,
		}[expression.FindStringSubmatch(e)[1]]
		if !known {
			t.Errorf("the test does not know what %s is", e)
		}
		return value
	})
}

// keep copies what an artifact has, below the folder that all of it has in common.
func keep(t *testing.T, dir string, globs []string, to string) {
	t.Helper()
	if err := os.MkdirAll(to, 0o777); err != nil {
		t.Fatal(err)
	}
	for _, glob := range globs {
		if !strings.HasPrefix(glob, "wiki/") {
			t.Fatalf("the test does not know where %s would be in the artifact", glob)
		}
		files, err := filepath.Glob(filepath.Join(dir, glob))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			below, err := filepath.Rel(filepath.Join(dir, "wiki"), file)
			if err != nil {
				t.Fatal(err)
			}
			copyFile(t, file, filepath.Join(to, below))
		}
	}
}

// gitLab is examples/gitlab-ci.
type gitLab struct{}

type gitLabJob struct {
	Script    []any
	Artifacts struct{ Paths []string }
}

func (g gitLab) plan(t *testing.T, w *ciWorld) (int, string) {
	dir := w.checkout(t)
	job := g.job(t, "wikiform plan")
	code, out := g.run(t, w, dir, job, nil)
	kept := t.TempDir()
	keep(t, dir, job.Artifacts.Paths, kept)
	if code == 0 { // the API gives what the latest job kept that went well
		copyFile(t, filepath.Join(kept, "plan.wikiplan"), g.kept(w))
	}
	return code, out
}

func (g gitLab) apply(t *testing.T, w *ciWorld) (int, string) {
	keepFile(t, g.api(w, "/projects/1/repository/commits/"+mergedCommit+"/merge_requests"), `[{"iid":7}]`)
	return g.run(t, w, w.checkout(t), g.job(t, "wikiform apply"), g.credentials(w))
}

// credentials are the variables by which apply gets them: a user and a password.
func (gitLab) credentials(w *ciWorld) map[string]string {
	return map[string]string{"WIKIFORM_USER_" + w.host: sandbox.User, "WIKIFORM_PASSWORD_" + w.host: sandbox.Password}
}

func (g gitLab) kept(w *ciWorld) string {
	return g.api(w, "/projects/1/jobs/artifacts/refs%2Fmerge-requests%2F7%2Fhead/raw/wiki/plan.wikiplan?job=wikiform+plan")
}

func (gitLab) api(w *ciWorld, path string) string {
	return filepath.Join(w.forge, "api", url.PathEscape("gitlab.example/api/v4"+path))
}

func (gitLab) job(t *testing.T, name string) gitLabJob {
	t.Helper()
	var all map[string]json.RawMessage
	readYAML(t, filepath.Join("..", "..", "examples", "gitlab-ci", ".gitlab-ci.yml"), &all)
	var job gitLabJob
	if err := json.Unmarshal(all[name], &job); err != nil || len(job.Script) == 0 {
		t.Fatalf("the job %s: %v", name, err)
	}
	return job
}

// run runs the lines of a job in one shell, as GitLab's runner does.
func (gitLab) run(t *testing.T, w *ciWorld, dir string, job gitLabJob, env map[string]string) (int, string) {
	t.Helper()
	all := map[string]string{
		"GITLAB_CI": "true", "CI_API_V4_URL": "https://gitlab.example/api/v4", "CI_PROJECT_ID": "1", "CI_COMMIT_SHA": mergedCommit,
		"WIKIFORM_API_TOKEN": "token",
	}
	maps.Copy(all, env)
	return w.bash(t, dir, strings.Join(flat(job.Script), "\n"), all, "-eo", "pipefail")
}

// flat are the lines of a script, in which a list can be in a list.
func flat(script []any) []string {
	var lines []string
	for _, e := range script {
		switch e := e.(type) {
		case []any:
			lines = append(lines, flat(e)...)
		default:
			lines = append(lines, fmt.Sprint(e))
		}
	}
	return lines
}

// readYAML reads a file into what JSON would be read into.
func readYAML(t *testing.T, path string, into any) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	typ, err := yaml.ImpliedType(b)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	v, err := yaml.Unmarshal(b, typ)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if b, err = ctyjson.Marshal(v, typ); err == nil {
		err = json.Unmarshal(b, into)
	}
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

func keepFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	putFile(t, path, text)
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	keepFile(t, to, string(b))
}

var pipelines = map[string]pipeline{"github-actions": gitHub{}, "gitlab-ci": gitLab{}, "a digest with its list": documented{}, "action": action{}}

// everyPipeline runs a test for each of them, on a wiki of its own.
func everyPipeline(t *testing.T, test func(t *testing.T, p pipeline, w *ciWorld)) {
	t.Parallel()
	for _, name := range slices.Sorted(maps.Keys(pipelines)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, pipelines[name], newCIWorld(t))
		})
	}
}
