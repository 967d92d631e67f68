package spec

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// Cell is a cell of a row that would have to say something else.
type Cell struct{ Column, Old, New string }

// mostCells is how many columns of a row are tried, and mostTried how long a text may be.
const (
	mostCells = 100
	mostTried = 1 << 20
)

// Cells gives what the row of a table would have to say for the description of a file to
// be another text: one cell if that is enough. Nothing, where no such cells are found;
// what is given was tried by evaluating the description with it.
func (m *Manifest) Cells(of Address, wanted string) []Cell {
	w := m.wordings
	w.mu.Lock()
	defer w.mu.Unlock()
	d, ok := w.evaluated(of)
	if !ok || d.each == nil || !d.x.mentions("each") || len(wanted) > mostTried {
		return nil
	}
	w.anew()
	row, attribute, values := w.rowOf(d)
	if row == nil || len(values) > mostCells {
		return nil
	}
	t := trial{w, d, d.ctx.Variables["each"], attribute, values}
	now, ok := t.text(nil)
	used := t.used()
	if !ok || len(used) == 0 {
		return nil
	}
	wanted += now[len(strings.TrimRight(now, " \t\n")):] // which no page has
	for _, column := range used {
		if cells := t.solve([]string{column}, wanted); cells != nil {
			return cells
		}
	}
	return t.solve(used, wanted)
}

// trial evaluates a description with other cells.
type trial struct {
	*wordings
	evaluated
	each      cty.Value
	attribute string // of each.value that is the row; "" for itself
	values    map[string]cty.Value
}

// text is the description with other cells.
func (t *trial) text(cells map[string]string) (string, bool) {
	row := maps.Clone(t.values)
	for column, text := range cells {
		row[column] = cty.StringVal(text)
	}
	value := cty.ObjectVal(row)
	if t.attribute != "" {
		outer := maps.Clone(t.each.GetAttr("value").AsValueMap())
		outer[t.attribute] = value
		value = cty.ObjectVal(outer)
	}
	ctx := t.ctx.Parent().NewChild()
	ctx.Variables = map[string]cty.Value{"each": cty.ObjectVal(map[string]cty.Value{"key": t.each.GetAttr("key"), "value": value})}
	v, ok := t.value(t.x.Expression, ctx)
	if !ok || v.Type() != cty.String {
		return "", false
	}
	return v.AsString(), true
}

// standIn is put in place of a cell to see where its text goes. Its letters are for
// private use, so that no text has them.
func standIn(i int) string { return standInBegin + strconv.Itoa(i) + standInEnd }

const standInBegin, standInEnd = "\U0010F0A1", "\U0010F0A2"

// used are the columns whose text is in the description as it stands, those first that
// have a text.
func (t *trial) used() []string {
	var full, empty []string
	for _, column := range names(t.values) {
		v := t.values[column]
		if v.Type() != cty.String || v.IsNull() || v.IsMarked() {
			continue
		}
		text, ok := t.text(map[string]string{column: standIn(0)})
		switch {
		case !ok || !strings.Contains(text, standIn(0)):
		case v.AsString() == "":
			empty = append(empty, column)
		default:
			full = append(full, column)
		}
	}
	return slices.Concat(full, empty)
}

// solve looks for texts of some columns with which the description is the wanted text.
func (t *trial) solve(columns []string, wanted string) []Cell {
	marked := map[string]string{}
	for i, column := range columns {
		marked[column] = standIn(i)
	}
	text, ok := t.text(marked)
	if !ok {
		return nil
	}
	found, ok := fillings(text, len(columns), wanted)
	if !ok {
		return nil
	}
	says := map[string]string{}
	var cells []Cell
	for i, column := range columns {
		old := t.values[column].AsString()
		if says[column] = found[i]; found[i] != old {
			cells = append(cells, Cell{column, old, found[i]})
		}
	}
	if got, ok := t.text(says); !ok || got != wanted {
		return nil
	}
	return cells
}

// fillings gives what n stand-ins in a text stand for in another one.
func fillings(text string, n int, wanted string) ([]string, bool) {
	if n == 1 {
		return filling(strings.Split(text, standIn(0)), wanted)
	}
	found, known := make([]string, n), make([]bool, n)
	head, rest, more := strings.Cut(text, standInBegin)
	left, ok := strings.CutPrefix(wanted, head)
	for ok && more {
		number, after, _ := strings.Cut(rest, standInEnd)
		which, err := strconv.Atoi(number)
		if err != nil || which >= n {
			return nil, false
		}
		var behind string
		behind, rest, more = strings.Cut(after, standInBegin)
		at := strings.Index(left, behind)
		switch {
		case known[which]:
			at = len(found[which])
		case !more:
			at = len(left) - len(behind)
		}
		if at < 0 || at > len(left) || known[which] && left[:at] != found[which] {
			return nil, false
		}
		found[which], known[which] = left[:at], true
		left, ok = strings.CutPrefix(left[at:], behind)
	}
	return found, ok && left == ""
}

// filling is fillings for one text between others, however often: their lengths tell its.
func filling(around []string, wanted string) ([]string, bool) {
	times := len(around) - 1
	length := len(wanted) - len(strings.Join(around, ""))
	if times == 0 || length < 0 || length%times != 0 {
		return nil, false
	}
	begin := len(around[0])
	end := begin + length/times
	if end > len(wanted) || strings.Join(around, wanted[begin:end]) != wanted {
		return nil, false
	}
	return []string{wanted[begin:end]}, true
}
