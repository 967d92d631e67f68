package reconcile

import (
	"context"
	"fmt"
	"time"

	"wikiform/apply"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/provider/endpoint"
	"wikiform/spec"
)

// Wiki is a wiki as one account sees it.
type Wiki interface {
	ChangeReader
	plan.DriftReader
	plan.UndoReader
	apply.Wiki
	apply.Stager
	// Site is what the wiki said about itself, and Account what it said about who
	// is logged in, before anything else was asked.
	Site() provider.Site
	Account() provider.Account
	// Rate is how many requests it takes from us.
	Rate() provider.Rate
}

// ChangeReader answers what was done to a wiki's files.
type ChangeReader interface {
	// Newest gives where the history of all files is now.
	Newest(ctx context.Context) (provider.Mark, error)
	// Changed gives what was done since a time, in at most so many requests; from is where
	// the history was then.
	Changed(ctx context.Context, since time.Time, from provider.Mark, requests int) (provider.Changes, error)
}

// Target is a wiki that a project is held against.
type Target struct {
	// Declared is its wiki block; the zero value is that of the embedded sandbox,
	// which has none.
	Declared spec.Wiki
	Wiki     Wiki
}

// ours are the accounts that we are; none where nobody says so.
func (t Target) ours() []string {
	if name := t.Wiki.Account().Name; len(t.Declared.Accounts) == 0 && name != "" {
		return []string{name}
	}
	return t.Declared.Accounts
}

// embedded is the name of the wiki without a wiki block.
const embedded = spec.Embedded

// NameOf is what a declared wiki is called in plans and messages.
func NameOf(w spec.Wiki) string {
	if w.Name == "" {
		return embedded
	}
	return w.Name
}

// Where names a declared wiki and its host, so that a message tells which one it
// was.
func Where(w spec.Wiki) string {
	if w.Name == "" {
		return "wiki " + embedded
	}
	return fmt.Sprintf("wiki %s (%s)", w.Name, endpoint.HostOf(w.API))
}

// ID tells wikis apart, as many have MediaWiki's default id.
func (t Target) ID() string {
	if t.Declared.Name == "" {
		return embedded
	}
	return t.Wiki.Site().ID + " " + endpoint.HostOf(t.Declared.API)
}

// failed says at which wiki something failed.
func (t Target) failed(err error) error { return fmt.Errorf("%s: %w", Where(t.Declared), err) }
