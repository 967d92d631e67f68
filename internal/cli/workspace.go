package cli

import (
	"errors"
	"os"
	"path/filepath"

	"wikiform/internal/statedir"
	"wikiform/internal/writefile"
)

// workspace is where a command works: the manifest's directory, the root below
// which it may read, and what is kept beside it.
type workspace struct {
	root  *os.Root // all that a manifest can read is below it
	abs   string   // the manifest's directory, absolute
	dir   string   // the same, relative to root and slash-separated
	state statedir.Dir
	place writefile.Place // where names of the command line are written
}

// openWorkspace reads the files of -var-file, and finds the manifest's directory
// (-chdir, else the current one) and the root (-root, else the same). The caller
// closes it.
func (a *app) openWorkspace(o *manifestOptions) (*workspace, error) {
	if err := o.readFiles(); err != nil {
		return nil, err
	}
	given, err := filepath.Abs(a.chdir)
	if err != nil {
		return nil, err
	}
	path, err := filepath.EvalSymlinks(given)
	if err != nil {
		return nil, unread("-chdir="+a.chdir, given, err)
	}
	if err := a.staysInCheckout(path); err != nil {
		return nil, err
	}
	rootPath := path
	if o.root != "" {
		if rootPath, err = filepath.EvalSymlinks(a.path(o.root)); err != nil {
			return nil, unread("-root="+o.root, a.path(o.root), err)
		}
	}
	rel, err := filepath.Rel(rootPath, path)
	if err != nil || !filepath.IsLocal(rel) {
		return nil, usagef("-root=%s is not a directory above %s", o.root, path)
	}
	r, err := os.OpenRoot(rootPath)
	if err != nil {
		return nil, unread(rootPath, rootPath, err)
	}
	return &workspace{root: r, abs: path, dir: filepath.ToSlash(rel), state: statedir.In(path), place: a.placeBelow(rootPath)}, nil
}

func (w *workspace) close() { w.root.Close() }

// staysInCheckout refuses a directory to which a link of a checkout leads out of it: what
// is kept beside a manifest would be written there.
func (a *app) staysInCheckout(path string) error {
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
