package spec

import (
	"iter"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// HCL's parsers and evaluators call themselves once per level of nesting, and
// Go ends a program whose stack overflows. So depth is bounded before parsing.
const (
	maxDepth = 200  // brackets, quotes and directives within each other
	maxChain = 1000 // operators and indexes in a row, which nest as well
)

// checkNesting refuses source text in HCL's native syntax that is nested too
// deeply to be parsed.
func checkNesting(tokens hclsyntax.Tokens) hcl.Diagnostics {
	type level struct{ chain, directives int }
	levels := []level{{}}
	awaits := false // the last token is an operator, whose operand may come on the next line
	ended := false  // a line has, unless the next token goes on with its expression
	for i, t := range tokens {
		top := &levels[len(levels)-1]
		if lineEnd(t) {
			ended = ended || !awaits
			continue
		}
		if ended && !continues(t.Type) {
			top.chain = 0
		}
		ended = false
		switch {
		case opens(t.Type):
			if t.Type == hclsyntax.TokenTemplateControl {
				top.directives += directive(tokens[i+1:])
			}
			if t.Type == hclsyntax.TokenOBrack || t.Type == hclsyntax.TokenOParen {
				top.chain++
			}
			if len(levels) > maxDepth || top.directives > maxDepth || top.chain > maxChain {
				return hcl.Diagnostics{tooDeep(t.Range)}
			}
			levels = append(levels, level{})
		case closes(t.Type):
			if len(levels) > 1 {
				levels = levels[:len(levels)-1]
			}
		case t.Type == hclsyntax.TokenComma:
			top.chain = 0
		case t.Type == hclsyntax.TokenNumberLit && (len(t.Bytes) > 400 || longExponent(string(t.Bytes))):
			return hcl.Diagnostics{problem(t.Range, t.Range, "Number too large", "Numbers have at most a few hundred digits.")}
		case operates(t.Type):
			if top.chain++; top.chain > maxChain {
				return hcl.Diagnostics{tooDeep(t.Range)}
			}
		}
		awaits = operates(t.Type) || t.Type == hclsyntax.TokenColon
	}
	return nil
}

// lineEnd reports whether a token is the end of a line, or a comment.
func lineEnd(t hclsyntax.Token) bool {
	return t.Type == hclsyntax.TokenNewline || t.Type == hclsyntax.TokenComment
}

func opens(t hclsyntax.TokenType) bool {
	switch t {
	case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen, hclsyntax.TokenOQuote,
		hclsyntax.TokenOHeredoc, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
		return true
	}
	return false
}

func closes(t hclsyntax.TokenType) bool {
	switch t {
	case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen, hclsyntax.TokenCQuote,
		hclsyntax.TokenCHeredoc, hclsyntax.TokenTemplateSeqEnd:
		return true
	}
	return false
}

func operates(t hclsyntax.TokenType) bool {
	switch t {
	case hclsyntax.TokenPlus, hclsyntax.TokenMinus, hclsyntax.TokenStar, hclsyntax.TokenSlash, hclsyntax.TokenPercent,
		hclsyntax.TokenBang, hclsyntax.TokenAnd, hclsyntax.TokenOr, hclsyntax.TokenEqualOp, hclsyntax.TokenNotEqual,
		hclsyntax.TokenLessThan, hclsyntax.TokenLessThanEq, hclsyntax.TokenGreaterThan, hclsyntax.TokenGreaterThanEq,
		hclsyntax.TokenQuestion:
		return true
	}
	return false
}

// continues reports whether a line that begins with such a token goes on with
// the expression of the line before, as it may within brackets.
func continues(t hclsyntax.TokenType) bool {
	switch t {
	case hclsyntax.TokenColon, hclsyntax.TokenDot, hclsyntax.TokenOBrack, hclsyntax.TokenOParen:
		return true
	}
	return operates(t)
}

func longExponent(number string) bool {
	i := strings.IndexAny(number, "eE")
	return i >= 0 && len(strings.TrimLeft(number[i+1:], "+-0")) > 3
}

// directive is by how much the directive that begins with rest nests what follows.
func directive(rest hclsyntax.Tokens) int {
	if len(rest) == 0 {
		return 0
	}
	switch string(rest[0].Bytes) {
	case "if", "for":
		return 1
	case "endif", "endfor":
		return -1
	}
	return 0
}

// checkJSON is [checkNesting] for JSON.
func checkJSON(src []byte, filename string) hcl.Diagnostics {
	at, long := badJSON(src, maxDepth)
	switch {
	case at < 0:
		return nil
	case long:
		r := rangeAt(src, filename, at)
		return hcl.Diagnostics{problem(r, r, "Number too large", "Numbers have at most a few hundred digits.")}
	}
	return hcl.Diagnostics{tooDeep(rangeAt(src, filename, at))}
}

// badJSON gives the offset where src goes below depth or a number goes on and on,
// -1 when neither happens.
func badJSON(src []byte, depth int) (at int, long bool) {
	for i, here := range outsideStrings(src) {
		switch {
		case here.digits > maxDigits:
			return i, true
		case here.level > depth:
			return i, false
		}
	}
	return -1, false
}

// inJSON is a byte of JSON outside of its strings, their quotes included.
type inJSON struct {
	byte   byte
	level  int // of the brackets around what comes next
	digits int // how many have come in a row, this one included
}

// outsideStrings yields such bytes by their offsets. Of what is no JSON it yields
// something.
func outsideStrings[T string | []byte](src T) iter.Seq2[int, inJSON] {
	return func(yield func(int, inJSON) bool) {
		var at inJSON
		quoted := false
		for i := 0; i < len(src); i++ {
			at.byte = src[i]
			if at.digits++; quoted || at.byte < '0' || at.byte > '9' {
				at.digits = 0
			}
			switch {
			case quoted && at.byte == '\\':
				i++
				continue
			case at.byte == '"':
				quoted = !quoted
			case quoted:
				continue
			case at.byte == '{' || at.byte == '[':
				at.level++
			case at.byte == '}' || at.byte == ']':
				at.level--
			}
			if !yield(i, at) {
				return
			}
		}
	}
}

// rangeAt is the byte at an offset of src.
func rangeAt(src []byte, filename string, offset int) hcl.Range {
	start := hcl.Pos{Line: 1, Column: 1, Byte: offset}
	for _, c := range src[:offset] {
		start.Column++
		if c == '\n' {
			start.Line, start.Column = start.Line+1, 1
		}
	}
	end := start
	end.Byte, end.Column = end.Byte+1, end.Column+1
	return hcl.Range{Filename: filename, Start: start, End: end}
}

func tooDeep(at hcl.Range) *hcl.Diagnostic {
	return problem(at, at, "Nested too deeply", "At most %d levels of brackets and %s operators in one expression "+
		"are read. Split this up, for instance into locals.", maxDepth, grouped(maxChain))
}
