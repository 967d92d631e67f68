package receipt

import (
	"time"

	"wikiform/provider"
	"wikiform/spec"
)

// FormatVersion is the version of the receipts that are written, and with the one before it
// of those that are read. A receipt has the oldest that can say what it says.
const (
	FormatVersion = "1.1"
	format10      = "1.0" // without a shard
)

// Receipt is what a run wrote.
type Receipt struct {
	Head
	Writes []Entry // in the order in which they were found to be made
	// Ended is when the run ended; the zero value when that is not told, since the run
	// was killed or the receipt could not be written to its end. Then there may be
	// writes that it does not speak of.
	Ended   time.Time
	Outcome Outcome // "" without an end
	Sum     string  // SHA-256 of the receipt's bytes, in hexadecimal digits
}

// Whole reports whether the receipt has its end.
func (r *Receipt) Whole() bool { return r.Outcome != "" }

// Head is what is known when a run begins.
type Head struct {
	Tool   string // version of the wikiform that ran, "" when nobody said
	Plan   string // digest of the plan, as [plan.Plan.Digest] gives it
	Shard  string // of that plan: "3/8"; "" of a run that carried out all of it. Since 1.1
	Undoes string // of a rollback's plan: the Sum of the receipt that it takes back
	Wiki   Wiki
	Commit string // what was checked out where the manifests are; "" when that is not known
	Began  time.Time
}

// Wiki is where a run wrote.
type Wiki struct {
	Name    string // label of the wiki block, "" of the embedded sandbox
	API     string // without a user's name, and without what is secret in a query
	ID      string
	Account string // that wrote
}

// Entry is a write, and what in the manifest it was for.
type Entry struct {
	Address spec.Address
	provider.Write
	Line int // of the receipt; 0 of one that was not read
}

// Outcome is how a run ended.
type Outcome string

// The outcomes.
const (
	Complete   Outcome = "complete"   // all that was to be done is done
	Incomplete Outcome = "incomplete" // something failed, or was not begun
	Stopped    Outcome = "stopped"    // by a signal, by its budget or by the wiki, before everything was begun
)
