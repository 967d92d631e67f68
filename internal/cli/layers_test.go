package cli_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

// layers says which packages of this module each package may import, from the
// vocabulary up to the program. A package that is not here is not planned for:
// think about where it belongs, then add it.
var layers = map[string][]string{
	// What needs nothing of wikiform.
	"wikiform/internal/working":      {"internal/number"},
	"wikiform/internal/checkout":     {},
	"wikiform/internal/columns":      {},
	"wikiform/internal/contactsheet": {},
	"wikiform/internal/disjoint":     {},
	"wikiform/docs":                  {},
	"wikiform/internal/manpage":      {},
	"wikiform/internal/explain":      {"docs"},
	"wikiform/internal/fileerr":      {},
	"wikiform/internal/filetype":     {},
	"wikiform/internal/localname":    {},
	"wikiform/internal/merge":        {},
	"wikiform/internal/number":       {},
	"wikiform/internal/overlay":      {},
	"wikiform/internal/table":        {"internal/number"},
	"wikiform/internal/titlelist":    {"provider"},
	"wikiform/internal/heap":         {},
	"wikiform/internal/landing":      {"provider", "internal/working", "internal/writefile"},
	"wikiform/internal/paint":        {},
	"wikiform/internal/retryafter":   {},
	"wikiform/internal/specimen":     {},
	"wikiform/internal/weburl":       {},
	"wikiform/internal/writefile":    {"internal/checkout", "internal/fileerr"},

	// What a wiki is, and the two that there are.
	"wikiform/provider":              {},
	"wikiform/provider/endpoint":     {"internal/weburl"},
	"wikiform/internal/discover":     {"provider", "provider/endpoint"},
	"wikiform/provider/mediawiki":    {"provider", "provider/endpoint", "internal/number", "internal/working", "internal/retryafter", "internal/weburl"},
	"wikiform/provider/sandbox":      {"provider"},
	"wikiform/provider/providertest": {"internal/specimen"},

	// From the manifest to the plan, and what shows it.
	"wikiform/spec":               {"provider", "provider/endpoint", "internal/fileerr", "internal/filetype", "internal/localname", "internal/number", "internal/table", "internal/weburl"},
	"wikiform/spec/format":        {"spec"},
	"wikiform/spec/source":        {"provider", "spec", "internal/working", "internal/fileerr", "internal/filetype", "internal/number", "internal/retryafter", "internal/weburl", "internal/writefile"},
	"wikiform/plan":               {"provider", "spec", "internal/disjoint", "internal/filetype", "internal/merge", "internal/number", "internal/weburl", "internal/wikilinks", "internal/working"},
	"wikiform/internal/wikilinks": {"provider", "spec"},
	"wikiform/internal/forge":     {"provider", "spec"},
	"wikiform/internal/doctor":    {"provider", "spec", "plan", "internal/number"},
	"wikiform/internal/picture":   {"provider", "internal/number"},
	"wikiform/internal/gather":    {"provider", "plan", "internal/contactsheet", "internal/number", "internal/working", "internal/picture"},
	"wikiform/internal/preview":   {"provider", "spec", "plan", "internal/number", "internal/working"},
	"wikiform/internal/starting":  {"provider", "spec", "internal/fileerr", "internal/filetype", "internal/localname", "internal/number", "internal/overlay", "internal/table"},
	"wikiform/internal/importing": {"provider", "spec", "internal/localname", "internal/number", "internal/overlay", "internal/weburl"},
	"wikiform/internal/pull":      {"provider", "spec", "internal/localname", "internal/overlay"},
	"wikiform/plan/render":        {"provider", "spec", "plan", "internal/columns", "internal/forge", "internal/number", "internal/picture", "internal/preview", "internal/weburl"},

	// From the plan to the report.
	"wikiform/apply":            {"provider", "spec", "plan", "internal/disjoint", "internal/number", "internal/weburl"},
	"wikiform/apply/worklist":   {"provider", "spec", "plan", "apply"},
	"wikiform/internal/receipt": {"provider", "spec", "internal/number", "internal/weburl"},
	"wikiform/internal/cursor":  {"provider", "plan", "internal/number"},
	"wikiform/apply/events":     {"provider", "spec", "plan", "apply", "apply/progress", "apply/worklist", "internal/number", "internal/weburl"},
	"wikiform/apply/progress":   {"provider", "spec", "plan", "apply", "internal/columns", "internal/number", "internal/paint"},

	// All of it together.
	"wikiform/apply/reconcile": {"provider", "provider/endpoint", "spec", "spec/source", "plan", "apply", "internal/cursor", "internal/importing", "internal/number", "internal/pull", "internal/receipt"},

	// The program.
	"wikiform/internal/statedir": {"spec/source", "plan", "apply", "internal/number", "internal/writefile"},
	"wikiform/internal/term":     {"provider", "spec"},
	"wikiform/internal/cli": {"provider", "provider/endpoint", "provider/mediawiki", "provider/sandbox", "spec", "spec/format", "spec/source",
		"plan", "plan/render", "apply", "apply/events", "apply/progress", "apply/reconcile", "apply/worklist", "internal/checkout", "internal/columns", "internal/contactsheet", "internal/cursor", "internal/discover", "internal/doctor", "internal/explain", "internal/fileerr", "internal/forge", "internal/gather", "internal/importing", "internal/landing", "internal/manpage", "internal/number", "internal/overlay",
		"internal/paint", "internal/picture", "internal/preview", "internal/pull", "internal/receipt", "internal/starting", "internal/statedir", "internal/term", "internal/titlelist", "internal/working", "internal/writefile"},
	"wikiform":                    {"internal/cli", "internal/heap", "internal/term"},
	"wikiform/internal/faulttest": {},

	// What measures it.
	"wikiform/internal/bench": {"provider/sandbox"},

	// What makes a site of its documentation.
	"wikiform/internal/site": {},
}

