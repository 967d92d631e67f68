package table

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"wikiform/internal/number"
)

// XMLColumn is a column of the table that is made of a document.
type XMLColumn struct {
	Name string
	Path XMLPath // from the element of the row
}

// Records are what a document has at the paths of some columns.
type Records struct {
	Rows []Record
	// Root is the document's outermost element, and Below the first names of elements in it,
	// for people whose path found nothing.
	Root  string
	Below []string
	// Looked is how often an element was held against a step of a path.
	Looked int
}

// Record is a row. Of each column it has all that is there; of one that is not of many,
// that is at most one.
type Record struct {
	Line   int // in which its element begins; from 1
	Values [][]string
}

// Bounds of what is made of a document.
const (
	mostOfRecord = 100_000    // elements of one
	mostVisits   = 50_000_000 // elements that are held against steps of paths
	mostColumns  = 200
	mostOfValues = 64 << 20 // bytes of all values
	mostOfName   = 1000     // bytes of a namespace, which each element below it is held against
)

// ReadRecords gives a record for each element at the path rows, from the outermost element,
// which is not in it; "." is that one itself. Errors are clauses; beside one the records are
// good for telling how much was looked at.
func ReadRecords(text string, rows XMLPath, columns []XMLColumn) (*Records, error) {
	switch {
	case rows.attr != nil:
		return &Records{}, fmt.Errorf("cannot have rows at %q, which is an attribute", rows)
	case slices.ContainsFunc(rows.steps[:max(0, len(rows.steps)-1)], func(s xmlStep) bool { return len(s.conds) > 0 }):
		return &Records{}, fmt.Errorf("cannot have rows at %q: conditions stand at its last step", rows)
	case len(columns) > mostColumns:
		return &Records{}, fmt.Errorf("cannot have more than %d columns", mostColumns)
	}
	if err := scanXML(text); err != nil {
		return &Records{}, err
	}
	r := &recordReader{d: xml.NewDecoder(strings.NewReader(text)), rows: rows, columns: columns, bound: map[string]map[string]bool{"xml": {xmlNamespace: true}}}
	r.d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it is decoded already
	err := r.read()
	if err == nil {
		err = r.checkPrefixes()
	}
	r.got.Looked = r.visits
	return &r.got, err
}

const xmlNamespace = "http://www.w3.org/XML/1998/namespace"

// xmlNode is an element of the record that is read. Its text, with that of all elements in
// it, is a part of the record's.
type xmlNode struct {
	name     xml.Name
	attrs    []xml.Attr
	children []*xmlNode
	from, to int
}

type recordReader struct {
	d       *xml.Decoder
	rows    XMLPath
	columns []XMLColumn
	got     Records

	bound   map[string]map[string]bool // namespaces by the prefixes that the document binds to them
	stray   bool                       // there is text outside the outermost element
	depth   int
	matched int        // steps of rows that the elements around have
	open    []*xmlNode // of the record that is read, from the outer one
	line    int        // in which that begins
	nodes   int        // of it
	text    strings.Builder
	visits  int
	values  int // of all records
	bytes   int // of those
}

