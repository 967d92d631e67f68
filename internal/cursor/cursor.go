package cursor

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"slices"
	"time"

	"wikiform/plan"
	"wikiform/provider"
)

// FormatVersion is the version of the cursors that are written and read.
const FormatVersion = "1.0"

// Turns is how many plans it takes until each settled file was looked at once.
const Turns = 100

// Cursor is where a plan ended.
type Cursor struct {
	Head
	Files []File // in the order of their sums, each once
}

// Head is what a cursor says of the wiki.
type Head struct {
	Wiki    string // what tells it from others
	Account string // as whom it was read, "" for nobody
	// Fingerprint is the sum of what all comparisons depended on.
	Fingerprint plan.Sum
	Time        time.Time // what the wiki's clock said before anything was read; UTC, whole seconds
	provider.Mark
	Turn int // of the files that are looked at; below [Turns]
}

// File is a file that was settled.
type File struct {
	Wanted, Seen plan.Sum
	// Titles are those under which the wiki stores the block's titles, where one of these is
	// written in another way; nil else.
	Titles []provider.Title
}

// At finds a file by what is wanted; nil where there is none.
func (c *Cursor) At(wanted plan.Sum) *File {
	i, found := slices.BinarySearchFunc(c.Files, wanted, func(f File, w plan.Sum) int { return bytes.Compare(f.Wanted[:], w[:]) })
	if !found {
		return nil
	}
	return &c.Files[i]
}

// Sort puts files into their order. Of those that want the same none is kept: which of them
// was seen cannot be told.
func Sort(files []File) []File {
	slices.SortFunc(files, func(a, b File) int { return bytes.Compare(a.Wanted[:], b.Wanted[:]) })
	var once []File
	for i := 0; i < len(files); {
		j := i + 1
		for j < len(files) && files[j].Wanted == files[i].Wanted {
			j++
		}
		if j == i+1 {
			once = append(once, files[i])
		}
		i = j
	}
	return once
}

// Turn tells which of the [Turns] parts of all files one is in.
func Turn(wanted plan.Sum) int { return (int(wanted[0])<<8 | int(wanted[1])) % Turns }

func digits(s plan.Sum) string { return hex.EncodeToString(s[:]) }

func sumOf(text []byte) (s plan.Sum, ok bool) {
	if len(text) != hex.EncodedLen(len(s)) {
		return s, false
	}
	_, err := hex.Decode(s[:], text)
	return s, err == nil && cmp.Compare(digits(s), string(text)) == 0
}
