package spec

import (
	"strconv"

	"github.com/zclconf/go-cty/cty"
)

// rows are the rows of the data that was read, by the hashes of their values.
type rows map[int][]rowAt

// rowAt is a row with its value.
type rowAt struct {
	Row
	value cty.Value
}

// rowOf finds the row of the data read for for_each that an element is, or that one of its
// attributes is, whose name it gives too. Where several rows are the same, none is it.
func (w *wordings) rowOf(d evaluated) (found *Row, attribute string, cells map[string]cty.Value) {
	rows := w.rowsOf(d.each.expr)
	for _, c := range candidates(d.ctx.Variables["each"].GetAttr("value")) {
		var same []Row
		for _, p := range rows[c.value.Hash()] {
			if p.value.RawEquals(c.value) {
				same = append(same, p.Row)
			}
		}
		if len(same) == 1 {
			return &same[0], c.name, c.value.AsValueMap()
		}
	}
	return nil, "", nil
}

// rowsOf are the rows of all that is read for an expression, looked for once.
func (w *wordings) rowsOf(x *expr) rows {
	if known, ok := w.rows[x]; ok {
		return known
	}
	all := rows{}
	for _, d := range w.readsOf(x, w.loader.eval.ctx).decoded {
		file := w.loader.files.fileOf(d)
		if file == "" {
			continue
		}
		for key, v := range objectsIn(d.value) {
			p := rowAt{Row{File: file, Key: key}, v}
			if n, err := strconv.Atoi(key); err == nil && n < len(d.lines) {
				p.Line = d.lines[n]
			}
			all[v.Hash()] = append(all[v.Hash()], p)
		}
	}
	if w.rows == nil {
		w.rows = map[*expr]rows{}
	}
	w.rows[x] = all
	return all
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

// objectsIn are the objects of a table or of a text of data by their keys: itself (""), or
// its elements.
func objectsIn(v cty.Value) map[string]cty.Value {
	found := map[string]cty.Value{}
	if isRow(v) {
		found[""] = v
	}
	if !v.CanIterateElements() {
		return found
	}
	for it := v.ElementIterator(); it.Next(); {
		k, e := it.Element()
		switch {
		case !isRow(e):
		case k.Type() == cty.String:
			found[k.AsString()] = e
		case k.Type() == cty.Number:
			n, _ := k.AsBigFloat().Int64()
			found[strconv.FormatInt(n, 10)] = e
		}
	}
	return found
}

// fileOf is the file below the root that data was read from, "" where none or several may be.
func (r *reader) fileOf(d decoded) string {
	if d.file == "" {
		return r.nameOf(d.text)
	}
	full, err := r.find(d.file)
	if err != nil {
		return ""
	}
	return full
}

// nameOfText is how a manifest names the file that has a text, "" where none or several
// have it.
func (r *reader) nameOfText(text string) string {
	found := ""
	for name, t := range r.texts {
		if t != text {
			continue
		}
		if found != "" {
			return ""
		}
		found = name
	}
	return found
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
