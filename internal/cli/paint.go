package cli

import (
	"fmt"
	"io"

	"github.com/hashicorp/hcl/v2"

	"wikiform/internal/paint"
	"wikiform/internal/term"
	"wikiform/provider"
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

// note says one thing on standard error that is neither result nor error.
func (a *app) note(format string, args ...any) {
	fmt.Fprintln(a.Err, provider.Visible(fmt.Sprintf(format, args...)))
}

// diagnose prints diagnostics with excerpts of the manifest, all of them.
func (a *app) diagnose(diags hcl.Diagnostics, parsed map[string]*hcl.File) {
	term.Diagnostics(a.Err, diags, parsed, a.Columns(a.Err), a.colours(a.Err))
}
