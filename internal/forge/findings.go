// Package forge writes what was found in manifests in the forms that forges and
// other machines read: GitHub's workflow commands, SARIF, and the document of
// terraform validate -json. All texts in them are safe to print.
package forge

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"wikiform/provider"
	"wikiform/spec"
)

// Findings are the diagnostics of a manifest on their way into a format for
// machines.
type Findings struct {
	diags  hcl.Diagnostics // errors first: forges show only so many
	parsed map[string]*hcl.File
	path   func(name string) (string, bool)
}

// NewFindings takes diagnostics and the files that they are about. path gives what
// the forge calls a file, false for what is no file, such as the value of -var.
func NewFindings(diags hcl.Diagnostics, parsed map[string]*hcl.File, path func(name string) (string, bool)) *Findings {
	sorted := slices.Clone(diags)
	slices.SortStableFunc(sorted, func(a, b *hcl.Diagnostic) int { return int(a.Severity) - int(b.Severity) })
	return &Findings{sorted, parsed, path}
}

// Valid reports whether there is no error.
func (f *Findings) Valid() bool { return !f.diags.HasErrors() }

func (f *Findings) count(s hcl.DiagnosticSeverity) int {
	n := 0
	for _, d := range f.diags {
		if d.Severity == s {
			n++
		}
	}
	return n
}

// level is what forges and Terraform alike call a severity.
func level(d *hcl.Diagnostic) Level {
	if d.Severity == hcl.DiagWarning {
		return Warning
	}
	return Error
}

// region is what a diagnostic points to, in letters, which editors and forges
// count; HCL counts what a reader takes for one letter.
type region struct {
	path                             string
	line, column, endLine, endColumn int
}

// at gives what a diagnostic points to, false when that is in no file.
func (f *Findings) at(d *hcl.Diagnostic) (region, bool) {
	if d.Subject == nil {
		return region{}, false
	}
	path, ok := f.path(d.Subject.Filename)
	if !ok {
		return region{}, false
	}
	src := f.source(d.Subject.Filename)
	return region{
		path: path, line: d.Subject.Start.Line, column: column(src, d.Subject.Start),
		endLine: d.Subject.End.Line, endColumn: column(src, d.Subject.End),
	}, true
}

func (f *Findings) source(name string) []byte {
	if file := f.parsed[name]; file != nil {
		return file.Bytes
	}
	return nil
}

// column counts the letters of the line before a position, from 1.
func column(src []byte, p hcl.Pos) int {
	if p.Byte > len(src) {
		return max(1, p.Column)
	}
	before := src[:p.Byte]
	return len([]rune(string(before[bytes.LastIndexByte(before, '\n')+1:]))) + 1
}

// message is what a format without a place for it says about where it is.
func (f *Findings) message(d *hcl.Diagnostic) string {
	text := provider.VisibleText(spec.Explained(d))
	if _, ok := f.at(d); !ok && d.Subject != nil {
		text = provider.VisibleText(d.Subject.Filename) + ": " + text
	}
	return text
}

// writeJSON writes a document for machines.
func writeJSON(w io.Writer, doc any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return err
	}
	_, err := w.Write(provider.VisibleJSON(b.Bytes()))
	return err
}
