package progress

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/apply"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

var update = flag.Bool("update", false, "rewrite golden files")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s (-want +got):\n%s", path, d)
	}
}

// creation is a new file of so many bytes, declared in the given line.
func creation(address spec.Address, size int64, line int) plan.Change {
	content := plan.Content{Digest: provider.Digest{SHA1: provider.SHA1{1}, Size: size}}
	return plan.Change{
		Claim: plan.Claim{Address: address, Content: &content, At: plan.Position{File: "main.wiki.hcl", Line: line}},
		Steps: []plan.Step{plan.Upload{Content: content, Page: new(string)}},
	}
}

func edition(address spec.Address, line int) plan.Change {
	c := creation(address, 10, line)
	c.Steps = []plan.Step{plan.SetText{}}
	return c
}

func sending(a spec.Address, sent, total int64) apply.Event {
	return apply.Progressed{Address: a, Progress: provider.Progress{Phase: provider.Sending, Sent: sent, Total: total}}
}

func finished(c *plan.Change, o apply.Outcome, err error) apply.Finished {
	r := apply.Result{Change: c, Outcome: o, Err: err}
	if o == apply.Done {
		r.Done = c.Aspects()
	}
	return apply.Finished{Result: r}
}

func refusal(code, info string) error {
	return &provider.Error{Kind: provider.Denied, Op: "upload", Code: code, Info: info, Advice: "ask an administrator"}
}
