package apply

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"wikiform/provider"
)

// StaleError says what the wiki has in place of what the plan saw.
type StaleError struct {
	Before, Now provider.File
}

func (e *StaleError) Error() string {
	return "the wiki is not as the plan saw it: " + strings.Join(differences(e.Before, e.Now), "; ")
}

// OvertookError says that an upload came to lie on a version that was uploaded
// after the last look before it. Both are in the file's history.
type OvertookError struct {
	Title provider.Title
	Old   provider.Version
}

func (e *OvertookError) Error() string {
	return "it overtook the version " + describeVersion(&e.Old) + ", which came after the plan"
}

// MismatchError says that the wiki, read back after a write, shows something
// else than what was written.
type MismatchError struct {
	Want provider.Digest // the content that was wanted; not known when any would do
	Now  provider.File
	Text bool // the content is right, the page's text is not
}

func (e *MismatchError) Error() string {
	switch {
	case !e.Text && e.Now.Version == nil:
		return "the wiki shows no file after the upload"
	case !e.Text:
		return fmt.Sprintf("the wiki shows %s instead of %s", describeVersion(e.Now.Version), describeDigest(e.Want))
	case e.Now.Page == nil:
		return "the wiki shows no description page"
	}
	return fmt.Sprintf("the wiki shows another description than the manifest's: %s", describePage(e.Now.Page))
}

// UnsureError says that a write may or may not have happened.
type UnsureError struct {
	Write error // what became of the write; nil when the wiki accepted it
	Read  error // why the wiki could not be read afterwards; nil when it could but does not settle it
}

func (e *UnsureError) Error() string {
	switch {
	case e.Write == nil:
		return fmt.Sprintf("the wiki accepted it but could not be read afterwards: %v", e.Read)
	case e.Read == nil:
		return fmt.Sprintf("%v: the wiki does not show whether it was done", e.Write)
	}
	return fmt.Sprintf("%v: and the wiki could not be read afterwards: %v", e.Write, e.Read)
}

// Unwrap gives the failed read first: it says more about the run as a whole.
func (e *UnsureError) Unwrap() []error {
	var errs []error
	for _, err := range []error{e.Read, e.Write} {
		if err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}

// blockedError is the plan's sentence about a change that cannot be made.
type blockedError string

func (e blockedError) Error() string { return string(e) }

// CureOf says what has to change before what failed with err can succeed.
func CureOf(err error) provider.Cure {
	if _, ok := errors.AsType[*StaleError](err); ok {
		return provider.CureReplan
	}
	if _, ok := errors.AsType[*UnsureError](err); ok {
		return provider.CureRerun
	}
	if e, ok := errors.AsType[*MismatchError](err); ok {
		if e.Text {
			return provider.CureManifest
		}
		return provider.CureReplan
	}
	return provider.CureOf(err)
}

// Cure says what has to change before the change of r can be made; "" where it was
// made, or where the plan said why not.
func (r *Report) Cure(res Result) provider.Cure {
	switch res.Outcome {
	case Done, Overtook, AlreadyDone, BlockedNow:
		return ""
	case NotStarted:
		return cmp.Or(r.cure, provider.CureRerun)
	}
	return CureOf(res.Err)
}

// Hint says what the user can do now about the error of a [Result], "" when the
// error says it itself.
func Hint(err error) string {
	if _, ok := errors.AsType[*StaleError](err); ok {
		return "run plan again to see what changed on the wiki"
	}
	if _, ok := errors.AsType[*UnsureError](err); ok {
		return "run it again: it looks at the wiki before it writes"
	}
	if e, ok := errors.AsType[*OvertookError](err); ok {
		return fmt.Sprintf("if that version should be the current one, revert to it in the history of File:%s (by API: action=filerevert&filename=%s&archivename=%s)",
			e.Title, e.Title.Key(), e.Old.Archive)
	}
	if e, ok := errors.AsType[*MismatchError](err); ok {
		if e.Text {
			return "look at the page's history; if nobody else edited it, the text holds something that the wiki replaces when it saves (~~~~, subst:, [[a (b)|]])"
		}
		return "look at the file's history, then run plan again"
	}
	if _, ok := errors.AsType[*JournalError](err); ok {
		return "make room for .wikiform/journal.jsonl and let it be written, then run it again: what arrived at the wiki is not lost"
	}
	if e, ok := errors.AsType[*provider.Error](err); ok {
		return e.Hint
	}
	return ""
}
