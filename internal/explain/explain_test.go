package explain

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// constants are the values of all constants of a type that a package declares.
func constants(t *testing.T, dir, of string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("..", "..", dir, "*.go"))
	if err != nil || len(names) == 0 {
		t.Fatalf("%s has no files: %v", dir, err)
	}
	var values []string
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, text, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.CONST {
				continue
			}
			for _, s := range g.Specs {
				v := s.(*ast.ValueSpec)
				if id, ok := v.Type.(*ast.Ident); !ok || id.Name != of {
					continue
				}
				value, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				values = append(values, value)
			}
		}
	}
	if len(values) == 0 {
		t.Fatalf("%s declares no %s", dir, of)
	}
	return values
}

// TestEveryCode: whatever a message can have as its code is explained, and nothing else.
func TestEveryCode(t *testing.T) {
	t.Parallel()
	groups := map[string][]string{}
	for _, e := range All() {
		groups[e.Group] = append(groups[e.Group], e.Code)
	}
	all := func(names ...string) []string {
		var codes []string
		for _, n := range names {
			if len(groups[n]) == 0 {
				t.Errorf("there is no group %q", n)
			}
			codes = append(codes, groups[n]...)
		}
		return codes
	}
	outcomes := constants(t, "apply", "Outcome")
	for i := range outcomes {
		outcomes[i] = strings.ReplaceAll(outcomes[i], " ", "_")
	}
	for what, c := range map[string]struct{ wanted, explained []string }{
		"reasons": {constants(t, "plan", "Reason"), all("Reasons for a change", "Why a file is blocked", "Why a file that no block names is not deleted",
			"What is left as it is", "Why something is not taken back")},
		"failures": {constants(t, "apply", "failureCode"), all("What apply says of a file")},
		"grounds":  {constants(t, "provider", "Ground"), all("What the wiki refuses")},
		"outcomes": {outcomes, all("Outcomes of apply")},
		"errors":   {constants(t, "provider", "Kind"), all("Errors of the wiki")},
		"warnings": {constants(t, "provider", "WarningKind"), all("Warnings of the wiki")},
	} {
		slices.Sort(c.wanted)
		slices.Sort(c.explained)
		if diff := cmp.Diff(c.wanted, c.explained); diff != "" {
			t.Errorf("%s (-declared +explained):\n%s", what, diff)
		}
	}
}

// TestEntries: each says what it is and what to do, in sentences.
func TestEntries(t *testing.T) {
	t.Parallel()
	for _, e := range All() {
		if !strings.HasSuffix(e.Summary, ".") || strings.TrimSpace(e.Code) == "" {
			t.Errorf("%s: %q", e.Code, e.Summary)
		}
		var names []string
		for _, p := range e.Points {
			names = append(names, p.Name)
			if strings.TrimSpace(p.Text) == "" {
				t.Errorf("%s has nothing to say of %s", e.Code, p.Name)
			}
		}
		if last := len(names) - 1; last < 0 || names[last] != "What to do" || !slices.IsSortedFunc(names, inOrder) {
			t.Errorf("%s has the points %q", e.Code, names)
		}
	}
}

func inOrder(a, b string) int {
	order := []string{"Cause", "Example", "What to do"}
	return slices.Index(order, a) - slices.Index(order, b)
}

func TestFind(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]int{
		"title_refused": 1, "TITLE-REFUSED": 1, "[title_refused]": 1, "already done": 1, "duplicate": 2, "blocked": 2, "4": 1, "": 0, "nothing": 0,
	} {
		if got := Find(code); len(got) != want {
			t.Errorf("%q: %d entries, want %d", code, len(got), want)
		}
	}
	if diff := cmp.Diff([]string{"title", "title_differs", "title_refused", "title_taken"}, Near("title_wrong"), cmp.Transformer("sorted", func(s []string) []string {
		s = slices.Clone(s)
		slices.Sort(s)
		return s
	})); diff != "" {
		t.Error(diff)
	}
}
