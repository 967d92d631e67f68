package spec

import (
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// rowOf finds the row of the data that was read which a value is, or which one of its
// attributes is, whose name it gives too. Where several rows are the same, none is it.
func (w *wordings) rowOf(v cty.Value, from *reads) (found *Row, attribute string, cells map[string]cty.Value) {
	for _, c := range candidates(v) {
		var rows []Row
		for _, d := range from.decoded {
			file := w.loader.files.nameOf(d.text)
			for key, row := range rowsOf(d.value) {
				if file != "" && row.RawEquals(c.value) {
					rows = append(rows, Row{File: file, Key: key, Line: lineOfRow(d, key)})
				}
			}
		}
		if len(rows) == 1 {
			return &rows[0], c.name, c.value.AsValueMap()
		}
	}
	return nil, "", nil
}

// candidate is an object that may be a row: an element of for_each (name is ""), or an
// attribute of it.
type candidate struct {
	name  string
	value cty.Value
}

func candidates(v cty.Value) []candidate {
	if !isRow(v) {
		return nil
	}
	list := []candidate{{"", v}}
	for _, name := range names(v.AsValueMap()) {
		if e := v.AsValueMap()[name]; isRow(e) {
			list = append(list, candidate{name, e})
		}
	}
	return list
}

func isRow(v cty.Value) bool {
	return !v.IsMarked() && v.IsKnown() && !v.IsNull() && (v.Type().IsObjectType() || v.Type().IsMapType()) && v.LengthInt() > 0
}

// rowsOf are the objects of a table or of a text of data by their keys: itself (""), or
// its elements.
func rowsOf(v cty.Value) map[string]cty.Value {
	rows := map[string]cty.Value{}
	if isRow(v) {
		rows[""] = v
	}
	if !v.CanIterateElements() {
		return rows
	}
	for it := v.ElementIterator(); it.Next(); {
		k, e := it.Element()
		switch {
		case !isRow(e):
		case k.Type() == cty.String:
			rows[k.AsString()] = e
		case k.Type() == cty.Number:
			n, _ := k.AsBigFloat().Int64()
			rows[fmt.Sprint(n)] = e
		}
	}
	return rows
}

// lineOfRow is the line of a CSV table on which a row begins, 0 for other data.
func lineOfRow(d decoded, key string) int {
	if !d.csv {
		return 0
	}
	r := csv.NewReader(strings.NewReader(table(d.text)))
	for i := -1; ; i++ {
		if _, err := r.Read(); err != nil {
			return 0
		}
		if fmt.Sprint(i) == key {
			line, _ := r.FieldPos(0)
			return line
		}
	}
}

// nameOf is the file that has a text, "" where none or several have it.
func (r *reader) nameOf(text string) string {
	found := ""
	for name, t := range r.texts {
		if t != text {
			continue
		}
		full, err := r.find(name)
		if err != nil || found != "" && found != full {
			return ""
		}
		found = full
	}
	return found
}
