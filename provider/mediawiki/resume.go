package mediawiki

import (
	"context"
	"time"

	"wikiform/provider"
)

// resume goes on with the chunks of an earlier run. What is remembered of them is
// a hint: the wiki says which bytes it has. The step ends with partial when there
// is something to send, perhaps from the beginning.
//
// The bytes that are there are ours: the journal has the stash under the SHA-1 of
// the whole content, and the last chunk proves that sum once more.
func (s *chunks) resume(ctx context.Context, from provider.Stash) ending {
	s.key = from.Key
	a, err := s.askProgress(ctx)
	if err != nil {
		return refusedBefore(endingOf(err))
	}
	end := ending{how: partial}
	switch s.offset = a.reached(s.total()); {
	case s.offset == 0:
		s.key = ""
		if err := forget(s.u); err != nil {
			return endingOf(err)
		}
		return end
	case a.whole():
		end = ending{how: complete, answer: a}
	case s.offset == s.total():
		// The run was ended while the wiki put the chunks together.
		end = s.awaitWhole(ctx, stashLostBecause("the wiki has all bytes of the file, and did not put them together"))
		if end.how != complete {
			return refusedBefore(end)
		}
	}
	tell(s.u, provider.Progress{Phase: provider.Resuming, Sent: s.offset, Total: s.total()})
	return end
}

// refusedBefore is for a refusal of what an earlier run sent, perhaps under another
// title. It counts as the loss of the stash: sent again it may be accepted.
func refusedBefore(end ending) ending {
	if provider.KindOf(end.err) == provider.Rejected {
		return stashLostBecause("the wiki has refused what an earlier run sent: " + end.err.Error())
	}
	return end
}

// askProgress asks the wiki what it has under our key: a part, or the whole under
// the key in the answer. The answer is empty when it has nothing.
func (s *chunks) askProgress(ctx context.Context) (uploadAnswer, error) {
	a, err := s.c.status(ctx, s.u, s.key)
	switch f := asFault(err); {
	case f.noJob(), f != nil && f.rule.stashLost:
	case err != nil:
		return uploadAnswer{}, err
	case a.whole(), a.Upload != nil && a.Upload.Result == "Continue":
		return a, nil
	}
	// A key is gone when it expired, and also when the file is whole (facts §6.3).
	key, err := s.c.findStashed(ctx, s.u)
	if err != nil || key == "" {
		return uploadAnswer{}, err
	}
	return uploadAnswer{Upload: &uploadResult{Result: "Success", FileKey: fileKey(key)}}, nil
}

// wholeIn is how long a wiki that has every byte may take to put them together after
// the request for it was lost.
const wholeIn = 5 * time.Minute

// awaitWhole waits until the wiki has put the chunks together although the request
// for it is over. If it does not do so, the step ends with otherwise.
func (s *chunks) awaitWhole(ctx context.Context, otherwise ending) ending {
	end := time.Now().Add(wholeIn)
	for n := 0; time.Now().Before(end); n++ {
		tell(s.u, provider.Progress{Phase: provider.Joining, Sent: s.total(), Total: s.total()})
		if err := pauseBetween(ctx, s.u, "stash", n); err != nil {
			return endingOf(err)
		}
		a, err := s.askProgress(ctx)
		switch {
		case err != nil:
			return endingOf(err)
		case a.whole():
			s.offset = s.total()
			return ending{how: complete, answer: a}
		case a.Upload == nil:
			return otherwise
		}
	}
	return otherwise
}