// library says which packages of this module may import a library; beside them
// only tests may.
var library = map[string][]string{
	"github.com/spf13/":                {"internal/cli"},
	"github.com/hashicorp/go-version":  {"spec"},
	"github.com/gabriel-vasile/":       {"internal/filetype"},
	"github.com/fatih/color":           {"internal/paint", "plan/render"},
	"github.com/hashicorp/hcl/":        {"spec", "spec/format", "spec/source", "plan", "apply/reconcile", "internal/cli", "internal/forge", "internal/importing", "internal/pull", "internal/starting", "internal/term"},
	"github.com/zclconf/":              {"internal/importing", "internal/starting", "spec", "spec/source"},
	"github.com/aymanbagabas/go-udiff": {"internal/merge", "plan"},
	"github.com/bmatcuk/doublestar":    {"spec"},
	"github.com/rivo/uniseg":           {"internal/columns", "plan"},
	"github.com/tidwall/btree":         {"provider/sandbox"},
	"github.com/rogpeppe/go-internal/": {"provider/sandbox", "internal/statedir"},
	"golang.org/x/image/":              {"internal/contactsheet", "internal/picture"},
	"golang.org/x/term":                {"internal/term"},
	"golang.org/x/sync/":               {"spec/source", "internal/picture", "plan", "provider/mediawiki", "apply/reconcile", "internal/cli"},
	"golang.org/x/net/":                {"internal/discover", "internal/preview", "internal/site", "provider/endpoint"},
	"github.com/yuin/":                 {"internal/site"},
	"golang.org/x/text/":               {"provider", "provider/sandbox", "spec", "spec/source", "internal/starting", "internal/table", "internal/weburl"},
	"github.com/google/go-cmp":         {"provider/providertest"},
	"pgregory.net/rapid":               {},
	"github.com/itchyny/":              {},
	"github.com/santhosh-tekuri/":      {},
	"net/http":                         {"provider/mediawiki", "provider/sandbox", "provider/providertest", "spec/source", "internal/discover", "internal/retryafter", "internal/cli", "internal/bench"},
	"os":                               {"", "provider/sandbox", "spec/source", "internal/bench", "internal/checkout", "internal/cli", "internal/fileerr", "internal/heap", "internal/landing", "internal/site", "internal/statedir", "internal/term", "internal/writefile"},
	"os/exec":                          {"internal/bench"},
}

type goPackage struct {
	ImportPath string
	Imports    []string
	Deps       []string
}

func TestLayers(t *testing.T) {
	used := map[string]bool{} // rows, and what is in them
	for _, p := range goList(t) {
		used[p.ImportPath] = true
		allowed, known := layers[p.ImportPath]
		if !known {
			t.Errorf("%s has no place in the layers", p.ImportPath)
			continue
		}
		here := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, "wikiform"), "/")
		for _, imported := range p.Imports {
			if rel, ours := strings.CutPrefix(imported, "wikiform/"); ours {
				used[p.ImportPath+" "+rel] = true
				if !slices.Contains(allowed, rel) {
					t.Errorf("%s imports %s, against the direction of the layers", p.ImportPath, imported)
				}
			}
			for prefix, users := range library {
				if !isOf(imported, prefix) {
					continue
				}
				used[prefix+" "+here] = true
				if !slices.Contains(users, here) {
					t.Errorf("%s imports %s, which is for %v", p.ImportPath, imported, users)
				}
			}
		}
	}
	// What nothing uses would let something in that nobody thought about.
	for p, allowed := range layers {
		if !used[p] {
			t.Errorf("there is no package %s", p)
		}
		for _, rel := range allowed {
			if !used[p+" "+rel] {
				t.Errorf("%s may import %s and does not", p, rel)
			}
		}
	}
	for prefix, users := range library {
		for _, user := range users {
			if !used[prefix+" "+user] {
				t.Errorf("%q may import %s and does not", user, prefix)
			}
		}
	}
}

// isOf reports whether a package is the one of a row in library, or below it.
func isOf(imported, prefix string) bool {
	return imported == prefix || strings.HasSuffix(prefix, "/") && strings.HasPrefix(imported, prefix) ||
		path.Dir(imported) == prefix && strings.Contains(prefix, ".")
}

// What is pure stays pure, through all that it imports.
func TestPure(t *testing.T) {
	for _, p := range goList(t) {
		switch p.ImportPath {
		case "wikiform/provider", "wikiform/spec", "wikiform/plan", "wikiform/plan/render", "wikiform/apply", "wikiform/apply/events", "wikiform/apply/progress",
			"wikiform/internal/contactsheet", "wikiform/internal/forge", "wikiform/internal/picture", "wikiform/internal/preview":
			for _, never := range []string{"net/http", "github.com/spf13/cobra", "github.com/google/go-cmp/cmp"} {
				if slices.Contains(p.Deps, never) {
					t.Errorf("%s depends on %s", p.ImportPath, never)
				}
			}
		}
	}
}

func goList(t *testing.T) []goPackage {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports,Deps", "wikiform/...")
	out, err := cmd.Output()
	if err != nil {
		if e, ok := errors.AsType[*exec.ExitError](err); ok {
			t.Fatalf("go list: %s", e.Stderr)
		}
		t.Fatal(err)
	}
	var all []goPackage
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}
