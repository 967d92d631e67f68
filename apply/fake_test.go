package apply

import (
	"context"
	"crypto/sha1"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wikiform/provider"
)

// fault is what goes wrong in one call.
type fault struct {
	before error  // the call does nothing and gives this
	after  error  // the call does its work and gives this
	other  string // what the wiki stores instead of what was sent
	meddle func() // somebody else's work, done before ours; called under the lock
	late   func() // the same right after ours
}

// fakeWiki is a wiki of maps. It behaves as docs/mediawiki.md says as far as a
// runner can see.
type fakeWiki struct {
	t     testing.TB
	delay time.Duration // how long a write takes

	mu              sync.Mutex
	files           map[provider.Title]*fakeFile
	urls            map[string]string
	stores          map[provider.Title]provider.Title // titles that it stores in another form
	logs            map[provider.Title]provider.DeletionLog
	deletedContents map[provider.SHA1][]provider.Title
	faults          map[string][]fault // by "upload A.png"; each call uses one up
	calls           []string
	uploads         []provider.Upload
	edits           []provider.Edit
	writing         map[provider.Title]bool
	moves           []provider.Move
	deletes         []provider.Delete
	reverts         []provider.Revert
	undeletes       []provider.Undelete
	buried          map[provider.Title]*fakeFile
	rows            map[provider.Title]provider.Deleted // of what is buried
	tags            []provider.Tagging
	made            []provider.Write // what these came to
	life            int              // after so many calls the process is killed; 0: it is not
	killed          bool             // it is
	answers         bool             // the last call did its work
	usages          map[provider.Title]provider.Usage
	denyNoRedirect  bool // noredirect is ignored, as for want of suppressredirect
	queued          provider.Title
	queues          int // deletions are queued, and done after so many looks
	rev, ids        int64
}

// fakeFile is a file with its whole history.
type fakeFile struct {
	id        int64 // of the page
	versions  []provider.Version
	revisions []provider.Page // with texts
}

func newFake(t testing.TB) *fakeWiki {
	return &fakeWiki{
		t:     t,
		files: make(map[provider.Title]*fakeFile), urls: make(map[string]string),
		faults: make(map[string][]fault), writing: make(map[provider.Title]bool),
	}
}

var epoch = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

func digestOf(content string) provider.Digest {
	return provider.Digest{SHA1: sha1.Sum([]byte(content)), Size: int64(len(content))}
}

// put stores a version as one user would, creating the page when there is none.
// The caller holds the lock, or nobody else runs.
func (w *fakeWiki) put(title provider.Title, content, text, user, comment string) provider.Version {
	f := w.file(title)
	v := provider.Version{Digest: digestOf(content), User: user, Comment: comment, Time: w.tick()}
	f.versions = append(f.versions, v)
	n := len(f.revisions)
	if n == 0 {
		w.write(title, text, user)
		return v
	}
	w.null(title, user) // an upload never changes a page
	return v
}

func (w *fakeWiki) write(title provider.Title, text, user string) int64 {
	f := w.file(title)
	text = provider.NormalizeText(text)
	w.rev++
	parent := int64(0)
	if n := len(f.revisions); n > 0 {
		parent = f.revisions[n-1].Rev
	}
	if f.id == 0 {
		w.ids++
		f.id = w.ids
	}
	f.revisions = append(f.revisions, provider.Page{ID: f.id, Rev: w.rev, Parent: parent, Text: text, TextSHA1: provider.TextSHA1(text), User: user, Time: w.tick()})
	return w.rev
}

func (w *fakeWiki) tick() time.Time { return epoch.Add(time.Duration(w.rev) * time.Second) }

func (w *fakeWiki) file(title provider.Title) *fakeFile {
	if w.files[title] == nil {
		w.files[title] = &fakeFile{}
	}
	return w.files[title]
}

// state is what the wiki shows of a title.
func (w *fakeWiki) state(title provider.Title) provider.File {
	f := provider.File{Title: title}
	have := w.files[title]
	if have == nil {
		return f
	}
	if n := len(have.versions); n > 0 {
		v := have.versions[n-1]
		f.Version = &v
	}
	if n := len(have.revisions); n > 0 {
		p := have.revisions[n-1]
		f.Redirect = strings.HasPrefix(p.Text, redirection)
		p.Text = ""
		f.Page = &p
	}
	return f
}

