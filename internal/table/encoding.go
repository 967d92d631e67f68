package table

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	encodings "golang.org/x/text/encoding/unicode"
)

// UTF8 is the encoding that needs no remark.
const UTF8 = "utf-8"

// pinnable are the encodings that can be named, in the order in which messages list them.
var pinnable = []struct {
	name string
	enc  encoding.Encoding
}{
	{UTF8, encodings.UTF8},
	{"utf-16le", encodings.UTF16(encodings.LittleEndian, encodings.IgnoreBOM)},
	{"utf-16be", encodings.UTF16(encodings.BigEndian, encodings.IgnoreBOM)},
	{windows1252, charmap.Windows1252},
	{"windows-1250", charmap.Windows1250},
	{"windows-1251", charmap.Windows1251},
	{"windows-1253", charmap.Windows1253},
	{"windows-1254", charmap.Windows1254},
	{"windows-1257", charmap.Windows1257},
	{"iso-8859-1", charmap.ISO8859_1},
	{"iso-8859-2", charmap.ISO8859_2},
	{"iso-8859-15", charmap.ISO8859_15},
	{"macintosh", charmap.Macintosh},
	{"ibm437", charmap.CodePage437},
	{"ibm850", charmap.CodePage850},
}

const windows1252 = "windows-1252"

// Encodings are the names of the encodings that can be pinned.
func Encodings() []string {
	names := make([]string, len(pinnable))
	for i, p := range pinnable {
		names[i] = p.name
	}
	return names
}

// ErrBinary is a file that is no text in any encoding.
var ErrBinary = errors.New("is no text")

// Decode gives the text of bytes and the encoding that they were read in: the pinned one,
// or else what the bytes tell. A byte order mark is no part of the text. An error is a
// clause: "is no text".
func Decode(b []byte, pinned string) (text, enc string, err error) {
	if pinned != "" {
		enc = strings.ToLower(pinned)
		if err := KnownEncoding(enc); err != nil {
			return "", enc, err
		}
		if text, err = decodeAs(b, enc); err != nil {
			err = fmt.Errorf("%w; leave encoding out to have it found out", err)
		}
		return text, enc, err
	}
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(b, []byte("\x00\x00\xfe\xff")):
		return "", "", errors.New("is text in UTF-32, which is not read; save it as UTF-8")
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		enc = "utf-16le"
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		enc = "utf-16be"
	case bytes.IndexByte(b, 0) >= 0:
		return "", "", nulBytes(b)
	case utf8.Valid(b):
		enc = UTF8
	case mostlyUTF8(b):
		return "", "", fmt.Errorf("is UTF-8 text, but for some of it: line %d is the first that is not", firstOdd(b))
	case !plausible(b):
		return "", "", ambiguous(b)
	default:
		enc = windows1252
	}
	text, err = decodeAs(b, enc)
	return text, enc, err
}

// DecodeXML gives the text of a document in the encoding that its first line declares, or
// that a byte order mark tells; else it is UTF-8. An error is a clause.
func DecodeXML(b []byte) (text string, err error) {
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("<\x00?\x00")):
		return decodeAs(b, "utf-16le")
	case bytes.HasPrefix(b, []byte("\xfe\xff")), bytes.HasPrefix(b, []byte("\x00<\x00?")):
		return decodeAs(b, "utf-16be")
	}
	name := UTF8
	if m := declared.FindSubmatch(b[:min(len(b), 200)]); m != nil {
		name = strings.ToLower(string(m[1]))
	}
	switch name {
	case "us-ascii", "ascii", "utf8":
		name = UTF8
	case "latin1", "iso8859-1":
		name = "iso-8859-1"
	case "utf-16":
		return "", errors.New("declares UTF-16, and is none")
	}
	return decodeAs(b, name)
}

// declared is the encoding that an XML document declares.
var declared = regexp.MustCompile(`^(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']`)

func decodeAs(b []byte, name string) (string, error) {
	for _, p := range pinnable {
		if p.name != name {
			continue
		}
		if name == UTF8 && !utf8.Valid(b) {
			return "", fmt.Errorf("is not UTF-8 text, first in line %d", firstOdd(b))
		}
		text, err := p.enc.NewDecoder().Bytes(b)
		if err != nil {
			return "", fmt.Errorf("is not text in %s", name)
		}
		if name != UTF8 && bytes.ContainsRune(text, utf8.RuneError) {
			return "", fmt.Errorf("has bytes that are no letters in %s", name)
		}
		if bytes.IndexByte(text, 0) >= 0 {
			return "", fmt.Errorf("has NUL characters in %s, which no text has", name)
		}
		return strings.TrimPrefix(string(text), "\ufeff"), nil
	}
	return "", KnownEncoding(name)
}

// codePage is another name of an encoding of Windows.
var codePage = regexp.MustCompile(`^(?:cp|win|windows|windows_)?-?(125[0-9])$`)

// otherNames are those by which people know an encoding, beside code pages.
var otherNames = map[string]string{
	"utf8": UTF8, "utf-8-bom": UTF8, "utf-8-sig": UTF8, "utf16": "utf-16le", "utf-16": "utf-16le", "unicode": "utf-16le", "ucs-2": "utf-16le",
	"ansi": windows1252, "latin1": "iso-8859-1", "latin-1": "iso-8859-1", "iso8859-1": "iso-8859-1", "iso-latin-1": "iso-8859-1",
	"latin2": "iso-8859-2", "latin-9": "iso-8859-15", "latin9": "iso-8859-15", "mac": "macintosh", "macroman": "macintosh", "mac-roman": "macintosh",
	"cp437": "ibm437", "cp850": "ibm850", "dos": "ibm850",
}

