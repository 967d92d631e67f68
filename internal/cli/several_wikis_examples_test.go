//go:build unix

package cli_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider/sandbox"
)

// twoWikis is a world in which the pipelines of examples/several-wikis and examples/promote
// run: its repository has the manifest of that example, for two wikis.
type twoWikis struct {
	*ciWorld
	wikis map[string]*sandbox.Wiki
	hosts map[string]string // in the names of variables
}

func severalWikis(name string) string {
	return filepath.Join("..", "..", "examples", "several-wikis", name)
}

func newTwoWikis(t *testing.T, example string) *twoWikis {
	t.Helper()
	w := &twoWikis{ciWorld: newCIWorld(t)}
	staging, err := sandbox.New()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(staging)
	t.Cleanup(server.Close)
	w.wikis = map[string]*sandbox.Wiki{"staging": staging, "production": w.wiki}
	w.hosts = map[string]string{"staging": strings.NewReplacer(".", "_", ":", "_").Replace(strings.TrimPrefix(server.URL, "http://")), "production": w.host}

	dir := filepath.Join(w.repo, "wiki")
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := copyTree(dir, filepath.Join("..", "..", "examples", example)); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(dir, "main.wiki.hcl"))
	if err != nil {
		t.Fatal(err)
	}
	manifest := string(b)
	for name, host := range map[string]string{"staging": "staging.example.org", "production": "wiki.example.org"} {
		port := w.hosts[name][strings.LastIndex(w.hosts[name], "_")+1:]
		manifest = strings.Replace(manifest, "https://"+host, "http://127.0.0.1:"+port, 1)
	}
	putFile(t, filepath.Join(dir, "main.wiki.hcl"), manifest)
	return w
}

// titles are what each wiki has of what the example declares for any of them.
func (w *twoWikis) titles(t *testing.T) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for name, wiki := range w.wikis {
		for _, title := range []string{"Museum - The mill.svg", "Museum - The old bridge.svg", "Test - The mill.svg", "Test - The old bridge.svg", "Test - Trial.svg"} {
			if versions, err := wiki.Versions(title); err == nil && len(versions) > 0 {
				all[name] = append(all[name], fmt.Sprintf("%s (%d)", title, len(versions)))
			}
		}
	}
	return all
}

// matrix is a pipeline with a job for each wiki.
type matrix interface {
	// wikis are those of which there is a job.
	wikis(t *testing.T, job string) []string
	// run runs a job for one wiki.
	run(t *testing.T, w *twoWikis, job, wiki string) (code int, out string)
	// kept is the plan that the job for a wiki hands to the other one.
	kept(w *twoWikis, wiki string) string
}

// gitHubMatrix is examples/several-wikis/github.yml.
type gitHubMatrix struct{}

type gitHubMatrixJob struct {
	Env      map[string]string
	Strategy struct {
		Matrix struct{ Wiki []string }
	}
	Environment string
	Steps       []gitHubStep
}

func (gitHubMatrix) job(t *testing.T, name string) gitHubMatrixJob {
	t.Helper()
	var workflow struct{ Jobs map[string]gitHubMatrixJob }
	readYAML(t, severalWikis("github.yml"), &workflow)
	return workflow.Jobs[name]
}

func (g gitHubMatrix) wikis(t *testing.T, job string) []string {
	return g.job(t, job).Strategy.Matrix.Wiki
}

func (gitHubMatrix) kept(w *twoWikis, wiki string) string {
	return filepath.Join(w.forge, "artifacts", "42", "wikiform-plan-"+wiki, "plan.wikiplan")
}

var secretOfWiki = regexp.MustCompile(`\$\{\{ matrix\.wiki == '([a-z]+)' && ([^ ]+) \|\| '' \}\}`)

// inMatrix fills in what GitHub would for one wiki.
func inMatrix(t *testing.T, s, wiki string) string {
	t.Helper()
	s = strings.ReplaceAll(s, "${{ matrix.wiki }}", wiki)
	s = secretOfWiki.ReplaceAllStringFunc(s, func(e string) string {
		if m := secretOfWiki.FindStringSubmatch(e); m[1] == wiki {
			return "${{ " + m[2] + " }}"
		}
		return ""
	})
	return expressions(t, s)
}

// steps runs those of a job of GitHub's in a checkout, whose expressions value works out, and
// keeps what they upload as that of a run.
func (w *twoWikis) steps(t *testing.T, dir string, steps []gitHubStep, env map[string]string, value func(string) string, run string) (code int, all string) {
	t.Helper()
	hosts := strings.NewReplacer("staging_example_org", w.hosts["staging"], "wiki_example_org", w.hosts["production"])
	ran := 0
	for _, step := range steps {
		if code != 0 && step.If == "" || step.Dir == ".wikiform-source" {
			continue
		}
		switch {
		case step.Run != "":
			ran++
			stepEnv := maps.Clone(env)
			for name, v := range step.Env {
				stepEnv[hosts.Replace(name)] = value(v)
			}
			c, out := w.bash(t, dir, step.Run, stepEnv, "-e")
			all += out
			if code == 0 {
				code = c
			}
		case strings.HasPrefix(step.Uses, "actions/upload-artifact@"):
			keep(t, dir, strings.Fields(step.With.Path), filepath.Join(w.forge, "artifacts", run, value(step.With.Name)))
		}
	}
	if ran == 0 {
		t.Fatal("there are no steps to run")
	}
	return code, all
}

