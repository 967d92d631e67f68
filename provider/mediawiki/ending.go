package mediawiki

import (
	"cmp"

	"wikiform/provider"
)

// ending is how a step of an upload ended. A step says what happened; what follows
// from that, above all whether the upload begins again, is decided by whoever took
// the step, and at last in [Client.run].
type ending struct {
	how     outcome
	version provider.Version // of published
	stash   provider.Stash   // of staged
	answer  uploadAnswer     // of complete
	// err is why, of all outcomes from stashLost on; of published, that something
	// else was stored than was wanted.
	err     error
	fault   *fault // of oversized
	resends int    // of stashLost: how many times the content is worth sending again
	forget  bool   // nothing that the wiki keeps of the upload is of use any more
}

// outcome is what a step has come to.
type outcome string

const (
	// partial: bytes are missing on the wiki, and can be sent.
	partial outcome = "partial"
	// complete: all bytes are there, and the wiki puts them together or has done so.
	complete outcome = "complete"
	// staged: the content is in the stash, and not published.
	staged outcome = "staged"
	// published: the wiki has a file under the title.
	published outcome = "published"
	// stashLost: what was staged is gone, or cannot be gone on with.
	stashLost outcome = "stash lost"
	// oversized: a request with content was too large.
	oversized outcome = "oversized"
	// unsure: it may have been published, or be published yet.
	unsure outcome = "unsure"
	// failed: nothing was published, and sending it again does not help.
	failed outcome = "failed"
)

// endingOf is what the error of a request means for an upload.
func endingOf(err error) ending {
	f := asFault(err)
	switch {
	case f == nil:
		return ending{how: failed, err: err}
	case f.tooLarge:
		return ending{how: oversized, err: err, fault: f}
	case f.rule.stash:
		return lostBy(f)
	case f.err.Kind == provider.Lost:
		return ending{how: unsure, err: err}
	}
	return ending{how: failed, err: err, forget: f.rule.bytes}
}

// restarts is how many times the content of one file is sent again because the
// stash was lost, where the table of codes does not say.
const restarts = 2

// lostBy is for a refusal after which the content has to be sent again.
func lostBy(f *fault) ending {
	return ending{how: stashLost, err: f, resends: cmp.Or(f.rule.tries, restarts), forget: f.rule.bytes}
}

// lostBecause is for a stash that cannot be gone on with, for a reason of ours.
func lostBecause(info string) ending {
	return ending{how: stashLost, resends: restarts, err: &provider.Error{
		Kind: provider.Busy, Op: "stash", Code: codeStashFailed, Hint: hintAgain, Info: info,
	}}
}

// onWiki is for planned content that the wiki has under the title: nothing that is
// staged is needed any more.
func onWiki(v provider.Version) ending { return ending{how: published, version: v, forget: true} }
