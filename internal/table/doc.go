// Package table reads tables as spreadsheets save them: delimited text in the encodings
// and with the separators that they use, and workbooks.
//
// What a text does not say of itself (which bytes are which letters, what separates its
// cells) is told by what it holds, or pinned by whoever asks. Where two readings are
// equally good there is no table, and the error shows both. What was assumed, and what
// was dropped because nothing is in it, is said as remarks. Everything is bounded: a
// table may come from anybody.
package table

// Table is a table with names for its columns. All rows have as many cells as there are
// columns.
type Table struct {
	Columns []string
	Rows    []Row
	// Assumed is the separator that was found out, where it is not a comma; 0 where it was
	// pinned, or the text says it.
	Assumed rune
	// Remarks are what else was assumed and what was dropped, as sentences.
	Remarks []string
}

// AmbiguousError is a text that can be read in more than one way.
type AmbiguousError struct {
	Info string // a clause that shows the ways
	// Options are how each way is pinned, as "encoding" or "separator" with its value.
	Option string
	Values []string
}

func (e *AmbiguousError) Error() string { return e.Info }

// Row is a row of a table.
type Row struct {
	Line  int // of the text, or of the sheet; from 1
	Cells []string
}
