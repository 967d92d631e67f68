// Package format gives manifests their usual form without changing what they
// mean. It is apart from package spec, which reads manifests, for the sake of
// the library for writing that it needs.
package format

import (
	"bytes"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"

	"wikiform/spec"
)

// Source gives a file of the native syntax its usual form: two blanks for each
// level, equals signs below each other, labels in quotes. What it means stays
// the same; where that cannot be made sure of, src comes back with a warning.
// Errors are those of the syntax, and then src comes back too.
func Source(name string, src []byte) ([]byte, hcl.Diagnostics) {
	body, diags := spec.ParseNative(name, src)
	if diags.HasErrors() {
		return src, diags
	}
	want := quoteLabels(body, src)
	if len(want) > 0 && !bytes.HasSuffix(want, []byte("\n")) {
		want = append(want, '\n')
	}
	out := want
	for range 4 { // the formatter needs a second look at times
		next := hclwrite.Format(out)
		if bytes.Equal(next, out) {
			break
		}
		out = next
	}
	if at, same := sameTokens(name, want, out); !same {
		return src, hcl.Diagnostics{{
			Severity: hcl.DiagWarning, Summary: "Left as it is", Subject: &at,
			Detail: "The usual form of this part would not mean the same, so nothing of this file was changed. " +
				"This is a fault of wikiform: please report it, with these lines.",
		}}
	}
	return out, nil
}

// quoteLabels writes labels as strings, which is how people know them.
func quoteLabels(body *hclsyntax.Body, src []byte) []byte {
	var bare []hcl.Range
	var visit func(*hclsyntax.Body)
	visit = func(b *hclsyntax.Body) {
		for _, block := range b.Blocks {
			for _, at := range block.LabelRanges {
				if src[at.Start.Byte] != '"' {
					bare = append(bare, at)
				}
			}
			visit(block.Body)
		}
	}
	visit(body)
	slices.SortFunc(bare, func(a, b hcl.Range) int { return a.Start.Byte - b.Start.Byte })
	var out []byte
	done := 0
	for _, at := range bare {
		out = append(out, src[done:at.Start.Byte]...)
		out = append(append(append(out, '"'), src[at.Start.Byte:at.End.Byte]...), '"')
		done = at.End.Byte
	}
	return append(out, src[done:]...)
}

// sameTokens reports whether two texts differ in nothing but the blanks between
// tokens, and else where the first of them does. Blanks that mean something,
// such as those of a heredoc, are tokens or parts of them.
func sameTokens(name string, a, b []byte) (hcl.Range, bool) {
	before, _ := hclsyntax.LexConfig(a, name, hcl.InitialPos)
	after, _ := hclsyntax.LexConfig(b, name, hcl.InitialPos)
	for i, t := range before {
		if i >= len(after) || t.Type != after[i].Type || !bytes.Equal(meaning(t), meaning(after[i])) {
			return t.Range, false
		}
	}
	return hcl.Range{}, len(before) == len(after)
}

// meaning is what of a token's bytes counts: not the blanks before the mark
// that ends a heredoc, and not those at the end of a comment.
func meaning(t hclsyntax.Token) []byte {
	switch t.Type {
	case hclsyntax.TokenCHeredoc:
		return bytes.TrimLeft(t.Bytes, " \t")
	case hclsyntax.TokenComment:
		return bytes.TrimRight(t.Bytes, " \t\r\n")
	}
	return t.Bytes
}
