package worklist

import (
	"cmp"
	"errors"

	"wikiform/apply"
	"wikiform/provider"
)

// The reasons of a run. Those of what the wiki refused are the warning's kind, the
// ground of an error or else its kind (see package provider).
const (
	reasonStopped  = "stopped"
	reasonWaits    = "waits"
	reasonStale    = "stale"
	reasonReplaced = "replaced"    // somebody wrote while the answer to this run's write was lost
	reasonSplit    = "split"       // a moved file is in two
	reasonLeft     = "left_behind" // a move left something else under the old title
	reasonMismatch = "mismatch"    // the wiki shows something else than was written
	reasonUnsure   = "unsure"
	reasonOther    = "other"
)

// cause is what an error says that a program can act on.
type cause struct {
	reason string
	code   string
	other  provider.Title
}

// causeOf finds the most telling of an error's chain.
func causeOf(err error) cause {
	var c cause
	if e, ok := errors.AsType[*provider.Error](err); ok {
		c.code, c.reason = e.Code, cmp.Or(string(e.Ground), string(e.Kind))
		if len(e.Warnings) > 0 {
			first := e.Warnings[0]
			c.reason = string(first.Kind)
			if len(first.Names) > 0 {
				c.other, _ = provider.ParseTitle(first.Names[0], provider.Site{})
			}
		}
	}
	if e, ok := errors.AsType[*apply.WaitsError](err); ok {
		c.reason, c.other = reasonWaits, e.Title
	} else if e, ok := errors.AsType[*apply.StaleError](err); ok {
		c.reason, c.other = reasonStale, e.Taken
	} else if e, ok := errors.AsType[*apply.SplitError](err); ok {
		c.reason, c.other = reasonSplit, e.From
	} else if e, ok := errors.AsType[*apply.LeftBehindError](err); ok {
		c.reason, c.other = reasonLeft, e.From
	} else if _, ok := errors.AsType[*apply.ReplacedError](err); ok {
		c.reason = reasonReplaced
	} else if _, ok := errors.AsType[*apply.MismatchError](err); ok {
		c.reason = reasonMismatch
	} else if _, ok := errors.AsType[*apply.UnsureError](err); ok {
		c.reason = reasonUnsure
	}
	c.reason = cmp.Or(c.reason, reasonOther)
	return c
}
