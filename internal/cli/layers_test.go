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

// layers says which packages of this module each package may import. A package
// that is not here is not planned for: think about where it belongs, then add it.
var layers = map[string][]string{
	"wikiform":                       {"internal/cli"},
	"wikiform/provider":              {},
	"wikiform/provider/endpoint":     {"internal/weburl"},
	"wikiform/provider/mediawiki":    {"provider", "provider/endpoint", "internal/retryafter", "internal/weburl"},
	"wikiform/internal/columns":      {},
	"wikiform/internal/retryafter":   {},
	"wikiform/internal/weburl":       {},
	"wikiform/provider/sandbox":      {"provider"},
	"wikiform/provider/providertest": {"provider", "provider/sandbox"},
	"wikiform/spec":                  {"provider", "provider/endpoint", "internal/weburl"},
	"wikiform/spec/format":           {"spec"},
	"wikiform/spec/source":           {"provider", "spec", "internal/retryafter", "internal/weburl", "internal/writefile"},
	"wikiform/plan":                  {"provider", "spec", "internal/weburl"},
	"wikiform/plan/picture":          {"provider", "plan"},
	"wikiform/plan/render":           {"provider", "spec", "plan", "plan/picture", "internal/columns", "internal/weburl"},
	"wikiform/apply":                 {"provider", "spec", "plan", "internal/weburl"},
	"wikiform/apply/progress":        {"provider", "spec", "plan", "apply", "internal/columns"},
	"wikiform/internal/faulttest":    {},
	"wikiform/internal/writefile":    {},
	"wikiform/internal/cli": {"provider", "provider/endpoint", "provider/mediawiki", "provider/sandbox", "spec", "spec/format", "spec/source",
		"plan", "plan/picture", "plan/render", "apply", "apply/progress", "internal/writefile"},
}

// library says which packages of this module may import a library; beside them
// only tests may.
var library = map[string][]string{
	"github.com/spf13/":                {"internal/cli"},
	"github.com/fatih/color":           {"internal/cli", "plan/render", "apply/progress"},
	"github.com/hashicorp/go-version":  {"spec"},
	"github.com/hashicorp/hcl/":        {"spec", "spec/format", "spec/source", "plan", "internal/cli"},
	"github.com/zclconf/":              {"spec", "spec/source"},
	"github.com/aymanbagabas/go-udiff": {"plan"},
	"github.com/bmatcuk/doublestar":    {"spec"},
	"github.com/rivo/uniseg":           {"internal/columns", "plan"},
	"github.com/rogpeppe/go-internal/": {"provider/sandbox", "internal/cli"},
	"golang.org/x/time/":               {"provider/mediawiki"},
	"golang.org/x/image/":              {"plan/picture"},
	"golang.org/x/term":                {"internal/cli"},
	"golang.org/x/sync/":               {"spec/source", "apply", "internal/cli"},
	"golang.org/x/net/":                {"provider/endpoint"},
	"golang.org/x/text/":               {"provider", "provider/sandbox", "spec", "spec/source", "internal/weburl"},
	"github.com/google/go-cmp":         {"provider/providertest"},
	"pgregory.net/rapid":               {},
	"github.com/itchyny/":              {},
	"github.com/santhosh-tekuri/":      {},
	"net/http":                         {"provider/mediawiki", "provider/sandbox", "provider/providertest", "spec/source", "internal/retryafter", "internal/cli"},
	"os":                               {"", "provider/sandbox", "provider/providertest", "spec/source", "internal/cli", "internal/writefile"},
	"os/exec":                          {},
}

type goPackage struct {
	ImportPath string
	Imports    []string
	Deps       []string
}

func TestLayers(t *testing.T) {
	for _, p := range goList(t) {
		allowed, known := layers[p.ImportPath]
		if !known {
			t.Errorf("%s has no place in the layers", p.ImportPath)
			continue
		}
		here := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, "wikiform"), "/")
		for _, imported := range p.Imports {
			if rel, ours := strings.CutPrefix(imported, "wikiform/"); ours && !slices.Contains(allowed, rel) {
				t.Errorf("%s imports %s, against the direction of the layers", p.ImportPath, imported)
			}
			for prefix, users := range library {
				if (imported == prefix || strings.HasSuffix(prefix, "/") && strings.HasPrefix(imported, prefix) ||
					path.Dir(imported) == prefix && strings.Contains(prefix, ".")) && !slices.Contains(users, here) {
					t.Errorf("%s imports %s, which is for %v", p.ImportPath, imported, users)
				}
			}
		}
	}
}

// What is pure stays pure, through all that it imports.
func TestPure(t *testing.T) {
	for _, p := range goList(t) {
		switch p.ImportPath {
		case "wikiform/provider", "wikiform/spec", "wikiform/plan", "wikiform/plan/picture", "wikiform/plan/render", "wikiform/apply":
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
