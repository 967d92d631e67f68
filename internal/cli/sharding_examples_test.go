//go:build unix

package cli_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider/sandbox"
)

func shardingExample(name string) string {
	return filepath.Join("..", "..", "examples", "sharding", name)
}

// site is a world in which the examples of sharding run: a directory with the manifests and
// the saved plan that all shards have.
type site struct {
	*ciWorld
	dir string // that of the manifests
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{ciWorld: newCIWorld(t)}
	s.dir = filepath.Join(s.repo, "wiki")
	code, out := s.bash(t, s.dir, "wikiform plan -out=release.wikiplan", nil)
	mustEnd(t, "plan", code, out, 0, "Plan: 2 to add, 2 to change")
	return s
}

func (s *site) credentials() map[string]string { return gitLab{}.credentials(s.ciWorld) }

// killOnce has the next upload or edit kill the job.
func (s *site) killOnce() {
	s.cancelAt(true, func(action, _ string) bool { return action == "upload" })
}

// job is examples/sharding/kubernetes.yaml.
type job struct {
	Spec struct {
		CompletionMode       string
		Completions          int
		Parallelism          int
		BackoffLimitPerIndex int
		PodFailurePolicy     struct{ Rules []podRule }
		Template             struct {
			Spec struct {
				RestartPolicy string
				Containers    []struct {
					Name, WorkingDir string
					Command          []string
					Env              []struct{ Name string }
				}
			}
		}
	}
}

type podRule struct {
	Action      string
	OnExitCodes *struct {
		ContainerName, Operator string
		Values                  []int
	}
	OnPodConditions []struct{ Type string }
}

// action is what becomes of a pod that ended with a code: the first rule that fits counts,
// and without one it is Count.
func (j *job) action(code int) string {
	for _, r := range j.Spec.PodFailurePolicy.Rules {
		if r.OnExitCodes != nil && slices.Contains(r.OnExitCodes.Values, code) {
			return r.Action
		}
	}
	return "Count"
}

// The job is one that Kubernetes takes, and all exit codes are where they belong.
func TestKubernetesExample(t *testing.T) {
	t.Parallel()
	var j job
	readYAML(t, shardingExample("kubernetes.yaml"), &j)
	pod := j.Spec.Template.Spec
	if j.Spec.CompletionMode != "Indexed" || pod.RestartPolicy != "Never" || len(pod.Containers) != 1 || j.Spec.BackoffLimitPerIndex == 0 {
		t.Fatalf("an index that fails by a rule needs other settings: %+v", j.Spec)
	}
	want := map[int]string{1: "FailIndex", 3: "FailIndex", 4: "Count", 5: "FailIndex", 6: "FailIndex", 7: "FailIndex", 9: "Ignore", 64: "FailIndex", 130: "Ignore", 143: "Ignore", 137: "Count"}
	got := map[int]string{}
	for code := range want {
		got[code] = j.action(code)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what becomes of a pod by its exit code (-want +got):\n%s", diff)
	}
	for _, r := range j.Spec.PodFailurePolicy.Rules {
		if c := r.OnExitCodes; c != nil && (c.Operator != "In" || c.ContainerName != pod.Containers[0].Name || !slices.IsSorted(c.Values) || len(slices.Compact(slices.Clone(c.Values))) != len(c.Values) || slices.Contains(c.Values, 0)) {
			t.Errorf("no rule for Kubernetes: %+v", *c)
		}
		if (r.OnExitCodes == nil) == (r.OnPodConditions == nil) {
			t.Errorf("a rule is about one thing: %+v", r)
		}
	}

	// Its pods, one of which is killed once.
	s := newSite(t)
	script := pod.Containers[0].Command
	if len(script) != 3 || script[0] != "sh" || script[1] != "-c" || !strings.HasSuffix(pod.Containers[0].WorkingDir, "/release") {
		t.Fatalf("the command is %q", script)
	}
	s.killOnce()
	killed := 0
	for index := range j.Spec.Completions {
		env := s.credentials()
		env["JOB_COMPLETION_INDEX"] = strconv.Itoa(index)
		failures := 0
		for {
			code, out := s.bash(t, s.dir, script[2], env)
			if code == 0 {
				break
			}
			if code == -1 {
				killed++
			}
			switch j.action(code) {
			case "FailIndex":
				t.Fatalf("index %d failed with %d\n%s", index, code, out)
			case "Count":
				if failures++; failures > j.Spec.BackoffLimitPerIndex {
					t.Fatalf("index %d failed %d times\n%s", index, failures, out)
				}
			}
		}
	}
	s.done(t)
	if killed != 1 {
		t.Errorf("%d pods were killed", killed)
	}
}

