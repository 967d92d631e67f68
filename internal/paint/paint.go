// Package paint has the few colours in which wikiform speaks to people beside its
// plans.
package paint

import "github.com/fatih/color"

// Paint has the colours of one writer; fatih/color's own switch is global.
type Paint struct{ Good, Bad, Warn, Bold, Faint func(a ...any) string }

// New gives the colours, or text as it is when they are off.
func New(on bool) Paint {
	style := func(attributes ...color.Attribute) func(...any) string {
		c := color.New(attributes...)
		if on {
			c.EnableColor()
		} else {
			c.DisableColor()
		}
		return c.SprintFunc()
	}
	return Paint{
		Good: style(color.FgGreen), Bad: style(color.FgRed, color.Bold), Warn: style(color.FgYellow),
		Bold: style(color.Bold), Faint: style(color.Faint),
	}
}
