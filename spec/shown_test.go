package spec_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"wikiform/provider"
	"wikiform/spec"
)

// shown gives a manifest with places as lines.
func shown(t *testing.T, m *spec.Manifest) []byte {
	t.Helper()
	type wiki struct {
		Name, API, Contact, At string
		Accounts               []string    `json:",omitempty"`
		Policy                 spec.Policy `json:",omitempty"`
		PerMinute              int         `json:",omitempty"`
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
		Keep        []spec.Keep            `json:",omitempty"`
		OnMoved     spec.OnMoved           `json:",omitempty"`
		Policy      spec.Policy            `json:",omitempty"`
		OnDuplicate spec.OnDuplicate       `json:",omitempty"`
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
		Prefix, Category string `json:",omitempty"`
		Action           spec.PruneAction
		Reason           string   `json:",omitempty"`
		Tags             []string `json:",omitempty"`
		At               string
	}
	type disabled struct {
		Address   spec.Address
		Title, At string
	}
	out := struct {
		Set       string       `json:",omitempty"`
		Former    []string     `json:",omitempty"`
		Limits    spec.Limits  `json:",omitzero"`
		For       string       `json:",omitempty"`
		Wikis     []wiki       `json:",omitempty"`
		Renames   spec.Renames `json:",omitempty"`
		Files     []file
		Moves     []move     `json:",omitempty"`
		Redirects []redirect `json:",omitempty"`
		Absences  []absence  `json:",omitempty"`
		Prunes    []prune    `json:",omitempty"`
		Disabled  []disabled `json:",omitempty"`
		Emptied   []string   `json:",omitempty"`
	}{Set: m.Settings.Set, Former: m.Settings.FormerSets, Limits: m.Settings.Limits, For: m.For, Renames: m.Settings.Renames, Files: []file{}}
	out.Renames = unlessDefault(out.Renames, spec.RenamesPropose)
	for _, w := range m.Wikis {
		out.Wikis = append(out.Wikis, wiki{w.Name, w.API, w.Contact, w.Range.String(), w.Accounts, unlessDefault(w.Policy, spec.PolicyFull), w.PerMinute})
	}
	for _, f := range m.Files {
		r, lifecycle := f.Ranges, &f.Lifecycle
		if cmp.Equal(f.Lifecycle, spec.Lifecycle{Overwrite: spec.OverwriteAny}) {
			lifecycle = nil
		}
		at := map[string]string{"block": r.Block.String(), "title": r.Title.String(), "source": r.Source.String(),
			"description": r.Description.String(), "comment": r.Comment.String(), "tags": r.Tags.String(), "accept": r.Accept.String()}
		for name, written := range map[string]hcl.Range{"mode": r.Mode, "keep": r.Keep} {
			if written.Filename != "" {
				at[name] = written.String()
			}
		}
		out.Files = append(out.Files, file{
			f.Address, f.Title, f.Source.Path, f.Source.URL, f.Source.Pin, f.Source.Via, f.Description, f.Comment, f.Tags, f.Accept,
			unlessDefault(f.Mode, spec.ModeExact), f.Keep, unlessDefault(f.OnMoved, spec.OnMovedBlock), unlessDefault(f.Policy, spec.PolicyFull),
			unlessDefault(f.OnDuplicate, spec.DuplicateBlock), lifecycle, f.Adopt, at,
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
		out.Prunes = append(out.Prunes, prune{x.Prefix, x.Category, x.Action, x.Reason, x.Tags, x.Range.String()})
	}
	for _, d := range m.Disabled {
		out.Disabled = append(out.Disabled, disabled{d.Address, string(d.Title), d.Range.String()})
	}
	for _, r := range m.Emptied {
		out.Emptied = append(out.Emptied, r.String())
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

// unlessDefault leaves out what holds when nothing is said.
func unlessDefault[T ~string](value, otherwise T) T {
	if value == otherwise {
		return ""
	}
	return value
}