// fakes puts programs before those of the machine, each a script.
func fakes(t *testing.T, programs map[string]string) map[string]string {
	t.Helper()
	dir := t.TempDir()
	for name, script := range programs {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return map[string]string{"PATH": dir + ":" + os.Getenv("PATH"), "FAKES": dir}
}

func TestSlurmExample(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile(shardingExample("slurm.sh"))
	if err != nil {
		t.Fatal(err)
	}
	script := string(b)
	array := regexp.MustCompile(`(?m)^#SBATCH --array=1-([0-9]+)$`).FindStringSubmatch(script)
	if array == nil || !strings.HasPrefix(script, "#!/bin/bash\n") {
		t.Fatal("it is no array of tasks")
	}
	s := newSite(t)
	home := t.TempDir()
	keepFile(t, filepath.Join(home, ".config", "wikiform", "credentials"),
		fmt.Sprintf("WIKIFORM_USER_%s=%s\nWIKIFORM_PASSWORD_%s=%s\n", s.host, sandbox.User, s.host, sandbox.Password))
	task := func(env map[string]string, id, restarts string) map[string]string {
		env = maps.Clone(env)
		maps.Copy(env, map[string]string{"HOME": home, "SLURM_ARRAY_JOB_ID": "7", "SLURM_ARRAY_TASK_ID": id, "SLURM_ARRAY_TASK_COUNT": array[1], "SLURM_RESTART_COUNT": restarts})
		return env
	}
	env := fakes(t, map[string]string{"scontrol": `echo "$@" >> "$FAKES/requeued"`})
	tasks, err := strconv.Atoi(array[1])
	if err != nil {
		t.Fatal(err)
	}
	for id := 1; id <= tasks; id++ {
		code, out := s.bash(t, s.dir, script, task(env, strconv.Itoa(id), "0"))
		mustEnd(t, fmt.Sprint("task ", id), code, out, 0)
	}
	s.done(t)
	if _, err := os.Stat(filepath.Join(env["FAKES"], "requeued")); err == nil {
		t.Error("a task that was done is run again")
	}

	for _, c := range []struct {
		code     int
		restarts string
		again    bool
	}{{0, "0", false}, {1, "0", false}, {4, "0", true}, {4, "4", true}, {4, "5", false}, {6, "0", false}, {7, "0", false}, {9, "9", true}, {64, "0", false}, {130, "0", true}, {143, "0", true}} {
		env := fakes(t, map[string]string{"scontrol": `echo "$@" >> "$FAKES/requeued"`, "wikiform": fmt.Sprint("exit ", c.code)})
		code, out := s.bash(t, s.dir, script, task(env, "3", c.restarts))
		requeued, _ := os.ReadFile(filepath.Join(env["FAKES"], "requeued"))
		if code != c.code || (string(requeued) == "requeue 7_3\n") != c.again {
			t.Errorf("after %d, for the time %s: exit code %d, requeued %q\n%s", c.code, c.restarts, code, requeued, out)
		}
	}
}

func TestToolforgeExample(t *testing.T) {
	t.Parallel()
	var jobs []struct{ Name, Image, Command string }
	readYAML(t, shardingExample("toolforge.yaml"), &jobs)
	s := newSite(t)
	home := t.TempDir()
	if err := os.CopyFS(filepath.Join(home, "release"), os.DirFS(s.dir)); err != nil {
		t.Fatal(err)
	}
	copyFile(t, shardingExample("again.sh"), filepath.Join(home, "bin", "again.sh"))
	code, out := s.bash(t, home, `ln -s "$(command -v wikiform)" bin/wikiform`, nil)
	mustEnd(t, "the tool's home", code, out, 0)
	names := map[string]bool{}
	for i, j := range jobs {
		if names[j.Name] || !strings.Contains(j.Command, fmt.Sprintf("-shard=%d/%d ", i+1, len(jobs))) || j.Image == "" {
			t.Errorf("job %d is %+v", i, j)
		}
		names[j.Name] = true
		code, out := s.bash(t, home, j.Command, s.credentials())
		mustEnd(t, j.Name, code, out, 0)
	}
	s.done(t)
}

// again.sh runs a command until that is of no use, and passes a termination on to it.
func TestAgain(t *testing.T) {
	t.Parallel()
	s := &site{ciWorld: newCIWorld(t)}
	again, err := filepath.Abs(shardingExample("again.sh"))
	if err != nil {
		t.Fatal(err)
	}
	next := `read -r code < "$FAKES/codes"; sed -i 1d "$FAKES/codes"; echo ran; exit "$code"`
	for codes, want := range map[string]struct{ code, ran int }{
		"0": {0, 1}, "1 0": {1, 1}, "4 0": {0, 2}, "9 4 9 0": {0, 4}, "4 6 0": {6, 2}, "4 4 4 4 4 0": {4, 5}, "7 0": {7, 1}, "143 0": {143, 1},
	} {
		env := fakes(t, map[string]string{"wikiform": next})
		putFile(t, filepath.Join(env["FAKES"], "codes"), strings.ReplaceAll(codes, " ", "\n")+"\n")
		code, out := s.bash(t, t.TempDir(), "sh "+again+" wikiform apply -shard=1/2 x", env)
		if code != want.code || strings.Count(out, "ran") != want.ran {
			t.Errorf("%s: exit code %d, ran %d times, want %v\n%s", codes, code, strings.Count(out, "ran"), want, out)
		}
	}
	env := fakes(t, map[string]string{"wikiform": `trap 'echo finished; exit 143' TERM; kill -TERM $PPID; while :; do sleep 0.01; done`})
	code, out := s.bash(t, t.TempDir(), "exec sh "+again+" wikiform apply", env)
	mustEnd(t, "terminated", code, out, 143, "finished")
}

func TestGitHubShards(t *testing.T) {
	t.Parallel()
	var workflow struct {
		Jobs map[string]struct {
			Needs    string
			Strategy struct {
				FailFast *bool `json:"fail-fast"`
				Matrix   struct{ Shard []int }
			}
			Steps []gitHubStep
		}
	}
	readYAML(t, shardingExample("github.yml"), &workflow)
	s := newSite(t)
	steps := func(name string, fill func(string) string) {
		t.Helper()
		dir := s.checkout(t)
		ran := 0
		for _, step := range workflow.Jobs[name].Steps {
			if step.Run == "" || step.Dir == ".wikiform-source" {
				continue
			}
			ran++
			env := map[string]string{"GITHUB_ACTIONS": "true"}
			for name, value := range step.Env {
				env[strings.Replace(name, "wiki_example_org", s.host, 1)] = expressions(t, value)
			}
			code, out := s.bash(t, dir, fill(step.Run), env, "-e")
			mustEnd(t, name, code, out, 0)
		}
		if ran != 1 {
			t.Fatalf("%d steps of %s were run", ran, name)
		}
		if name == "plan" { // which is handed on
			copyFile(t, filepath.Join(dir, "wiki", "release.wikiplan"), filepath.Join(s.dir, "release.wikiplan"))
		}
	}
	steps("plan", func(run string) string { return run })
	apply := workflow.Jobs["apply"]
	shards := apply.Strategy.Matrix.Shard
	if apply.Needs != "plan" || apply.Strategy.FailFast == nil || *apply.Strategy.FailFast || len(shards) == 0 {
		t.Fatalf("the job is %+v", apply)
	}
	for i, n := range shards {
		if n != i+1 {
			t.Fatalf("the shards are %v", shards)
		}
		steps("apply", func(run string) string {
			if !strings.Contains(run, fmt.Sprintf("-shard=${{ matrix.shard }}/%d ", len(shards))) {
				t.Fatalf("not all shards are run: %s", run)
			}
			return strings.ReplaceAll(run, "${{ matrix.shard }}", strconv.Itoa(n))
		})
	}
	s.done(t)
	steps("rest", func(run string) string { return run })
	s.done(t)
}

func TestGitLabShards(t *testing.T) {
	t.Parallel()
	var all map[string]json.RawMessage
	readYAML(t, shardingExample("gitlab.yml"), &all)
	var job struct {
		gitLabJob
		Parallel int
		Retry    struct {
			Max       int
			ExitCodes []int `json:"exit_codes"`
		}
	}
	if err := json.Unmarshal(all["wikiform shards"], &job); err != nil || job.Parallel == 0 {
		t.Fatalf("%v: %+v", err, job)
	}
	if diff := cmp.Diff([]int{4, 9, 130, 143}, job.Retry.ExitCodes); diff != "" || job.Retry.Max != 2 {
		t.Errorf("what is run again (-want +got):\n%s", diff)
	}
	s := newSite(t)
	for n := 1; n <= job.Parallel; n++ {
		env := s.credentials()
		env["CI_NODE_INDEX"], env["CI_NODE_TOTAL"] = strconv.Itoa(n), strconv.Itoa(job.Parallel)
		code, out := gitLab{}.run(t, s.ciWorld, s.checkout(t), job.gitLabJob, env)
		mustEnd(t, fmt.Sprint("job ", n), code, out, 0)
	}
	s.done(t)
	var rest gitLabJob
	if err := json.Unmarshal(all["wikiform rest"], &rest); err != nil {
		t.Fatal(err)
	}
	code, out := gitLab{}.run(t, s.ciWorld, s.checkout(t), rest, s.credentials())
	mustEnd(t, "rest", code, out, 0)
}
