package cli

import (
	"bytes"
	"encoding/json"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"wikiform/provider"
	"wikiform/spec"

	"github.com/hashicorp/hcl/v2"
)

// findings are the diagnostics of a manifest on their way into a format for
// machines. All its texts are safe to print.
type findings struct {
	diags  hcl.Diagnostics // errors first: forges show only so many
	parsed map[string]*hcl.File
	// path gives the path of a file as the forge knows it, false for what is no
	// file, such as the value of -var.
	path func(name string) (string, bool)
}

func newFindings(diags hcl.Diagnostics, parsed map[string]*hcl.File, path func(string) (string, bool)) *findings {
	sorted := slices.Clone(diags)
	slices.SortStableFunc(sorted, func(a, b *hcl.Diagnostic) int { return int(a.Severity) - int(b.Severity) })
	return &findings{sorted, parsed, path}
}

// valid reports whether there is no error.
func (f *findings) valid() bool { return !f.diags.HasErrors() }

func (f *findings) count(s hcl.DiagnosticSeverity) int {
	n := 0
	for _, d := range f.diags {
		if d.Severity == s {
			n++
		}
	}
	return n
}

// level is what forges and Terraform alike call a severity.
func level(d *hcl.Diagnostic) string {
	if d.Severity == hcl.DiagWarning {
		return "warning"
	}
	return "error"
}

// place is where a diagnostic points to, in letters, which editors and forges
// count; HCL counts what a reader takes for one letter.
type place struct {
	path                                  string
	line, column, endLine, endColumn, byt int
}

// at gives the place of a diagnostic, false when it is in no file.
func (f *findings) at(d *hcl.Diagnostic) (place, bool) {
	if d.Subject == nil {
		return place{}, false
	}
	path, ok := f.path(d.Subject.Filename)
	if !ok {
		return place{}, false
	}
	src := f.source(d.Subject.Filename)
	return place{
		path: path, line: d.Subject.Start.Line, column: column(src, d.Subject.Start),
		endLine: d.Subject.End.Line, endColumn: column(src, d.Subject.End), byt: d.Subject.Start.Byte,
	}, true
}

func (f *findings) source(name string) []byte {
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
func (f *findings) message(d *hcl.Diagnostic) string {
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

// inRepository gives the path of a file below a workspace's root as a forge
// knows it: below the repository that a CI job checked out, or below where the
// command was started.
func (w *workspace) inRepository(a *app) func(string) (string, bool) {
	root := strings.TrimSuffix(filepath.ToSlash(w.path), "/"+w.dir)
	return func(name string) (string, bool) {
		if info, err := w.root.Lstat(filepath.FromSlash(name)); err != nil || !info.Mode().IsRegular() {
			return "", false
		}
		full := filepath.Join(filepath.FromSlash(root), filepath.FromSlash(name))
		if repo, err := filepath.EvalSymlinks(a.Env["GITHUB_WORKSPACE"]); err == nil && repo != "" {
			if rel, err := filepath.Rel(repo, full); err == nil && filepath.IsLocal(rel) {
				return filepath.ToSlash(rel), true
			}
		}
		return filepath.ToSlash(a.relative(full)), true
	}
}