func (r *recordReader) read() error {
	for {
		token, err := r.d.Token()
		switch {
		case errors.Is(err, io.EOF) && r.got.Root == "":
			return errors.New("has no element at all")
		case errors.Is(err, io.EOF) && r.stray:
			return errors.New("has text outside its outermost element")
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			if wrong, ok := errors.AsType[*xml.SyntaxError](err); ok {
				return fmt.Errorf("is not well-formed XML: line %d: %s", wrong.Line, wrong.Msg)
			}
			return fmt.Errorf("is not well-formed XML: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			err = r.begin(t)
		case xml.EndElement:
			err = r.end()
		case xml.CharData:
			switch {
			case len(r.open) > 0:
				r.text.Write(t)
			case r.depth == 0 && len(strings.TrimSpace(string(t))) > 0:
				r.stray = true
			}
		case xml.Directive:
			err = errors.New("declares a document type, which is not read")
		}
		if err != nil {
			return err
		}
	}
}

func (r *recordReader) begin(e xml.StartElement) error {
	var attrs []xml.Attr
	for _, a := range e.Attr {
		switch {
		case (a.Name.Space == "xmlns" || a.Name.Space == "" && a.Name.Local == "xmlns") && len(a.Value) > mostOfName:
			return fmt.Errorf("has a namespace of %s bytes, which is no namespace", number.Grouped(len(a.Value)))
		case a.Name.Space == "xmlns":
			r.bind(a.Name.Local, a.Value)
		case a.Name.Space == "" && a.Name.Local == "xmlns": // needs no prefix
		default:
			attrs = append(attrs, a)
		}
	}
	if r.depth == 0 {
		if r.got.Root != "" {
			return fmt.Errorf("has a second outermost element, %s after %s", e.Name.Local, r.got.Root)
		}
		r.got.Root = e.Name.Local
	}
	if name := e.Name.Local; r.depth == 1 && len(r.got.Below) < 5 && !slices.Contains(r.got.Below, name) {
		r.got.Below = append(r.got.Below, name)
	}
	inside := len(r.open) > 0
	if !inside && r.depth > 0 && r.depth == r.matched+1 && r.fits(r.rows.steps[r.matched].name, e.Name) {
		r.matched++
	}
	if !inside && r.matched == len(r.rows.steps) && r.depth == r.matched { // a record
		r.line, _ = r.d.InputPos()
		r.nodes = 0
		r.text.Reset()
		inside = true
	}
	r.depth++
	if !inside {
		return nil
	}
	if r.nodes++; r.nodes > mostOfRecord {
		return fmt.Errorf("has more than %s elements in the record of line %d; is %q the path of the rows?", number.Grouped(mostOfRecord), r.line, r.rows)
	}
	n := &xmlNode{name: e.Name, attrs: attrs, from: r.text.Len()}
	if last := len(r.open) - 1; last >= 0 {
		r.open[last].children = append(r.open[last].children, n)
	}
	r.open = append(r.open, n)
	return nil
}

// bind notes a prefix. A document that binds more than any does has those that it bound first.
func (r *recordReader) bind(prefix, namespace string) {
	const most = 1000
	if r.bound[prefix] == nil {
		if len(r.bound) >= most {
			return
		}
		r.bound[prefix] = map[string]bool{}
	}
	if len(r.bound[prefix]) < most {
		r.bound[prefix][namespace] = true
	}
}

func (r *recordReader) end() error {
	r.depth--
	last := len(r.open) - 1
	if last >= 0 {
		r.open[last].to = r.text.Len()
	}
	if last > 0 {
		r.open = r.open[:last]
		return nil
	}
	var err error
	if last == 0 {
		n := r.open[0]
		r.open = nil
		err = r.record(n)
	}
	if r.depth > 0 && r.depth == r.matched {
		r.matched--
	}
	return err
}

// record adds a row, where the conditions of its path hold.
func (r *recordReader) record(n *xmlNode) error {
	if k := len(r.rows.steps); k > 0 && !r.holds(n, r.rows.steps[k-1].conds) {
		return r.spent()
	}
	row := Record{Line: r.line, Values: make([][]string, len(r.columns))}
	for i, c := range r.columns {
		found := r.find(n, c.Path)
		switch {
		case c.Path.pick == first:
			found = found[:min(len(found), 1)]
		case c.Path.pick == only && len(found) > 1:
			return fmt.Errorf("has %s for %s in the record of line %d, first %q and %q. Add [1] to its path for the first one, [*] for a list of all, or a condition such as [@lang=en]",
				number.Of(len(found), "value"), c.Name, r.line, shortened(found[0]), shortened(found[1]))
		}
		for _, v := range found {
			r.bytes += len(v)
		}
		r.values += len(found) + 1
		switch {
		case r.bytes > mostOfValues:
			return fmt.Errorf("has values of more than %s", number.Bytes(mostOfValues))
		case r.values > MostCells:
			return fmt.Errorf("has more than %s values", number.Grouped(MostCells))
		case r.visits > mostVisits:
			return r.spent()
		}
		row.Values[i] = found
	}
	r.got.Rows = append(r.got.Rows, row)
	return r.spent()
}

// spent is an error once too much was looked at.
func (r *recordReader) spent() error {
	if r.visits > mostVisits {
		return errors.New("has too much in it for so many and so long paths")
	}
	return nil
}

// find gives the values at a path from an element, without empty ones; none once too much
// was looked at.
func (r *recordReader) find(n *xmlNode, p XMLPath) []string {
	at := []*xmlNode{n}
	for _, step := range p.steps {
		var next []*xmlNode
		for _, n := range at {
			if r.visits += len(n.children) + 1; r.visits > mostVisits {
				return nil
			}
			for _, child := range n.children {
				if r.visits <= mostVisits && r.fits(step.name, child.name) && r.holds(child, step.conds) {
					next = append(next, child)
				}
			}
		}
		at = next
	}
	var found []string
	add := func(s string) {
		if s = oneBlank(s); s != "" {
			found = append(found, s)
		}
	}
	for _, n := range at {
		r.visits += 1 + (n.to-n.from)/8
		if p.attr == nil {
			add(r.text.String()[n.from:n.to])
			continue
		}
		for _, a := range n.attrs {
			if r.visits++; r.fits(*p.attr, a.Name) {
				r.visits += len(a.Value) / 8
				add(a.Value)
			}
		}
		if r.visits > mostVisits {
			return nil
		}
	}
	return found
}

// holds reports whether an element meets all conditions.
func (r *recordReader) holds(n *xmlNode, conds []xmlCond) bool {
	for _, c := range conds {
		if !slices.Contains(r.find(n, c.path), c.value) {
			return false
		}
	}
	return true
}

// fits reports whether a name of a path is that of an element or an attribute.
func (r *recordReader) fits(want xmlName, is xml.Name) bool {
	return (want.local == "*" || want.local == is.Local) && (want.prefix == "" || r.bound[want.prefix][is.Space])
}

// checkPrefixes refuses paths with prefixes that the document does not know.
func (r *recordReader) checkPrefixes() error {
	unknown := ""
	look := func(p XMLPath) {
		p.prefixes(func(prefix string) {
			if r.bound[prefix] == nil && unknown == "" {
				unknown = prefix
			}
		})
	}
	look(r.rows)
	for _, c := range r.columns {
		look(c.Path)
	}
	if unknown == "" {
		return nil
	}
	var known []string
	for prefix := range r.bound {
		if prefix != "xml" {
			known = append(known, prefix)
		}
	}
	slices.Sort(known)
	has := "it binds none"
	if len(known) > 0 {
		has = "it binds " + strings.Join(known[:min(len(known), 10)], ", ")
	}
	return fmt.Errorf("does not bind the prefix %s to a namespace; %s. A name without a prefix fits in any namespace", unknown, has)
}

// shortened is a value in a message.
func shortened(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
