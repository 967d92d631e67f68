package mediawiki

import (
	"cmp"

	"wikiform/provider"
)

// ending is how a step of an upload ended. A step says only what happened. What
// follows from that is decided by whoever took the step; whether the upload begins
// again, by [Client.run] alone.
type ending struct {
	how     outcome
	version provider.Version // of published
	stash   provider.Stash   // of staged
	answer  uploadAnswer     // of complete
	// err is the reason for stashLost, oversized, unsure and failed. With published
	// it says that something else was stored than was wanted.
	err     error
	fault   *fault // of oversized
	resends int    // of stashLost: how many times the content is worth sending again
	forget  bool   // what the wiki still keeps of the upload, if anything, is of no use
}

// outcome is what happened in a step.
type outcome string

const (
	// partial: the wiki lacks bytes, and takes them.
	partial outcome = "partial"
	// complete: the wiki has all bytes, and puts them together or has done so.
	complete outcome = "complete"
	// staged: the content is in the stash, and not published.
	staged outcome = "staged"
	// published: the wiki has a file under the title.
	published outcome = "published"
	// stashLost: what was staged is gone or of no use, and has to be sent again.
	stashLost outcome = "stash lost"
	// oversized: a request with content was too large.
	oversized outcome = "oversized"
	// unsure: it may have been published, or may still be.
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
	case f.rule.stashLost:
		return stashLostBy(f)
	case f.err.Kind == provider.Lost:
		return ending{how: unsure, err: err}
	}
	return ending{how: failed, err: err, forget: f.rule.badContent}
}

// restarts is how many times the content of one file is sent again because its stash
// was lost, unless the table of codes has a number.
const restarts = 2

// stashLostBy is for an answer after which the content has to be sent again.
func stashLostBy(f *fault) ending {
	return ending{how: stashLost, err: f, resends: cmp.Or(f.rule.tries, restarts), forget: f.rule.badContent}
}

// stashLostBecause is for a stash of which we, not the wiki, see that it is of no use.
func stashLostBecause(info string) ending {
	return ending{how: stashLost, resends: restarts, err: &provider.Error{
		Kind: provider.Busy, Op: "stash", Code: codeStashFailed, Advice: hintAgain, Info: info,
	}}
}

// onWiki is for content that the wiki has under the title as planned. Nothing that
// is staged is needed any more.
func onWiki(v provider.Version) ending { return ending{how: published, version: v, forget: true} }
