package source

import (
	"bytes"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// plain are the tokens of a lock file. Whatever else HCL has can nest, and the
// parser, which descends recursively, overflows its stack on 100 kB of brackets
// or signs. The tokens for what is not HCL are the parser's to complain of.
var plain = []hclsyntax.TokenType{
	hclsyntax.TokenIdent, hclsyntax.TokenEqual, hclsyntax.TokenOBrace, hclsyntax.TokenCBrace,
	hclsyntax.TokenOQuote, hclsyntax.TokenQuotedLit, hclsyntax.TokenCQuote, hclsyntax.TokenNumberLit,
	hclsyntax.TokenComment, hclsyntax.TokenNewline, hclsyntax.TokenEOF,
	hclsyntax.TokenInvalid, hclsyntax.TokenBadUTF8, hclsyntax.TokenQuotedNewline,
}

// checkLock refuses what the parser should not be given.
func checkLock(name string, text []byte) hcl.Diagnostics {
	for i, line := range bytes.Split(text, []byte("\n")) {
		if bytes.HasPrefix(line, []byte("<<<<<<< ")) {
			at := hcl.Pos{Line: i + 1, Column: 1}
			return hcl.Diagnostics{lockError("Merge conflict in the lock file", hcl.Range{Filename: name, Start: at, End: at},
				"Keep one block for each URL and each page, and remove the conflict markers.")}
		}
	}
	// What the lexer has to say, the parser says again.
	tokens, _ := hclsyntax.LexConfig(text, name, hcl.InitialPos)
	depth := 0
	for _, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenOBrace:
			depth++
		case hclsyntax.TokenCBrace:
			depth--
		}
		if depth > 1 || !slices.Contains(plain, t.Type) {
			return hcl.Diagnostics{lockError("Not a lock file", t.Range, "A lock file holds source and description blocks with plain values only.")}
		}
	}
	return nil
}
