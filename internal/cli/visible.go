package cli

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"wikiform/provider"
	"wikiform/spec"
)

// visibleText is provider.Visible for a text of several lines that is going to
// be wrapped. A line can begin with any word then, so none may begin as a
// command to a CI runner does.
func visibleText(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		words := strings.Split(line, " ")
		for j, word := range words {
			words[j] = provider.Visible(word)
		}
		lines[i] = provider.Visible(strings.Join(words, " "))
	}
	return strings.Join(lines, "\n")
}

// visibleRange is a place in a file whose name may be shown.
func visibleRange(r *hcl.Range) *hcl.Range {
	if r == nil {
		return nil
	}
	shown := *r
	shown.Filename = visibleText(r.Filename)
	return &shown
}

// explained is the detail of a diagnostic with the values that it is about.
func explained(d *hcl.Diagnostic) string {
	detail := d.Detail
	for i, v := range spec.InvolvedIn(d) {
		if i == 0 {
			detail += "\n"
		}
		// A line that begins with a blank is not wrapped.
		detail += fmt.Sprintf("\n  %s %s", v.Name, v.Is)
	}
	return detail
}

// visibleJSON makes a JSON text safe to print: in its strings, what could
// reorder a line or steer a terminal is written as an escape, which means the
// same to who reads JSON.
func visibleJSON(text []byte) []byte {
	var b strings.Builder
	for _, r := range string(text) {
		if r == 0x7f || r >= 0x80 && r < 0xa0 || bidi(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return []byte(b.String())
}
