package mediawiki

import (
	"context"
	"time"

	"wikiform/provider"
)

// rejoin goes on with the chunks of an earlier run. What is remembered of them
// is a hint: the wiki says where it stands. The answer is empty when there is
// something to send, perhaps from the beginning.
//
// The bytes that are there are known to be ours: the stash was found by the sum
// of the whole, which the last chunk proves once more.
func (s *chunks) rejoin(ctx context.Context, from provider.Stash) (uploadAnswer, error) {
	s.key = from.Key
	a, err := s.standing(ctx)
	if err != nil {
		return a, refusedBefore(err)
	}
	whole, total := a.whole(), s.u.Body.Size
	switch s.offset = a.reached(total); {
	case s.offset == 0:
		s.key = ""
		return uploadAnswer{}, forget(s.u)
	case s.offset == total && !whole:
		// The run was ended while the wiki put the chunks together.
		if a, err = s.linger(ctx, lostStash("the wiki has all bytes of the file, and did not put them together")); err != nil {
			return a, refusedBefore(err)
		}
	case !whole:
		a.Upload = nil
	}
	tell(s.u, provider.Progress{Phase: provider.Resuming, Sent: s.offset, Total: s.u.Body.Size})
	return a, nil
}

// refusedBefore takes the refusal of what an earlier run sent, perhaps under another
// title, for its loss: sent anew it may be accepted.
func refusedBefore(err error) error {
	if f := asFault(err); f != nil && f.err.Kind == provider.Rejected {
		return lostStash("the wiki has refused what an earlier run sent: " + f.Error())
	}
	return err
}

// standing asks the wiki what it has under our key: a part, the whole under the
// key in the answer, or neither, when the answer is empty.
func (s *chunks) standing(ctx context.Context) (uploadAnswer, error) {
	a, err := s.c.status(ctx, s.u, s.key)
	f := asFault(err)
	switch {
	case err == nil && a.Upload != nil && (a.Upload.Result == "Continue" || a.whole()):
		return a, nil
	case err != nil && f == nil, f != nil && f.err.Code != noStatus && !f.rule.stash:
		return uploadAnswer{}, err
	}
	// A key is gone when it expired, and also when the file is whole (facts §6.3).
	key, err := s.c.findStashed(ctx, s.u)
	if err != nil || key == "" {
		return uploadAnswer{}, err
	}
	return uploadAnswer{Upload: &uploadResult{Result: "Success", FileKey: fileKey(key)}}, nil
}

// whole reports whether the wiki has all bytes and puts them, or has put them,
// together.
func (a uploadAnswer) whole() bool {
	return a.Upload != nil && (a.Upload.Result == "Poll" || a.Upload.Result == "Success" && a.Upload.FileKey != "")
}

// reached is how many of total bytes the wiki has; 0 when that makes no sense.
func (a uploadAnswer) reached(total int64) int64 {
	switch {
	case a.whole():
		return total
	case a.Upload == nil || a.Upload.Result != "Continue" || a.Upload.Offset < 0 || a.Upload.Offset > total:
		return 0
	}
	return a.Upload.Offset
}

// lingerIn is how long a wiki that has every byte, and lost the request that
// should put them together, may take to do so.
const lingerIn = 5 * time.Minute

// linger waits for the wiki to finish what it was asked in a request that is
// over. Otherwise it ends with err.
func (s *chunks) linger(ctx context.Context, err error) (uploadAnswer, error) {
	end := time.Now().Add(lingerIn)
	for n := 0; time.Now().Before(end); n++ {
		tell(s.u, provider.Progress{Phase: provider.Joining, Sent: s.u.Body.Size, Total: s.u.Body.Size})
		if stopped := rest(ctx, s.u, "stash", n); stopped != nil {
			return uploadAnswer{}, stopped
		}
		a, askErr := s.standing(ctx)
		if askErr != nil {
			return uploadAnswer{}, askErr
		}
		if a.whole() {
			s.offset = s.u.Body.Size
			return a, nil
		}
		if a.Upload == nil {
			break
		}
	}
	if f := asFault(err); f != nil {
		f.rule.stash = true
	}
	return uploadAnswer{}, err
}

// joined reads the answer to the last chunk, and waits where the wiki's job
// queue puts the file together. The key of the whole is a new one.
func (s *chunks) joined(ctx context.Context, a uploadAnswer, err error) (provider.Stash, error) {
	if err == nil && a.Upload != nil && a.Upload.Result == "Poll" {
		if a.Upload.FileKey != "" {
			s.key = string(a.Upload.FileKey)
		}
		if err := s.keep(provider.Assembling); err != nil {
			return provider.Stash{}, err
		}
		a, err = s.c.assembled(ctx, s.u, s.key)
	}
	if err != nil {
		return provider.Stash{}, err
	}
	return a.staged("stash", s.u)
}
