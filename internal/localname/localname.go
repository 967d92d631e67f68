// Package localname makes names of local files from titles of a wiki, which anybody may
// have chosen.
package localname

import (
	"crypto/sha1"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// most is how many bytes of a title a name has; with what follows no file system refuses
// it.
const most = 120

// Of gives the name, without an extension, of the file for a title: what can be read of
// the title, and the first digits of its SHA-1. One title has one name whatever others
// there are, and two that differ in the case or the form of a letter only have two.
//
// The name is one part of a path on every system: it has letters, digits, and the signs
// . - + , ( ) ' & = @ only, and begins with none but a letter or a digit. What is no such
// character is _ in it.
func Of(title string) string {
	sum := sha1.Sum([]byte(title))
	return readable(title) + "-" + hex.EncodeToString(sum[:4])
}

func readable(title string) string {
	name := strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && !strings.ContainsRune(signs, r) {
			return '_'
		}
		return r
	}, title)
	for strings.Contains(name, "..") {
		name = strings.ReplaceAll(name, "..", "._")
	}
	if len(name) > most {
		name = strings.ToValidUTF8(name[:most], "")
	}
	if first, _ := utf8.DecodeRuneInString(name); Reserved(name) || !unicode.IsLetter(first) && !unicode.IsDigit(first) {
		name = "x" + name
	}
	return name
}

const signs = ".-+,()'&=@"

// Reserved reports whether Windows takes a name, with any extension, for a device.
func Reserved(name string) bool {
	head, _, _ := strings.Cut(strings.ToUpper(name), ".")
	head = strings.TrimRight(head, "_ ")
	if slices.Contains([]string{"CON", "PRN", "AUX", "NUL", "CONIN", "CONOUT", "CLOCK"}, head) {
		return true
	}
	for _, port := range []string{"COM", "LPT"} {
		if number, ok := strings.CutPrefix(head, port); ok && utf8.RuneCountInString(number) == 1 && strings.Contains("0123456789¹²³", number) {
			return true
		}
	}
	return false
}
