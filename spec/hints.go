package spec

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// explainSyntax makes HCL's diagnostics about one file fit for people who do
// not know HCL: repetitions become one, and usual mishaps are named.
func explainSyntax(diags hcl.Diagnostics, src []byte) hcl.Diagnostics {
	for _, d := range diags {
		if d.Summary == "Invalid character encoding" { // of which all else may be a consequence
			if bytes.HasPrefix(src, []byte("\xff\xfe")) || bytes.HasPrefix(src, []byte("\xfe\xff")) {
				d.Detail = "This file is UTF-16, as some editors and PowerShell write it. Save it as UTF-8."
			}
			return hcl.Diagnostics{d}
		}
	}
	hintDirectives(diags, inAFile)
	hintNames(diags)
	diags = hintEscapes(diags, src)
	type kind struct{ summary, detail string }
	first := map[kind]*hcl.Diagnostic{}
	times := map[*hcl.Diagnostic]int{}
	var kept hcl.Diagnostics
	for _, d := range diags {
		k := kind{d.Summary, d.Detail}
		if first[k] == nil {
			first[k] = d
			kept = append(kept, d)
		}
		times[first[k]]++
	}
	for _, d := range kept {
		if n := times[d]; n > 1 {
			d.Detail += fmt.Sprintf("\n\nThe same is found at %s of this file, which may be consequences of this one.", counted(n-1, "more place"))
		}
		switch {
		case d.Summary == "Invalid single-argument block definition":
			d.Detail += " Or put each attribute on a line of its own."
		case d.Summary == "Missing newline after argument" && d.Subject != nil && afterName.Match(src[:min(d.Subject.Start.Byte, len(src))]):
			d.Detail += " " + inBrackets
		case d.Summary == "Invalid JSON string" && d.Subject != nil && bytes.ContainsRune(lineOf(src, d.Subject.Start.Byte), '\\'):
			d.Detail += ` \ begins an escape, such as \n for the end of a line. ` + slashes
		case conflicted(src, d.Subject):
			d.Detail += " Git left a merge conflict in this file: of the parts between <<<<<<<, ======= and >>>>>>>, keep one."
		}
	}
	return kept
}

// inBrackets is how a name is written that HCL cannot have behind a dot, as columns of tables
// mostly are called.
const inBrackets = "A name with blanks or other signs in it, such as that of a column, is written in brackets and quotes: each.value[\"Inventar-Nr.\"]."

// afterName is a text that ends in a name behind a dot, and a blank.
var afterName = regexp.MustCompile(`\w\.[\pL_][\pL\pN_-]* +$`)

// hintNames says how names are written that HCL takes for something else.
func hintNames(diags hcl.Diagnostics) {
	for _, d := range diags {
		switch d.Summary {
		case "Invalid attribute name":
			d.Detail += " " + inBrackets
		case "Extra characters after interpolation expression":
			d.Detail, _, _ = strings.Cut(d.Detail, "\n\nThis can happen when")
			d.Detail += " " + inBrackets + " A ${ that is meant as text is written $${."
		}
	}
}

// conflicted reports whether a line begins as git marks a merge conflict.
func conflicted(src []byte, at *hcl.Range) bool {
	if at == nil || at.Start.Byte > len(src) {
		return false
	}
	line := lineOf(src, at.Start.Byte)
	for _, mark := range []string{"<<<<<<<", "=======", ">>>>>>>"} {
		if bytes.HasPrefix(line, []byte(mark)) {
			return true
		}
	}
	return false
}

// lineOf is the line with the byte at an offset.
func lineOf(src []byte, at int) []byte {
	at = min(at, len(src))
	line, _, _ := bytes.Cut(src[bytes.LastIndexByte(src[:at], '\n')+1:], []byte("\n"))
	return line
}

// What else to do about a directive in the wrong place.
const (
	inAFile     = "Or move the wikitext to a file of its own and read it with file(\"NAME.wikitext\"), where nothing needs escaping."
	inATemplate = "A text without holes is better read with file(), where nothing needs escaping."
)

// hintDirectives explains the one trap of HCL that wikitext falls into: a per
// cent sign before a template, as in 50%{{!}}.
func hintDirectives(diags hcl.Diagnostics, otherwise string) {
	for _, d := range diags {
		switch {
		case d.Summary == "Invalid template directive", d.Summary == "Invalid template control keyword",
			strings.HasPrefix(d.Summary, "Extra characters in ") && strings.HasSuffix(d.Summary, " marker"):
			d.Detail += fmt.Sprintf("\n\n%s begins a directive of HCL. Where wikitext needs these characters, as in %s, write %s. %s",
				"%{", "50%{{!}}", "%%{", otherwise)
		}
	}
}
