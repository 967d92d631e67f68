// Package checkout tells which repository files were checked out with, and where
// in it they are.
package checkout

import (
	"os"
	"path/filepath"
)

// Top is the top of the work tree of git's that a directory is in; "" for none.
// Symbolic links on the way are the caller's to resolve.
func Top(dir string) string {
	for ; ; dir = filepath.Dir(dir) {
		if IsTop(dir) {
			return dir
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
}

// IsTop reports whether a directory is the top of a work tree of git's: it has the
// repository in it, or a file that says where that is.
func IsTop(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, ".git"))
	return err == nil
}

// Repository is what is known about where a command runs.
type Repository struct {
	// Workspace is the directory into which a forge's job checks repositories
	// out (GITHUB_WORKSPACE); "" where no forge says so.
	Workspace string
	// Start is the directory in which the command was started.
	Start string
}

// Path is what a forge calls a file: its slash-separated path below the top of its
// repository. Of a file without a work tree of git's around it the workspace counts
// as the top, if the file is in there, and else where the command was started; one
// that is not there either keeps its absolute path.
func (r Repository) Path(file string) string {
	file = absolute(file)
	dir := real(filepath.Dir(file))
	file = filepath.Join(dir, filepath.Base(file))
	for _, top := range []string{Top(dir), r.Workspace, r.Start} {
		if top == "" {
			continue
		}
		if rel, err := filepath.Rel(real(absolute(top)), file); err == nil && filepath.IsLocal(rel) {
			return filepath.ToSlash(rel)
		}
	}
	return filepath.ToSlash(file)
}

func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// real is a path without symbolic links; as it is where nothing is there.
func real(path string) string {
	if p, err := filepath.EvalSymlinks(path); err == nil {
		return p
	}
	return path
}
