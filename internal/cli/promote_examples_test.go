//go:build unix

package cli_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider/sandbox"
)

func promoted(name string) string { return filepath.Join("..", "..", "examples", "promote", name) }

// promotion is a pipeline of examples/promote.
type promotion interface {
	// run runs a job, plan, staging or production; the last one with what a person typed.
	run(t *testing.T, w *twoWikis, job, digest string) (code int, out string)
	// kept is the plan that the job for staging hands on.
	kept(w *twoWikis) string
}

// gitHubPromotion is examples/promote/github.yml.
type gitHubPromotion struct {
	from string // the run that a person promotes; "" for that of staging
}

// What is planned for a pull request, and applied to staging, are runs of one workflow.
const pullRun, stagingRun = "41", "42"

func (gitHubPromotion) kept(w *twoWikis) string {
	return filepath.Join(w.forge, "artifacts", stagingRun, "wikiform-staging", "plan.wikiplan")
}

func (g gitHubPromotion) run(t *testing.T, w *twoWikis, name, digest string) (code int, all string) {
	t.Helper()
	var workflow struct {
		Jobs map[string]struct{ Steps []gitHubStep }
	}
	readYAML(t, promoted("github.yml"), &workflow)
	dir, temp := w.checkout(t), t.TempDir()
	summary := filepath.Join(temp, "summary.md")
	env := map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_SHA": mergedCommit, "GITHUB_RUN_ID": stagingRun, "RUNNER_TEMP": temp, "GITHUB_STEP_SUMMARY": summary}
	from := g.from
	if from == "" {
		from = stagingRun
	}
	inputs := strings.NewReplacer("${{ inputs.run }}", from, "${{ inputs.digest }}", digest)
	code, all = w.steps(t, dir, workflow.Jobs[name].Steps, env, func(value string) string { return expressions(t, inputs.Replace(value)) },
		map[string]string{"plan": pullRun, "staging": stagingRun}[name])
	w.keepRun(t, stagingRun, `{"event":"push","head_branch":"main","conclusion":"success"}`)
	// What was merged as it was is the commit of both runs, the newest of which is first.
	keepFile(t, filepath.Join(w.forge, "runs.json"), fmt.Sprintf(`[
		{"workflow":"wikiform.yml","event":"push","commit":%[1]q,"status":"success","databaseId":42},
		{"workflow":"wikiform.yml","event":"pull_request","commit":%[1]q,"status":"success","databaseId":41}]`, headCommit))
	keepFile(t, filepath.Join(w.forge, "api", "repos", "museum", "wiki", "commits", mergedCommit, "pulls.json"), fmt.Sprintf(`[{"head":{"sha":%q}}]`, headCommit))
	if b, err := os.ReadFile(summary); err == nil {
		all += string(b)
	}
	return code, all
}

// keepRun is what GitHub says of a run.
func (w *twoWikis) keepRun(t *testing.T, id, said string) {
	t.Helper()
	keepFile(t, filepath.Join(w.forge, "api", "repos", "museum", "wiki", "actions", "runs", id+".json"), said)
}

// gitLabPromotion is examples/promote/gitlab.yml.
type gitLabPromotion struct{ gitLab }

func (gitLabPromotion) kept(w *twoWikis) string {
	return filepath.Join(w.forge, "staging", "plan.wikiplan")
}

func (g gitLabPromotion) run(t *testing.T, w *twoWikis, name, digest string) (int, string) {
	t.Helper()
	var all map[string]json.RawMessage
	readYAML(t, promoted("gitlab.yml"), &all)
	var job gitLabJob
	if err := json.Unmarshal(all["wikiform "+name], &job); err != nil || len(job.Script) == 0 {
		t.Fatalf("the job %s: %v", name, err)
	}
	dir, env := w.checkout(t), map[string]string{}
	if name != "plan" {
		env["WIKIFORM_USER_"+w.hosts[name]], env["WIKIFORM_PASSWORD_"+w.hosts[name]] = sandbox.User, sandbox.Password
		keepFile(t, g.api(w.ciWorld, "/projects/1/repository/commits/"+mergedCommit+"/merge_requests"), `[{"iid":7}]`)
	}
	if name == "production" {
		env["DIGEST"] = digest
		copyFile(t, g.kept(w), filepath.Join(dir, "wiki", "plan.wikiplan")) // of the job that it needs
	}
	code, out := g.gitLab.run(t, w.ciWorld, dir, job, env)
	if to := map[string]string{"plan": g.gitLab.kept(w.ciWorld), "staging": g.kept(w)}[name]; code == 0 && to != "" {
		kept := t.TempDir()
		keep(t, dir, job.Artifacts.Paths, kept)
		copyFile(t, filepath.Join(kept, "plan.wikiplan"), to)
	}
	return code, out
}

var shownDigest = regexp.MustCompile("Digest: `(sha256:[0-9a-f]{64})`")

