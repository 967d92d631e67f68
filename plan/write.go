package plan

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
	"maps"
	"slices"

	"wikiform/provider"
)

// Write saves the plan as one JSON document, which docs/plan-format.md
// describes. There is one way to write a plan: equal plans are equal bytes. A
// plan holds no secrets and no bytes of files, but every text that it compares.
// It is written as it is made, a change after the other: after an error, what was
// written is no plan.
//
// Not saved is what only the computation of a plan needs: [Claim.Fault], which
// has become a blocked change, Claim.Stays, by which after has what is there, and
// Claim.Follow, which has become another title.
func Write(w io.Writer, p *Plan) error {
	s := saving{w: bufio.NewWriterSize(w, 64<<10), sum: sha256.New()}
	s.plan(p)
	if s.err == nil {
		s.err = s.w.Flush()
	}
	if errors.Is(s.err, errNotUTF8) {
		return fmt.Errorf("the plan cannot be saved: %w", s.err)
	}
	return s.err
}

// saving is a plan that is being written.
type saving struct {
	encoder // what comes next
	w       *bufio.Writer
	sum     hash.Hash // of what was written
	err     error     // the first; nothing is written after it
}

func (s *saving) plan(p *Plan) {
	s.text("{")
	s.members(headOf(p))
	s.text(",\n\"resource_changes\":[")
	texts, n := map[provider.SHA1]string{}, 0
	for c := range p.All() {
		m := p.changeIn(c)
		s.line(n)
		s.value(&m)
		s.out()
		p.addTexts(texts, c, &m)
		n++
	}
	if orphans := p.orphanMembers(); orphans != nil {
		s.text("],\n\"orphans\":[")
		for i := range orphans {
			s.line(i)
			s.value(&orphans[i])
			s.out()
		}
	}
	s.text("],\n\"texts\":{")
	for i, sum := range slices.SortedFunc(maps.Keys(texts), compareSums) {
		s.line(i)
		s.value(sum)
		s.text(":")
		s.value(texts[sum])
		s.out()
	}
	s.text("},\n")
	s.members(tail{Digest: p.Digest()})
	s.Truncate(s.Len() - len(checksumEnd) + len("}\n"))
	s.out()
	s.checksum()
}

// checksumEnd ends every document. The checksum is that of the document with
// nothing between the quotes.
const checksumEnd = "\"}\n"

func (s *saving) checksum() {
	s.sum.Write([]byte(checksumEnd))
	s.write([]byte("sha256:" + hex.EncodeToString(s.sum.Sum(nil)) + checksumEnd))
}

// out writes what was encoded.
func (s *saving) out() {
	b, err := visible(s.Bytes())
	if s.err == nil {
		s.err = err
	}
	s.sum.Write(b)
	s.write(b)
	s.Reset()
}

func (s *saving) write(b []byte) {
	if s.err == nil {
		_, s.err = s.w.Write(b)
	}
}

func compareSums(a, b provider.SHA1) int { return bytes.Compare(a[:], b[:]) }

var errNotUTF8 = errors.New("a name or text in it is not valid UTF-8")

// encoder writes JSON without blanks. It cannot fail for the types of a
// document.
type encoder struct{ bytes.Buffer }

func (e *encoder) text(s string) { e.WriteString(s) }

func (e *encoder) line(i int) {
	if i > 0 {
		e.text(",")
	}
	e.text("\n")
}

func (e *encoder) value(v any) {
	enc := json.NewEncoder(e)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err)
	}
	e.Truncate(e.Len() - 1) // the encoder's newline
}

// members writes those of a struct, without the braces around them.
func (e *encoder) members(v any) {
	var inner encoder
	inner.value(v)
	e.Write(inner.Bytes()[1 : inner.Len()-1])
}

// visible makes a JSON text safe for a terminal and for the log of a CI runner.
// What was no UTF-8 cannot be saved: it would be read back as something else.
func visible(b []byte) ([]byte, error) {
	for i := bytes.IndexByte(b, '\\'); i >= 0 && i < len(b); i++ {
		if b[i] != '\\' {
			continue
		}
		if bytes.HasPrefix(b[i:], []byte(`\ufffd`)) { // encoding/json's word for bytes that are none
			return nil, errNotUTF8
		}
		i++
	}
	return provider.VisibleJSON(b), nil
}
