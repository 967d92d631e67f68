package spec_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wikiform/provider"
	"wikiform/spec"
)

// checkNames holds what every manifest without faults says of its titles: of each one
// thing, where a file that is moved away makes room for nothing but a file that is
// moved there, or a redirect.
func checkNames(m *spec.Manifest) error {
	from, to, files := map[provider.Title]bool{}, map[provider.Title]bool{}, map[provider.Title]bool{}
	for _, x := range m.Moves {
		if from[x.From] || to[x.To] || x.From == x.To {
			return fmt.Errorf("%s: from %q to %q", x.Address, x.From, x.To)
		}
		from[x.From], to[x.To] = true, true
	}
	for _, f := range m.Files {
		if files[f.Title] || from[f.Title] && !to[f.Title] {
			return fmt.Errorf("%s: title %q", f.Address, f.Title)
		}
		files[f.Title] = true
	}
	said := map[provider.Title]spec.Address{}
	for _, x := range m.Redirects {
		if said[x.Title] != "" || files[x.Title] || to[x.Title] {
			return fmt.Errorf("%s: title %q", x.Address, x.Title)
		}
		said[x.Title] = x.Address
	}
	for _, x := range m.Absences {
		if said[x.Title] != "" || files[x.Title] || to[x.Title] || from[x.Title] {
			return fmt.Errorf("%s: title %q", x.Address, x.Title)
		}
		said[x.Title] = x.Address
	}
	for _, x := range m.Redirects {
		if said[x.To] != "" || from[x.To] && !to[x.To] {
			return fmt.Errorf("%s leads to %q", x.Address, x.To)
		}
	}
	return nil
}

// What is refused is what contradicts, and nothing else.
func TestNamesContradict(t *testing.T) {
	t.Parallel()
	const many = 30 // manifests of one check, since most of them are refused for the same few reasons
	rapid.Check(t, func(t *rapid.T) {
		for range many {
			src, m := drawNames(t)
			want := checkNames(m)
			got, diags := spec.Load(with("main.wiki.hcl", []byte(src)), ".", spec.Inputs{Version: "1.0.0"})
			if diags.HasErrors() != (want != nil) {
				t.Fatalf("%s\n%v\nwant %v", src, diags, want)
			}
			if diff := cmp.Diff(disabledTitles(m), disabledTitles(got)); diff != "" {
				t.Fatalf("%s\n%s", src, diff)
			}
		}
	})
}

// disabledTitles are those of blocks that are not enabled, in order.
func disabledTitles(m *spec.Manifest) []provider.Title {
	var list []provider.Title
	for _, d := range m.Disabled {
		list = append(list, d.Title)
	}
	slices.Sort(list)
	return list
}

// drawNames gives a manifest, and what of it is about titles.
func drawNames(t *rapid.T) (string, *spec.Manifest) {
	titles := []string{"A.png", "B.png", "Datei:A.png", "C.png", "D.png", "E.png", "F.png", "G.png"}
	title := rapid.SampledFrom(titles[:rapid.IntRange(3, len(titles)).Draw(t, "titles")])
	m := &spec.Manifest{}
	var src strings.Builder
	for i := range rapid.IntRange(2, 4).Draw(t, "blocks") {
		one, other := title.Draw(t, "title"), title.Draw(t, "other")
		a, b := provider.Title(one), provider.Title(other)
		kind := rapid.SampledFrom([]string{"file", "moved", "moved", "redirect", "absent"}).Draw(t, "kind")
		two := kind == "moved" || kind == "redirect"
		into, enabled := m, two && one == other || rapid.IntRange(0, 4).Draw(t, "enabled") > 0 // one title twice is a fault by itself
		if !enabled {
			into = &spec.Manifest{}
			m.Disabled = append(m.Disabled, spec.Disabled{Title: a})
		}
		if !enabled && two {
			m.Disabled = append(m.Disabled, spec.Disabled{Title: b})
		}
		switch kind {
		case "file":
			fmt.Fprintf(&src, "file \"x%d\" {\n  source = \"x.png\"\n  title  = %q\n", i, one)
			into.Files = append(into.Files, spec.File{Title: a})
		case "moved":
			fmt.Fprintf(&src, "moved {\n  from = %q\n  to   = %q\n", one, other)
			into.Moves = append(into.Moves, spec.Move{From: a, To: b})
		case "redirect":
			fmt.Fprintf(&src, "redirect \"x%d\" {\n  title = %q\n  to    = %q\n", i, one, other)
			into.Redirects = append(into.Redirects, spec.Redirect{Address: "redirect", Title: a, To: b})
		case "absent":
			fmt.Fprintf(&src, "absent \"x%d\" {\n  title = %q\n", i, one)
			into.Absences = append(into.Absences, spec.Absence{Address: "absent", Title: a})
		}
		fmt.Fprintf(&src, "  enabled = %v\n}\n", enabled)
	}
	return src.String(), m
}
