package source

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"wikiform/spec"
)

// A path is walked part by part, so that nothing leads out of the root, and three times:
// to find it, for the fence, and to look at the file. For file after file in one
// directory that is done once, and each of them is one look into that directory.

// glance looks at many files of a tree for one goroutine.
type glance struct {
	tree *Tree
	dirs map[string]*os.Root // by name; nil for one that cannot be used
}

// mostDirs is how many directories a glance has open.
const mostDirs = 32

func (t *Tree) glance() *glance { return &glance{tree: t, dirs: map[string]*os.Root{}} }

// stat is that of the tree, at less cost where the name is just that of a regular file.
// Whatever else there is, it leaves to the tree.
func (g *glance) stat(name string) (real string, info fs.FileInfo, err error) {
	clean := path.Clean(name)
	if real, ok := g.tree.plainly(name, clean); ok {
		if info := g.look(real); info != nil {
			return real, info, nil
		}
	}
	return g.tree.stat(name)
}

// plainly gives the real name of the file that a name means, if that can be told without
// looking at the file.
func (t *Tree) plainly(name, clean string) (string, bool) {
	switch {
	case outOfTree(name, clean):
		return "", false
	case isASCII(clean):
		return clean, true
	}
	real, err := t.find(clean)
	return real, err == nil
}

// look is what a regular file that is not empty has, nil for anything else.
func (g *glance) look(real string) fs.FileInfo {
	dir, base := path.Split(real)
	if spec.Private(base) {
		return nil
	}
	d := g.dir(path.Clean(dir))
	if d == nil {
		return nil
	}
	info, err := d.Lstat(base)
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return nil
	}
	return info
}

// dir is a directory of the tree that a manifest may read in, nil for any other. It stays
// open, so that what the fence has let pass is what is looked into.
func (g *glance) dir(name string) *os.Root {
	if d, known := g.dirs[name]; known {
		return d
	}
	if len(g.dirs) == mostDirs {
		g.close()
	}
	d := g.tree.openDir(name)
	g.dirs[name] = d
	return d
}

func (t *Tree) openDir(name string) *os.Root {
	if t.fence.Check(t.root.FS(), name) != nil {
		return nil
	}
	if info, err := t.root.Stat(name); err != nil || !info.IsDir() {
		return nil // opening what is no directory may already do something
	}
	d, err := t.root.OpenRoot(name)
	if err != nil {
		return nil
	}
	return d
}

func (g *glance) close() {
	for _, d := range g.dirs {
		if d != nil {
			d.Close()
		}
	}
	clear(g.dirs)
}

// outOfTree reports whether a name, and what it is when it is clean, is not one of a tree.
func outOfTree(name, clean string) bool {
	return name == "" || !filepath.IsLocal(filepath.FromSlash(clean)) || strings.ContainsRune(name, 0)
}
