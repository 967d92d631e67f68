package spec

import (
	"fmt"
	"testing"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"pgregory.net/rapid"
)

// What our conversion gives is what cty's gives, of all values and types.
func TestConvertIsThatOfCty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v, want := drawValue(t, 3), drawType(t, 3)
		theirs, err := ctyConvert(v, want)
		ours, ourErr := new(meter).convert(v, want)
		switch {
		case (err == nil) != (ourErr == nil):
			t.Fatalf("%#v to %#v:\nour error: %v\ntheirs:    %v", v, want, ourErr, err)
		case err == nil && v.IsNull() && ours.IsNull(): // whose type may be less exact
		case err == nil && !ours.RawEquals(theirs):
			t.Fatalf("%#v to %#v:\nours:   %#v\ntheirs: %#v", v, want, ours, theirs)
		}
	})
}

// Both results of a condition become what HCL makes of them by itself.
func TestBranchesAreThoseOfHCL(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v := [2]cty.Value{drawValue(t, 3), drawValue(t, 3)}
		b := branch{branches: &branches{values: v}, meter: new(meter)}
		want, convs := convert.UnifyUnsafe([]cty.Type{v[0].Type(), v[1].Type()})
		s, u := v[0].Type(), v[1].Type()
		if s == cty.DynamicPseudoType || u == cty.DynamicPseudoType || s.Equals(u) || inStep(s, u) {
			return // which HCL does
		}
		ours := b.unify(b.shrunk(s, u))
		if ours.IsTupleType() || ours.IsObjectType() {
			return // nor these
		}
		if !ours.Equals(want) && (ours != cty.NilType || want != cty.NilType) {
			t.Fatalf("%#v and %#v:\nours:   %#v\ntheirs: %#v", s, u, ours, want)
		}
		if want == cty.NilType {
			return
		}
		for i, v := range v {
			theirs, err := v, error(nil)
			if convs[i] != nil {
				theirs, err = ctyConvert(v, want)
			}
			ours, ourErr := b.convert(v, want)
			if !v.IsNull() && err == nil && theirs.Type().Equals(want) && (ourErr != nil || !ours.RawEquals(theirs)) {
				t.Fatalf("%#v to %#v:\nours:   %#v, %v\ntheirs: %#v, %v", v, want, ours, ourErr, theirs, err)
			}
		}
	})
}

// ctyConvert is cty's own conversion, whose panics are errors here.
func ctyConvert(v cty.Value, want cty.Type) (out cty.Value, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return convert.Convert(v, want)
}

var primitives = []cty.Type{cty.String, cty.Number, cty.Bool}

func drawType(t *rapid.T, depth int) cty.Type {
	kinds := 4
	if depth > 0 {
		kinds = 9
	}
	switch kind := rapid.IntRange(0, kinds-1).Draw(t, "type"); kind {
	case 3:
		return cty.DynamicPseudoType
	case 4:
		return cty.List(drawType(t, depth-1))
	case 5:
		return cty.Set(drawType(t, depth-1))
	case 6:
		return cty.Map(drawType(t, depth-1))
	case 7:
		attrs := map[string]cty.Type{}
		var optional []string
		for i := range rapid.IntRange(0, 3).Draw(t, "attributes") {
			name := fmt.Sprintf("k%d", i)
			if attrs[name] = drawType(t, depth-1); rapid.Bool().Draw(t, "optional") {
				optional = append(optional, name)
			}
		}
		return cty.ObjectWithOptionalAttrs(attrs, optional)
	case 8:
		types := make([]cty.Type, rapid.IntRange(0, 3).Draw(t, "elements"))
		for i := range types {
			types[i] = drawType(t, depth-1)
		}
		return cty.Tuple(types)
	default:
		return primitives[kind]
	}
}

func drawValue(t *rapid.T, depth int) cty.Value {
	kinds := 5
	if depth > 0 {
		kinds = 10
	}
	switch rapid.IntRange(0, kinds-1).Draw(t, "value") {
	case 0:
		return cty.NumberIntVal(int64(rapid.IntRange(0, 2).Draw(t, "number")))
	case 1:
		return cty.BoolVal(rapid.Bool().Draw(t, "bool"))
	case 2:
		return cty.NullVal(drawType(t, depth).WithoutOptionalAttributesDeep())
	case 5, 6:
		return cty.TupleVal(drawValues(t, depth-1))
	case 7:
		attrs := map[string]cty.Value{}
		for i, v := range drawValues(t, depth-1) {
			attrs[fmt.Sprintf("k%d", i)] = v
		}
		return cty.ObjectVal(attrs)
	case 8:
		if list := drawValues(t, depth-1); len(list) > 0 && cty.CanListVal(list) {
			return cty.ListVal(list)
		}
		return cty.ListValEmpty(cty.String)
	case 9:
		if list := drawValues(t, depth-1); len(list) > 0 && cty.CanSetVal(list) {
			return cty.SetVal(list)
		}
		return cty.MapVal(map[string]cty.Value{"k0": drawValue(t, 0)})
	default:
		return cty.StringVal(rapid.SampledFrom([]string{"", "a", "1", "true"}).Draw(t, "text"))
	}
}

func drawValues(t *rapid.T, depth int) []cty.Value {
	list := make([]cty.Value, rapid.IntRange(0, 4).Draw(t, "elements"))
	for i := range list {
		if i > 0 && rapid.Bool().Draw(t, "again") {
			list[i] = list[i-1]
			continue
		}
		list[i] = drawValue(t, depth)
	}
	return list
}
