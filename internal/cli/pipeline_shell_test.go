//go:build unix

package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// What a runner takes for a script of a shell is read by shellcheck, which CI installs:
// actionlint reads no action, and nothing reads the scripts of GitLab.
func TestShellOfPipelines(t *testing.T) {
	t.Parallel()
	if os.Getenv("WIKIFORM_TEST_SHELLCHECK") == "" {
		t.Skip("WIKIFORM_TEST_SHELLCHECK is not set")
	}
	for name, script := range pipelineScripts(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// Runners end at the first error. What is meant for jq and git has dollars, too (SC2016).
			cmd := exec.Command("shellcheck", "--severity=info", "--exclude=SC2016", "--shell=bash", "-")
			cmd.Stdin = strings.NewReader("set -eo pipefail\n" + script)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// pipelineScripts are the scripts of the action and of the examples for GitLab, by what they
// are for.
func pipelineScripts(t *testing.T) map[string]string {
	scripts := map[string]string{}
	for _, step := range readAction(t).Runs.Steps {
		if step.Run != "" {
			scripts["action: "+step.Name] = step.Run
		}
	}
	for _, file := range []string{"gitlab-ci/.gitlab-ci.yml", "promote/gitlab.yml", "several-wikis/gitlab.yml", "sharding/gitlab.yml"} {
		var jobs map[string]any
		readYAML(t, filepath.Join("..", "..", "examples", filepath.FromSlash(file)), &jobs)
		for name, job := range jobs {
			for _, when := range []string{"before_script", "script", "after_script"} {
				of, _ := job.(map[string]any)
				if lines, is := of[when].([]any); is {
					scripts["GitLab: "+file+", "+name+", "+when] = strings.Join(flat(lines), "\n")
				}
			}
		}
	}
	if len(scripts) < 10 {
		t.Fatalf("there are only %d scripts", len(scripts))
	}
	return scripts
}
