package spec

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// Go's regular expressions take a time that is the product of pattern and text
// for one match; but for all matches of a text each may look at all the rest of
// it, as a.*b|c does in acacac…, and nothing in the package tells how far it did.
// So of such patterns matches are looked for one by one in a reader, which counts.

const (
	maxPattern     = 10_000  // characters
	maxPatternSize = 100_000 // parts, once a{1000} is written out
	readWork       = 80      // a letter from a reader, whatever the pattern
)

// pattern is a regular expression, compiled once for all texts.
type pattern struct {
	first *regexp.Regexp // from the beginning of a text
	// next is for the rest, which begins with the last letter of what went
	// before: ^ and \b depend on it. Its first group is the match.
	next *regexp.Regexp
	// again is how many letters beyond a match its search may have seen for each
	// letter that matches, -1 if that is not known.
	again int
	work  int // of one letter
}

// pattern compiles a text, or says why it is none.
func (m *meter) pattern(text string) (*pattern, error) {
	if p := m.patterns[text]; p != nil {
		return p, nil
	}
	if n := utf8.RuneCountInString(text); n > maxPattern {
		return nil, m.refuse(fmt.Errorf("a pattern of %s characters; the most is %s", grouped(n), grouped(maxPattern)))
	}
	tree, err := syntax.Parse(text, syntax.Perl)
	if bad, ok := errors.AsType[*syntax.Error](err); ok {
		return nil, fmt.Errorf("invalid regexp pattern: %s in %s", bad.Code, bad.Expr)
	}
	size := patternSize(tree)
	if size > maxPatternSize {
		return nil, m.refuse(fmt.Errorf("a pattern of more than %s parts once its repetitions are written out", grouped(maxPatternSize)))
	}
	const compiling = 500 // per part
	m.spend(2 * size * compiling)
	p := &pattern{work: 8 + 4*size*(1+tree.MaxCap()/2), again: beyond(tree)}
	if p.first, err = regexp.Compile(text); err != nil {
		return nil, err
	}
	if p.next, err = regexp.Compile(`\A(?s:.)(?s:.*?)(` + tree.String() + `)`); err != nil {
		return nil, err
	}
	const few = 100
	if m.patterns == nil || len(m.patterns) == few {
		m.patterns = map[string]*pattern{}
	}
	m.patterns[text] = p
	return p, nil
}

// patternSize is how many instructions a pattern is compiled to, about.
func patternSize(re *syntax.Regexp) int {
	n := 1
	if re.Op == syntax.OpLiteral {
		n += len(re.Rune)
	}
	for _, sub := range re.Sub {
		n += patternSize(sub)
		if n > maxPatternSize {
			return n
		}
	}
	if re.Op == syntax.OpRepeat {
		n *= max(re.Min+1, re.Max)
	}
	return n
}

// beyond is how far a search may look beyond a match, by the letters that match
// at least; -1 where there is no end to it.
func beyond(re *syntax.Regexp) int {
	s := spanOf(re)
	if !s.tight {
		return -1
	}
	return (s.most - s.least + max(1, s.least) - 1) / max(1, s.least)
}

// span is how many letters a pattern takes.
type span struct {
	least, most int  // until it matches; most is only meant where tight
	endless     bool // it can go on once it has
	tight       bool // it always knows after most letters, and goes on matching
}

func spanOf(re *syntax.Regexp) span {
	switch re.Op {
	case syntax.OpCapture:
		return spanOf(re.Sub[0])
	case syntax.OpLiteral:
		return span{len(re.Rune), len(re.Rune), false, true}
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return span{1, 1, false, true}
	case syntax.OpQuest:
		s := spanOf(re.Sub[0])
		return span{0, s.most, s.endless, s.tight}
	case syntax.OpStar, syntax.OpPlus, syntax.OpRepeat:
		return repeated(re)
	case syntax.OpConcat:
		all := span{tight: true}
		for i, sub := range re.Sub {
			s := spanOf(sub)
			all.least, all.most = all.least+s.least, all.most+s.most
			all.tight = all.tight && s.tight && (!s.endless || i == len(re.Sub)-1)
			all.endless = all.endless || s.endless
		}
		return all
	case syntax.OpAlternate:
		all := spanOf(re.Sub[0])
		for _, sub := range re.Sub[1:] {
			s := spanOf(sub)
			all = span{min(all.least, s.least), max(all.most, s.most), all.endless || s.endless, all.tight && s.tight}
		}
		return all
	}
	return span{tight: true} // places, such as ^
}

func repeated(re *syntax.Regexp) span {
	s := spanOf(re.Sub[0])
	least, most := 0, -1
	switch re.Op {
	case syntax.OpPlus:
		least = 1
	case syntax.OpRepeat:
		least, most = re.Min, re.Max
	}
	if most >= 0 {
		return span{s.least * least, s.most * max(1, most), s.endless && most > 0, s.tight && (!s.endless || most <= 1)}
	}
	// Within one more turn it is not known whether that will match.
	return span{s.least * least, s.most*least + max(0, s.most-1), true, s.tight && !s.endless}
}

// find gives the first match at or after from, as FindStringSubmatchIndex does.
func (m *meter) find(p *pattern, text string, from int) []int {
	if from == 0 {
		return p.first.FindReaderSubmatchIndex(m.runes(p, text))
	}
	_, n := utf8.DecodeLastRuneInString(text[:from])
	at := p.next.FindReaderSubmatchIndex(m.runes(p, text[from-n:]))
	if at == nil {
		return nil
	}
	at = at[2:]
	for i := range at {
		if at[i] >= 0 {
			at[i] += from - n
		}
	}
	return at
}

// search gives the first match in a text.
func (m *meter) search(p *pattern, text string) []int {
	m.spend(len(text) * p.work)
	return p.first.FindStringSubmatchIndex(text)
}

// findAll gives all matches, as FindAllStringSubmatchIndex does: one that is
// empty counts only where the one before does not end.
func (m *meter) findAll(p *pattern, text string) [][]int {
	if p.again >= 0 {
		m.spend(len(text) * (1 + p.again) * p.work)
		all := p.first.FindAllStringSubmatchIndex(text, -1)
		m.hold(len(all) * slot)
		return all
	}
	return m.findEach(p, text)
}

func (m *meter) findEach(p *pattern, text string) [][]int {
	var all [][]int
	end := -1
	for from := 0; from <= len(text); {
		at := m.find(p, text, from)
		if at == nil {
			break
		}
		if at[1] > from {
			from = at[1]
		} else {
			_, n := utf8.DecodeRuneInString(text[from:])
			from += max(1, n)
		}
		if at[0] != at[1] || at[0] != end {
			m.hold(slot)
			all = append(all, at)
		}
		end = at[1]
	}
	return all
}

func (m *meter) runes(p *pattern, text string) io.RuneReader {
	return &costly{strings.NewReader(text), m, p.work + readWork}
}

// costly is a text that pays for each letter that is read.
type costly struct {
	*strings.Reader
	*meter
	each int
}

func (c *costly) ReadRune() (rune, int, error) {
	c.spend(c.each)
	return c.Reader.ReadRune()
}
