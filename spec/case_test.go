package spec_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"wikiform/provider"
	"wikiform/spec"
)

var update = flag.Bool("update", false, "rewrite golden files")

// TestCases loads the manifest of each directory below testdata/cases and
// compares it with want.json, and its diagnostics with want.diag, want.unbuilt,
// want.failed and want.doubtful. A case may have an inputs.json with what it is given from outside.
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
				m.Unbuilt, m.Failed, m.Doubtful = nil, nil, nil
			}
			golden(t, filepath.Join(dir, "want.unbuilt"), text(t, m, m.Unbuilt))
			golden(t, filepath.Join(dir, "want.failed"), text(t, m, m.Failed))
			golden(t, filepath.Join(dir, "want.doubtful"), text(t, m, m.Doubtful))
		})
	}
}

type inputs struct {
	Dir     string
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
	given := spec.Inputs{Env: in.Env, Version: in.Version}
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

// shown gives a manifest with places as lines.
func shown(t *testing.T, m *spec.Manifest) []byte {
	t.Helper()
	type wiki struct {
		Name, API, Contact, At string
		Accounts               []string `json:",omitempty"`
	}
	type file struct {
		Address     spec.Address
		Title       provider.Title
		Path        string                 `json:",omitempty"`
		URL         string                 `json:",omitempty"`
		Pin         provider.SHA1          `json:",omitzero"`
		Via         spec.Via               `json:",omitempty"`
		Description *string                `json:",omitempty"`
		Comment     string                 `json:",omitempty"`
		Tags        []string               `json:",omitempty"`
		Accept      []provider.WarningKind `json:",omitempty"`
		Mode        spec.Mode              `json:",omitempty"`
		OnMoved     spec.OnMoved           `json:",omitempty"`
		Lifecycle   *spec.Lifecycle        `json:",omitempty"`
		Adopt       bool                   `json:",omitempty"`
		At          map[string]string
	}
	type move struct {
		Address          spec.Address
		From, To, Reason string
		Tags             []string `json:",omitempty"`
		Redirect         bool
		Foreign          bool `json:",omitempty"`
		Adopt            bool `json:",omitempty"`
		At               map[string]string
	}
	type redirect struct {
		Address            spec.Address
		Title, To, Comment string
		Tags               []string               `json:",omitempty"`
		Accept             []provider.WarningKind `json:",omitempty"`
		Foreign            bool                   `json:",omitempty"`
		At                 map[string]string
	}
	type absence struct {
		Address       spec.Address
		Title, Reason string
		Tags          []string `json:",omitempty"`
		Foreign       bool     `json:",omitempty"`
		Adopt         bool     `json:",omitempty"`
		At            map[string]string
	}
	type prune struct {
		Prefix string
		Action spec.PruneAction
		At     string
	}
	out := struct {
		Set       string       `json:",omitempty"`
		Former    []string     `json:",omitempty"`
		Limits    spec.Limits  `json:",omitzero"`
		Wikis     []wiki       `json:",omitempty"`
		Renames   spec.Renames `json:",omitempty"`
		Files     []file
		Moves     []move     `json:",omitempty"`
		Redirects []redirect `json:",omitempty"`
		Absences  []absence  `json:",omitempty"`
		Prunes    []prune    `json:",omitempty"`
	}{Set: m.Settings.Set, Former: m.Settings.FormerSets, Limits: m.Settings.Limits, Renames: m.Settings.Renames, Files: []file{}}
	if out.Renames == spec.RenamesPropose {
		out.Renames = ""
	}
	for _, w := range m.Wikis {
		out.Wikis = append(out.Wikis, wiki{w.Name, w.API, w.Contact, w.Range.String(), w.Accounts})
	}
	for _, f := range m.Files {
		r, mode, lifecycle := f.Ranges, f.Mode, &f.Lifecycle
		if mode == spec.ModeExact {
			mode = ""
		}
		moved := f.OnMoved
		if moved == spec.OnMovedBlock {
			moved = ""
		}
		if cmp.Equal(f.Lifecycle, spec.Lifecycle{Overwrite: spec.OverwriteAny}) {
			lifecycle = nil
		}
		out.Files = append(out.Files, file{
			f.Address, f.Title, f.Source.Path, f.Source.URL, f.Source.Pin, f.Source.Via, f.Description, f.Comment, f.Tags, f.Accept, mode, moved, lifecycle, f.Adopt,
			map[string]string{"block": r.Block.String(), "title": r.Title.String(), "source": r.Source.String(),
				"description": r.Description.String(), "comment": r.Comment.String(), "tags": r.Tags.String(), "accept": r.Accept.String()},
		})
	}
	// Titles are written with how the manifest writes them, where that is another way.
	both := func(t provider.Title, name string) string {
		if string(t) == name {
			return name
		}
		return fmt.Sprintf("%s (%s)", t, name)
	}
	for _, x := range m.Moves {
		out.Moves = append(out.Moves, move{x.Address, both(x.From, x.FromName), both(x.To, x.ToName), x.Reason, x.Tags, x.Redirect, x.Foreign, x.Adopt,
			map[string]string{"block": x.Ranges.Block.String(), "from": x.Ranges.From.String(), "to": x.Ranges.To.String()}})
	}
	for _, x := range m.Redirects {
		out.Redirects = append(out.Redirects, redirect{x.Address, both(x.Title, x.Name), both(x.To, x.ToName), x.Comment, x.Tags, x.Accept, x.Foreign,
			map[string]string{"block": x.Ranges.Block.String(), "title": x.Ranges.Title.String(), "to": x.Ranges.To.String()}})
	}
	for _, x := range m.Absences {
		out.Absences = append(out.Absences, absence{x.Address, both(x.Title, x.Name), x.Reason, x.Tags, x.Foreign, x.Adopt,
			map[string]string{"block": x.Ranges.Block.String(), "title": x.Ranges.Title.String()}})
	}
	for _, x := range m.Prunes {
		out.Prunes = append(out.Prunes, prune{x.Prefix, x.Action, x.Range.String()})
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(out); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
