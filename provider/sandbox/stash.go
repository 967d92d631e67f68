package sandbox

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"time"
)

// stashed is content that an account has sent and not published.
type stashed struct {
	key     string
	user    string
	at      time.Time
	content content // of a part that is not whole, its first chunk
	partial bool
	has     int64 // bytes of a part that is not whole
	lost    bool  // the content is gone; what is known of its progress is not (facts §6.3)
}

func (s *state) applyStash(e event) error {
	entry := s.stash[e.Key]
	switch {
	case e.Do == doLose:
		for _, entry := range s.stash {
			entry.lost = entry.lost || entry.user == e.User
		}
		return nil
	case e.Do == doStash && e.Content != nil && validKey.MatchString(e.Key):
		has := e.Offset
		if !e.Content.Known() { // how the first chunk was noted once
			has = e.Content.Size
		}
		s.stash[e.Key] = &stashed{key: e.Key, user: e.User, at: e.At, content: *e.Content, partial: has > 0, has: has}
		return nil
	case entry == nil || !entry.partial:
		return fmt.Errorf("%s of the upload %q, which is not under way", e.Do, e.Key)
	case e.Do == doGrow && e.Offset >= 0:
		entry.has = e.Offset
		return nil
	case e.Do == doJoin && e.Content != nil && validKey.MatchString(e.Into):
		delete(s.stash, e.Key)
		s.stash[e.Into] = &stashed{key: e.Into, user: e.User, at: e.At, content: *e.Content}
		return nil
	}
	return fmt.Errorf("a damaged event %q", e.Do)
}

// validKey is what a file key looks like; it is also a safe name for a file.
var validKey = regexp.MustCompile(`^[\w-]+(\.[\w-]+)*\.\w*$`)

// newKey makes a file key as MediaWiki makes them, ending in the extension of
// the content.
func newKey(owner int, mime string) string {
	return fmt.Sprintf("%s.%s.%d.%s", word(12), word(6), owner, extensionOf(mime))
}

func word(n int) string {
	const lowest, span = 10, 26 // a leading letter fixes the length
	v := uint64(lowest + rand.N(span))
	for range n - 1 {
		v = v*36 + uint64(rand.N(36))
	}
	return strconv.FormatUint(v, 36)
}

// fromStash is the stashed content that r may use.
func (w *Wiki) fromStash(r *request, key string) (*stashed, error) {
	entry := w.state.stash[key]
	switch {
	case entry == nil || entry.lost || r.now.Sub(entry.at) > w.set.StashLife:
		return nil, refuse("uploadstash-file-not-found", "Key %q not found in stash.", key)
	case entry.user != r.actor.name():
		return nil, refuse("uploadstash-wrong-owner", "This file (%s) doesn't belong to the current user.", key)
	}
	return entry, nil
}

// stashArrival keeps content under a new key.
func (w *Wiki) stashArrival(r *request, a *arrival, c content) (*stashed, error) {
	if err := w.vault.keep(a.draft, c.SHA1); err != nil {
		return nil, err
	}
	return w.stashContent(r, c)
}

func (w *Wiki) stashContent(r *request, c content) (*stashed, error) {
	e := r.event(doStash)
	e.Key, e.Content = newKey(r.actor.id, c.MIME), &c
	if err := w.commit(e); err != nil {
		return nil, err
	}
	return w.state.stash[e.Key], nil
}

// keepFirst keeps the first chunk of a part as content that can be published. For
// that is what MediaWiki does with a key whose part is not whole (facts §6.1).
func (w *Wiki) keepFirst(part *stashed) error {
	b, err := w.vault.part(part.key, part.content.Size)
	if err != nil {
		return err
	}
	first, err := receive(w.vault, b, "")
	b.Close()
	if err != nil {
		return err
	}
	defer first.discard()
	return w.vault.keep(first.draft, part.content.SHA1)
}
