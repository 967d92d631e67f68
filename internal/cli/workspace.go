package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"wikiform/internal/writefile"
)

// workspace is where a command works: the manifest's directory, the root below
// which it may read, and .wikiform, where wikiform keeps caches of its own.
type workspace struct {
	root *os.Root // all that a manifest can read is below it
	path string   // the manifest's directory, absolute
	dir  string   // the same, relative to root and slash-separated
}

// stateDir holds caches, the sandbox and temporary files; it decides nothing.
const stateDir = ".wikiform"

// open finds the manifest's directory (-chdir, else the current one) and the
// root (-root, else the same).
func (a *app) open(root string) (*workspace, error) {
	path, err := filepath.Abs(a.chdir)
	if err == nil {
		path, err = filepath.EvalSymlinks(path)
	}
	if err != nil {
		return nil, usageError{err}
	}
	if err := a.stays(path); err != nil {
		return nil, err
	}
	rootPath := path
	if root != "" {
		if rootPath, err = filepath.EvalSymlinks(a.path(root)); err != nil {
			return nil, usageError{err}
		}
	}
	rel, err := filepath.Rel(rootPath, path)
	if err != nil || !filepath.IsLocal(rel) {
		return nil, usagef("-root=%s is not a directory above %s", root, path)
	}
	r, err := os.OpenRoot(rootPath)
	if err != nil {
		return nil, usageError{err}
	}
	return &workspace{root: r, path: path, dir: filepath.ToSlash(rel)}, nil
}

// stays refuses a directory to which a link of a checkout leads out of it: what
// is kept beside a manifest would be written there.
func (a *app) stays(path string) error {
	if a.chdir == "" {
		return nil
	}
	_, err := writefile.Place{}.Real(a.chdir)
	link, ok := errors.AsType[*writefile.LinkError](err)
	if !ok {
		return nil
	}
	if rel, err := filepath.Rel(link.Checkout, path); err == nil && filepath.IsLocal(rel) {
		return nil
	}
	return hinted{usagef("-chdir=%s: %s is a symbolic link that leads out of the checkout %s", a.chdir, link.Path, link.Checkout), "Name the directory that it leads to."}
}

// path takes a path of the command line from where -chdir leads. Links on the
// way there are followed here, so that those that are left are of the path itself.
func (a *app) path(p string) string {
	if filepath.IsAbs(p) {
		return p
	}
	dir, err := filepath.Abs(a.chdir)
	if err != nil {
		return p
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	return filepath.Join(dir, p)
}

func (w *workspace) close() { w.root.Close() }

// state gives a directory below .wikiform, made if need be. A pull request can
// bring a .wikiform of its own, so nothing on the way may be a symbolic link.
func (w *workspace) state(names ...string) (string, error) {
	path := w.path
	for _, name := range append([]string{stateDir}, names...) {
		path = filepath.Join(path, name)
		if err := os.Mkdir(path, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
			return "", err
		}
		info, err := os.Lstat(path)
		if err != nil {
			return "", err
		}
		if !info.IsDir() {
			return "", hinted{fmt.Errorf("%s is not a directory", path),
				"wikiform keeps its caches there and follows no symbolic link to it. Remove it and run again."}
		}
	}
	return path, w.ignored()
}

// ignored keeps git from what is in .wikiform.
func (w *workspace) ignored() error {
	const name = ".gitignore"
	dir, err := writefile.OpenDir(filepath.Join(w.path, stateDir))
	if err != nil {
		return err
	}
	defer dir.Close()
	if _, err := dir.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return writefile.ReplaceIn(dir, name, []byte("*\n"), 0o644)
}

// stateFile gives a file below .wikiform, refusing a symbolic link in its place.
func (w *workspace) stateFile(name string) (string, error) {
	dir, err := w.state()
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, name)
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return "", fmt.Errorf("%s is not a regular file", path)
	}
	return path, nil
}