func (g gitHubMatrix) run(t *testing.T, w *twoWikis, name, wiki string) (code int, all string) {
	t.Helper()
	job := g.job(t, name)
	dir, temp := w.checkout(t), t.TempDir()
	env := map[string]string{
		"GITHUB_ACTIONS": "true", "GITHUB_SHA": mergedCommit, "RUNNER_TEMP": temp, "GITHUB_STEP_SUMMARY": filepath.Join(temp, "summary.md"),
	}
	for key, value := range job.Env {
		env[key] = inMatrix(t, value, wiki)
	}
	code, all = w.steps(t, dir, job.Steps, env, func(value string) string { return inMatrix(t, value, wiki) }, "42")
	keepFile(t, filepath.Join(w.forge, "runs.json"), fmt.Sprintf(`[
		{"workflow":"wikiform.yml","event":"push","commit":%[1]q,"status":"success","databaseId":43},
		{"workflow":"wikiform.yml","event":"pull_request","commit":%[1]q,"status":"success","databaseId":42}]`, headCommit))
	keepFile(t, filepath.Join(w.forge, "api", "repos", "museum", "wiki", "commits", mergedCommit, "pulls.json"), fmt.Sprintf(`[{"head":{"sha":%q}}]`, headCommit))
	return code, all
}

// gitLabMatrix is examples/several-wikis/gitlab.yml.
type gitLabMatrix struct{ gitLab }

type gitLabMatrixJob struct {
	gitLabJob
	Parallel struct{ Matrix []map[string][]string }
}

func (gitLabMatrix) job(t *testing.T, name string) gitLabMatrixJob {
	t.Helper()
	var all map[string]json.RawMessage
	readYAML(t, severalWikis("gitlab.yml"), &all)
	var job gitLabMatrixJob
	if err := json.Unmarshal(all["wikiform "+name], &job); err != nil || len(job.Script) == 0 {
		t.Fatalf("the job %s: %v", name, err)
	}
	return job
}

func (g gitLabMatrix) wikis(t *testing.T, job string) []string {
	return g.job(t, job).Parallel.Matrix[0]["WIKIFORM_WIKI"]
}

func (g gitLabMatrix) kept(w *twoWikis, wiki string) string {
	job := url.Values{"job": {"wikiform plan: [" + wiki + "]"}}
	return g.api(w.ciWorld, "/projects/1/jobs/artifacts/refs%2Fmerge-requests%2F7%2Fhead/raw/wiki/plan.wikiplan?"+job.Encode())
}

func (g gitLabMatrix) run(t *testing.T, w *twoWikis, name, wiki string) (int, string) {
	t.Helper()
	job, dir := g.job(t, name), w.checkout(t)
	env := map[string]string{"WIKIFORM_WIKI": wiki}
	if name == "apply" {
		maps.Copy(env, map[string]string{"WIKIFORM_USER_" + w.hosts[wiki]: sandbox.User, "WIKIFORM_PASSWORD_" + w.hosts[wiki]: sandbox.Password})
		keepFile(t, g.api(w.ciWorld, "/projects/1/repository/commits/"+mergedCommit+"/merge_requests"), `[{"iid":7}]`)
	}
	code, out := g.gitLab.run(t, w.ciWorld, dir, job.gitLabJob, env)
	if code == 0 && len(job.Artifacts.Paths) > 0 {
		kept := t.TempDir()
		keep(t, dir, job.Artifacts.Paths, kept)
		copyFile(t, filepath.Join(kept, "plan.wikiplan"), g.kept(w, wiki))
	}
	return code, out
}

// The examples plan for each wiki without credentials and apply to each the plan that is
// its own, with the credentials of that wiki only.
func TestSeveralWikisExamples(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]matrix{"github": gitHubMatrix{}, "gitlab": gitLabMatrix{}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTwoWikis(t, "several-wikis")
			wikis := []string{"staging", "production"}
			for _, job := range []string{"plan", "apply"} {
				if got := m.wikis(t, job); !slices.Equal(got, wikis) {
					t.Fatalf("%s is for %q", job, got)
				}
			}
			for wiki, says := range map[string]string{"staging": "Plan: 3 to add", "production": "Plan: 2 to add"} {
				code, out := m.run(t, w, "plan", wiki)
				mustEnd(t, "plan for "+wiki, code, out, 0, "Wiki "+wiki+":", "anonymous", says)
			}

			// The plan of the one is put in the place of the other's.
			plans := map[string]string{}
			for _, wiki := range wikis {
				b, err := os.ReadFile(m.kept(w, wiki))
				if err != nil {
					t.Fatal(err)
				}
				plans[wiki] = string(b)
			}
			keepFile(t, m.kept(w, "production"), plans["staging"])
			code, out := m.run(t, w, "apply", "production")
			mustEnd(t, "apply of another wiki's plan", code, out, 64, "the plan is for the wiki staging, not for production")
			if diff := cmp.Diff(map[string][]string{}, w.titles(t)); diff != "" {
				t.Fatalf("something was written (-want +got):\n%s", diff)
			}
			keepFile(t, m.kept(w, "production"), plans["production"])

			want := map[string][]string{}
			for wiki, titles := range map[string][]string{
				"staging":    {"Test - The mill.svg (1)", "Test - The old bridge.svg (1)", "Test - Trial.svg (1)"},
				"production": {"Museum - The mill.svg (1)", "Museum - The old bridge.svg (1)"},
			} {
				for range 2 { // the second time it does nothing
					code, out := m.run(t, w, "apply", wiki)
					mustEnd(t, "apply to "+wiki, code, out, 0, "Wiki "+wiki+":")
				}
				want[wiki] = titles
				if diff := cmp.Diff(want, w.titles(t)); diff != "" {
					t.Fatalf("what the wikis have after %s (-want +got):\n%s", wiki, diff)
				}
			}
		})
	}
}