// What was planned for staging, and applied there, goes to production by its digest; with
// another one, another file, or where production has something else, nothing does.
func TestPromoteExamples(t *testing.T) {
	t.Parallel()
	both := []string{"Museum - The mill.svg (1)", "Museum - The old bridge.svg (1)"}
	for name, p := range map[string]promotion{"github": gitHubPromotion{}, "gitlab": gitLabPromotion{}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTwoWikis(t, "promote")
			holds := func(after string, want map[string][]string) {
				t.Helper()
				if diff := cmp.Diff(want, w.titles(t)); diff != "" {
					t.Fatalf("what the wikis have after %s (-want +got):\n%s", after, diff)
				}
			}
			code, out := p.run(t, w, "plan", "")
			mustEnd(t, "plan", code, out, 0, "Wiki staging:", "anonymous", "Plan: 2 to add")
			code, out = p.run(t, w, "staging", "")
			mustEnd(t, "staging", code, out, 0, "Apply complete!")
			holds("staging", map[string][]string{"staging": both})
			m := shownDigest.FindAllStringSubmatch(out, -1)
			if len(m) == 0 {
				t.Fatalf("the job for staging shows no digest:\n%s", out)
			}
			digest := m[len(m)-1][1]

			code, out = p.run(t, w, "production", "sha256:"+strings.Repeat("0", 64))
			mustEnd(t, "another digest", code, out, 6, digest)
			code, out = p.run(t, w, "production", "$(touch /tmp/hit) --help")
			if code == 0 {
				t.Errorf("what is no digest was taken:\n%s", out)
			}
			plan, err := os.ReadFile(p.kept(w))
			check(t, err)
			putFile(t, p.kept(w), strings.Replace(string(plan), "The old bridge", "The new bridge", 1))
			if code, out = p.run(t, w, "production", digest); code == 0 {
				t.Errorf("a plan that was changed was taken:\n%s", out)
			}
			putFile(t, p.kept(w), string(plan))
			holds("what is refused", map[string][]string{"staging": both})

			for range 2 { // the second time it does nothing
				code, out = p.run(t, w, "production", digest)
				mustEnd(t, "production", code, out, 0, "Wiki production:", "approved for the wiki staging")
				holds("production", map[string][]string{"staging": both, "production": both})
			}
		})
		t.Run(name+", production has something else", func(t *testing.T) {
			t.Parallel()
			w := newTwoWikis(t, "promote")
			p.run(t, w, "plan", "")
			_, out := p.run(t, w, "staging", "")
			m := shownDigest.FindStringSubmatch(out)
			if m == nil {
				t.Fatalf("the job for staging shows no digest:\n%s", out)
			}
			check(t, w.wikis["production"].PutFile("Museum - The mill.svg", []byte(picture("mine")), "Mine.", "Anna"))
			code, out := p.run(t, w, "production", m[1])
			mustEnd(t, "production", code, out, 1, "not_approved")
			if diff := cmp.Diff(map[string][]string{"staging": both, "production": both[:1]}, w.titles(t)); diff != "" {
				t.Errorf("something was written (-want +got):\n%s", diff)
			}
		})
	}
}

// Nothing goes to production that another run kept as what staging got, whatever it is.
func TestPromoteForgedRun(t *testing.T) {
	t.Parallel()
	w := newTwoWikis(t, "promote")
	gitHubPromotion{}.run(t, w, "plan", "")
	_, out := gitHubPromotion{}.run(t, w, "staging", "")
	m := shownDigest.FindStringSubmatch(out)
	if m == nil {
		t.Fatalf("the job for staging shows no digest:\n%s", out)
	}
	forged := gitHubPromotion{from: "66"}
	copyFile(t, gitHubPromotion{}.kept(w), filepath.Join(w.forge, "artifacts", "66", "wikiform-staging", "plan.wikiplan"))
	for _, said := range []string{
		`no JSON`, `{}`,
		`{"event":"pull_request","head_branch":"main","conclusion":"success"}`, // of a fork's branch main
		`{"event":"workflow_dispatch","head_branch":"main","conclusion":"success"}`,
		`{"event":"push","head_branch":"mallory","conclusion":"success"}`,
		`{"event":"push","head_branch":"main","conclusion":"failure"}`,
		`{"event":"push","head_branch":"main","conclusion":null}`,
	} {
		w.keepRun(t, "66", said)
		code, out := forged.run(t, w, "production", m[1])
		mustEnd(t, said, code, out, 1, "The run 66 is none that went well for what was merged to main")
		if got := w.titles(t)["production"]; len(got) > 0 {
			t.Fatalf("%s: production has %v", said, got)
		}
	}
	w.keepRun(t, "66", `{"event":"push","head_branch":"main","conclusion":"success"}`)
	code, out := forged.run(t, w, "production", m[1])
	mustEnd(t, "a run that is one", code, out, 0, "Apply complete!")
}
