package plan

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"wikiform/provider"
)

// Write saves the plan as one JSON document, which docs/plan-format.md
// describes. There is one way to write a plan: equal plans are equal bytes. A
// plan holds no secrets and no bytes of files, but every text that it compares.
//
// Not saved is what only the computation of a plan needs: [Claim.Fault], which
// has become a blocked change, Claim.Stays, by which after has what is there, and
// Claim.Follow, which has become another title.
func Write(w io.Writer, p *Plan) error {
	b, err := saved(p)
	if err != nil {
		return fmt.Errorf("the plan cannot be saved: %w", err)
	}
	_, err = w.Write(b)
	return err
}

// saved is the whole saved plan, with its checksum in place.
func saved(p *Plan) ([]byte, error) {
	d := toDocument(p)
	var e encoder
	e.text("{")
	e.members(d.head)
	e.text(",\n\"resource_changes\":[")
	for i := range d.ResourceChanges {
		e.line(i)
		e.value(&d.ResourceChanges[i])
	}
	if d.Orphans != nil {
		e.text("],\n\"orphans\":[")
		for i := range d.Orphans {
			e.line(i)
			e.value(&d.Orphans[i])
		}
	}
	e.text("],\n\"texts\":{")
	for i, sum := range slices.SortedFunc(maps.Keys(d.Texts), compareSums) {
		e.line(i)
		e.value(sum)
		e.text(":")
		e.value(d.Texts[sum])
	}
	e.text("},\n")
	e.members(d.tail)
	e.text("}\n")
	b, err := visible(e.Bytes())
	if err != nil {
		return nil, err
	}
	at := len(b) - len(checksumEnd)
	return slices.Concat(b[:at], []byte(sha256Of(b)), b[at:]), nil
}

// checksumEnd ends every document. The checksum is that of the document with
// nothing between the quotes.
const checksumEnd = "\"}\n"

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