// enter notes a call and takes its fault; the caller then holds the lock.
func (w *fakeWiki) enter(op string, title provider.Title) fault {
	w.mu.Lock()
	call := op + " " + string(title)
	w.calls = append(w.calls, call)
	var f fault
	if q := w.faults[call]; len(q) > 0 {
		f, w.faults[call] = q[0], q[1:]
	}
	if w.killed {
		f.before = errNoWiki
	} else if w.life--; w.life == 0 {
		w.killed = true
		if f.after = errNoWiki; !w.answers {
			f.before = errNoWiki
		}
	}
	if f.meddle != nil {
		f.meddle()
	}
	return f
}

// occupy keeps titles busy for as long as a write takes.
func (w *fakeWiki) occupy(ctx context.Context, titles ...provider.Title) (leave func(), err error) {
	mark := func(busy bool) {
		w.mu.Lock()
		defer w.mu.Unlock()
		for _, title := range titles {
			if busy && w.writing[title] {
				w.t.Errorf("two writes to %s at once", title)
			}
			w.writing[title] = busy
		}
	}
	mark(true)
	leave = func() { mark(false) }
	if w.delay > 0 {
		select {
		case <-time.After(w.delay):
		case <-ctx.Done():
			err = &provider.Error{Kind: provider.Lost, Op: "upload", Err: ctx.Err()}
		}
	}
	return leave, err
}

func (w *fakeWiki) Files(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.File, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	have := make(map[provider.Title]provider.File)
	for _, title := range titles {
		f := w.enter("files", title)
		if title == w.queued {
			if w.queues--; w.queues == 0 {
				w.drop(title)
			}
		}
		have[title] = w.state(title)
		if stored, other := w.stores[title]; other {
			have[title] = w.state(stored)
		}
		w.mu.Unlock()
		if f.before != nil {
			return nil, f.before
		}
	}
	return have, nil
}

func (w *fakeWiki) FilesWithOld(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.File, error) {
	have, err := w.Files(ctx, titles)
	w.mu.Lock()
	defer w.mu.Unlock()
	for title, file := range have {
		if f := w.files[title]; f != nil && len(f.versions) > 1 {
			old := f.versions[len(f.versions)-2]
			old.Archive = "20261122!" + title.Key()
			file.Old = &old
			have[title] = file
		}
	}
	return have, err
}

func (w *fakeWiki) Revisions(ctx context.Context, ids []int64) (map[int64]provider.Revision, error) {
	f := w.enter("revisions", "")
	defer w.mu.Unlock()
	all := map[int64]provider.Revision{}
	for _, file := range w.files {
		for _, p := range file.revisions {
			if slices.Contains(ids, p.Rev) {
				all[p.Rev] = provider.Revision{ID: p.Rev, Parent: p.Parent, TextSHA1: p.TextSHA1, User: p.User, Time: p.Time, Page: p.ID, Tags: p.Tags}
			}
		}
	}
	return all, f.before
}

// null adds a revision that changes no text, as a protection does.
func (w *fakeWiki) null(title provider.Title, user string) {
	f := w.file(title)
	null := f.revisions[len(f.revisions)-1]
	w.rev++
	null.Parent = null.Rev
	null.Rev, null.User, null.Time, null.Tags = w.rev, user, w.tick(), nil
	f.revisions = append(f.revisions, null)
}

func (w *fakeWiki) Deletions(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.DeletionLog, error) {
	logs := map[provider.Title]provider.DeletionLog{}
	for _, title := range titles {
		f := w.enter("deletions", title)
		if past, deleted := w.logs[title]; deleted {
			logs[title] = past
		}
		w.mu.Unlock()
		if f.before != nil {
			return nil, f.before
		}
	}
	return logs, nil
}

func (w *fakeWiki) DeletedContents(ctx context.Context, sums []provider.SHA1) (map[provider.SHA1][]provider.Title, bool, error) {
	f := w.enter("deletedContents", "")
	defer w.mu.Unlock()
	return w.deletedContents, true, f.before
}
