package spec

import (
	"regexp"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// An inventory number that is written without quotes is a number, and what becomes of
// it as a key or in a text is not what was written: 0012 is 12, 1e3 is 1000, 1.50 is 1.5.

// digitsOnly is how HCL writes a number.
var digitsOnly = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)

// leadingZero begins a number that somebody wants as it is written.
var leadingZero = regexp.MustCompile(`^-?0[0-9]`)

// warnOfDigits warns of numbers of an expression that are not used as they are
// written: all keys that change, and what begins with zeros wherever it stands. src is
// the file of the expression, in which text that is hidden has no digits any more.
func warnOfDigits(e hclsyntax.Expression, src []byte) hcl.Diagnostics {
	var diags hcl.Diagnostics
	keys := map[hcl.Range]bool{}
	hclsyntax.VisitAll(e, func(n hclsyntax.Node) hcl.Diagnostics {
		switch n := n.(type) {
		case *hclsyntax.ObjectConsKeyExpr:
			if written, used, ok := literalNumber(n.Wrapped, src); ok {
				keys[bare(n.Wrapped).Range()] = true
				if written != used {
					diags = append(diags, lostDigits(n.Range(), "Key that is a number", "%s is a number without its quotes, and as a key it is %q. "+
						"To have the key as it is written: %q", written, used, written))
				}
			}
		case *hclsyntax.LiteralValueExpr, *hclsyntax.UnaryOpExpr:
			e := n.(hclsyntax.Expression)
			if keys[e.Range()] {
				keys[bareDigits(e).Range()] = true // of which a sign may be part
				return nil
			}
			if written, used, ok := literalNumber(e, src); ok && written != used && leadingZero.MatchString(written) {
				keys[bareDigits(e).Range()] = true
				diags = append(diags, lostDigits(e.Range(), "Number with leading zeros", "%s is a number without its quotes, and in a text it is %q. "+
					"To have it as it is written: %q", written, used, written))
			}
		}
		return nil
	})
	return diags
}

func lostDigits(at hcl.Range, summary, format string, a ...any) *hcl.Diagnostic {
	d := problem(at, at, summary, format, a...)
	d.Severity = hcl.DiagWarning
	return d
}

// literalNumber gives a number as it is written, and as it becomes text.
func literalNumber(e hclsyntax.Expression, src []byte) (written, used string, ok bool) {
	e = bare(e)
	at := e.Range()
	digits, literal := bareDigits(e).(*hclsyntax.LiteralValueExpr)
	if !literal || digits.Val.Type() != cty.Number || at.End.Byte > len(src) || at.Start.Byte > at.End.Byte {
		return "", "", false
	}
	if written = string(src[at.Start.Byte:at.End.Byte]); !digitsOnly.MatchString(written) {
		return "", "", false
	}
	v, diags := e.Value(nil)
	text, err := convert.Convert(v, cty.String)
	if diags.HasErrors() || err != nil {
		return "", "", false
	}
	return written, text.AsString(), true
}

// bare is an expression without parentheses around it.
func bare(e hclsyntax.Expression) hclsyntax.Expression {
	for {
		p, ok := e.(*hclsyntax.ParenthesesExpr)
		if !ok {
			return e
		}
		e = p.Expression
	}
}

// bareDigits is a number without the minus before it.
func bareDigits(e hclsyntax.Expression) hclsyntax.Expression {
	if minus, ok := e.(*hclsyntax.UnaryOpExpr); ok && minus.Op == hclsyntax.OpNegate {
		return minus.Val
	}
	return e
}
