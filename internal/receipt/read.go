package receipt

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
	"strings"
	"time"

	"wikiform/internal/number"
	"wikiform/provider"
)

// Bounds of what is read. A plan that can be saved makes no receipt beyond them.
const (
	MaxSize   = 512 << 20 // bytes
	MaxWrites = 1_000_000 // of which an upload may have two lines
	maxLine   = 64 << 10  // bytes
)

// FormatError says that something is no receipt that this wikiform can read.
type FormatError struct {
	Line    int // 0 for the whole
	Problem string
	hint    string // what to do, where that is something of its own
}

func (e *FormatError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("line %d: %s", e.Line, e.Problem)
	}
	return e.Problem
}

// Hint implements [provider.Hinter].
func (e *FormatError) Hint() string {
	if e.hint != "" {
		return e.hint
	}
	return "A receipt is read only as apply wrote it: take the file that it wrote, from .wikiform/receipts or where -receipt-out named"
}

// receiptBegins is how every receipt begins.
const receiptBegins = `{"format_version":"`

// Read reads a receipt, whole or without its end. Whatever a [Writer] would have written
// otherwise, be it by one byte, is refused with a [*FormatError]. The error of from is
// returned as it is.
func Read(from io.Reader) (*Receipt, error) { return readWithin(from, MaxSize, MaxWrites) }

func readWithin(from io.Reader, maxSize, maxWrites int) (*Receipt, error) {
	whole := sha256.New()
	r := reader{sum: sha256.New(), bare: map[Entry]int{}, maxSize: maxSize, maxWrites: maxWrites}
	r.lines = bufio.NewReaderSize(io.TeeReader(io.LimitReader(from, int64(maxSize)+1), whole), maxLine)
	if err := r.read(); err != nil {
		return nil, err
	}
	r.Sum = hex.EncodeToString(whole.Sum(nil))
	return &r.Receipt, nil
}

// reader goes through the lines of a receipt.
type reader struct {
	Receipt
	lines *bufio.Reader
	sum   hash.Hash // of all lines before the last
	// What is too much; beside the writes there are the first line, the last and nothing.
	maxSize, maxWrites int

	bare map[Entry]int // uploads that may be completed, and where they are

	line int
	size int
	open bool // the last line did not end with a comma, so that no write may follow
}

func (r *reader) read() error {
	for {
		line, ended, err := r.next()
		switch {
		case err != nil:
			return err
		case r.line == 1:
			err = r.head(line)
		case len(line) == 0 && !ended:
			return nil // before the next write
		case bytes.HasPrefix(line, []byte(endOpens)):
			if !ended {
				return r.broken(line)
			}
			if err = r.end(line); err == nil {
				return r.nothingMore()
			}
		default:
			err = r.write(line)
		}
		if err != nil && ended || err != nil && r.line == 1 {
			return err
		}
		if !ended {
			return nil // what was written last is not whole, or is the last that was written
		}
	}
}

// next gives a line without its end, and whether it has one.
func (r *reader) next() (line []byte, ended bool, err error) {
	line, err = r.lines.ReadSlice('\n')
	r.line++
	r.size += len(line)
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return nil, false, r.fault("it is longer than any that apply writes")
	case err != nil && err != io.EOF:
		return nil, false, err
	case r.size > r.maxSize:
		return nil, false, &FormatError{Problem: "it is larger than " + number.Bytes(int64(r.maxSize)) + ", which no receipt is"}
	case r.line > 2*r.maxWrites+3, len(r.Writes) > r.maxWrites:
		return nil, false, &FormatError{Problem: "it has more than " + number.Of(r.maxWrites, "write") + ", which no receipt has"}
	}
	if !bytes.HasPrefix(line, []byte(endOpens)) {
		r.sum.Write(line)
	}
	line, ended = bytes.CutSuffix(line, []byte("\n"))
	return line, ended, nil
}

func (r *reader) fault(format string, args ...any) error {
	return &FormatError{Line: r.line, Problem: fmt.Sprintf(format, args...)}
}

