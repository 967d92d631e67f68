package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"wikiform/spec"
)

// noteElsewhere says where there is a manifest, for those who are in a wrong directory.
func (a *app) noteElsewhere() {
	here, err := filepath.Abs(a.chdir)
	if err != nil {
		return
	}
	const parents, children, most = 3, 1000, 3
	room := 20_000 // entries that are read for it
	var near []string
	up := here
	for range parents {
		if up = filepath.Dir(up); hasManifest(up, &room) {
			near = append(near, up)
			break
		}
	}
	below := entriesOf(here, children)
	slices.SortFunc(below, func(a, b os.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	for _, e := range below {
		if dir := filepath.Join(here, e.Name()); len(near) < most && e.IsDir() && !strings.HasPrefix(e.Name(), ".") && hasManifest(dir, &room) {
			near = append(near, dir)
		}
	}
	for _, dir := range near {
		a.note("There is a manifest in %s: -chdir=%s", a.relative(dir), shellQuote(a.relative(dir)))
	}
}

// hasManifest looks whether a directory has a manifest, as far as there is room for its
// entries; what cannot be read has none.
func hasManifest(dir string, room *int) bool {
	if *room <= 0 {
		return false
	}
	entries := entriesOf(dir, *room)
	*room -= len(entries)
	return slices.ContainsFunc(entries, func(e os.DirEntry) bool { return spec.Declares(e.Name()) && e.Type().IsRegular() })
}

// entriesOf is what a directory has, as much as is asked for; nothing of one that cannot be read.
func entriesOf(dir string, most int) []os.DirEntry {
	f, err := os.Open(dir)
	if err != nil {
		return nil
	}
	defer f.Close()
	entries, _ := f.ReadDir(most)
	return entries
}
