package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"

	"github.com/hashicorp/hcl/v2"

	"wikiform/apply"
	"wikiform/plan"
	"wikiform/provider"
)

// Exit codes. Any other code than 0 and 2 is a failure.
const (
	exitOK       = 0
	exitError    = 1
	exitPending  = 2 // only with -detailed-exitcode
	exitFound    = 3
	exitPartial  = 4
	exitDeclined = 5
	exitStale    = 6
	exitCheck    = 7
	exitBudget   = 9
	exitUsage    = 64
	exitSignal   = 128 // plus the signal's number
)

// exitHelp is the part on exit codes of the commands' help; plan and apply have
// words of their own for exitError.
var exitHelp = map[int]string{
	exitOK:         "success",
	exitError:      "an error",
	exitPending:    "with -detailed-exitcode: changes are pending",
	exitFound:      "with -check: something is not as it should be",
	exitPartial:    "partly applied: something was done, something was not",
	exitDeclined:   "declined at the prompt",
	exitStale:      "the reviewed plan is no longer true; nothing was written",
	exitCheck:      "a check of the manifest does not hold, a limit would be exceeded, or the plan has what -deny refuses",
	exitBudget:     "stopped by -max-duration or -max-bytes; run it again to go on",
	exitUsage:      "wrong command line",
	exitSignal + 2: "stopped by an interrupt (143: by a termination)",
}

// outcome ends a command with a code when everything there is to say was said.
type outcome int

func (o outcome) Error() string { return fmt.Sprintf("exit status %d", int(o)) }

// usageError is a wrong command line.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error {
	return usageError{fmt.Errorf(format, args...)}
}

// hinted is an error with what the user can do now, on a line of its own.
type hinted struct {
	err    error
	advice string
}

func (e hinted) Error() string { return e.err.Error() }
func (e hinted) Unwrap() error { return e.err }

// Hint implements [provider.Hinter].
func (e hinted) Hint() string { return e.advice }

// faulty is a manifest with errors in it.
type faulty struct {
	diags  hcl.Diagnostics
	parsed map[string]*hcl.File
}

func (e faulty) Error() string { return e.diags.Error() }

// interrupted ends a command after a signal.
type interrupted struct{ signal os.Signal }

func (e interrupted) Error() string { return e.signal.String() }

func (e interrupted) code() int {
	if n, ok := e.signal.(syscall.Signal); ok {
		return exitSignal + int(n)
	}
	return exitError
}

// report prints what err says, if that was not done before, and gives its code.
func (a *app) report(err error) int {
	if err == nil {
		return exitOK
	}
	if o, ok := errors.AsType[outcome](err); ok {
		return int(o)
	}
	if f, ok := errors.AsType[faulty](err); ok {
		a.diagnose(f.diags, f.parsed)
		return exitError
	}
	if i, ok := errors.AsType[interrupted](err); ok {
		fmt.Fprintf(a.Err, "Stopped: %v.\n", i.signal)
		return i.code()
	}
	a.complain(err)
	if _, ok := errors.AsType[usageError](err); ok {
		return exitUsage
	}
	return exitError
}

// complain prints one error and, below it, what to do now.
func (a *app) complain(err error) {
	a.tellError(err)
	p := a.paint(a.Err)
	text := strings.TrimPrefix(a.broken(a.Err, "Error: "+plan.Coded(provider.VisibleLine(err.Error()), apply.Code(err))), "Error:")
	fmt.Fprintf(a.Err, "%s%s\n", p.Bad("Error:"), text)
	if hint := provider.HintOf(err); hint != "" {
		fmt.Fprintln(a.Err)
		for line := range strings.SplitSeq(hint, "\n") {
			line = a.broken(a.Err, provider.Visible(line))
			fmt.Fprintf(a.Err, "  %s\n", strings.ReplaceAll(line, "\n", "\n  "))
		}
	}
}
