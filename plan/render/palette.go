package render

import (
	"strings"

	"github.com/fatih/color"

	"wikiform/plan"
)

// ink is a colour as the text that a terminal takes before and after what is
// written in it; both are empty without colour.
type ink struct{ on, off string }

func newInk(colour bool, attributes ...color.Attribute) *ink {
	c := color.New(attributes...)
	// Whatever the environment or another writer says, this one decides.
	if colour {
		c.EnableColor()
	} else {
		c.DisableColor()
	}
	on, off, _ := strings.Cut(c.Sprint("|"), "|")
	return &ink{on, off}
}

// palette are the inks of one writer. They are the terminal's own sixteen
// colours, which light and dark themes both keep readable.
type palette struct {
	colour                               bool
	bold, dim, add, remove, change, stop *ink
	away                                 *ink // to another title
	addWord, removeWord                  *ink // the words that differ
	remark                               *ink
}

func newPalette(colour bool) palette {
	return palette{
		colour:     colour,
		bold:       newInk(colour, color.Bold),
		dim:        newInk(colour, color.Faint),
		add:        newInk(colour, color.FgGreen),
		remove:     newInk(colour, color.FgRed),
		change:     newInk(colour, color.FgYellow),
		away:       newInk(colour, color.FgCyan),
		stop:       newInk(colour, color.FgRed, color.Bold),
		addWord:    newInk(colour, color.FgGreen, color.ReverseVideo),
		removeWord: newInk(colour, color.FgRed, color.ReverseVideo),
		remark:     newInk(colour, color.FgMagenta), // whole sentences: cyan and yellow are too light for white
	}
}

// symbol is how an action is shown.
type symbol struct {
	sign, meaning string
	ink           *ink
}

func (p palette) symbol(a plan.Action) symbol {
	switch a {
	case plan.Create:
		return symbol{"+", "create", p.add}
	case plan.Update:
		return symbol{"~", "change", p.change}
	case plan.Move:
		return symbol{">", "move", p.away}
	case plan.Delete:
		return symbol{"-", "delete", p.remove}
	case plan.Blocked:
		return symbol{"!", "blocked", p.stop}
	case plan.Unknown:
		return symbol{"?", "unknown", p.dim}
	}
	return symbol{"=", "left as it is", p.dim}
}
