package table

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"wikiform/internal/number"
)

// element is the beginning of an element of XML. Namespaces are not looked at: those of
// workbooks differ by standard and by writer.
type element = xml.StartElement

// tokens are what is left of a part.
type tokens struct {
	d     *xml.Decoder
	part  string
	depth int
}

// each hands over the elements of a part as they begin.
func (w *Workbook) each(part string, take func(*tokens, element) error) error {
	f := w.parts[strings.ToLower(part)]
	if f == nil {
		return fmt.Errorf("is damaged: it has no part %q", part)
	}
	in, err := f.Open()
	if err != nil {
		return fmt.Errorf("is damaged: its part %q cannot be unpacked", part)
	}
	defer in.Close()
	ts := &tokens{d: xml.NewDecoder(&rationed{in, &w.left}), part: part}
	for {
		token, err := ts.next()
		switch {
		case errors.Is(err, io.EOF) && ts.depth == 0:
			return nil
		case errors.Is(err, io.EOF):
			return fmt.Errorf("is damaged: its part %q is cut", part)
		case err != nil:
			return err
		}
		if e, begins := token.(element); begins {
			if err := take(ts, e); err != nil {
				return err
			}
		}
	}
}

// next gives the next token. What entities stand for is not looked up, since no workbook
// has any but those of XML itself.
func (ts *tokens) next() (xml.Token, error) {
	token, err := ts.d.RawToken()
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, errUnpacked):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("is damaged: its part %q is no XML", ts.part)
	}
	switch token.(type) {
	case xml.Directive:
		return nil, fmt.Errorf("is damaged: its part %q declares types, which no workbook does", ts.part)
	case element:
		ts.depth++
	case xml.EndElement:
		ts.depth--
	}
	return token, nil
}

// text reads to the end of the element that has begun: the text of its v and t elements,
// and whether there is an f among its elements, which is a formula. Of a text that says
// how it is spoken (rPh), that is left out.
func (ts *tokens) text() (text string, formula bool, err error) {
	var b strings.Builder
	var in []string
	for end := ts.depth - 1; ts.depth > end; {
		token, err := ts.next()
		if errors.Is(err, io.EOF) {
			return "", false, fmt.Errorf("is damaged: its part %q is cut", ts.part)
		} else if err != nil {
			return "", false, err
		}
		switch t := token.(type) {
		case element:
			in = append(in, t.Name.Local)
			formula = formula || t.Name.Local == "f"
		case xml.EndElement:
			n := len(in)
			if n > 0 && in[n-1] != t.Name.Local {
				return "", false, fmt.Errorf("is damaged: its part %q is no XML", ts.part)
			}
			in = in[:max(0, n-1)]
		case xml.CharData:
			if n := len(in); n > 0 && (in[n-1] == "v" || in[n-1] == "t") && (n == 1 || in[n-2] != "rPh") {
				b.Write(t)
			}
		}
	}
	return b.String(), formula, nil
}

var errUnpacked = fmt.Errorf("unpacks to more than %s", number.Bytes(mostUnpacked))

// rationed reads no more than is left.
type rationed struct {
	r    io.Reader
	left *int64
}

func (r *rationed) Read(p []byte) (int, error) {
	if *r.left <= 0 {
		return 0, errUnpacked
	}
	n, err := r.r.Read(p[:min(int64(len(p)), *r.left)])
	*r.left -= int64(n)
	return n, err
}

func attr(e element, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func truth(s string) bool { return s == "1" || s == "true" || s == "on" }
