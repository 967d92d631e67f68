package spec_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"wikiform/spec"
)

var update = flag.Bool("update", false, "rewrite golden files")

// TestCases loads the manifest of each directory below testdata/cases and
// compares it with want.json, its diagnostics with want.diag, want.failed and
// want.doubtful, and its remarks with want.remarks. A case may have an inputs.json with what it is given from outside.
func TestCases(t *testing.T) {
	t.Parallel()
	dirs, err := filepath.Glob("testdata/cases/*")
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, dir := range dirs {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			m, diags := loadCase(t, dir)
			if diags.HasErrors() {
				golden(t, filepath.Join(dir, "want.json"), nil)
			} else {
				golden(t, filepath.Join(dir, "want.json"), shown(t, m))
			}
			golden(t, filepath.Join(dir, "want.diag"), text(t, m, diags))
			if diags.HasErrors() {
				m.Failed, m.Doubtful = nil, nil
			}
			golden(t, filepath.Join(dir, "want.failed"), text(t, m, m.Failed))
			golden(t, filepath.Join(dir, "want.remarks"), []byte(strings.Join(m.Remarks, "\n")))
			golden(t, filepath.Join(dir, "want.doubtful"), text(t, m, m.Doubtful))
		})
	}
}

type inputs struct {
	Dir     string
	Wiki    string
	Version string
	Env     map[string]string
	Flags   []struct{ Name, Text, File, Content string }
}

func loadCase(t *testing.T, dir string) (*spec.Manifest, hcl.Diagnostics) {
	t.Helper()
	in := inputs{Dir: "."}
	if b, err := os.ReadFile(filepath.Join(dir, "inputs.json")); err == nil {
		if err := json.Unmarshal(b, &in); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	given := spec.Inputs{Env: in.Env, Wiki: in.Wiki, Version: in.Version}
	for _, f := range in.Flags {
		given.Flags = append(given.Flags, spec.Input{Name: f.Name, Text: f.Text, File: f.File, Bytes: []byte(f.Content)})
	}
	return spec.Load(root.FS(), in.Dir, given)
}

// golden compares got with a file that is there if and only if got is not empty.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if len(got) == 0 {
			os.Remove(name)
		} else if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// text gives diagnostics as a person sees them.
func text(t *testing.T, m *spec.Manifest, diags hcl.Diagnostics) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := hcl.NewDiagnosticTextWriter(&b, m.Parsed, 100, false).WriteDiagnostics(diags); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
