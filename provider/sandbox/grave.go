package sandbox

import (
	"cmp"
	"slices"

	"github.com/tidwall/btree"

	"wikiform/provider"
)

// grave is the versions of files that were deleted.
type grave struct {
	names btree.Map[string, []deletedFile]          // by name of the file, in the order in which they were deleted
	sums  map[provider.SHA1]*btree.Map[int, string] // names by number of the row
}

func (g *grave) of(name string) []deletedFile {
	rows, _ := g.names.Get(name)
	return rows
}

func (g *grave) add(d deletedFile) {
	g.names.Set(d.name, append(g.of(d.name), d))
	if g.sums[d.SHA1] == nil {
		g.sums[d.SHA1] = &btree.Map[int, string]{}
	}
	g.sums[d.SHA1].Set(d.id, d.name)
}

// leave keeps some rows of a name, and forgets the others.
func (g *grave) leave(name string, rest []deletedFile) {
	for _, d := range g.of(name) {
		if slices.ContainsFunc(rest, func(r deletedFile) bool { return r.id == d.id }) {
			continue
		}
		if g.sums[d.SHA1].Delete(d.id); g.sums[d.SHA1].Len() == 0 {
			delete(g.sums, d.SHA1)
		}
	}
	if g.names.Set(name, rest); len(rest) == 0 {
		g.names.Delete(name)
	}
}

// first is the file of the row that was deleted first of those with a sum.
func (g *grave) first(sum provider.SHA1) (name string, ok bool) {
	rows := g.sums[sum]
	if rows == nil {
		return "", false
	}
	_, name, ok = rows.Min()
	return name, ok
}

// sorted are the rows of the files from a name on, or of those alone that had a content,
// file by file in the order of their times, until yield has enough.
func (g *grave) sorted(from string, only *provider.SHA1, yield func(deletedFile) bool) {
	files := &g.names
	if only != nil {
		files = &btree.Map[string, []deletedFile]{}
		if rows := g.sums[*only]; rows != nil {
			rows.Scan(func(_ int, name string) bool { files.Set(name, g.of(name)); return true })
		}
	}
	files.Ascend(from, func(_ string, rows []deletedFile) bool {
		rows = slices.SortedFunc(slices.Values(rows), func(a, b deletedFile) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.id, b.id)) })
		for _, d := range rows {
			if !yield(d) {
				return false
			}
		}
		return true
	})
}
