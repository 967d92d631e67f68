// Package importing makes manifests of what a wiki has: the files that are to be written
// for some files of a wiki to be declared just as they are.
//
// What comes from a wiki is data that anybody may have written. Titles, addresses and values
// become cells of a table, texts become files that are read as texts, and local names are
// made by package localname. Only the text around the values of a template becomes something
// that is evaluated, with all in it escaped that would be. Before anything is written all of
// it is read, and has to give the titles, the sums and the texts that the wiki has, byte for
// byte, and to leave what was declared before as it was. What does not is written more
// simply, or is not declared, with the reason.
//
// The package is pure: it reads what is there through a file system that is handed in, and
// writes nothing.
package importing

import (
	"errors"
	"io/fs"

	"github.com/hashicorp/hcl/v2"

	"wikiform/provider"
	"wikiform/spec"
)

// Options say how it is written.
type Options struct {
	// Name is what all that is written is called after: NAME.wiki.hcl, NAME.csv, and what is
	// below NAME/. See [CheckName].
	Name string
	// FS is what the manifests at hand may read, and Dir their directory in it, "." or a
	// slash-separated path. All other paths here are from Dir on, with slashes.
	FS  fs.FS
	Dir string
	// Load reads the manifest of Dir from a file system that is FS with other files in it.
	Load func(fs.FS) (*spec.Manifest, hcl.Diagnostics)
	// Manifest is what is declared in Dir already, without what is in a NAME.wiki.hcl; nil
	// where no file declares anything.
	Manifest *spec.Manifest

	Site     provider.Site
	API      string     // of the wiki, for the head of the manifest
	Command  string     // that asked for this, for the head of the manifest; "" for none
	Wiki     *spec.Wiki // gets a block of its own; nil where there is one already
	Blocks   bool       // a block for each file in place of a table and for_each
	Template string     // whose parameters become columns, with or without its namespace; "" for none
	Download bool       // contents are files here, too: else they are declared by address and sum
}

// Import is what is to be written.
type Import struct {
	// Files are in the order in which they are to be written: the manifest is the last one,
	// so that nothing is declared before all of it is there.
	Files []File
	// Originals are the contents, to be written before the manifest; in order of their titles.
	Originals []Original
	Declared  int    // files that the manifest declares
	Left      []Note // files that it does not, and why
	Alone     []Note // files whose pages it says nothing of, and why
	Layouts   []Layout
	// Other are pages that use the template in another layout than those, or do not lead to
	// the same text by it, and Unused those that do not use it; both have texts of their own.
	Other, Unused []provider.Title
	Formulas      []Formula // cells that a spreadsheet would take for one
}

// File is a text file.
type File struct {
	Path string
	Text string
}

// Original is the content of a file.
type Original struct {
	Path  string
	Title provider.Title
	URL   string // not to be trusted
	provider.Digest
}

// Note is why something is not as with the others, a clause: "its page is a redirect".
type Note struct {
	Title provider.Title
	Why   string
}

// Layout is a template file, and how many pages are made with it.
type Layout struct {
	Path  string
	Pages int
}

// Formula is a cell of the table that begins as a formula does.
type Formula struct {
	Row    int    // as a spreadsheet counts: the names of the columns are the first one
	Column string // its name
	Title  provider.Title
	Cell   string
}

// Make makes the files that declare what a wiki has. An error is a sentence for people: the
// name cannot be, there is nothing to be declared, or a manifest cannot hold so much.
func Make(wholes []provider.Whole, o Options) (*Import, error) {
	if err := CheckName(o.Name); err != nil {
		return nil, err
	}
	w := &writing{Options: o, Import: &Import{}}
	if err := w.fits(len(wholes)); err != nil {
		return nil, err
	}
	if w.take(wholes); len(w.rows) == 0 {
		return nil, errors.New("there is nothing to declare")
	}
	if err := w.arrange(); err != nil {
		return nil, err
	}
	if err := w.prove(); err != nil {
		return nil, err
	}
	w.count()
	return w.Import, nil
}

// writing is the state of one [Make].
type writing struct {
	Options
	*Import
	rows []*row // those that are declared, in order of their titles
}
