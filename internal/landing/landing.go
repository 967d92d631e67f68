// Package landing puts what an import made where it belongs: a manifest, its table, the
// texts and the contents beside them.
//
// Everything is decided before anything is written ([Decide]): a name that is there
// already is refused, unless it has the very bytes, or the note of this import says that
// it wrote them. Then the texts are written, the contents fetched, and the table and the
// manifest come last ([Landing.Write]): as long as one thing is missing, nothing declares the rest. A
// run that broke at any point is gone on with by the next one, which ends with the folder
// that an unbroken one would have made. When all is there, the note goes ([Landing.Done]).
//
// What is in the folder, the note too, a branch can have brought: no symbolic link is
// followed, and only what has the import's name is ever replaced or removed.
package landing

import (
	"os"
	"path"
	"strings"
	"sync/atomic"

	"wikiform/provider"
)

// File is a text, at a slash-separated path beside the manifest.
type File struct {
	Path string
	Text string
}

// Original is a content that is to be fetched.
type Original struct {
	Path  string
	Title provider.Title
	provider.Digest
}

// Load is all that an import puts down.
type Load struct {
	Name      string // of the import; every path is it, or begins with it
	Texts     []File
	Originals []Original
	Last      []File // the table, and after it the manifest
}

// paths are those of all files of the load.
func (l *Load) paths() []string {
	var all []string
	for _, f := range l.Texts {
		all = append(all, f.Path)
	}
	for _, o := range l.Originals {
		all = append(all, o.Path)
	}
	for _, f := range l.Last {
		all = append(all, f.Path)
	}
	return all
}

// Owns reports whether a path belongs to the import of a name, whoever wrote what is
// there: NAME.csv, NAME.wiki.hcl, and what is below the directory NAME.
func Owns(name, p string) bool {
	rest, ok := strings.CutPrefix(p, name)
	return ok && rest != "" && (rest[0] == '/' || rest[0] == '.' && !strings.Contains(rest, "/")) && path.Clean(p) == p
}

// Notes keep what an import wrote until it is whole.
type Notes interface {
	Read() ([]byte, error) // nil when there is none
	Write([]byte) error
	Remove() error
}

// Landing is a load that may be put down.
type Landing struct {
	load    Load
	dir     *os.Root // of the manifest
	notes   Notes
	note    note
	found   map[string]state
	wrote   map[string]provider.SHA1 // what is there of an earlier run, by its note
	stale   []string                 // what an earlier run wrote and this one does not
	temps   []string                 // what a killed one left
	fetched atomic.Int64             // contents that this run has brought
	// step is called before each change of the folder. A test ends the run there as a
	// kill would: nothing is tidied up.
	step func(what string) error
}

// Left is how much is there already, and how much is to be written.
func (l *Landing) Left() (there, left int) {
	for _, s := range l.found {
		if s == same {
			there++
		} else {
			left++
		}
	}
	return there, left
}

// Fetched is how many contents are there, of how many.
func (l *Landing) Fetched() (there, all int) {
	there = int(l.fetched.Load())
	for _, o := range l.load.Originals {
		if l.found[o.Path] == same {
			there++
		}
	}
	return there, len(l.load.Originals)
}

// Done takes the note away: what is there is whole, and from here on the user's.
func (l *Landing) Done() error {
	if err := l.step("note"); err != nil {
		return err
	}
	return l.notes.Remove()
}
