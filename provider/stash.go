package provider

import "errors"

// ErrStopped ends an upload that was asked to stop between two requests. What
// the wiki keeps of it by then was told to Keep.
var ErrStopped = errors.New("stopped between two requests")

// StashState is how far content that a wiki keeps has come.
type StashState string

// The states of a stash, in their order.
const (
	Uploading  StashState = "uploading"  // Offset bytes have arrived
	Assembling StashState = "assembling" // all have, and the wiki's job queue puts them together
	Staged     StashState = "staged"     // whole, and compared with the digest
	// Queued: the wiki's job queue was told to publish it, and did not say yet
	// what came of that. Telling it a second time could overwrite newer content
	// hours later, so all that may be done with such a stash is to ask after it.
	Queued StashState = "queued"
)

// Stash is content that a wiki keeps for an account without showing it: bytes on
// their way, or whole and not yet published (facts §4.4, §6). Wikis drop it after
// some hours, and what is remembered of one is only a hint: the wiki decides.
type Stash struct {
	// Key is the wiki's name for it. It changes when the last chunk has arrived,
	// and is "" of a Stash that says that the wiki keeps nothing any more.
	Key    string
	Offset int64  // bytes that arrived, as far as we know; the wiki's number counts
	Digest Digest // what the whole content is to be; of a URL without a pin, what it is
	State  StashState
	// Warnings are those that publishing would meet, as far as staging told.
	// They are not kept between runs.
	Warnings []Warning
}
