package forge

import (
	"io"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"wikiform/provider"
	"wikiform/spec"
)

// The document of validate -json has the members of terraform validate -json:
// https://developer.hashicorp.com/terraform/cli/commands/validate#json-output-format
type (
	validation struct {
		FormatVersion string           `json:"format_version"`
		Valid         bool             `json:"valid"`
		ErrorCount    int              `json:"error_count"`
		WarningCount  int              `json:"warning_count"`
		Diagnostics   []jsonDiagnostic `json:"diagnostics"`
	}
	jsonDiagnostic struct {
		Severity string       `json:"severity"`
		Summary  string       `json:"summary"`
		Detail   string       `json:"detail"`
		Range    *jsonRange   `json:"range,omitempty"`
		Snippet  *jsonSnippet `json:"snippet,omitempty"`
	}
	jsonRange struct {
		Filename string  `json:"filename"`
		Start    jsonPos `json:"start"`
		End      jsonPos `json:"end"`
	}
	jsonPos struct {
		Line   int `json:"line"`
		Column int `json:"column"`
		Byte   int `json:"byte"`
	}
	jsonSnippet struct {
		Context              *string     `json:"context"`
		Code                 string      `json:"code"`
		StartLine            int         `json:"start_line"`
		HighlightStartOffset int         `json:"highlight_start_offset"`
		HighlightEndOffset   int         `json:"highlight_end_offset"`
		Values               []jsonValue `json:"values"`
	}
	jsonValue struct {
		Traversal string `json:"traversal"`
		Statement string `json:"statement"`
	}
)

// WriteValidation writes the findings as terraform validate -json does.
func WriteValidation(w io.Writer, f *Findings) error {
	doc := validation{
		FormatVersion: "1.0", Valid: f.Valid(), ErrorCount: f.count(hcl.DiagError), WarningCount: f.count(hcl.DiagWarning),
		Diagnostics: []jsonDiagnostic{},
	}
	for _, d := range f.diags {
		j := jsonDiagnostic{Severity: string(level(d)), Summary: provider.VisibleText(d.Summary), Detail: provider.VisibleText(d.Detail)}
		if d.Subject != nil {
			j.Range = &jsonRange{provider.VisibleText(d.Subject.Filename), jsonPosOf(d.Subject.Start), jsonPosOf(d.Subject.End)}
			j.Snippet = f.snippet(d)
		}
		doc.Diagnostics = append(doc.Diagnostics, j)
	}
	return writeJSON(w, doc)
}

func jsonPosOf(p hcl.Pos) jsonPos { return jsonPos{p.Line, p.Column, p.Byte} }

// longestSnippet bounds the excerpt of a line that goes on and on, in bytes.
const longestSnippet = 4 << 10

// snippet is the lines that a diagnostic points to, nil when they are not at hand.
func (f *Findings) snippet(d *hcl.Diagnostic) *jsonSnippet {
	src := string(provider.VisibleSource(f.source(d.Subject.Filename)))
	start, end := d.Subject.Start.Byte, d.Subject.End.Byte
	if src == "" || start > end || end > len(src) {
		return nil
	}
	from := strings.LastIndexByte(src[:start], '\n') + 1
	to := end
	if i := strings.IndexByte(src[end:], '\n'); i >= 0 {
		to = end + i
	} else {
		to = len(src)
	}
	s := &jsonSnippet{
		Code: strings.TrimRight(src[from:min(to, from+longestSnippet)], "\r\n"), StartLine: d.Subject.Start.Line, Values: []jsonValue{},
	}
	s.HighlightStartOffset = min(start-from, len(s.Code))
	s.HighlightEndOffset = min(end-from, len(s.Code))
	if nav, ok := f.navigation(d).(interface{ ContextString(offset int) string }); ok {
		if context := provider.VisibleText(nav.ContextString(start)); context != "" {
			s.Context = &context
		}
	}
	for _, v := range spec.InvolvedIn(d) {
		s.Values = append(s.Values, jsonValue{v.Name, v.Is})
	}
	return s
}

// navigation is what HCL's parser knows about the blocks of a file, nil for none.
func (f *Findings) navigation(d *hcl.Diagnostic) any {
	if file := f.parsed[d.Subject.Filename]; file != nil {
		return file.Nav
	}
	return nil
}
