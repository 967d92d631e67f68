package term

import (
	"bytes"
	"io"

	"github.com/hashicorp/hcl/v2"

	"wikiform/provider"
	"wikiform/spec"
)

// longestLine bounds an excerpt of a line that goes on and on, in bytes.
const longestLine = 4 << 10

// Diagnostics writes diagnostics for people, with excerpts of the files that were
// parsed.
func Diagnostics(w io.Writer, diags hcl.Diagnostics, parsed map[string]*hcl.File, columns int, colours bool) error {
	safe := make(map[string]*hcl.File, len(parsed))
	for name, f := range parsed {
		shown := *f
		shown.Bytes = provider.VisibleSource(f.Bytes)
		safe[provider.VisibleText(name)] = &shown
	}
	var text bytes.Buffer
	writer := hcl.NewDiagnosticTextWriter(&text, safe, uint(columns), colours)
	for _, d := range diags {
		shown := *d
		shown.Summary, shown.Detail = provider.VisibleText(d.Summary), provider.VisibleText(spec.Explained(d))
		shown.Subject, shown.Context = visibleRange(d.Subject), visibleRange(d.Context)
		// The writer would print values as they are; the detail has told them.
		shown.EvalContext = nil
		if err := writer.WriteDiagnostic(&shown); err != nil {
			return err
		}
	}
	reset := ""
	if colours {
		reset = "\x1b[0m"
	}
	for line := range bytes.Lines(text.Bytes()) {
		if len(line) > longestLine { // of which nobody would read the end
			line = append(bytes.ToValidUTF8(line[:longestLine], nil), "…"+reset+"\n"...)
		}
		if _, err := w.Write(line); err != nil {
			return err
		}
	}
	return nil
}

// visibleRange is a place in a file whose name may be shown.
func visibleRange(r *hcl.Range) *hcl.Range {
	if r == nil {
		return nil
	}
	shown := *r
	shown.Filename = provider.VisibleText(r.Filename)
	return &shown
}
