package apply

import (
	"fmt"
	"io"
	"sync"
	"time"

	"wikiform/provider"
)

// JournalFile is the end of a journal's file.
type JournalFile interface {
	io.Writer
	Sync() error // what was written outlives a loss of power
}

// Journal remembers what the wiki keeps of unfinished uploads, so that a run
// that was killed can be gone on with. It decides nothing: what it says is asked
// of the wiki before it is relied on. A nil Journal remembers nothing.
type Journal struct {
	file          JournalFile
	wiki, account string

	mu      sync.Mutex
	entries map[entryKey]Entry
	inUse   map[entryKey]bool // by a file of this run
	written int               // bytes, by this run
	broken  error             // of file; after it nothing is written any more
}

// offsetsUntil is how much a run writes before it notes only what it must, in
// bytes: the next run has to read all of it.
const offsetsUntil = MaxJournal / 2

// NewJournal goes on with the entries of earlier runs, of which those of other
// wikis and accounts are left alone. Its lines are written to file at once.
func NewJournal(file JournalFile, wiki, account string, entries []Entry) *Journal {
	j := &Journal{file: file, wiki: wiki, account: account, entries: make(map[entryKey]Entry), inUse: make(map[entryKey]bool)}
	for _, e := range entries {
		if e.Wiki == wiki && e.Account == account && e.Stash.Key != "" {
			j.entries[keyOf(e)] = e
		}
	}
	return j
}

// left is what an earlier run left for this content, nil for nothing. Content
// that was staged for another title will do, except when the wiki may still
// publish it there. Of unknown content only such a publication is of interest.
func (j *Journal) left(title provider.Title, d provider.Digest) *provider.Stash {
	if j == nil {
		return nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	at := entryKey{j.wiki, j.account, title, d.SHA1}
	if _, own := j.entries[at]; !own {
		for p, e := range j.entries {
			if queued := e.Stash.State == provider.Queued; queued && p.title == title && !d.Known() ||
				!queued && p.sum == d.SHA1 && d.Known() && !j.inUse[p] {
				at = p
			}
		}
	}
	e, found := j.entries[at]
	if !found {
		return nil
	}
	j.inUse[at] = true
	return &e.Stash
}

// queued is other content that an earlier run told the wiki to publish under the
// title, nil for none that is known of.
func (j *Journal) queued(title provider.Title, d provider.Digest) *provider.Stash {
	if j == nil {
		return nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	for p, e := range j.entries {
		if p.title == title && p.sum != d.SHA1 && e.Stash.State == provider.Queued {
			return &e.Stash
		}
	}
	return nil
}

// keep notes what the wiki keeps of a title's upload. Until it returns without
// an error, nothing may rely on that. What nobody knows the sum of could not be
// found again.
func (j *Journal) keep(title provider.Title, s provider.Stash) error {
	if j == nil || !s.Digest.SHA1.Known() {
		return nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.broken != nil {
		return j.broken
	}
	e := Entry{Wiki: j.wiki, Account: j.account, Title: title, Stash: s, Time: time.Now()}
	e.Stash.Warnings = nil
	before := j.entries[keyOf(e)].Stash
	if j.written > offsetsUntil && before.Key == s.Key && before.State == s.State {
		return nil // the wiki knows the offset better anyway
	}
	text := encode(e)
	for p, other := range j.entries {
		if p.title != title && other.Stash.Key == s.Key { // it was staged for another title
			other.Stash, other.Time = provider.Stash{Digest: other.Stash.Digest}, e.Time
			text = append(text, encode(other)...)
			delete(j.entries, p)
		}
	}
	n, err := j.file.Write(text)
	if j.written += n; err != nil {
		j.broken = &JournalError{err}
	} else if err := j.file.Sync(); err != nil {
		j.broken = &JournalError{err}
	}
	if j.broken != nil {
		return j.broken
	}
	j.entries[keyOf(e)], j.inUse[keyOf(e)] = e, true
	return nil
}

// drop notes that the wiki keeps nothing any more of this content under the
// title, nor under the stash's key. Where that cannot be written, the next run
// finds it out from the wiki.
func (j *Journal) drop(title provider.Title, s provider.Stash) {
	if j == nil {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	for p, e := range j.entries {
		if (p.title != title || p.sum != s.Digest.SHA1) && e.Stash.Key != s.Key {
			continue
		}
		delete(j.entries, p)
		if j.broken == nil {
			e.Stash, e.Time = provider.Stash{Digest: e.Stash.Digest}, time.Now()
			if _, err := j.file.Write(encode(e)); err != nil {
				j.broken = &JournalError{err}
			}
		}
	}
}

// JournalError says that the journal cannot be written, so that nothing may be
// begun that only a journal could bring to its end.
type JournalError struct{ Err error }

func (e *JournalError) Error() string { return fmt.Sprintf("the journal cannot be written: %v", e.Err) }

// Hint implements [provider.Hinter].
func (e *JournalError) Hint() string {
	return "make room for .wikiform/journal.jsonl and let it be written, then run it again: what arrived at the wiki is not lost"
}

// Unwrap gives the cause.
func (e *JournalError) Unwrap() error { return e.Err }
