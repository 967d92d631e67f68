package spec

import "fmt"

// TableFits says, as a clause, why a manifest could not read a table of CSV; nil where it
// can.
func TableFits(text string) error {
	if len(text) > maxText {
		return fmt.Errorf("has more than %d MiB", maxText>>20)
	}
	if cellsIn(text) > maxElements {
		return fmt.Errorf("has more than %s cells", grouped(maxElements))
	}
	return nil
}

// SourceFits says, as a clause, why the text of a manifest could not be read; nil where it
// can, as far as its size goes.
func SourceFits(text string) error {
	if len(text) > maxText {
		return fmt.Errorf("has more than %d MiB", maxText>>20)
	}
	if words([]byte(text)) > maxWords {
		return fmt.Errorf("has more than %s words and signs", grouped(maxWords))
	}
	return nil
}

// cellsIn is how many cells a table has at most, by its rows and by the columns of the
// first one. Where quotes do not pair, the decoder stops at the row that has the odd one.
func cellsIn(text string) int {
	rows, columns, quoted := 0, 1, false
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\n':
			rows++
		case c == ',' && rows == 0:
			columns++
		}
	}
	return rows * (1 + columns)
}
