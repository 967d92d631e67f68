package apply

import (
	"fmt"

	"wikiform/provider"
	"wikiform/spec"
)

// WaitsError says that a change was not made because another one did not free its
// title, or did not bring the file to which it was to lead.
type WaitsError struct {
	Title provider.Title
	File  bool         // it waits for a file there, and not for the title
	By    spec.Address // the other change
	Err   error        // what became of it; nil when it was not started
}

func (e *WaitsError) Error() string {
	to := "be free"
	if e.File {
		to = "have its file"
	}
	if _, waits := e.Err.(*WaitsError); waits || e.Err == nil {
		return fmt.Sprintf("it waits for %s to %s, and %s was not started", e.Title.Page(), to, e.By)
	}
	return fmt.Sprintf("it waits for %s to %s, and %s failed", e.Title.Page(), to, e.By)
}

// Hint implements [provider.Hinter].
func (e *WaitsError) Hint() string {
	return fmt.Sprintf("see to %s: the run that does it also does what waits for it", e.By)
}

// Unwrap gives what became of the other change.
func (e *WaitsError) Unwrap() error { return e.Err }

// PassingError says that a file was left under the title through which it was to pass.
type PassingError struct {
	Via, To provider.Title
	Err     error
}

func (e *PassingError) Error() string {
	return fmt.Sprintf("%v (the file is under the passing title %s)", e.Err, e.Via.Page())
}

// Hint implements [provider.Hinter].
func (e *PassingError) Hint() string {
	goOn := fmt.Sprintf("the next plan finds it under %s and goes on to %s from there", e.Via.Page(), e.To.Page())
	if hint := provider.HintOf(e.Err); hint != "" {
		return hint + "; " + goOn
	}
	return goOn
}

// Unwrap gives why it was left there.
func (e *PassingError) Unwrap() error { return e.Err }

// told adds to an error where the file was left.
func (s *step) told(err error) error {
	if err == nil || !s.aside || !(name{s}).passing() {
		return err
	}
	return &PassingError{Via: s.where, To: s.change.Claim.Title, Err: err}
}

// SplitError says that a file came to be in two: it was moved, and at the same moment
// somebody uploaded a version of it, which now stands alone under its old title.
type SplitError struct {
	From, To provider.Title
	Version  provider.Version // under From
}

func (e *SplitError) Error() string {
	return fmt.Sprintf("it was moved, and while that was done somebody uploaded to its old title: %s has %s now, apart from the history in %s",
		e.From.Page(), describeVersion(&e.Version), e.To.Page())
}

// Hint implements [provider.Hinter].
func (e *SplitError) Hint() string {
	return fmt.Sprintf("if that version belongs to the file, upload it to %s; then have %s deleted, or moved if it is another picture, and run plan again", e.To.Page(), e.From.Page())
}

// LeftBehindError says that a move left something else under the old title than it was
// to leave.
type LeftBehindError struct {
	From, To provider.Title
	Wanted   bool // a redirect was to be left
	Now      provider.File
}

func (e *LeftBehindError) Error() string {
	switch {
	case !e.Wanted && e.Now.Redirect:
		return fmt.Sprintf("it was moved, and %s is a redirect now though none was asked for", e.From.Page())
	case !e.Wanted:
		return fmt.Sprintf("it was moved, and %s is another page now: %s", e.From.Page(), describePage(e.Now.Page))
	case e.Now.Redirect:
		return fmt.Sprintf("it was moved, and %s leads to %q instead of %s", e.From.Page(), e.Now.Target, e.To.Page())
	}
	return fmt.Sprintf("it was moved, and no redirect is at %s though one was asked for", e.From.Page())
}

// Hint implements [provider.Hinter].
func (e *LeftBehindError) Hint() string {
	if !e.Wanted && e.Now.Redirect {
		return "without the right suppressredirect a wiki leaves a redirect without a word: give the account that right, or set redirect = true"
	}
	return fmt.Sprintf("look at the history of %s, then run plan again", e.From.Page())
}