// KnownEncoding is nil for an encoding that can be pinned, and else an error that is a
// clause, with what is probably meant.
func KnownEncoding(name string) error {
	known := Encodings()
	if slices.Contains(known, name) {
		return nil
	}
	meant := otherNames[name]
	if page := codePage.FindStringSubmatch(name); page != nil && slices.Contains(known, "windows-"+page[1]) {
		meant = "windows-" + page[1]
	}
	if meant != "" {
		return fmt.Errorf("cannot be read in %q, which is called %q here", name, meant)
	}
	return fmt.Errorf("cannot be read in %q; known are %s", name, strings.Join(known, ", "))
}

// nulBytes is the error of bytes with zeros among them: UTF-16 does not tell its order
// without a byte order mark, and other text has none.
func nulBytes(b []byte) error {
	var zeros [2]int // at even and at odd places
	for i, c := range b {
		if c == 0 {
			zeros[i%2]++
		}
	}
	for i, name := range []string{"utf-16be", "utf-16le"} {
		if zeros[i] > len(b)/4 && zeros[1-i] == 0 {
			return &AmbiguousError{Info: "does not tell what it is, and looks like UTF-16 text", Option: "encoding", Values: []string{name}}
		}
	}
	return ErrBinary
}

// mostlyUTF8 reports whether of the bytes that are not ASCII more make letters of UTF-8
// than do not, as after two texts were put together. Some letters of other encodings look
// like one of UTF-8.
func mostlyUTF8(b []byte) bool {
	letters, odd := 0, 0
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && n <= 1:
			odd++
		case n > 1:
			letters++
		}
		b = b[n:]
	}
	return letters > odd
}

// firstOdd is the first line that is not UTF-8.
func firstOdd(b []byte) int {
	line := 1
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n <= 1 {
			break
		}
		if r == '\n' {
			line++
		}
		b = b[n:]
	}
	return line
}

// western are the letters that Western languages add to the Latin ones; rare are those
// of them that stand where other encodings have the usual ones.
const (
	western = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿŒœ" + rare
	rare    = "ŠšŽžŸ"
)

// plausible reports whether bytes make sense in Windows-1252: beside letters stand
// letters of Western languages, most of them usual ones, or the signs of their typography,
// and never three such letters in a row, as there would be if these were the letters of
// another alphabet.
func plausible(b []byte) bool {
	row, usual, before := 0, 0, ' '
	for i, c := range b {
		if c < utf8.RuneSelf {
			if c < ' ' && !strings.ContainsRune("\t\n\v\f\r", rune(c)) {
				return false
			}
			row, before = 0, rune(c)
			continue
		}
		r := charmap.Windows1252.DecodeByte(c)
		switch {
		case r == utf8.RuneError || unicode.IsControl(r):
			return false
		case strings.ContainsRune(western, r):
			if row++; row > 2 {
				return false
			}
			if strings.ContainsRune(rare, r) {
				usual--
			} else {
				usual++
			}
		case inWord(b, i, before) && !strings.ContainsRune("’‘–—·´\u00a0º°ª", r):
			return false
		default:
			row = 0
		}
		before = r
	}
	return usual >= 0
}

// inWord reports whether a byte stands between letters.
func inWord(b []byte, i int, before rune) bool {
	return unicode.IsLetter(before) && i+1 < len(b) && unicode.IsLetter(charmap.Windows1252.DecodeByte(b[i+1]))
}

// ambiguous is the error of bytes that may be read in several ways, with the first word
// that tells them apart in some of them.
func ambiguous(b []byte) error {
	word, line := oddWord(b)
	var ways, names []string
	for _, name := range []string{windows1252, "windows-1250", "windows-1251", "macintosh", "ibm850"} {
		if text, err := decodeAs(word, name); err == nil && strings.IndexFunc(text, unicode.IsControl) < 0 {
			ways, names = append(ways, fmt.Sprintf("%q in %s", text, name)), append(names, name)
		}
	}
	if len(ways) == 0 {
		return ErrBinary
	}
	return &AmbiguousError{
		Info:   fmt.Sprintf("is not UTF-8 text, and does not tell what it is: in line %d stands %s", line, strings.Join(ways, ", ")),
		Option: "encoding", Values: names,
	}
}

// oddWord is the first word with the most bytes that are not ASCII, of the first few that
// have any, and its line.
func oddWord(b []byte) (word []byte, line int) {
	most, seen := 0, 0
	for n, text := range bytes.Split(b, []byte("\n")) {
		for _, w := range bytes.FieldsFunc(text, func(r rune) bool { return r < utf8.RuneSelf && !unicode.IsLetter(r) }) {
			high := 0
			for _, c := range w {
				if c >= utf8.RuneSelf {
					high++
				}
			}
			if high == 0 || len(w) > 40 {
				continue
			}
			if seen++; high > most {
				word, line, most = w, n+1, high
			}
			if seen == 20 {
				return word, line
			}
		}
	}
	return word, line
}
