package spec

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// evalLocals gives every local value, each after those that it refers to.
func (l *loader) evalLocals(blocks []*block) {
	attrs := map[string]*attr{}
	for _, b := range blocks {
		for _, name := range names(b.attrs) {
			a := b.attrs[name]
			if before, twice := attrs[name]; twice {
				l.faults.add(problem(a.nameRange, a.whole, "Second local value of one name",
					"The local value %q is set at %s already. Rename one of them.", name, fileAndLine(before.nameRange)))
				continue
			}
			attrs[name] = a
		}
	}
	l.locals = attrs
	l.eval.locals, l.eval.voidsByLocal = names(attrs), map[string][]string{}
	l.eval.ofWiki = dependingOnWiki(attrs)
	l.resolveLocals()
}

// resolveLocals evaluates all local values.
func (l *loader) resolveLocals() {
	s := &locals{loader: l, attrs: l.locals, values: map[string]cty.Value{}}
	for _, name := range l.eval.locals {
		s.resolve(name)
	}
	l.eval.ctx.Variables["local"] = cty.ObjectVal(s.values)
}

type locals struct {
	*loader
	attrs  map[string]*attr
	values map[string]cty.Value
	path   []string // names being resolved, each for the sake of the one before
}

func (s *locals) resolve(name string) {
	if _, done := s.values[name]; done {
		return
	}
	if i := slices.Index(s.path, name); i >= 0 {
		s.cycle(s.path[i:])
		return
	}
	a := s.attrs[name]
	s.path = append(s.path, name)
	defer func() { s.path = s.path[:len(s.path)-1] }()
	needs := map[string]cty.Value{}
	for _, ref := range a.refs {
		dep, ok := step(ref, 1)
		if _, declared := s.attrs[dep]; ref.RootName() != "local" || !ok || !declared {
			continue
		}
		s.resolve(dep)
		needs[dep] = s.values[dep]
	}
	if _, failed := s.values[name]; failed {
		return // part of a cycle, which has been told
	}
	ctx := s.eval.ctx.NewChild()
	ctx.Variables = map[string]cty.Value{"local": cty.ObjectVal(needs)}
	before := len(s.eval.voids)
	v, diags := s.eval.value(a.expr, ctx)
	s.faults.add(diags...)
	s.values[name] = v
	if voids := s.eval.voidsOf(a.expr, s.eval.voids[before:]); len(voids) > 0 {
		s.eval.voidsByLocal[name] = voids
	}
}

// cycle reports local values that need each other, and gives up on all of them.
func (s *locals) cycle(members []string) {
	var steps []string
	for _, name := range members {
		steps = append(steps, "local."+name+" ("+fileAndLine(s.attrs[name].nameRange)+")")
		s.values[name] = cty.DynamicVal
	}
	first := s.attrs[members[0]]
	s.faults.add(problem(first.nameRange, first.whole, "Local values in a circle",
		"Each of these needs the next to be known first:\n%s\n-> local.%s again. Break the circle in one place.",
		strings.Join(steps, "\n-> "), members[0]))
}
