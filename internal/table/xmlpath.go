package table

import (
	"errors"
	"fmt"
	"strings"
)

// XMLPath says where in a document something is: names of elements from the outer to the
// inner one with / between them, perhaps with conditions, and @ before the name of an
// attribute at its end:
//
//	titleWrap/titleSet/appellationValue[@lang=de]
//	eventSet/event[eventType/term=production]/eventActor/name[*]
//	object/@rdf:resource
//
// A name without a prefix fits in any namespace. One with a prefix fits only in the
// namespaces that the document binds to that prefix.
type XMLPath struct {
	text  string
	steps []xmlStep
	attr  *xmlName // of the last element; nil: its text
	pick  pick
}

func (p XMLPath) String() string { return p.text }

// Many reports whether the path is of all that is there, and not of one.
func (p XMLPath) Many() bool { return p.pick == all }

// pick is which of several that fit are meant.
type pick int

const (
	only  pick = iota // the one that there is
	first             // [1]
	all               // [*]
)

type xmlStep struct {
	name  xmlName
	conds []xmlCond
}

// xmlName is a name as a path has it. The local name * fits any.
type xmlName struct{ prefix, local string }

// xmlCond fits an element in which one of the places of a path has a value.
type xmlCond struct {
	path  XMLPath
	value string
}

// Bounds of paths, which people write.
const (
	mostSteps = 50
	mostConds = 3 // within each other
)

// ParseXMLPath reads a path. "." is the element itself. Errors are clauses.
func ParseXMLPath(text string) (XMLPath, error) {
	p := &pathParser{rest: strings.TrimSpace(text)}
	path, err := p.path(0)
	if err == nil && p.rest != "" {
		err = fmt.Errorf("goes on with %q after its end", p.rest)
	}
	if err != nil {
		return XMLPath{}, fmt.Errorf("the path %q %w", text, err)
	}
	return path, nil
}

type pathParser struct{ rest string }

// path reads as far as a path goes; within are the conditions around it.
func (p *pathParser) path(within int) (XMLPath, error) {
	path := XMLPath{text: p.rest}
	if p.take(".") {
		return path, nil
	}
	for {
		if p.take("@") {
			name, err := p.name()
			if err != nil {
				return path, err
			}
			path.attr = &name
			err = p.pickOrCondition(within, &path, nil)
			return path, err
		}
		name, err := p.name()
		if err != nil {
			return path, err
		}
		step := xmlStep{name: name}
		if err := p.pickOrCondition(within, &path, &step); err != nil {
			return path, err
		}
		if path.steps = append(path.steps, step); len(path.steps) > mostSteps {
			return path, fmt.Errorf("has more than %d steps", mostSteps)
		}
		if path.pick != only || !p.take("/") {
			return path, nil
		}
	}
}

// pickOrCondition reads what stands in brackets behind a name. There is no step behind an
// attribute.
func (p *pathParser) pickOrCondition(within int, path *XMLPath, step *xmlStep) error {
	for p.take("[") {
		switch {
		case within == 0 && p.take("*]"):
			path.pick = all
			return nil
		case within == 0 && p.take("1]"):
			path.pick = first
			return nil
		case step == nil:
			return errors.New("has a condition behind an attribute")
		case within == mostConds:
			return errors.New("has too many conditions within each other")
		}
		inner, err := p.path(within + 1)
		if err != nil {
			return err
		}
		if !p.take("=") {
			return errors.New("has a condition that is none: write [*] for all, [1] for the first, or [name=value], [@attribute=value]")
		}
		value, err := p.value()
		if err != nil {
			return err
		}
		step.conds = append(step.conds, xmlCond{inner, value})
	}
	return nil
}

func (p *pathParser) value() (string, error) {
	for _, quote := range []string{"'", `"`} {
		if !p.take(quote) {
			continue
		}
		value, rest, ok := strings.Cut(p.rest, quote+"]")
		if !ok {
			return "", fmt.Errorf("has a value in %s that is not closed with %s]", quote, quote)
		}
		p.rest = rest
		return oneBlank(value), nil
	}
	value, rest, ok := strings.Cut(p.rest, "]")
	if !ok {
		return "", errors.New("has a [ without a ]")
	}
	p.rest = rest
	return oneBlank(value), nil
}

func (p *pathParser) name() (xmlName, error) {
	end := strings.IndexAny(p.rest, "/[]=@")
	if end < 0 {
		end = len(p.rest)
	}
	text := p.rest[:end]
	p.rest = p.rest[end:]
	prefix, local, prefixed := strings.Cut(text, ":")
	if !prefixed {
		prefix, local = "", text
	}
	switch {
	case local == "" || prefixed && prefix == "":
		return xmlName{}, errors.New("has no name where one is to stand: it is written name/name, without / at its beginning or end")
	case strings.ContainsAny(text, " \t\r\n{}()|'\"") || strings.Contains(local, ":"):
		return xmlName{}, fmt.Errorf("has %q in it, which is no name of an element", text)
	}
	return xmlName{prefix, local}, nil
}

func (p *pathParser) take(token string) bool {
	rest, ok := strings.CutPrefix(p.rest, token)
	if ok {
		p.rest = rest
	}
	return ok
}

// prefixes are all that the path names.
func (p XMLPath) prefixes(yield func(string)) {
	if p.attr != nil && p.attr.prefix != "" {
		yield(p.attr.prefix)
	}
	for _, s := range p.steps {
		if s.name.prefix != "" {
			yield(s.name.prefix)
		}
		for _, c := range s.conds {
			c.path.prefixes(yield)
		}
	}
}

// oneBlank has one blank in place of all blanks and line ends that stand together, and none
// at the ends.
func oneBlank(s string) string { return strings.Join(strings.Fields(s), " ") }
