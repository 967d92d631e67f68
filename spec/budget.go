package spec

import (
	"fmt"
	"unicode"
)

// A parser's tokens and trees take a hundred times the memory of the densest
// text, so what is parsed is bounded by what it could hold, not by its bytes.
const (
	maxWords    = 600_000   // of one file, some 20,000 blocks written out
	maxAllWords = 1_500_000 // of all files that one manifest has parsed
)

// parseable accounts for a text that is going to be parsed, or refuses it.
func (r *reader) parseable(src []byte) error {
	n := words(src)
	switch {
	case n > maxWords:
		return fmt.Errorf("has more than %s words and signs. Split it, or keep the data in a CSV file for for_each", grouped(maxWords))
	case r.words+n > maxAllWords:
		return fmt.Errorf("makes more than %s words and signs in all files of this manifest. Keep the data in a CSV file for for_each", grouped(maxAllWords))
	}
	r.words += n
	return nil
}

// words counts what could be tokens: words, numbers, and each sign by itself.
func words(src []byte) int {
	n := 0
	inWord := false
	for _, c := range src {
		letter := c >= 0x80 || c == '_' || unicode.IsLetter(rune(c)) || unicode.IsDigit(rune(c))
		if (!letter || !inWord) && c != ' ' && c != '\t' && c != '\r' {
			n++
		}
		inWord = letter
	}
	return n
}
