package provider

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Kind is the class of an [Error]; it alone decides what happens next.
type Kind string

// The kinds. What a code of the wiki belongs to is a table in provider/mediawiki.
const (
	// Unavailable: the wiki cannot be reached or does not speak its API.
	Unavailable Kind = "unavailable"
	// Busy: nothing was done; the same request may succeed later.
	Busy Kind = "busy"
	// Lost: the answer was lost, so what was asked may or may not have happened.
	Lost Kind = "lost"
	// Auth: we are not, or no longer, who we say we are.
	Auth Kind = "auth"
	// Denied: the account may not do this.
	Denied Kind = "denied"
	// Blocked: the account may not do anything, or the wiki takes no writes.
	Blocked Kind = "blocked"
	// Conflict: the wiki is not as the plan saw it.
	Conflict Kind = "conflict"
	// Warned: the wiki asks about something the manifest does not accept.
	Warned Kind = "warned"
	// Rejected: the wiki does not want this name, content, text or tag.
	Rejected Kind = "rejected"
	// Source: the source of the content is at fault, not the wiki.
	Source Kind = "source"
	// Bug: the request made no sense; the fault is wikiform's.
	Bug Kind = "bug"
)

// Error is any failure of a wiki. Its text has the wiki's words, never a
// secret, and never the body of an answer that was not understood.
type Error struct {
	Kind       Kind
	Op         string // "login", "query", "upload", "stash", "publish", "edit"
	Code       string // MediaWiki's code, "" when the wiki gave none
	Info       string // the wiki's sentence, or ours when the wiki gave none
	Status     int    // of HTTP; 0 when there was no answer
	RetryAfter time.Duration
	Warnings   []Warning // when Kind is Warned
	Cure       Cure      // what has to change first; "" for that of the kind
	Hint       string    // what the user can do now, "" when the message says it
	Err        error     // cause, may be nil
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Op)
	if e.Code != "" {
		b.WriteString(": " + e.Code)
	}
	for _, w := range e.Warnings {
		fmt.Fprintf(&b, ": %s (%s)", w.Sentence(), w.Kind)
	}
	if e.Info != "" {
		b.WriteString(": " + e.Info)
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf is the kind of the first [*Error] in err's chain, "" when there is none.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return ""
}

// Stops reports whether err concerns the whole run rather than one file, so
// that going on with other files would fail in the same way.
func Stops(err error) bool {
	switch KindOf(err) {
	case Auth, Blocked, Unavailable:
		return true
	}
	return false
}
