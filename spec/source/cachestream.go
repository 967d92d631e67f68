package source

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"

	"wikiform/internal/filetype"
)

// A cache of 100,000 files has 18 MB of JSON. It is written and read piece by piece, in
// just the form that encoding/json gives to a cacheFile. A text of another form, such as
// one that somebody has edited, is read by encoding/json.

const (
	cacheBegin = `{"version":1,"files":{`
	cacheEnd   = "}}"
)

// members are the names of an entry's members, in order, with what is around their values.
var members = [...]string{`{"size":`, `,"mtime":`, `,"ctime":`, `,"inode":`, `,"sha1":`, `,"type":`, `,"used":`}

// writeEntries writes what json.Marshal gives of a cacheFile.
func writeEntries(to io.Writer, files map[string]entry) error {
	w := bufio.NewWriterSize(to, 64<<10)
	w.WriteString(cacheBegin)
	var line []byte
	for i, name := range slices.Sorted(maps.Keys(files)) {
		line = line[:0]
		if i > 0 {
			line = append(line, ',')
		}
		line = append(appendText(line, name), ':')
		e := files[name]
		line = strconv.AppendInt(append(line, members[0]...), e.Size, 10)
		line = strconv.AppendInt(append(line, members[1]...), e.Mtime, 10)
		line = strconv.AppendInt(append(line, members[2]...), e.Ctime, 10)
		line = strconv.AppendUint(append(line, members[3]...), e.Inode, 10)
		line = appendText(append(line, members[4]...), e.SHA1.String())
		line = appendText(append(line, members[5]...), string(e.Type))
		line = strconv.AppendInt(append(line, members[6]...), e.Used, 10)
		w.Write(append(line, '}'))
	}
	w.WriteString(cacheEnd)
	return w.Flush()
}

// appendText writes a text as JSON.
func appendText(to []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c >= utf8.RuneSelf || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' || c == 0x7f {
			quoted, _ := json.Marshal(text) // a text has no error
			return append(to, quoted...)
		}
	}
	return append(append(append(to, '"'), text...), '"')
}

// readEntries reads what writeEntries writes, or reports that it is not just that.
func readEntries(from io.Reader) (map[string]entry, bool) {
	s := &scanner{r: bufio.NewReaderSize(from, 64<<10), types: map[string]filetype.Type{}}
	files := map[string]entry{}
	s.expect(cacheBegin)
	for more := !s.next('}'); more && !s.failed; more = s.next(',') {
		name := string(s.text())
		s.expect(":")
		files[name] = s.entry()
	}
	if len(files) > 0 {
		s.expect("}")
	}
	s.expect("}")
	if _, err := s.r.ReadByte(); err != io.EOF {
		s.failed = true
	}
	return files, !s.failed
}

// scanner reads pieces of JSON. Once something is not as expected, it has failed.
type scanner struct {
	r      *bufio.Reader
	types  map[string]filetype.Type // so that there is one text for each
	long   []byte
	failed bool
}

func (s *scanner) entry() (e entry) {
	s.expect(members[0])
	e.Size = s.int()
	s.expect(members[1])
	e.Mtime = s.int()
	s.expect(members[2])
	e.Ctime = s.int()
	s.expect(members[3])
	e.Inode = s.digits()
	s.expect(members[4])
	if sum := s.text(); len(sum) != 0 {
		if len(sum) != 2*len(e.SHA1) {
			s.failed = true
			return e
		}
		if _, err := hex.Decode(e.SHA1[:], sum); err != nil {
			s.failed = true
		}
	}
	s.expect(members[5])
	e.Type = s.kind(s.text())
	s.expect(members[6])
	e.Used = s.int()
	s.expect("}")
	return e
}

func (s *scanner) kind(text []byte) filetype.Type {
	t, known := s.types[string(text)]
	if !known {
		t = filetype.Type(text)
		s.types[string(text)] = t
	}
	return t
}

// expect reads just this.
func (s *scanner) expect(text string) {
	got, _ := s.r.Peek(len(text))
	if s.failed = s.failed || string(got) != text; !s.failed {
		s.r.Discard(len(text))
	}
}

// next reads a byte if it is this one.
func (s *scanner) next(c byte) bool {
	got, _ := s.r.Peek(1)
	if s.failed || string(got) != string(c) {
		return false
	}
	s.r.Discard(1)
	return true
}

func (s *scanner) int() int64 {
	if !s.next('-') {
		n := s.digits()
		s.failed = s.failed || n > 1<<63-1
		return int64(n)
	}
	n := s.digits()
	s.failed = s.failed || n > 1<<63 || n == 0
	return -int64(n)
}

// digits reads a number as JSON writes it.
func (s *scanner) digits() uint64 {
	text, _ := s.r.Peek(len("18446744073709551615") + 1)
	n := 0
	for n < len(text) && '0' <= text[n] && text[n] <= '9' {
		n++
	}
	v, err := strconv.ParseUint(string(text[:n]), 10, 64)
	if s.failed = s.failed || err != nil || n > 1 && text[0] == '0'; s.failed {
		return 0
	}
	s.r.Discard(n)
	return v
}

// text reads a text in quotes, which is good until more is read.
func (s *scanner) text() []byte {
	if s.expect(`"`); s.failed {
		return nil
	}
	text, err := s.r.ReadSlice('"')
	if err != nil || bytes.IndexByte(text, '\\') >= 0 {
		text, err = s.rest(text, err)
		s.failed = err != nil
		return text
	}
	text = text[:len(text)-1]
	s.failed = !utf8.Valid(text) || bytes.ContainsFunc(text, func(r rune) bool { return r < ' ' })
	return text
}

// rest reads a text to its end that has escapes in it, or is longer than what is read at
// a time.
func (s *scanner) rest(text []byte, err error) ([]byte, error) {
	s.long = append(append(s.long[:0], '"'), text...)
	for err == bufio.ErrBufferFull || err == nil && escaped(s.long[:len(s.long)-1]) {
		text, err = s.r.ReadSlice('"')
		s.long = append(s.long, text...)
	}
	if err != nil {
		return nil, err
	}
	var read string
	if err := json.Unmarshal(s.long, &read); err != nil {
		return nil, err
	}
	return []byte(read), nil
}

// escaped reports whether what follows a text has a backslash before it that counts.
func escaped(text []byte) bool {
	n := 0
	for n < len(text) && text[len(text)-1-n] == '\\' {
		n++
	}
	return n%2 == 1
}
