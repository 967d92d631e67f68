package contactsheet

import "fmt"

// Bounds of the sheets of one plan.
const (
	PerSheet  = 24
	MaxSheets = 50
)

// Kind is what becomes of a file.
type Kind int

// The kinds of entries.
const (
	Changed Kind = iota // what it is, what it will be, and where the two differ
	New
	Gone
)

// boxes is how many pictures an entry has beside one another.
func (k Kind) boxes() int {
	if k == Changed {
		return 3
	}
	return 1
}

// Entry is a file on a sheet.
type Entry struct {
	Number int // which a list beside the sheet has, too
	Kind   Kind
	Others bool // somebody else's work is replaced or taken away
}

// Sheet is the entries of a sheet.
type Sheet struct {
	Number  int
	Entries []Entry
}

// Name is the name of a sheet's file.
func (s Sheet) Name() string { return Name(s.Number) }

// Name is the name of the file of the sheet of a number.
func Name(number int) string { return fmt.Sprintf("sheet-%02d.png", number) }

// Arrange numbers entries and puts them on sheets, in their order; what is left finds no
// room.
func Arrange(entries []Entry) (sheets []Sheet, left int) {
	if most := PerSheet * MaxSheets; len(entries) > most {
		left = len(entries) - most
		entries = entries[:most]
	}
	for at := 0; at < len(entries); at += PerSheet {
		s := Sheet{Number: len(sheets) + 1}
		for i, e := range entries[at:min(at+PerSheet, len(entries))] {
			e.Number = at + i + 1
			s.Entries = append(s.Entries, e)
		}
		sheets = append(sheets, s)
	}
	return sheets, left
}
