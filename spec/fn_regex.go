package spec

import (
	"errors"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

var ofPattern = []function.Parameter{{Name: "pattern", Type: cty.String}, {Name: "string", Type: cty.String}}

// regex gives the first match of a pattern, or its groups.
func (m *meter) regex() function.Function {
	return function.New(&function.Spec{
		Params: ofPattern,
		Type:   func(args []cty.Value) (cty.Type, error) { return m.matchType(args[0]) },
		Impl: func(args []cty.Value, t cty.Type) (cty.Value, error) {
			p, err := m.pattern(args[0].AsString())
			if err != nil {
				return cty.NilVal, err
			}
			text := args[1].AsString()
			at := m.search(p, text)
			if at == nil {
				return cty.NilVal, errors.New("pattern did not match any part of the given string")
			}
			return match(p, text, at, t), nil
		},
	})
}

func (m *meter) regexall() function.Function {
	return function.New(&function.Spec{
		Params: ofPattern,
		Type: func(args []cty.Value) (cty.Type, error) {
			t, err := m.matchType(args[0])
			return cty.List(t), err
		},
		Impl: func(args []cty.Value, t cty.Type) (cty.Value, error) {
			p, err := m.pattern(args[0].AsString())
			if err != nil {
				return cty.NilVal, err
			}
			text := args[1].AsString()
			all := m.findAll(p, text)
			if len(all) == 0 {
				return cty.ListValEmpty(t.ElementType()), nil
			}
			if err := tooMany(len(all) * len(all[0]) / 2); err != nil {
				return cty.NilVal, m.refuse(err)
			}
			matches := make([]cty.Value, len(all))
			for i, at := range all {
				matches[i] = match(p, text, at, t.ElementType())
			}
			return cty.ListVal(matches), nil
		},
	})
}

// matchType is a text for a pattern without groups, an object for one whose
// groups have names, and a tuple for one whose groups have none.
func (m *meter) matchType(text cty.Value) (cty.Type, error) {
	if !text.IsKnown() {
		return cty.DynamicPseudoType, nil
	}
	p, err := m.pattern(text.AsString())
	if err != nil {
		return cty.NilType, function.NewArgError(0, err)
	}
	var groups []cty.Type
	named := map[string]cty.Type{}
	for _, name := range p.first.SubexpNames()[1:] {
		if groups = append(groups, cty.String); name != "" {
			named[name] = cty.String
		}
	}
	switch {
	case len(groups) == 0:
		return cty.String, nil
	case len(named) == 0:
		return cty.Tuple(groups), nil
	case len(named) == len(groups):
		return cty.Object(named), nil
	}
	return cty.NilType, function.NewArgErrorf(0, "invalid regexp pattern: cannot mix both named and unnamed capture groups")
}

// match is the value of one match.
func match(p *pattern, text string, at []int, t cty.Type) cty.Value {
	group := func(i int) cty.Value {
		if at[2*i] < 0 {
			return cty.NullVal(cty.String) // a group within one that is not there
		}
		return cty.StringVal(text[at[2*i]:at[2*i+1]])
	}
	switch {
	case t.IsTupleType():
		groups := make([]cty.Value, t.Length())
		for i := range groups {
			groups[i] = group(i + 1)
		}
		return cty.TupleVal(groups)
	case t.IsObjectType():
		named := map[string]cty.Value{}
		for i, name := range p.first.SubexpNames()[1:] {
			named[name] = group(i + 1)
		}
		return cty.ObjectVal(named)
	}
	return group(0)
}

// replace takes a pattern between slashes for a regular expression.
func (m *meter) replace() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "str", Type: cty.String}, {Name: "substr", Type: cty.String}, {Name: "replace", Type: cty.String}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			text, part, with := args[0].AsString(), args[1].AsString(), args[2].AsString()
			if len(part) < 2 || part[0] != '/' || part[len(part)-1] != '/' {
				if err := tooLong(len(text) + (strings.Count(text, part))*len(with)); err != nil {
					return cty.NilVal, m.refuse(err)
				}
				return cty.StringVal(strings.ReplaceAll(text, part, with)), nil
			}
			p, err := m.pattern(part[1 : len(part)-1])
			if err != nil {
				return cty.NilVal, function.NewArgError(1, err)
			}
			s, err := m.replaceAll(p, text, with)
			return cty.StringVal(s), err
		},
	})
}

func (m *meter) replaceAll(p *pattern, text, with string) (string, error) {
	var out []byte
	last := 0
	for _, at := range m.findAll(p, text) {
		out = p.first.ExpandString(append(out, text[last:at[0]]...), with, text, at)
		last = at[1]
		m.spend(len(with))
		if err := tooLong(len(out)); err != nil {
			return "", m.refuse(err)
		}
	}
	return string(out) + text[last:], nil
}
