package importing

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"wikiform/spec"
)

// Pages with one layout are made from one file: what differs between them are the values of
// their template, and perhaps what stands before its call or behind it.

const (
	mostLayouts = 5
	fewestPages = 3   // of a layout beside the most frequent one
	mostValues  = 200 // of a call
)

// layout is a template file, and the rows that it is for.
type layout struct {
	path          string
	number        int // by how frequent it is, from 1
	pieces        []string
	columns       []string // of the values between the pieces
	before, after frame
}

// arrange finds the layouts of the pages that use the template.
func (w *writing) arrange() error {
	if w.Template == "" {
		return nil
	}
	name := spec.TemplateName(w.Template)
	if name == "" {
		return fmt.Errorf("%q is no name of a template", w.Template)
	}
	calls := map[string][]*row{}
	of := map[*row]*call{}
	for _, r := range w.rows {
		if r.text == nil {
			continue
		}
		switch c := callOf(*r.text, name, w.Site); {
		case c == nil:
			w.Unused = append(w.Unused, r.Title)
		case !c.fills():
			w.Other = append(w.Other, r.Title)
		default:
			calls[c.layout()], of[r] = append(calls[c.layout()], r), c
		}
	}
	groups := make([][]*row, 0, len(calls))
	for _, rows := range calls {
		groups = append(groups, rows)
	}
	slices.SortFunc(groups, func(a, b []*row) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a[0].Title, b[0].Title))
	})
	slug := fileNameOf(name)
	columns := newColumns(name)
	for i, rows := range groups {
		if i > 0 && len(rows) < fewestPages || i == mostLayouts {
			for _, r := range slices.Concat(groups[i:]...) {
				w.Other = append(w.Other, r.Title)
			}
			break
		}
		file := slug
		if i > 0 {
			file = fmt.Sprintf("%s-%d", slug, i+1)
		}
		l := &layout{path: path.Join(w.Name, file+".wikitext"), number: i + 1}
		l.arrange(rows, of, columns)
	}
	return nil
}

// fills reports whether a call has parameters that can be columns.
func (c *call) fills() bool {
	keys := slices.Sorted(slices.Values(c.keys))
	return len(keys) > 0 && len(keys) <= mostValues && len(slices.Compact(keys)) == len(c.keys)
}

// arrange takes the calls of the layout's rows apart.
func (l *layout) arrange(rows []*row, of map[*row]*call, columns *columns) {
	var before, after []string
	for _, r := range rows {
		before, after = append(before, of[r].before), append(after, of[r].after)
	}
	l.before, l.after = frameOf(before, beforeColumn), frameOf(after, afterColumn)
	first := of[rows[0]]
	l.pieces = first.pieces
	for _, key := range first.keys {
		l.columns = append(l.columns, columns.of(key))
	}
	for _, r := range rows {
		c := of[r]
		r.layout, r.own, r.values = l, "", map[string]string{}
		for i, column := range l.columns {
			r.values[column] = c.values[i]
		}
		for _, x := range []struct {
			frame
			text string
		}{{l.before, c.before}, {l.after, c.after}} {
			if x.column != "" {
				r.values[x.column] = x.text[len(x.prefix) : len(x.text)-len(x.suffix)]
			}
		}
	}
}

// all are the columns that fill the layout, in the order of the text, but for what stands
// around the call, which comes last.
func (l *layout) all() []string {
	list := slices.Clone(l.columns)
	for _, f := range []frame{l.before, l.after} {
		if f.column != "" {
			list = append(list, f.column)
		}
	}
	return list
}

// text is the template file.
func (l *layout) text() string {
	var b strings.Builder
	l.before.write(&b)
	for i, piece := range l.pieces {
		column := ""
		if i < len(l.columns) {
			column = l.columns[i]
		}
		frame{prefix: piece, column: column}.write(&b)
	}
	l.after.write(&b)
	return textOf(b.String())
}

// filled is the expression that fills the layout for one row.
func (r *row) filled() hclwrite.Tokens {
	var values []hclwrite.ObjectAttrTokens
	for _, column := range r.layout.all() {
		values = append(values, hclwrite.ObjectAttrTokens{Name: hclwrite.TokensForIdentifier(column), Value: hclwrite.TokensForValue(cty.StringVal(r.values[column]))})
	}
	return hclwrite.TokensForFunctionCall("templatefile", hclwrite.TokensForValue(cty.StringVal(r.layout.path)), hclwrite.TokensForObject(values))
}

// leave gives a row that has its text from a layout a file of its own again.
func (w *writing) leave(r *row) {
	r.layout, r.values, r.own = nil, nil, w.textFile(r)
	w.Other = append(w.Other, r.Title)
}

// layouts are those that have rows.
func (w *writing) layouts() []*layout {
	var list []*layout
	for _, r := range w.rows {
		if r.layout != nil && !slices.Contains(list, r.layout) {
			list = append(list, r.layout)
		}
	}
	slices.SortFunc(list, func(a, b *layout) int { return a.number - b.number })
	return list
}
