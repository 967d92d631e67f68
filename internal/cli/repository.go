package cli

import (
	"os"
	"path"
	"path/filepath"

	"wikiform/internal/checkout"
)

// repository is what is known about where the command runs.
func (a *app) repository() checkout.Repository {
	start, err := os.Getwd()
	if err != nil {
		start = "" // nothing is below it
	}
	return checkout.Repository{Workspace: a.Env["GITHUB_WORKSPACE"], Start: start}
}

// inRepository gives what a forge calls a file below the root, false for what is
// no file there.
func (w *workspace) inRepository(r checkout.Repository) func(name string) (string, bool) {
	return func(name string) (string, bool) {
		if info, err := w.root.Lstat(filepath.FromSlash(name)); err != nil || !info.Mode().IsRegular() {
			return "", false
		}
		return w.pathIn(r)(name), true
	}
}

// pathIn gives what a forge calls a file that may be below the root.
func (w *workspace) pathIn(r checkout.Repository) func(name string) string {
	return func(name string) string { return r.Path(filepath.Join(w.root.Name(), filepath.FromSlash(name))) }
}

// pathsOfPlan gives what a forge calls a file that a saved plan names. The plan does
// not say which root it was made with: that is -chdir or above it, or where the plan
// is or above that.
func (a *app) pathsOfPlan(plan string) func(name string) string {
	starts := []string{a.path("."), filepath.Dir(a.path(plan))}
	r := a.repository()
	return func(name string) string {
		local := filepath.FromSlash(name)
		if !filepath.IsLocal(local) { // whoever made the plan made it up
			return path.Clean(name)
		}
		for _, start := range starts {
			if file := lookUp(start, local); file != "" {
				return r.Path(file)
			}
		}
		return r.Path(filepath.Join(starts[0], local))
	}
}

// lookUp finds a file below a directory, or below one of those above it in the same
// work tree; "" when it is in none.
func lookUp(dir, name string) string {
	top := checkout.Top(dir)
	for {
		file := filepath.Join(dir, name)
		if info, err := os.Lstat(file); err == nil && info.Mode().IsRegular() {
			return file
		}
		if top == "" || dir == top || dir == filepath.Dir(dir) {
			return ""
		}
		dir = filepath.Dir(dir)
	}
}
