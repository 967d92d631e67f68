package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"wikiform/internal/columns"
	"wikiform/internal/paint"
	"wikiform/internal/term"
	"wikiform/provider"
	"wikiform/spec"
)

// colours reports whether one stream is coloured.
func (a *app) colours(stream io.Writer) bool {
	when := term.When(a.color)
	if a.noColor {
		when = term.Never
	}
	return a.Colours(stream, when)
}

// paint has the colours of one stream.
func (a *app) paint(stream io.Writer) paint.Paint { return paint.New(a.colours(stream)) }

// asks reports whether a question would reach a person.
func (a *app) asks() bool {
	return !a.noInput && a.Env["WIKIFORM_INPUT"] != "0" && !a.Automation()
}

// readable is within how many columns lines are broken between words, which a terminal
// does not do; 0 for a stream that nobody reads on one.
func (a *app) readable(stream io.Writer) int {
	if !term.IsTerminal(stream) {
		return 0
	}
	return max(a.Columns(stream)-3, 20) // what is indented by two columns fits as well
}

// broken are the lines of a text for a stream.
func (a *app) broken(stream io.Writer, text string) string {
	if n := a.readable(stream); n > 0 {
		return strings.Join(columns.Wrap(text, n), "\n")
	}
	return text
}

// note says one thing on standard error that is neither result nor error.
func (a *app) note(format string, args ...any) {
	fmt.Fprintln(a.Err, a.broken(a.Err, provider.Visible(fmt.Sprintf(format, args...))))
}

// diagnose prints diagnostics with excerpts of the manifest, all of them.
func (a *app) diagnose(diags hcl.Diagnostics, parsed map[string]*hcl.File) {
	diags = a.untold(diags)
	a.tellDiagnostics(diags)
	term.Diagnostics(a.Err, diags, parsed, a.Columns(a.Err), a.colours(a.Err))
	if spec.NoManifest(diags) {
		a.noteElsewhere()
	}
}
