package cli_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// writers are the packages and files that may write files. A sandbox has a folder of its
// own, what measures and what makes the documentation's site are no part of the program, and in a
// lock nothing is written. Tests write what they like.
var writers = []string{"internal/writefile", "provider/sandbox", "internal/bench", "internal/site", "internal/statedir/lock.go"}

// writing are the names by which a file is written, of package os and of its Root.
var writing = []string{
	"CreateTemp", "WriteFile", "MkdirTemp", "CopyFS", "Link", "Symlink", "Truncate", "Chmod", "Chown",
	"O_WRONLY", "O_RDWR", "O_CREATE", "O_APPEND", "O_TRUNC",
}

// How a file is written is decided in one place, package writefile: elsewhere
// nothing is opened for writing.
func TestOneWayToWrite(t *testing.T) {
	t.Parallel()
	const top = "../.."
	seen := 0
	check(t, filepath.WalkDir(top, func(path string, e fs.DirEntry, err error) error {
		rel, relErr := filepath.Rel(top, path)
		switch {
		case err != nil || relErr != nil:
			return err
		case e.IsDir() && (slices.Contains(writers, filepath.ToSlash(rel)) || strings.HasPrefix(e.Name(), ".") && path != top):
			return fs.SkipDir
		case slices.Contains(writers, filepath.ToSlash(rel)):
			return nil
		case e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			return err
		}
		seen++
		if !slices.ContainsFunc(file.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == `"os"` || i.Path.Value == `"syscall"` }) {
			return nil
		}
		ast.Inspect(file, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			x, _ := s.X.(*ast.Ident)
			osOnly := s.Sel.Name == "Create" || s.Sel.Name == "Rename" // others have such names, too
			if slices.Contains(writing, s.Sel.Name) || osOnly && x != nil && x.Name == "os" {
				t.Errorf("%s writes a file by %s: that is for package writefile", set.Position(s.Pos()), s.Sel.Name)
			}
			return true
		})
		return nil
	}))
	if seen < 100 {
		t.Errorf("%d files were looked at", seen)
	}
}
