package sandbox

// removal is the deletion of a long history that was left to the job queue. The file
// goes at once, and the page when the queue gets to it, whatever its title is then.
// Like the other jobs it does not outlive the process.
type removal struct {
	event event
	page  int64 // id
	left  int   // requests until then
}

// deleteNow makes a deletion happen, or queues that of a history which is longer
// than the wiki deletes at once.
func (w *Wiki) deleteNow(e event) (queued bool, err error) {
	p := w.state.pages[e.page()]
	if p == nil || w.set.DeleteBatch == 0 || len(p.revs) <= w.set.DeleteBatch {
		return false, w.commit(e)
	}
	if w.state.fileOf(p.title) != nil {
		first := e
		first.Part = onlyFile
		if err := w.commit(first); err != nil {
			return false, err
		}
	}
	e.Part = onlyPage
	w.removals = append(w.removals, &removal{e, p.id, w.set.DeleteAfter})
	return true, nil
}

// awaitRemovals counts a request and reports whether the queue gets to a deletion
// with it.
func (w *Wiki) awaitRemovals() (due bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, r := range w.removals {
		r.left--
		due = due || r.left < 0
	}
	return due
}

// remove makes the deletions happen whose turn it is, or all of them.
func (w *Wiki) remove(all bool) error {
	var rest []*removal
	for _, r := range w.removals {
		p := w.state.byID[r.page]
		switch {
		case r.left >= 0 && !all:
			rest = append(rest, r)
		case p != nil: // somebody may have deleted it meanwhile
			e := r.event.under(p.title)
			e.At = w.now()
			if err := w.commit(e); err != nil {
				return err
			}
		}
	}
	w.removals = rest
	return nil
}
