package spec

import (
	"errors"
	"fmt"
	"math/bits"

	"github.com/zclconf/go-cty/cty"
)

// size is how large a value is when it is written out: parts that are shared
// in memory count each time.
type size struct {
	elements, bytes, numbers int
	unknown                  bool // something in it is not known
}

// held is what it takes in memory, if none of that is shared.
func (s size) held() int { return s.bytes + s.elements*slot + s.numbers*number }

// measure looks at all of a value, which is part of what it costs to do anything
// with it, and says why it is too large to go on with.
func (m *meter) measure(values ...cty.Value) (size, error) { return m.total(values, true) }

// glance is measure without a look into sets: what is in them was measured when
// they were made, and cty sorts them for whoever looks.
func (m *meter) glance(values ...cty.Value) (size, error) { return m.total(values, false) }

func (m *meter) total(values []cty.Value, sets bool) (size, error) {
	var s size
	for _, v := range values {
		if err := m.add(&s, v, sets); err != nil {
			return s, m.refuse(err)
		}
	}
	m.spend(s.bytes + s.elements*elementWork)
	return s, nil
}

func (m *meter) add(s *size, v cty.Value, sets bool) error {
	if v.IsMarked() {
		v, _ = v.Unmark()
	}
	if s.unknown = s.unknown || !v.IsKnown(); !v.IsKnown() || v.IsNull() {
		return nil
	}
	switch t := v.Type(); {
	case t == cty.String:
		n := len(v.AsString())
		s.bytes += n
		if n > maxText {
			return fmt.Errorf("a text of %d MiB; the most is %d MiB", n>>20, maxText>>20)
		}
	case t == cty.Number:
		s.numbers++
		return plain(v)
	case t.IsSetType() && (!sets || t.ElementType().IsPrimitiveType()): // whose texts are there already, each once
		if s.elements += v.LengthInt(); s.elements > maxElements {
			return fmt.Errorf("a value of more than %s elements", grouped(maxElements))
		}
	case t.IsCollectionType() || t.IsTupleType() || t.IsObjectType():
		m.order(v, 1)
		for it := v.ElementIterator(); it.Next(); {
			if s.elements++; s.elements > maxElements {
				return fmt.Errorf("a value of more than %s elements", grouped(maxElements))
			}
			_, e := it.Element()
			if err := m.add(s, e, sets); err != nil {
				return err
			}
		}
	}
	return nil
}

// order takes into account that cty sorts a set, the keys of a map and the names
// of an object each time that their elements are asked for.
func (m *meter) order(v cty.Value, times int) {
	v, _ = v.Unmark()
	if !v.IsKnown() || v.IsNull() {
		return
	}
	n, each := 0, keyWork
	switch t := v.Type(); {
	case t.IsObjectType():
		n = len(t.AttributeTypes())
	case t.IsMapType():
		n = v.LengthInt()
	case t.IsSetType() && t.ElementType().IsPrimitiveType():
		n, each = v.LengthInt(), sortWork
	case t.IsSetType():
		n, each = v.LengthInt(), hashWork
	}
	m.spend(times * n * bits.Len(uint(n)) * each)
}

// charge takes a value that somebody made into account, or says why it is too
// large to go on with.
func (m *meter) charge(v cty.Value) error {
	s, err := m.glance(v)
	if err == nil {
		m.hold(s.held())
	}
	return err
}

// settle is for when of all that was made since held was before only v stays.
func (m *meter) settle(before int, v cty.Value) {
	const little = 4 << 10 // not worth a look
	if made := m.held - before; made > little {
		m.held = before + heldBy(v, made)
	}
}

// heldBy is what a value holds in memory, most if it is more.
func heldBy(v cty.Value, most int) int {
	if v.IsMarked() {
		v, _ = v.Unmark()
	}
	if !v.IsKnown() || v.IsNull() {
		return 0
	}
	t := v.Type()
	switch {
	case t == cty.String:
		return min(most, len(v.AsString()))
	case t == cty.Number:
		return min(most, number)
	case t.IsSetType():
		return most // see order
	case !t.IsCollectionType() && !t.IsTupleType() && !t.IsObjectType():
		return 0
	}
	sum := 0
	for it := v.ElementIterator(); it.Next() && sum < most; {
		_, e := it.Element()
		sum += slot + heldBy(e, most-sum)
	}
	return min(most, sum)
}

// typeSize is how many types a type is made of, most if there are more.
func typeSize(t cty.Type, most int) int {
	n := 1
	each := func(t cty.Type) {
		if n < most {
			n += typeSize(t, most-n)
		}
	}
	switch {
	case t.IsTupleType():
		for _, e := range t.TupleElementTypes() {
			each(e)
		}
	case t.IsObjectType():
		for _, e := range t.AttributeTypes() {
			each(e)
		}
	case t.IsCollectionType():
		each(t.ElementType())
	}
	return min(n, most)
}

// plain refuses numbers that would fill the memory when they are written out,
// such as 1e999999999.
func plain(v cty.Value) error {
	if v.Type() != cty.Number || !v.IsKnown() || v.IsNull() {
		return nil
	}
	v, _ = v.Unmark()
	n := v.AsBigFloat()
	if e := n.MantExp(nil); n.IsInf() || e > maxExponent || e < -maxExponent {
		return errors.New("a number with more than a thousand digits")
	}
	return nil
}

// textLen is the length of a text, 0 of anything else.
func textLen(v cty.Value) int {
	if v.IsMarked() {
		v, _ = v.Unmark()
	}
	if v.Type() == cty.String && v.IsKnown() && !v.IsNull() {
		return len(v.AsString())
	}
	return 0
}
