package apply

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"wikiform/plan"
	"wikiform/provider"
)

// StaleError says what the wiki has in place of what the plan saw.
type StaleError struct {
	Before, Now provider.File // of the file that the change is about
	Titles      []Seen        // of a move, all titles that it is about
	// Taken is the title to which a file was to be moved and which is not free; "": it is.
	Taken provider.Title
	// Rev is a revision of ours that was to get change tags, and that the page no longer
	// shows as ours; 0: none.
	Rev int64
	// Lost is the title to which a redirect in place of a file was to lead, and where no
	// file has the wanted content; "": there is one.
	Lost provider.Title
	// Deleted is why what was deleted under the title is not to be brought back; "": it is.
	Deleted string
}

// Seen is what the plan saw under a title, and what the wiki has there now.
type Seen struct {
	Title       provider.Title
	Before, Now provider.File
}

func (e *StaleError) Error() string {
	d := differences(e.Before, e.Now)
	if e.Titles != nil {
		d = nil
	}
	for _, s := range e.Titles {
		if differs := differing(s); differs != "" {
			d = append(d, s.Title.Page()+": "+differs)
		} else if s.Title == e.Taken {
			d = append(d, s.Title.Page()+" is not free, and nothing in this plan frees it first")
		}
	}
	if e.Rev != 0 {
		d = append(d, fmt.Sprintf("revision %d is no longer shown as one of ours of this page", e.Rev))
	}
	if e.Deleted != "" {
		d = append(d, "what was deleted there is not to come back: "+e.Deleted)
	}
	if e.Lost != "" {
		d = append(d, e.Lost.Page()+", to which it was to lead, has no file with these bytes")
	}
	return "the wiki is not as the plan saw it: " + strings.Join(d, "; ")
}

// Hint implements [provider.Hinter].
func (e *StaleError) Hint() string { return "run plan again to see what changed on the wiki" }

// OvertookError says that an upload came to lie on a version that was uploaded
// after the last look before it. Both are in the file's history.
type OvertookError struct {
	Title provider.Title
	Old   provider.Version
}

func (e *OvertookError) Error() string {
	return "it overtook the version " + describeVersion(&e.Old) + ", which came after the plan"
}

// Hint implements [provider.Hinter].
func (e *OvertookError) Hint() string {
	return fmt.Sprintf("if that version should be the current one, revert to it in the history of File:%s (by API: action=filerevert&filename=%s&archivename=%s)",
		e.Title, e.Title.Key(), e.Old.Archive)
}

// MismatchError says that the wiki, read back after a write, shows something
// else than what was written.
type MismatchError struct {
	Aspect plan.Aspect     // the first that is not right
	Title  provider.Title  // to which it was to be moved, or to lead
	Want   provider.Digest // the content that was wanted; not known when any would do
	Now    provider.File
	Rev    int64 // that was to get change tags
	// Ours: what is shown is what the wiki made of this run's own write, so that it
	// will make the same of it again. Otherwise somebody else came in between.
	Ours bool
	Back bool // something of the wiki's own was to come back: an old version, what was deleted
}

func (e *MismatchError) Error() string {
	content := e.Aspect == plan.ContentAspect
	switch {
	case e.Aspect == plan.NameAspect:
		return fmt.Sprintf("the wiki does not show the file as %s after the move", e.Title.Page())
	case e.Aspect == plan.RedirectAspect:
		return fmt.Sprintf("the wiki shows no redirect to %s after the edit", e.Title.Page())
	case e.Aspect == plan.TagsAspect:
		return fmt.Sprintf("the wiki does not show the tags on revision %d after adding them", e.Rev)
	case e.Aspect == plan.ExistenceAspect && e.Back:
		return fmt.Sprintf("the wiki does not show %s as it was before it was deleted", e.Title.Page())
	case e.Aspect == plan.ExistenceAspect:
		return fmt.Sprintf("the wiki still shows %s after the deletion", e.Title.Page())
	case content && e.Now.Version == nil && e.Back:
		return "the wiki shows no file after the revert"
	case content && e.Now.Version == nil:
		return "the wiki shows no file after the upload"
	case content:
		return fmt.Sprintf("the wiki shows %s instead of %s", describeVersion(e.Now.Version), describeDigest(e.Want))
	case e.Now.Page == nil:
		return "the wiki shows no description page"
	}
	return fmt.Sprintf("the wiki shows another description than the manifest's: %s", describePage(e.Now.Page))
}

// Hint implements [provider.Hinter].
func (e *MismatchError) Hint() string {
	switch {
	case e.Aspect == plan.TextAspect && e.Ours:
		return "the text holds something that the wiki replaces when it saves (~~~~, subst:, [[a (b)|]]); the page's history shows what it made of it"
	case e.Aspect == plan.NameAspect:
		return "run plan again: it asks the move log what became of the file"
	case e.Aspect == plan.TextAspect, e.Aspect == plan.TagsAspect, e.Aspect == plan.RedirectAspect, e.Aspect == plan.ExistenceAspect:
		return "look at the page's history, then run plan again"
	}
	return "look at the file's history, then run plan again"
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

// Hint implements [provider.Hinter].
func (e *UnsureError) Hint() string { return "run it again: it looks at the wiki before it writes" }

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

// ReplacedError says that a write of which nobody knows whether it was carried out
// is not what the wiki shows, and neither is what was there before it.
type ReplacedError struct {
	Write       error // what became of the write
	Before, Now provider.File
}

func (e *ReplacedError) Error() string {
	return fmt.Sprintf("%v: the wiki shows something else: %s", e.Write, strings.Join(differences(e.Before, e.Now), "; "))
}

// Hint implements [provider.Hinter].
func (e *ReplacedError) Hint() string { return "run plan again to see what changed on the wiki" }

// Unwrap gives what became of the write.
func (e *ReplacedError) Unwrap() error { return e.Write }

// blockedError is why the plan says that a change cannot be made.
type blockedError []plan.Problem

func (e blockedError) Error() string {
	var said []string
	for _, p := range e {
		said = append(said, p.Coded())
	}
	return strings.Join(said, "; ")
}

// CureOf says what has to change before what failed with err can succeed.
func CureOf(err error) provider.Cure {
	if _, ok := errors.AsType[*StaleError](err); ok {
		return provider.CureReplan
	}
	if _, ok := errors.AsType[*ReplacedError](err); ok {
		return provider.CureReplan
	}
	if _, ok := errors.AsType[*SplitError](err); ok {
		return provider.CureReplan
	}
	if _, ok := errors.AsType[*LeftBehindError](err); ok {
		return provider.CureReplan
	}
	if _, ok := errors.AsType[*UnsureError](err); ok {
		return provider.CureRerun
	}
	if e, ok := errors.AsType[*MismatchError](err); ok {
		if e.Ours {
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
		if res.Err != nil { // it waits for another one
			return CureOf(res.Err)
		}
		return cmp.Or(r.cure, provider.CureRerun)
	}
	return CureOf(res.Err)
}
