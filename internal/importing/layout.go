package importing

import (
	"cmp"
	"fmt"
	"maps"
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
	if name == "" || strings.ContainsAny(w.Template, "|{}[]<>#\n") {
		return fmt.Errorf("%q is no name of a template", w.Template)
	}
	var used []usage
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
			used = append(used, usage{r, c})
		}
	}
	columns := newColumns(name)
	for i, g := range groups(used) {
		if i == mostLayouts || i > 0 && len(g) < fewestPages {
			for _, u := range g {
				w.Other = append(w.Other, u.Title)
			}
			continue
		}
		file := fileNameOf(name)
		if i > 0 {
			file = fmt.Sprintf("%s-%d", file, i+1)
		}
		layoutOf(g, path.Join(w.Name, file+".wikitext"), i+1, columns)
	}
	return nil
}

// usage is a row whose page uses the template.
type usage struct {
	*row
	call *call
}

// groups are the usages by their layouts, the most frequent one first.
func groups(used []usage) [][]usage {
	by := map[string][]usage{}
	for _, u := range used {
		by[u.call.layout()] = append(by[u.call.layout()], u)
	}
	list := slices.Collect(maps.Values(by))
	order := func(a, b []usage) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a[0].Title, b[0].Title))
	}
	slices.SortFunc(list, order)
	// Where a value is empty, the blanks around it can be those before it or those behind it.
	for i := range list {
		list[i] = slices.DeleteFunc(list[i], func(u usage) bool {
			for j := range min(i, mostLayouts) {
				if len(list[j]) > 0 && u.call.as(list[j][0].call) {
					list[j] = append(list[j], u)
					return true
				}
			}
			return false
		})
	}
	list = slices.DeleteFunc(list, func(g []usage) bool { return len(g) == 0 })
	slices.SortFunc(list, order)
	return list
}

// fills reports whether a call has parameters that can be columns.
func (c *call) fills() bool {
	keys := slices.Sorted(slices.Values(c.keys))
	return len(keys) > 0 && len(keys) <= mostValues && len(slices.Compact(keys)) == len(c.keys)
}

// layoutOf gives the rows of a group their layout.
func layoutOf(g []usage, path string, number int, columns *columns) {
	var before, after []string
	for _, u := range g {
		before, after = append(before, u.call.before), append(after, u.call.after)
	}
	first := g[0].call
	l := &layout{path: path, number: number, pieces: first.pieces, before: frameOf(before, beforeColumn), after: frameOf(after, afterColumn)}
	for _, key := range first.keys {
		l.columns = append(l.columns, columns.of(key))
	}
	for _, u := range g {
		u.layout, u.own, u.values = l, "", map[string]string{}
		for i, column := range l.columns {
			u.values[column] = u.call.values[i]
		}
		l.before.fill(u.values, u.call.before)
		l.after.fill(u.values, u.call.after)
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
	var t template
	t.frame(l.before)
	for i, piece := range l.pieces {
		t.literal += piece
		if i < len(l.columns) {
			t.fill(l.columns[i])
		}
	}
	t.frame(l.after)
	return textOf(t.String())
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
