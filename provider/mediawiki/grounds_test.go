package mediawiki

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"wikiform/provider"
)

func TestGrounds(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]provider.Ground{
		"readonly":                          provider.GroundReadOnly,
		"permissiondenied":                  provider.GroundRight,
		"cantcreate":                        provider.GroundRight,
		"cantmovefile":                      provider.GroundRight,
		"cantmove-anon":                     provider.GroundRight,
		"bigdelete":                         provider.GroundRight,
		"cantedit":                          "",
		"blocked":                           provider.GroundBlock,
		"globalblocking-blockedtext-ip":     provider.GroundBlock,
		"titleblacklist-forbidden-edit":     provider.GroundTitle,
		"copyuploaddisabled":                provider.GroundFetching,
		"copyuploadbaddomain":               provider.GroundURL,
		"upload-copy-upload-invalid-domain": provider.GroundURL,
		"http-curl-error":                   provider.GroundURL,
		"http-whatever-comes":               provider.GroundURL,
		"protectedpage":                     "",
		"httpd":                             "",
		"":                                  "",
	} {
		for where, got := range map[string]provider.Ground{
			"as a word":  groundOf(code),
			"in a body":  answer{}.refused([]apiError{{Code: code, Text: "No."}}).err.Ground,
			"at a login": provider.GroundOf(loginResult{Result: "Failed", Reason: []byte(`{"code":` + strconv.Quote(code) + `}`)}.refusal("U")),
		} {
			if got != want {
				t.Errorf("%q %s: %q, want %q", code, where, got, want)
			}
		}
	}
	for _, g := range grounds {
		if code := strings.TrimSuffix(g.code, "*"); groundOf(code) != g.ground {
			t.Errorf("the row of %q is never reached", g.code)
		}
	}
}

// oursToo are words that are codes of MediaWiki's and, with another meaning, ours.
var oursToo = []string{string(provider.Blocked), string(provider.WarnFilter), string(provider.WarnEmptyFile), string(provider.WarnUnwantedType)}

// TestCodesAreKnownHereOnly reads the program: outside this package nobody has a code
// of MediaWiki's to compare with. A wiki of our own, and the suite that asks wikis how
// they answer, have them of their own right.
func TestCodesAreKnownHereOnly(t *testing.T) {
	t.Parallel()
	var codes []string
	for _, r := range rules {
		codes = append(codes, r.code)
	}
	for _, g := range grounds {
		codes = append(codes, g.code)
	}
	root := os.DirFS("../..")
	read := 0
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			if slices.Contains([]string{"provider/mediawiki", "provider/sandbox", "provider/providertest"}, name) || strings.HasPrefix(path.Base(name), ".") && name != "." {
				return fs.SkipDir
			}
			return nil
		case path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		read++
		source, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, name, source, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				word, err := strconv.Unquote(n.Value)
				isCode := func(code string) bool { return matches(code, word) || word == strings.TrimSuffix(code, "*") }
				if err == nil && !slices.Contains(oursToo, word) && slices.ContainsFunc(codes, isCode) {
					t.Errorf("%s: what %q means is for codes.go to say", files.Position(n.Pos()), word)
				}
			case *ast.BinaryExpr:
				for _, side := range [][2]ast.Expr{{n.X, n.Y}, {n.Y, n.X}} {
					field, ok := side[0].(*ast.SelectorExpr)
					word, literal := side[1].(*ast.BasicLit)
					compared := n.Op == token.EQL || n.Op == token.NEQ
					if compared && ok && literal && field.Sel.Name == "Code" && word.Value != `""` {
						t.Errorf("%s: a code is compared", files.Position(n.Pos()))
					}
				}
			}
			return true
		})
		return nil
	})
	if err != nil || read < 100 {
		t.Errorf("%d files read: %v", read, err)
	}
}