func (r *reader) head(line []byte) error {
	if !bytes.HasPrefix(line, []byte(receiptBegins)) {
		return &FormatError{Problem: "it is not a receipt that wikiform wrote"}
	}
	version, _, _ := strings.Cut(string(line[len(receiptBegins):]), `"`)
	if version != FormatVersion && version != format10 {
		if !bytes.HasSuffix(line, []byte(headEnds)) { // such as a saved plan, whose first member is the same
			return &FormatError{Problem: "it is not a receipt that wikiform wrote"}
		}
		return &FormatError{hint: "If another wikiform wrote it, take that one to take its run back: its version is the tool_version in the first line", Problem: fmt.Sprintf("it has the format %q, and this wikiform reads %s and %s", provider.Visible(clip(version)), format10, FormatVersion)}
	}
	text, found := bytes.CutSuffix(line, []byte(headEnds))
	var m headMember
	err := errors.New("it breaks off")
	if found {
		err = json.Unmarshal(append(bytes.Clone(text), '}'), &m)
	}
	if err == nil {
		r.Head, err = m.head()
	}
	if err == nil && !bytes.Equal(line, headLine(r.Head)) {
		err = errOtherwise
	}
	if err != nil {
		return r.fault("%s", provider.VisibleLine(clip(err.Error())))
	}
	r.open = true
	return nil
}

var errOtherwise = errors.New("it is not as wikiform wrote it")

func (r *reader) write(line []byte) error {
	if !r.open {
		return r.fault("nothing may follow the last write but the end")
	}
	text, more := bytes.CutSuffix(line, []byte(","))
	var m writeMember
	if err := json.Unmarshal(text, &m); err != nil {
		return r.fault("%s", provider.VisibleLine(clip(err.Error())))
	}
	e, err := m.entry(r.line)
	switch {
	case err != nil:
		return r.fault("%v", err)
	case !bytes.Equal(text, encoded(e.member())):
		return r.fault("%s", errOtherwise)
	}
	r.open = more
	r.take(e)
	return nil
}

// take takes an entry, or what it completes of an earlier one: an upload that was written
// down as the wiki answered, and once more as the wiki showed it. Of one second a file has
// one version only.
func (r *reader) take(e Entry) {
	bare := e
	bare.Page, bare.Revision, bare.Line = 0, 0, 0
	i, waits := r.bare[bare]
	switch {
	case e.Kind != provider.WroteVersion:
	case e.Page == 0 && e.Revision == 0:
		r.bare[bare] = len(r.Writes)
	case waits:
		r.Writes[i].Page, r.Writes[i].Revision = e.Page, e.Revision
		delete(r.bare, bare)
		return
	}
	r.Writes = append(r.Writes, e)
}

func (r *reader) end(line []byte) error {
	var m endMember
	if err := json.Unmarshal(append([]byte("{"), line[len(endOpens):]...), &m); err != nil {
		return r.fault("%s", provider.VisibleLine(clip(err.Error())))
	}
	at, err := time.Parse(time.RFC3339, m.Ended)
	if err != nil || m.Outcome != Complete && m.Outcome != Incomplete && m.Outcome != Stopped {
		return r.fault("%s", errOtherwise)
	}
	before := endLine(at, m.Outcome)
	r.sum.Write(before)
	whole := string(before) + hex.EncodeToString(r.sum.Sum(nil)) + endEnds
	switch {
	case len(r.Writes) > 0 && r.open:
		return r.fault("a write is missing before it")
	case string(line)+"\n" != whole:
		return r.fault("%s: it has another checksum", errOtherwise)
	}
	r.Ended, r.Outcome = at, m.Outcome
	return nil
}

// broken looks at an end that lacks its own.
func (r *reader) broken(line []byte) error {
	if at := bytes.IndexByte(line, '}'); at >= 0 && at < len(line)-1 {
		return r.fault("something follows the end")
	}
	return nil
}

func (r *reader) nothingMore() error {
	switch rest, more, err := r.next(); {
	case err != nil:
		return err
	case more || len(rest) > 0:
		return r.fault("something follows the end")
	}
	return nil
}
