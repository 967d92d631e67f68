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
	// Remarks are what was assumed and what was dropped, as sentences without the name
	// of the file.
	Remarks []string
}

// Row is a row of a table.
type Row struct {
	Line  int // of the text, or of the sheet; from 1
	Cells []string
}
