package spec

import (
	"errors"
	"slices"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// functions are the functions that compare or convert many elements, which the
// meter pays for as they go.
func (m *meter) functions() map[string]function.Function {
	return map[string]function.Function{
		"can":                m.can(),
		"coalesce":           m.coalesce(),
		"distinct":           m.distinctFunc(),
		"regex":              m.regex(),
		"regexall":           m.regexall(),
		"replace":            m.replace(),
		"setproduct":         m.setproduct(),
		"tobool":             m.to(cty.Bool),
		"tolist":             m.to(cty.List(cty.DynamicPseudoType)),
		"tomap":              m.to(cty.Map(cty.DynamicPseudoType)),
		"tonumber":           m.to(cty.Number),
		"toset":              m.to(cty.Set(cty.DynamicPseudoType)),
		"tostring":           m.to(cty.String),
		"try":                m.try(),
		"wiki::has_template": m.hasTemplate(),
	}
}

func (m *meter) distinctFunc() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "list", Type: cty.List(cty.DynamicPseudoType)}},
		Type:   func(args []cty.Value) (cty.Type, error) { return args[0].Type(), nil },
		Impl: func(args []cty.Value, t cty.Type) (cty.Value, error) {
			if list := m.distinct(args[0].AsValueSlice()); len(list) > 0 {
				return cty.ListVal(list), nil
			}
			return cty.ListValEmpty(t.ElementType()), nil
		},
	})
}

// distinct gives each value once.
func (m *meter) distinct(values []cty.Value) []cty.Value {
	seen := members{meter: m}
	var list []cty.Value
	for _, v := range values {
		if seen.add(v) {
			list = append(list, v)
		}
	}
	return list
}

// members are different values. cty compares each with each; and since the sum by
// which its sets tell elements apart can be forged, comparisons are paid for.
type members struct {
	*meter
	texts  map[string]bool
	others map[int][]cty.Value
}

// add reports whether a value is new.
func (l *members) add(v cty.Value) bool {
	if l.texts == nil {
		l.texts, l.others = map[string]bool{}, map[int][]cty.Value{}
	}
	if l.has(v) {
		return false
	}
	if isText(v) {
		l.texts[v.AsString()] = true
	} else {
		h := sum32(v)
		l.others[h] = append(l.others[h], v)
	}
	return true
}

func (l *members) has(v cty.Value) bool {
	l.spend(elementWork)
	if isText(v) {
		return l.texts[v.AsString()]
	}
	l.spend(hashWork)
	return slices.ContainsFunc(l.others[sum32(v)], func(x cty.Value) bool {
		l.spend(hashWork)
		return x.RawEquals(v)
	})
}

func isText(v cty.Value) bool {
	return v.Type() == cty.String && !v.IsMarked() && v.IsKnown() && !v.IsNull()
}

// sum32 is how cty's sets tell elements apart at first.
func sum32(v cty.Value) int {
	v, _ = v.UnmarkDeep()
	return v.Hash()
}

// set is cty.SetVal, which compares each element with all that have its sum. A
// set of something that is not known is not known itself.
func (m *meter) set(values []cty.Value) cty.Value {
	if slices.ContainsFunc(values, func(v cty.Value) bool { return !v.IsWhollyKnown() }) {
		return cty.UnknownVal(cty.Set(values[0].Type()))
	}
	values = m.distinct(values)
	s, err := m.measure(values...)
	if err != nil {
		panic(m.over)
	}
	m.hold(s.held())
	same := map[int]int{}
	for _, v := range values {
		h := sum32(v)
		m.spend(sortWork * (1 + same[h]))
		same[h]++
	}
	return cty.SetVal(values)
}

var (
	firstSet  = function.Parameter{Name: "first_set", Type: cty.Set(cty.DynamicPseudoType)}
	ofSets    = function.New(&function.Spec{Params: []function.Parameter{firstSet}, VarParam: &function.Parameter{Name: "other_sets", Type: firstSet.Type}})
	ofTwoSets = function.New(&function.Spec{Params: []function.Parameter{{Name: "a", Type: firstSet.Type}, {Name: "b", Type: firstSet.Type}}})
)

func setunion(m *meter, sets []cty.Value) (cty.Value, error) {
	return m.combine(sets, func(lists [][]cty.Value) []cty.Value { return slices.Concat(lists...) })
}

func setintersection(m *meter, sets []cty.Value) (cty.Value, error) {
	return m.combine(sets, func(lists [][]cty.Value) []cty.Value {
		common := lists[0]
		for _, other := range lists[1:] {
			common = m.those(common, other, true)
		}
		return common
	})
}

func setsubtract(m *meter, sets []cty.Value) (cty.Value, error) {
	return m.combine(sets, func(lists [][]cty.Value) []cty.Value { return m.those(lists[0], lists[1], false) })
}

// those are the values that are in another list, or those that are not.
func (m *meter) those(list, other []cty.Value, in bool) []cty.Value {
	known := members{meter: m}
	for _, v := range other {
		known.add(v)
	}
	var some []cty.Value
	for _, v := range list {
		if known.has(v) == in {
			some = append(some, v)
		}
	}
	return some
}

// combine makes one set of several, whose elements get one type.
func (m *meter) combine(sets []cty.Value, of func(lists [][]cty.Value) []cty.Value) (cty.Value, error) {
	var types []cty.Type
	for _, s := range sets {
		if !s.IsKnown() {
			return cty.DynamicVal, nil
		}
		types = append(types, s.Type())
	}
	t := m.unify(m.different(types))
	if t == cty.NilType || t == cty.DynamicPseudoType {
		return cty.NilVal, errors.New("given sets must all have compatible element types")
	}
	var all []cty.ValueMarks
	lists := make([][]cty.Value, len(sets))
	for i, s := range sets {
		s, err := m.convert(s, t)
		if err != nil {
			return cty.NilVal, err
		}
		s, marks := s.Unmark()
		m.order(s, 1)
		lists[i], all = s.AsValueSlice(), append(all, marks)
	}
	set := cty.SetValEmpty(t.ElementType())
	if list := of(lists); len(list) > 0 {
		set = m.set(list)
	}
	return set.WithMarks(all...), m.charge(set)
}

// setproduct makes a list of the combinations, which becomes a set where one of
// the arguments is one.
func (m *meter) setproduct() function.Function {
	return function.New(&function.Spec{
		VarParam: &function.Parameter{Name: "sets", Type: cty.DynamicPseudoType},
		Type:     function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			unordered := false
			for i, a := range args {
				unordered = unordered || a.Type().IsSetType()
				list, err := m.convert(a, cty.List(cty.DynamicPseudoType))
				switch {
				case err == nil:
					args[i] = list
				case a.Type().IsTupleType():
					return cty.NilVal, function.NewArgErrorf(i, "all elements must be of the same type")
				}
			}
			list, err := stdlib.SetProductFunc.Call(args)
			switch {
			case err != nil || !unordered:
				return list, err
			case list.LengthInt() == 0:
				return cty.SetValEmpty(list.Type().ElementType()), nil
			}
			return m.set(list.AsValueSlice()), nil
		},
	})
}
