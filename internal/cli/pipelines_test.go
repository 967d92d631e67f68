//go:build unix

package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// mustEnd holds the end of a job against what it should be.
func mustEnd(t *testing.T, what string, code int, out string, want int, says ...string) {
	t.Helper()
	if code != want {
		t.Fatalf("%s: exit code %d, want %d\n%s", what, code, want, out)
	}
	for _, s := range says {
		if !strings.Contains(out, s) {
			t.Errorf("%s: it does not say %q\n%s", what, s, out)
		}
	}
}

// A job that was cancelled is run again and does the rest; one that did all is run
// again and does nothing.
func TestCancelledPipelines(t *testing.T) {
	everyPipeline(t, func(t *testing.T, p pipeline, w *ciWorld) {
		for _, c := range []struct {
			name  string
			after bool
			at    func(action, body string) bool
		}{
			{"before anything", false, func(action, _ string) bool { return action == "upload" }},
			{"between content and text", false, func(action, body string) bool {
				return action == "edit" && strings.Contains(body, "Both.svg")
			}},
			{"in an edit", true, func(action, body string) bool { return action == "edit" && strings.Contains(body, "Text.svg") }},
			{"in a creation", true, func(action, body string) bool { return action == "upload" && strings.Contains(body, "New.svg") }},
		} {
			t.Run(c.name, func(t *testing.T) {
				w := newCIWorld(t)
				code, out := p.plan(t, w)
				mustEnd(t, "plan", code, out, 0, "Plan: 2 to add, 2 to change")
				w.cancelAt(c.after, c.at)
				if code, out := p.apply(t, w); code != -1 {
					t.Fatalf("the job was not cancelled, it ended with %d\n%s", code, out)
				}
				code, out = p.apply(t, w)
				mustEnd(t, "apply again", code, out, 0, "Apply complete!")
				w.done(t)
				code, out = p.apply(t, w)
				mustEnd(t, "apply after all was done", code, out, 0)
				w.done(t)
			})
		}
	})
}

func TestRerunPipelines(t *testing.T) {
	everyPipeline(t, func(t *testing.T, p pipeline, w *ciWorld) {
		code, out := p.plan(t, w)
		mustEnd(t, "plan", code, out, 0, "Plan: 2 to add, 2 to change")
		for _, what := range []string{"apply", "apply again"} {
			code, out = p.apply(t, w)
			mustEnd(t, what, code, out, 0)
			w.done(t)
		}

		// Somebody puts the old picture back; a job that is run again later, by
		// whoever, does not take that away.
		w.meanwhile(t, "Both.svg", picture("old"))
		before := w.histories(t)
		code, out = p.apply(t, w)
		mustEnd(t, "apply after a revert", code, out, 6, "file.both", "Bob")
		if diff := cmp.Diff(before, w.histories(t)); diff != "" {
			t.Errorf("something was written:\n%s", diff)
		}
	})
}

func TestStalePipelines(t *testing.T) {
	everyPipeline(t, func(t *testing.T, p pipeline, w *ciWorld) {
		code, out := p.plan(t, w)
		mustEnd(t, "plan", code, out, 0)
		w.meanwhile(t, "Both.svg", picture("theirs"))
		before := w.histories(t)
		code, out = p.apply(t, w)
		mustEnd(t, "apply", code, out, 6, "file.both", "main.wiki.hcl:6", "Bob")
		if diff := cmp.Diff(before, w.histories(t)); diff != "" {
			t.Errorf("something was written:\n%s", diff)
		}
		if code, out := p.plan(t, w); code != 0 {
			t.Fatalf("plan anew: %d\n%s", code, out)
		}
		code, out = p.apply(t, w)
		mustEnd(t, "apply what was planned anew", code, out, 0)
	})
}

