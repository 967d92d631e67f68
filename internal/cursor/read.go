package cursor

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"
	"time"

	"wikiform/internal/number"
	"wikiform/plan"
	"wikiform/provider"
)

// Bounds of what is read.
const (
	MaxSize  = 256 << 20 // bytes
	MaxFiles = 1_000_000
	maxLine  = 16 << 10 // bytes
	mostOf   = 10       // titles of one block
)

// FormatError says that something is no cursor that this wikiform can read.
type FormatError struct {
	Line    int // 0 for the whole
	Problem string
}

func (e *FormatError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("line %d: %s", e.Line, e.Problem)
	}
	return e.Problem
}

// Begins reports whether a file is empty or begins as cursors do, be it damaged after that,
// and goes back to its begin.
func Begins(f io.ReadSeeker) (bool, error) {
	head := make([]byte, len(begins))
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false, err
	}
	_, err = f.Seek(0, io.SeekStart)
	return strings.HasPrefix(begins, string(head[:n])), err
}

// Read reads a cursor. Whatever [Cursor.Bytes] would have written otherwise, be it by one
// byte, is refused with a [*FormatError]; the error of from is returned as it is.
func Read(from io.Reader) (*Cursor, error) { return readWithin(from, MaxSize, MaxFiles) }

func readWithin(from io.Reader, maxSize int64, maxFiles int) (*Cursor, error) {
	r := &reader{lines: bufio.NewReaderSize(io.LimitReader(from, maxSize+1), maxLine), sum: sha256.New(), left: maxSize, most: maxFiles}
	if err := r.read(); err != nil {
		return nil, err
	}
	return &r.Cursor, nil
}

// reader goes through the lines of a cursor.
type reader struct {
	Cursor
	lines *bufio.Reader
	sum   hash.Hash // of all lines before the last
	line  int
	left  int64 // bytes
	most  int   // files
	files int   // that the first line speaks of
}

var errOtherwise = errors.New("it is not as wikiform wrote it")

func (r *reader) read() error {
	line, err := r.next()
	if err != nil {
		return err
	}
	if err := r.head(line); err != nil {
		return err
	}
	for {
		if line, err = r.next(); err != nil {
			return err
		}
		if bytes.HasPrefix(line, []byte(endHead)) {
			return r.end(line)
		}
		if err := r.file(line); err != nil {
			return err
		}
	}
}

// next gives a line with its end.
func (r *reader) next() ([]byte, error) {
	line, err := r.lines.ReadSlice('\n')
	r.line++
	r.left -= int64(len(line))
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return nil, r.fault("it is longer than any that wikiform writes")
	case r.left < 0:
		return nil, &FormatError{Problem: "it is larger than any cursor"}
	case errors.Is(err, io.EOF) && r.line == 1 && len(line) == 0:
		return nil, &FormatError{Problem: "it is empty"}
	case errors.Is(err, io.EOF) && r.line > 1:
		return nil, &FormatError{Problem: "it breaks off"}
	case err != nil && !errors.Is(err, io.EOF):
		return nil, err
	}
	if !bytes.HasPrefix(line, []byte(endHead)) {
		r.sum.Write(line)
	}
	return line, nil
}

func (r *reader) fault(format string, args ...any) error {
	return &FormatError{r.line, fmt.Sprintf(format, args...)}
}

func (r *reader) head(line []byte) error {
	if !bytes.HasPrefix(line, []byte(begins)) {
		return &FormatError{Problem: "it is no cursor that wikiform wrote"}
	}
	version, _, _ := strings.Cut(string(line[len(begins):]), `"`)
	if version != FormatVersion {
		return &FormatError{Problem: fmt.Sprintf("it has the format %q, and this wikiform reads %s", provider.Visible(clip(version)), FormatVersion)}
	}
	var m headMember
	if err := json.Unmarshal(line, &m); err != nil {
		return r.fault("%s", errOtherwise)
	}
	print, ok := sumOf([]byte(m.Fingerprint))
	at, errs := [3]time.Time{}, [3]error{}
	for i, text := range []string{m.Time, m.RevisionAt, m.LogAt} {
		if text != "" {
			at[i], errs[i] = time.Parse(time.RFC3339, text)
		}
	}
	r.Head = Head{m.Wiki, m.Account, print, at[0], provider.Mark{Rev: m.Revision, RevTime: at[1], Log: m.Log, LogTime: at[2]}, m.Turn}
	r.files = m.Files
	again := r.Cursor
	again.Files = make([]File, 0)
	switch {
	case !ok || errors.Join(errs[:]...) != nil || m.Time == "" || m.Turn < 0 || m.Turn >= Turns || min(m.Revision, m.Log, int64(m.Files)) < 0:
		return r.fault("%s", errOtherwise)
	case m.Files > r.most:
		return &FormatError{Problem: "it is of more than " + number.Of(r.most, "file") + ", which no manifest has"}
	case !bytes.Equal(line, again.headOf(m.Files)):
		return r.fault("%s", errOtherwise)
	}
	return nil
}

// headOf is the first line of a cursor of so many files.
func (c *Cursor) headOf(files int) []byte {
	line := c.headLine()
	zero := fmt.Appendf(nil, `"files":%d}`, len(c.Files))
	return append(bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), zero), fmt.Sprintf("\"files\":%d}\n", files)...)
}

func (r *reader) file(line []byte) error {
	const sum = 2 * len(plan.Sum{})
	if len(r.Files) == r.files {
		return r.fault("there are more files than the first line says")
	}
	if len(line) < 2*sum+2 || line[sum] != ' ' {
		return r.fault("%s", errOtherwise)
	}
	wanted, ok1 := sumOf(line[:sum])
	seen, ok2 := sumOf(line[sum+1 : 2*sum+1])
	f := File{Wanted: wanted, Seen: seen}
	if rest := bytes.TrimSuffix(line[2*sum+1:], []byte("\n")); len(rest) > 0 {
		if err := json.Unmarshal(bytes.TrimPrefix(rest, []byte(" ")), &f.Titles); err != nil || len(f.Titles) == 0 || len(f.Titles) > mostOf {
			return r.fault("%s", errOtherwise)
		}
	}
	if !ok1 || !ok2 || !bytes.Equal(f.line(nil), line) {
		return r.fault("%s", errOtherwise)
	}
	if n := len(r.Files); n > 0 && bytes.Compare(r.Files[n-1].Wanted[:], wanted[:]) >= 0 {
		return r.fault("the files are not in their order")
	}
	if r.Files == nil {
		r.Files = make([]File, 0, min(r.files, 1<<16))
	}
	r.Files = append(r.Files, f)
	return nil
}

func (r *reader) end(line []byte) error {
	whole := hex.EncodeToString(r.sum.Sum(nil))
	switch {
	case string(line) != endHead+whole+"\n":
		return r.fault("%s: it has another checksum", errOtherwise)
	case len(r.Files) != r.files:
		return r.fault("files are missing before it")
	}
	if _, err := r.lines.ReadByte(); err == nil {
		return r.fault("something follows the end")
	} else if !errors.Is(err, io.EOF) {
		return err
	}
	r.Files = slices.Clip(r.Files)
	return nil
}

// clip keeps what is quoted short.
func clip(s string) string {
	const most = 100
	if len(s) > most {
		return strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}
