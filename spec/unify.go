package spec

import (
	"errors"
	"fmt"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// common is the type that all elements of a value get in the collection that is
// wanted.
func (m *meter) common(have, want cty.Type) (cty.Type, error) {
	few := m.different(elementTypes(have))
	t := want.ElementType()
	if t == cty.DynamicPseudoType && len(few) > 0 {
		t = m.unify(few)
	}
	for _, x := range few {
		open := t == cty.DynamicPseudoType && x != t && !want.IsMapType()
		if t == cty.NilType || open || !x.Equals(t) && convert.GetConversionUnsafe(x, t) == nil {
			return cty.NilType, errors.New(convert.MismatchMessage(have, want))
		}
	}
	return t, nil
}

func elementTypes(t cty.Type) []cty.Type {
	switch {
	case t.IsTupleType():
		return t.TupleElementTypes()
	case t.IsObjectType():
		attrs := t.AttributeTypes()
		types := make([]cty.Type, 0, len(attrs))
		for _, name := range names(attrs) {
			types = append(types, attrs[name])
		}
		return types
	}
	return []cty.Type{t.ElementType()}
}

// unify gives the type that values of all these types can have, cty.NilType
// when there is none. They are different, and few.
func (m *meter) unify(few []cty.Type) cty.Type {
	m.spend(len(few) * len(few) * typeWork)
	t, _ := convert.UnifyUnsafe(few)
	return t
}

// different gives each type once, in the order in which they are met.
func (m *meter) different(types []cty.Type) []cty.Type {
	var few []cty.Type
	byShape := map[string][]cty.Type{}
	for i, t := range types {
		m.spend(typeWork)
		if i > 0 && t.Equals(types[i-1]) {
			continue
		}
		s := shape(t)
		seen := false
		for _, other := range byShape[s] {
			if m.spend(typeWork); other.Equals(t) {
				seen = true
				break
			}
		}
		if !seen {
			byShape[s], few = append(byShape[s], t), append(few, t)
		}
	}
	return few
}

// shape is what equal types have in common, and most others have not.
func shape(t cty.Type) string {
	switch {
	case t.IsObjectType():
		return fmt.Sprint("object ", names(t.AttributeTypes()))
	case t.IsTupleType():
		return fmt.Sprint("tuple ", t.Length())
	}
	return t.FriendlyName()
}
