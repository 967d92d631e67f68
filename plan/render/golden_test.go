package render

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/plan"
)

// extensions are those of the golden files of each format.
var extensions = map[Format]string{
	FormatText: "txt", FormatMarkdown: "md", FormatJSON: "json", FormatGitHub: "txt", FormatGitLab: "json", "html": "html",
}

// TestGolden shows the whole corpus in every format.
func TestGolden(t *testing.T) {
	t.Parallel()
	plans := corpus()
	if len(plans) < 60 {
		t.Errorf("the corpus has %d plans only", len(plans))
	}
	for format, write := range Formats {
		t.Run(string(format), func(t *testing.T) {
			t.Parallel()
			if extensions[format] == "" {
				t.Fatal("has no golden files")
			}
			for name, p := range plans {
				var b bytes.Buffer
				if err := write(&b, p, Style{}); err != nil {
					fmt.Fprintf(&b, "error: %v\n", err)
				}
				compare(t, fmt.Sprintf("%s/%s.%s", format, name, extensions[format]), excerpt(withoutAssets(b.String())))
			}
		})
	}
}

// excerpt keeps a long output short: its beginning, and a sum of all of it.
func excerpt(s string) string {
	const most = 24 << 10
	if len(s) <= most {
		return s
	}
	head := s[:most]
	if at := strings.LastIndexByte(head, '\n'); at > 0 {
		head = head[:at+1]
	}
	return fmt.Sprintf("%s\n[%d bytes in all, sha256 %x]\n", head, len(s), sha256.Sum256([]byte(s)))
}

func compare(t *testing.T, golden, got string) {
	t.Helper()
	path := filepath.Join("testdata", golden)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", golden, diff)
	}
}

// The corpus has every action, every reason and every kind of remark that package plan
// knows.
func TestCorpusIsWhole(t *testing.T) {
	t.Parallel()
	missing := constants(t, "plan.go", "Action", "Reason")
	maps.Copy(missing, constants(t, "remark.go", "RemarkKind"))
	delete(missing, string(plan.TextUnstable)) // no plan is made with it any more
	for _, p := range samples() {
		for _, o := range p.Orphans {
			for _, w := range o.Why {
				delete(missing, string(w.Reason))
			}
		}
		for _, c := range p.Changes {
			delete(missing, string(c.Action()))
			for _, r := range c.Reasons {
				delete(missing, string(r))
			}
			for _, r := range c.Remarks {
				delete(missing, string(r.Kind))
			}
			for _, h := range c.Held {
				delete(missing, string(h.Reason))
			}
		}
	}
	for value := range missing {
		t.Errorf("no plan of the corpus has %q", value)
	}
}

// Every golden file is that of a plan.
func TestGoldenFilesAreOfTheCorpus(t *testing.T) {
	t.Parallel()
	plans := corpus()
	for format, ext := range extensions {
		files, err := filepath.Glob(filepath.Join("testdata", string(format), "*"))
		if err != nil || len(files) < len(plans) {
			t.Errorf("%s has %d files of %d plans: %v", format, len(files), len(plans), err)
		}
		for _, f := range files {
			name, _, _ := strings.Cut(filepath.Base(f), ".")
			if plans[name] == nil || !strings.HasSuffix(f, "."+ext) {
				t.Errorf("%s is of no plan", f)
			}
		}
	}
}

// constants are the values of the constants that a file of package plan declares with
// one of these types.
func constants(t *testing.T, file string, types ...string) map[string]bool {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", file), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if id, ok := spec.Type.(*ast.Ident); ok && strings.Contains(strings.Join(types, " "), id.Name) {
			value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			values[value] = true
		}
		return true
	})
	if len(values) == 0 {
		t.Fatal("no constants found")
	}
	return values
}
