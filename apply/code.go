package apply

import (
	"cmp"
	"errors"
	"strings"

	"wikiform/provider"
)

// A code is a word that says why something was not done: it stands in brackets behind a
// message, is the reason of a worklist and of a line of events, and docs/messages.md
// explains it. Of what the wiki refused it is the kind of the warning, the ground of the
// error or else its kind (see package provider).
const (
	codeWaits    failureCode = "waits"
	codeReplaced failureCode = "replaced"    // somebody wrote while the answer to this run's write was lost
	codeSplit    failureCode = "split"       // a moved file is in two
	codeLeft     failureCode = "left_behind" // a move left something else under the old title
	codeMismatch failureCode = "mismatch"    // the wiki shows something else than was written
	codeUnsure   failureCode = "unsure"
)

type failureCode string

// Code is the outcome as a code: without blanks.
func (o Outcome) Code() string { return strings.ReplaceAll(string(o), " ", "_") }

// Code is that of the most telling error of a chain; "" where none has one.
func Code(err error) string {
	switch {
	case caused[*WaitsError](err):
		return string(codeWaits)
	case caused[*StaleError](err):
		return Stale.Code()
	case caused[*SplitError](err):
		return string(codeSplit)
	case caused[*LeftBehindError](err):
		return string(codeLeft)
	case caused[*ReplacedError](err):
		return string(codeReplaced)
	case caused[*MismatchError](err):
		return string(codeMismatch)
	case caused[*UnsureError](err):
		return string(codeUnsure)
	case caused[*OvertookError](err):
		return Overtook.Code()
	}
	e, ok := errors.AsType[*provider.Error](err)
	switch {
	case !ok:
		return ""
	case len(e.Warnings) > 0:
		return string(e.Warnings[0].Kind)
	}
	return cmp.Or(string(e.Ground), string(e.Kind))
}

func caused[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// Code is why the change was not made, and else what came of it. What the plan blocks has
// the codes of its problems in the words of its error, and none here.
func (r Result) Code() string {
	if r.Outcome == BlockedNow && r.Err != nil {
		return ""
	}
	return cmp.Or(Code(r.Err), r.Outcome.Code())
}
