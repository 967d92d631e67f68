package apply

import (
	"time"

	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// Event is something that happened during a run. The set is closed.
type Event interface{ event() }

// Started: work on a file began.
type Started struct {
	Change *plan.Change // not to be modified
}

// Fetching is the phase in which the content of a URL comes to this machine,
// before anything is sent to the wiki.
const Fetching provider.Phase = "fetching"

// The phases of what sends no content.
const (
	Moving      provider.Phase = "moving"
	Redirecting provider.Phase = "redirecting"
	Deleting    provider.Phase = "deleting"
	Tagging     provider.Phase = "tagging"
	Reverting   provider.Phase = "reverting"
	Restoring   provider.Phase = "restoring"
)

// Progressed: a file got further, or waits. The phase is one of provider's, or
// of those above; Sent begins anew with every phase.
type Progressed struct {
	Address spec.Address
	provider.Progress
}

// FellBack: the wiki does not fetch this file's URL, so wikiform downloads it
// and uploads what it got.
type FellBack struct {
	Address spec.Address
	Err     error // what the wiki said
}

// Staged: a change of a run that stages first is ready: its content, if it has
// any, is whole on the wiki, where nobody sees it yet.
type Staged struct {
	Change *plan.Change // not to be modified
	Took   time.Duration
}

// Taken: the wiki says that it stored a file's content. What it shows is looked at later,
// together with others.
type Taken struct {
	Change *plan.Change // not to be modified
}

// Finished: nothing more will be done for a file.
type Finished struct {
	Result
	Took time.Duration
}

// Interrupted is why a run stops whose stop channel was closed.
const Interrupted = "interrupt"

// Stopping: no further file will be started. It comes at most twice: a second
// time when a run that was stopping is cancelled.
type Stopping struct {
	Why string // Interrupted, "cancelled", or the error that concerns the whole run
	// Cancelled: what is in flight is given up as well.
	Cancelled bool
}

func (Started) event()    {}
func (Progressed) event() {}
func (FellBack) event()   {}
func (Staged) event()     {}
func (Taken) event()      {}
func (Finished) event()   {}
func (Stopping) event()   {}
