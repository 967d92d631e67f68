//go:build unix

package cli_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"wikiform/provider/sandbox"
)

// action is action.yml, which a workflow of a few lines calls.
type action struct{ env map[string]string } // in the place of what the action gives its steps

func (a action) plan(t *testing.T, w *ciWorld) (int, string) {
	return a.run(t, w, map[string]string{"command": "plan"})
}

func (a action) apply(t *testing.T, w *ciWorld) (int, string) {
	port := w.host[strings.LastIndex(w.host, "_")+1:]
	return a.run(t, w, map[string]string{"command": "apply", "host": "127.0.0.1:" + port, "user": sandbox.User, "password": sandbox.Password})
}

func (action) kept(w *ciWorld) string { return gitHub{}.kept(w) }

type actionFile struct {
	Inputs map[string]struct {
		Default  string
		Required bool
	}
	Runs struct{ Steps []actionStep }
}

type actionStep struct {
	Name, Uses, Run, If, Shell string
	Env                        map[string]string
	With                       map[string]any
}

func readAction(t *testing.T) actionFile {
	t.Helper()
	var file actionFile
	readYAML(t, filepath.Join("..", "..", "action.yml"), &file)
	if len(file.Runs.Steps) < 8 {
		t.Fatalf("the action has %d steps", len(file.Runs.Steps))
	}
	return file
}

// run runs the steps of the action in a checkout of their own, as GitHub's runner does.
func (a action) run(t *testing.T, w *ciWorld, given map[string]string) (code int, all string) {
	t.Helper()
	file := readAction(t)
	inputs := map[string]string{}
	for name, in := range file.Inputs {
		inputs[name] = in.Default
	}
	for name, value := range given {
		if _, known := inputs[name]; !known {
			t.Fatalf("the action has no input %s", name)
		}
		inputs[name] = value
	}
	dir, temp := w.checkout(t), t.TempDir()
	for _, step := range file.Runs.Steps {
		always, due := dueStep(t, step.If, inputs["command"], inputs["pictures"] == "true")
		if !due || code != 0 && !always || step.Name == "Build wikiform" || strings.HasPrefix(step.Uses, "actions/setup-go@") {
			continue // wikiform is there: see TestActionBuilds
		}
		env := map[string]string{
			"GITHUB_ACTIONS": "true", "GITHUB_SHA": mergedCommit, "RUNNER_TEMP": temp, "GITHUB_STEP_SUMMARY": filepath.Join(temp, "summary.md"),
			"GITHUB_SERVER_URL": "https://github.com",
		}
		for name, value := range step.Env {
			env[name] = actionExpressions(t, value, inputs)
		}
		maps.Copy(env, a.env)
		switch {
		case step.Run != "":
			c, out := w.bash(t, dir, step.Run, env, "--noprofile", "--norc", "-eo", "pipefail")
			all += out
			if code == 0 {
				code = c
			}
		case strings.HasPrefix(step.Uses, "actions/upload-artifact@"):
			globs := strings.Fields(actionExpressions(t, strings.ReplaceAll(fmt.Sprint(step.With["path"]), "\n", " "), inputs))
			keep(t, dir, globs, filepath.Join(w.forge, "artifacts", "42", actionExpressions(t, fmt.Sprint(step.With["name"]), inputs)))
			keepFile(t, filepath.Join(w.forge, "runs.json"), fmt.Sprintf(`[{"workflow":"wikiform-plan.yml","commit":%q,"status":%q,"databaseId":42}]`,
				headCommit, map[bool]string{true: "success", false: "failure"}[code == 0]))
		default:
			t.Fatalf("the test does not know the step %q", step.Uses+step.Name)
		}
	}
	keepFile(t, filepath.Join(w.forge, "api", "repos", "museum", "wiki", "commits", mergedCommit, "pulls.json"), fmt.Sprintf(`[{"head":{"sha":%q}}]`, headCommit))
	return code, all
}

var stepCondition = regexp.MustCompile(`^\$\{\{ (!cancelled\(\) && )?inputs\.command (==|!=) '([a-z]+)'( \|\| inputs\.pictures == 'true')? \}\}$`)

// dueStep reports whether a step is for a command, and whether also after one that failed.
func dueStep(t *testing.T, condition, command string, pictures bool) (always, due bool) {
	t.Helper()
	if condition == "" {
		return false, true
	}
	m := stepCondition.FindStringSubmatch(condition)
	if m == nil {
		t.Fatalf("the test does not know the condition %q", condition)
	}
	return m[1] != "", (m[3] == command) == (m[2] == "==") || m[4] != "" && pictures
}

// actionExpressions fills in what GitHub would.
func actionExpressions(t *testing.T, s string, inputs map[string]string) string {
	t.Helper()
	known := map[string]string{
		"github.event.workflow_run.id": "42", "github.event.workflow_run.head_sha": headCommit,
		"github.event.workflow_run.head_repository.full_name": "museum/wiki",
	}
	for name, value := range inputs {
		known["inputs."+name] = value
	}
	s = expression.ReplaceAllStringFunc(s, func(e string) string {
		if value, ok := known[expression.FindStringSubmatch(e)[1]]; ok {
			return value
		}
		return e
	})
	return expressions(t, s)
}

