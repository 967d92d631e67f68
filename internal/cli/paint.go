package cli

import (
	"bytes"
	"fmt"
	"io"

	"github.com/fatih/color"
	"github.com/hashicorp/hcl/v2"

	"wikiform/provider"
)

// paint holds the few colours that the command line itself uses, for one stream.
type paint struct{ good, bad, warn, bold, faint func(a ...any) string }

func (a *app) paint(stream io.Writer) paint {
	on := a.colours(stream)
	style := func(attributes ...color.Attribute) func(...any) string {
		c := color.New(attributes...)
		if on {
			c.EnableColor()
		} else {
			c.DisableColor()
		}
		return c.SprintFunc()
	}
	return paint{
		good: style(color.FgGreen, color.Bold), bad: style(color.FgRed, color.Bold), warn: style(color.FgYellow, color.Bold),
		bold: style(color.Bold), faint: style(color.Faint),
	}
}

// note says one thing on standard error that is neither result nor error.
func (a *app) note(format string, args ...any) {
	fmt.Fprintln(a.Err, provider.Visible(fmt.Sprintf(format, args...)))
}

// diagnose prints diagnostics with excerpts of the manifest, all of them.
func (a *app) diagnose(diags hcl.Diagnostics, parsed map[string]*hcl.File) {
	if len(diags) == 0 {
		return
	}
	safe := make(map[string]*hcl.File, len(parsed))
	for name, f := range parsed {
		shown := *f
		shown.Bytes = provider.VisibleSource(f.Bytes)
		safe[provider.VisibleText(name)] = &shown
	}
	var text bytes.Buffer
	w := hcl.NewDiagnosticTextWriter(&text, safe, uint(a.columns(a.Err)), a.colours(a.Err))
	for _, d := range diags {
		shown := *d
		shown.Summary, shown.Detail = provider.VisibleText(d.Summary), provider.VisibleText(explained(d))
		shown.Subject, shown.Context = visibleRange(d.Subject), visibleRange(d.Context)
		// The writer would print values as they are; explained has told them.
		shown.EvalContext = nil
		if err := w.WriteDiagnostic(&shown); err != nil {
			return
		}
	}
	reset := ""
	if a.colours(a.Err) {
		reset = "\x1b[0m"
	}
	for line := range bytes.Lines(text.Bytes()) {
		if len(line) > longestSnippet { // of which nobody would read the end
			line = append(bytes.ToValidUTF8(line[:longestSnippet], nil), "…"+reset+"\n"...)
		}
		a.Err.Write(line)
	}
}
