package worklist

import (
	"cmp"
	"errors"

	"wikiform/apply"
	"wikiform/provider"
)

// The reasons of a run that are no code of an error; the others are [apply.Code].
const (
	reasonStopped = "stopped"
	reasonOther   = "other"
)

// cause is what an error says that a program can act on.
type cause struct {
	reason string
	code   string
	other  provider.Title
}

// causeOf finds the most telling of an error's chain.
func causeOf(err error) cause {
	c := cause{reason: cmp.Or(apply.Code(err), reasonOther)}
	if e, ok := errors.AsType[*provider.Error](err); ok {
		c.code = e.Code
		if len(e.Warnings) > 0 && len(e.Warnings[0].Names) > 0 {
			c.other, _ = provider.ParseTitle(e.Warnings[0].Names[0], provider.Site{})
		}
	}
	if e, ok := errors.AsType[*apply.WaitsError](err); ok {
		c.other = e.Title
	} else if e, ok := errors.AsType[*apply.StaleError](err); ok {
		c.other = e.Taken
	} else if e, ok := errors.AsType[*apply.SplitError](err); ok {
		c.other = e.From
	} else if e, ok := errors.AsType[*apply.LeftBehindError](err); ok {
		c.other = e.From
	}
	return c
}
