package spec

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"

	"wikiform/provider"
)

// page looks at the text of a page.
func (a *args) page(text string) {
	limit := a.eval.bounded(a.at("description"), func() { a.eval.page(len(text)) })
	a.faults.addTo(a.of, limit...)
	if limit.HasErrors() || a.eval.spent {
		a.failed = true
		return
	}
	a.checkDescription(text)
	a.checkIndentation(text)
}

// Undescribable is a clause that says why no description can be the text of a page, as the
// wiki has it; "" where one can.
func Undescribable(text string) string {
	if !utf8.ValidString(text) || provider.NormalizeText(text) != text {
		return "has characters that a wiki would write otherwise now"
	}
	if r, found := rewriteIn(text, anyWiki); found && r.Sure {
		return fmt.Sprintf("has %s in line %d: %s", r.What, r.Line, r.Why)
	}
	if begin := RedirectMarkup(text); begin != "" {
		return "is a redirect: " + begin
	}
	return ""
}

// checkDescription refuses a text that can never be equal to the page, and one
// that sends the readers of the page on.
func (a *args) checkDescription(text string) {
	switch r, found := rewriteIn(text, anyWiki); {
	case !found:
	case r.Sure:
		a.refuse(text, r, "Text that the wiki would rewrite", "The stored page would differ from this text for ever, and every plan would want to change it again. "+
			"Write out what it would become, or put it between <nowiki> and </nowiki>.")
	default:
		a.doubtText(text, r)
	}
	if begin := RedirectMarkup(text); begin != "" {
		at := strings.Index(text, begin)
		pos := posIn(text, at)
		a.refuse(text, Rewrite{Line: pos.Line, Column: pos.Column, What: "a redirect (" + begin + ")", Why: "the wiki sends the readers of the page on", offset: at, text: begin},
			"Description that is a redirect", "Nobody would see the file there. Write about the file, and link to the other page. "+
				"To have another title lead to a file, declare that with a redirect block.")
	}
}

// refuse tells of a place in the text of a page.
func (a *args) refuse(text string, r Rewrite, summary, consequence string) {
	at, known := a.files.origin(text, r)
	if !known {
		a.fault("description", summary, "Line %d of the text, column %d, has %s: %s. %s", r.Line, r.Column, r.What, r.Why, consequence)
		return
	}
	a.failed = true
	a.faults.addTo(a.of, problem(at, at, summary, "The text has %s: %s. %s\n\nIt becomes the description at %s.",
		r.What, r.Why, consequence, fileAndLine(a.at("description"))))
}

// doubtText warns of a place that the wiki changes if it has what is named there.
func (a *args) doubtText(text string, r Rewrite) {
	const summary, rest = "Perhaps text that the wiki would rewrite", "%s: %s. The page would then differ from this text for ever; the plan asks the wiki."
	at, known := a.files.origin(text, r)
	if !known {
		a.warn("description", summary, "Line %d of the text, column %d, has "+rest, r.Line, r.Column, r.What, r.Why)
		return
	}
	d := problem(at, at, summary, "The text has "+rest+"\n\nIt becomes the description at %s.", r.What, r.Why, fileAndLine(a.at("description")))
	d.Severity = hcl.DiagWarning
	a.doubtful.addTo(a.of, d)
}

// checkIndentation warns of a heredoc whose indentation was not meant for the
// wiki, which shows lines that begin with blanks in a box.
func (a *args) checkIndentation(text string) {
	x := a.attrs["description"]
	file := a.m.Parsed[x.at.Filename]
	if file == nil || x.at.Start.Byte >= len(file.Bytes) {
		return
	}
	src := file.Bytes[x.at.Start.Byte:]
	if !bytes.HasPrefix(src, []byte("<<")) || bytes.HasPrefix(src, []byte("<<-")) || !indented(text) {
		return
	}
	a.faults.addTo(a.of, &hcl.Diagnostic{
		Severity: hcl.DiagWarning, Summary: "Indented wikitext", Subject: x.at.Ptr(), Context: x.whole.Ptr(),
		Detail: "Every line of this text begins with a blank, and a wiki shows such lines as they stand, in a box. " +
			"Write <<- in place of << to have the common indentation taken off.",
	})
}

// indented reports whether all lines that are not empty begin with a blank.
func indented(text string) bool {
	some := false
	for line := range strings.Lines(text) {
		switch line = strings.TrimRight(line, " \t\n"); {
		case line == "":
		case line[0] != ' ' && line[0] != '\t':
			return false
		default:
			some = true
		}
	}
	return some
}