// TestActionComments: the plan is shown in one comment, which is written anew; not that of an
// older commit, and not a text that is no plan.
func TestActionComments(t *testing.T) {
	t.Parallel()
	w := newCIWorld(t)
	comments := filepath.Join(w.forge, "api", "repos", "museum", "wiki", "issues", "7", "comments.json")
	read := func() (all []forgeComment) {
		b, err := os.ReadFile(comments)
		if err == nil {
			err = json.Unmarshal(b, &all)
		}
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	head := func(commit string) {
		keepFile(t, filepath.Join(w.forge, "api", "repos", "museum", "wiki", "pulls", "7.json"), fmt.Sprintf(`{"head":{"sha":%q}}`, commit))
	}
	comment := map[string]string{"command": "comment"}
	// Somebody else's text that looks like ours is left as it is.
	keepFile(t, comments, `[{"id":1,"user":{"login":"mallory"},"body":"<!-- wikiform plan {\"wiki\":\"museum\""}]`)
	head(headCommit)
	code, out := action{}.plan(t, w)
	mustEnd(t, "plan", code, out, 0)
	for range 2 {
		code, out = action{}.run(t, w, comment)
		mustEnd(t, "comment", code, out, 0)
		all := read()
		if len(all) != 2 || all[0].Body != `<!-- wikiform plan {"wiki":"museum"` || !strings.Contains(all[1].Body, "file.new") {
			t.Fatalf("the comments are %+v", all)
		}
	}
	keepFile(t, filepath.Join(w.repo, "wiki", "more.svg"), picture("more"))
	keepFile(t, filepath.Join(w.repo, "wiki", "more.wiki.hcl"), "file \"more\" {\n  source = \"more.svg\"\n}\n")
	code, out = action{}.plan(t, w)
	mustEnd(t, "plan of a second push", code, out, 0)
	head(mergedCommit)
	code, out = action{}.run(t, w, comment)
	mustEnd(t, "comment of an older commit", code, out, 0, "not of the latest commit of #7")
	if all := read(); strings.Contains(all[1].Body, "file.more") {
		t.Errorf("the comment is of an older commit")
	}
	head(headCommit)
	code, out = action{}.run(t, w, comment)
	mustEnd(t, "comment of the second push", code, out, 0)
	if all := read(); len(all) != 2 || !strings.Contains(all[1].Body, "file.more") {
		t.Errorf("the comments are %+v", all)
	}
	putFile(t, filepath.Join(w.forge, "artifacts", "42", "wikiform-plan", "plan.md"), "Buy now")
	code, out = action{}.run(t, w, comment)
	mustEnd(t, "comment of another text", code, out, 1, "plan.md is no plan")
}

// TestActionInputs: an input is no code, and what cannot be one is refused before anything.
func TestActionInputs(t *testing.T) {
	t.Parallel()
	w, spoiled := newCIWorld(t), filepath.Join(t.TempDir(), "spoiled")
	for name, given := range map[string]map[string]string{
		"no command":       {"command": "destroy"},
		"a command in it":  {"command": "plan; touch " + spoiled},
		"a host with more": {"command": "apply", "host": "wiki.example.org$(touch " + spoiled + ")"},
		"no host":          {"command": "apply", "user": "Uploader@ci"},
	} {
		code, out := action{}.run(t, w, given)
		mustEnd(t, name, code, out, 64, "::error::")
	}
	wiki := "$(touch " + spoiled + ")`touch " + spoiled + "`"
	code, out := action{}.run(t, w, map[string]string{"command": "plan", "wiki": wiki})
	mustEnd(t, "a wiki that is a command", code, out, 64, "WIKIFORM_WIKI="+wiki)
	if _, err := os.Stat(spoiled); err == nil {
		t.Error("an input was run as code")
	}
}

// TestActionBuilds: the step that builds wikiform does, and what it makes is found.
func TestActionBuilds(t *testing.T) {
	t.Parallel()
	var run string
	for _, step := range readAction(t).Runs.Steps {
		if step.Name == "Build wikiform" {
			run = step.Run
		}
	}
	path, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	w, temp := newCIWorld(t), t.TempDir()
	env := map[string]string{
		"GITHUB_ACTION_PATH": path, "RUNNER_TEMP": temp, "GITHUB_PATH": filepath.Join(temp, "path"),
		"HOME": os.Getenv("HOME"), // where go keeps what outlives this test
	}
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPROXY", "GOFLAGS"} {
		out, err := exec.Command("go", "env", name).Output()
		if err != nil {
			t.Fatal(err)
		}
		env[name] = strings.TrimSpace(string(out))
	}
	code, out := w.bash(t, t.TempDir(), run, env, "--noprofile", "--norc", "-eo", "pipefail")
	mustEnd(t, "build", code, out, 0)
	code, out = w.bash(t, t.TempDir(), `PATH=$(cat "$GITHUB_PATH"):$PATH; command -v wikiform; wikiform version`, env)
	mustEnd(t, "version", code, out, 0, filepath.Join(temp, "wikiform", "bin", "wikiform"), "wikiform 0.")
}

