// Package specimen has small files of many types, for tests: of each as much as
// tells what it is.
package specimen

import (
	"encoding/binary"
	"maps"
	"slices"
)

// Kinds are the kinds of files that there are, in order.
func Kinds() []string {
	return slices.Sorted(maps.Keys(kinds))
}

// Of is a file of a kind. Two of one kind have other bytes when n is another, so
// that no wiki takes one for the other.
func Of(kind string, n int) []byte {
	return kinds[kind](n)
}

// kinds makes files by the names of their kinds. What is before a blank in a name is
// the usual extension.
var kinds = map[string]func(n int) []byte{}

func init() {
	for kind, head := range binaries {
		kinds[kind] = func(n int) []byte {
			return binary.BigEndian.AppendUint64(append([]byte(head), make([]byte, 24)...), uint64(n))
		}
	}
	maps.Copy(kinds, texts)
	maps.Copy(kinds, pictures)
	maps.Copy(kinds, archives)
}