// What a job kept is untrusted: whoever could change it, or put that of another
// plan in its place, gets nothing written.
func TestForgedPipelines(t *testing.T) {
	everyPipeline(t, func(t *testing.T, p pipeline, w *ciWorld) {
		evil := newCIWorld(t)
		evil.repo, evil.host, evil.wiki, evil.gate = t.TempDir(), w.host, w.wiki, w.gate
		if err := os.CopyFS(evil.repo, os.DirFS(w.repo)); err != nil {
			t.Fatal(err)
		}
		keepFile(t, filepath.Join(evil.repo, "wiki", "bare.svg"), picture("evil"))
		code, out := p.plan(t, evil)
		mustEnd(t, "plan of the forger", code, out, 0)
		forged, err := os.ReadFile(p.kept(evil))
		if err != nil {
			t.Fatal(err)
		}
		code, out = p.plan(t, w)
		mustEnd(t, "plan", code, out, 0)
		good, err := os.ReadFile(p.kept(w))
		if err != nil {
			t.Fatal(err)
		}

		before := w.histories(t)
		lines := bytes.SplitAfter(good, []byte("\n"))
		for name, kept := range map[string][]byte{
			"of another plan":   forged,
			"with another byte": bytes.Replace(good, []byte("Bare.svg"), []byte("Evil.svg"), 1),
			"without a line":    bytes.Join(append(lines[:1:1], lines[2:]...), nil),
			"with a line twice": bytes.Join(append(lines[:2:2], lines[1:]...), nil),
			"with a line more":  append(bytes.Clone(good), bytes.Repeat([]byte("f"), 64)...),
			"cut off":           good[:len(good)-1],
			"empty":             nil,
		} {
			keepFile(t, p.kept(w), string(kept))
			code, out := p.apply(t, w)
			mustEnd(t, name, code, out, 1, "Error:")
			if diff := cmp.Diff(before, w.histories(t)); diff != "" {
				t.Errorf("%s: something was written:\n%s", name, diff)
			}
		}
		keepFile(t, p.kept(w), string(good))
		code, out = p.apply(t, w)
		mustEnd(t, "apply of what was reviewed", code, out, 0)
		w.done(t)
	})
}

// Without its plan a job writes nothing, and says how there is one again.
func TestExpiredPipelines(t *testing.T) {
	everyPipeline(t, func(t *testing.T, p pipeline, w *ciWorld) {
		code, out := p.plan(t, w)
		mustEnd(t, "plan", code, out, 0)
		if err := os.Remove(p.kept(w)); err != nil {
			t.Fatal(err)
		}
		os.Remove(filepath.Join(filepath.Dir(p.kept(w)), "plan.md"))
		if dir := filepath.Dir(p.kept(w)); filepath.Base(dir) == "wikiform-plan" {
			os.RemoveAll(dir) // an artifact expires whole
		}
		before := w.histories(t)
		code, out = p.apply(t, w)
		if _, list := p.(documented); list {
			mustEnd(t, "apply", code, out, 64, "reviewed.digests")
		} else {
			mustEnd(t, "apply", code, out, 1, "older than 30 days", "planned and reviewed anew")
		}
		if diff := cmp.Diff(before, w.histories(t)); diff != "" {
			t.Errorf("something was written:\n%s", diff)
		}
	})
}

// A plan that did not go well is none to apply.
func TestBlockedPipelines(t *testing.T) {
	everyPipeline(t, func(t *testing.T, p pipeline, w *ciWorld) {
		if _, list := p.(documented); list {
			return // whose lines do not look at how plan ended
		}
		keepFile(t, filepath.Join(w.repo, "wiki", "more.wiki.hcl"), "file \"blocked\" {\n  source = \"bare.svg\"\n  title = \"Bare.exe\"\n}\n")
		code, out := p.plan(t, w)
		mustEnd(t, "plan", code, out, 1, "1 blocked")
		before := w.histories(t)
		code, out = p.apply(t, w)
		mustEnd(t, "apply", code, out, 1, "has no plan that went well")
		if diff := cmp.Diff(before, w.histories(t)); diff != "" {
			t.Errorf("something was written:\n%s", diff)
		}
	})
}