var pinned = regexp.MustCompile(`^[a-z-]+/[a-z-]+@[0-9a-f]{40}$`)

// TestWorkflowsAreGuarded: what other people's actions do is what was read when they were
// taken, no shell is given what somebody wrote as code, and nothing of a pull request runs
// with more rights than its author has.
func TestWorkflowsAreGuarded(t *testing.T) {
	t.Parallel()
	steps := readAction(t).Runs.Steps
	for _, step := range steps {
		step.noCode(t, "action.yml")
	}
	workflows, err := filepath.Glob(filepath.Join("..", "..", ".github", "workflows", "*.yml"))
	if err != nil || len(workflows) == 0 {
		t.Fatalf("%v, %v", workflows, err)
	}
	for _, path := range workflows {
		w, written := guarded(t, path)
		if !maps.Equal(w.Permissions, map[string]string{"contents": "read"}) {
			t.Errorf("%s may %v", path, w.Permissions)
		}
		steps = append(steps, written...)
	}
	for _, step := range steps {
		if step.Uses != "" && !pinned.MatchString(step.Uses) {
			t.Errorf("%s is not pinned by its commit", step.Uses)
		}
	}
}

// workflowFile is a workflow of GitHub.
type workflowFile struct {
	On          any `json:"true"` // which YAML 1.1 takes the key "on" for
	Permissions map[string]string
	Jobs        map[string]struct {
		Permissions map[string]string
		Steps       []actionStep
	}
}

// guarded reads a workflow that runs with nobody else's rights, and has no job with more of
// them, and its steps.
func guarded(t *testing.T, path string) (w workflowFile, steps []actionStep) {
	t.Helper()
	readYAML(t, path, &w)
	if w.On == nil || strings.Contains(fmt.Sprint(w.On), "pull_request_target") {
		t.Errorf("%s runs for pull_request_target", path)
	}
	for _, job := range w.Jobs {
		if len(job.Permissions) > 0 {
			t.Errorf("%s has a job that may %v", path, job.Permissions)
		}
		for _, step := range job.Steps {
			step.noCode(t, path)
		}
		steps = append(steps, job.Steps...)
	}
	return w, steps
}

// noCode: what somebody else may have written reaches a script through its environment.
func (s actionStep) noCode(t *testing.T, path string) {
	t.Helper()
	if strings.Contains(s.Run, "${{") {
		t.Errorf("%s: %s: an expression in a script is code", path, s.Name)
	}
}

// TestExamplesAreGuarded holds the example workflows against the same: no shell is given
// what somebody wrote as code, and what comments may do nothing else.
func TestExamplesAreGuarded(t *testing.T) {
	t.Parallel()
	comment := map[string]string{"actions": "read", "pull-requests": "write"}
	workflows, err := filepath.Glob(filepath.Join("..", "..", "examples", "github-actions", "*.yml"))
	if err != nil || len(workflows) < 6 {
		t.Fatalf("%v, %v", workflows, err)
	}
	for _, path := range workflows {
		w, _ := guarded(t, path)
		if strings.Contains(filepath.Base(path), "comment") && !maps.Equal(w.Permissions, comment) {
			t.Errorf("%s may %v", path, w.Permissions)
		}
	}
}

// TestDocumentedAction: what docs/install.md gives the action, it takes, and what it needs is
// given.
func TestDocumentedAction(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "install.md"))
	if err != nil {
		t.Fatal(err)
	}
	inputs, calls := readAction(t).Inputs, 0
	for i, block := range strings.Split(string(page), "```yaml\n")[1:] {
		block, _, _ = strings.Cut(block, "```")
		file := filepath.Join(t.TempDir(), fmt.Sprintf("%d.yml", i))
		putFile(t, file, "steps:\n"+block)
		var job struct{ Steps []actionStep }
		readYAML(t, file, &job)
		for _, step := range job.Steps {
			if strings.HasPrefix(step.Uses, "actions/checkout@") && fmt.Sprint(step.With["persist-credentials"]) != "false" {
				t.Errorf("a checkout leaves its token where an artifact could take it from")
			}
			if !strings.HasSuffix(step.Uses, "/wikiform@COMMIT") {
				continue
			}
			calls++
			for name := range step.With {
				if _, known := inputs[name]; !known {
					t.Errorf("%s is no input of the action", name)
				}
			}
			for name, in := range inputs {
				if in.Required && step.With[name] == nil {
					t.Errorf("a call lacks %s", name)
				}
			}
		}
	}
	if calls < 2 {
		t.Errorf("%d calls of the action", calls)
	}
}
