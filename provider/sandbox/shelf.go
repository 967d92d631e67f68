package sandbox

import (
	"slices"
	"strings"

	"github.com/tidwall/btree"

	"wikiform/provider"
)

// shelf is the files of a wiki in the orders in which they are asked for, since a scan for
// each question would make what is done to every file cost what there are files. Whatever
// changes a file takes it from the shelf before and puts it back after.
type shelf struct {
	names, times btree.Map[string, *file]   // by name; by the time of the current version, and by name
	holders      map[provider.SHA1][]string // names of the files whose current content this is, the oldest first
}

// dated is the place of a file among those sorted by time.
func (f *file) dated() string { return stamp(f.current().at) + "|" + f.name }

// put makes a file one that the wiki has.
func (s *state) put(f *file) {
	s.files[f.name] = f
	s.shelf.names.Set(f.name, f)
	s.shelf.times.Set(f.dated(), f)
	sum := f.current().SHA1
	s.shelf.holders[sum] = append(s.shelf.holders[sum], f.name)
}

// take is put undone.
func (s *state) take(f *file) {
	delete(s.files, f.name)
	s.shelf.names.Delete(f.name)
	s.shelf.times.Delete(f.dated())
	sum := f.current().SHA1
	s.shelf.holders[sum] = slices.DeleteFunc(s.shelf.holders[sum], func(name string) bool { return name == f.name })
	if len(s.shelf.holders[sum]) == 0 {
		delete(s.shelf.holders, sum)
	}
}

// holders are the names of the files whose current content a sum is of.
func (s *state) holders(sum provider.SHA1) []string { return s.shelf.holders[sum] }

// firstWith is the first name in their order that begins so, "" when none does.
func (s *state) firstWith(beginning string) (first string) {
	s.shelf.names.Ascend(beginning, func(name string, _ *file) bool {
		if strings.HasPrefix(name, beginning) {
			first = name
		}
		return false
	})
	return first
}

// above is greater than every name that begins so, and than no other that is greater.
func above(beginning string) string { return beginning + "\xff" }

// walk gives the files between two places of an order, until yield has enough.
func walk(order *btree.Map[string, *file], from, to string, down bool, yield func(*file) bool) {
	if down {
		order.Descend(to, func(at string, f *file) bool { return at >= from && yield(f) })
		return
	}
	order.Ascend(from, func(at string, f *file) bool { return at <= to && yield(f) })
}
