package spec

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// MovedBlocks writes a moved block for pairs of an old title and a new one, in the
// form that fmt gives it. No two old titles are the same.
func MovedBlocks(pairs [][2]string) string {
	var b strings.Builder
	switch len(pairs) {
	case 0:
	case 1:
		b.WriteString("moved {\n  from = " + quotedText(pairs[0][0]) + "\n  to   = " + quotedText(pairs[0][1]) + "\n}\n")
	default:
		b.WriteString("moved {\n  for_each = {\n")
		keys := make([]string, len(pairs))
		widest := 0
		for i, p := range pairs {
			keys[i] = quotedText(p[0])
			widest = max(widest, width(keys[i]))
		}
		for i, p := range pairs {
			b.WriteString("    " + keys[i] + strings.Repeat(" ", widest-width(keys[i])) + " = " + quotedText(p[1]) + "\n")
		}
		b.WriteString("  }\n  from = each.key\n  to   = each.value\n}\n")
	}
	return b.String()
}

// width is how many columns a text in quotes has for fmt, which counts those of each
// token.
func width(quoted string) int {
	tokens, _ := hclsyntax.LexExpression([]byte(quoted), "", hcl.InitialPos)
	return tokens[len(tokens)-1].Range.Start.Column - 1 // of its end
}
