package apply

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"wikiform/provider"
)

// stashing is a fakeWiki with a stash: it takes content in chunks of a byte, of
// which each takes as long as its delay, and keeps what arrived.
type stashing struct {
	*fakeWiki
	kept   map[string]string             // by key
	queued map[string]provider.Title     // publications in the job queue
	lose   map[provider.Title]error      // what Stage answers
	sent   int                           // chunks
	fire   func(key string, s *stashing) // what the job queue does when it is asked
	over   func(provider.Upload) error   // how a publication ends
	said   map[provider.Title][]provider.Stash
}

func newStashing(w *fakeWiki) *stashing {
	return &stashing{
		fakeWiki: w, kept: make(map[string]string), queued: make(map[string]provider.Title),
		lose: make(map[provider.Title]error), said: make(map[provider.Title][]provider.Stash),
	}
}

var errStashLost = &provider.Error{Kind: provider.Busy, Op: "stash", Code: "stashedfilenotfound"}

func (w *stashing) Upload(ctx context.Context, u provider.Upload) (provider.Version, error) {
	if u.Resume != nil && u.Resume.State == provider.Queued {
		if v, err := w.Publish(ctx, u, *u.Resume); !errors.Is(err, errStashLost) {
			return v, err
		}
	}
	s, err := w.Stage(ctx, u)
	if err != nil {
		return provider.Version{}, err
	}
	return w.Publish(ctx, u, s)
}

func (w *stashing) Stage(ctx context.Context, u provider.Upload) (provider.Stash, error) {
	w.mu.Lock()
	err := w.lose[u.Title]
	w.mu.Unlock()
	if err != nil {
		return provider.Stash{}, err
	}
	content := w.read(*u.Body)
	s := provider.Stash{Key: fmt.Sprintf("%x.1.png", content), State: provider.Uploading, Digest: digestOf(content)}
	if u.Resume != nil {
		w.mu.Lock()
		have, found := w.kept[u.Resume.Key]
		w.mu.Unlock()
		if found {
			s.Key, s.Offset = u.Resume.Key, int64(len(have))
			u.Progress(provider.Progress{Phase: provider.Resuming, Sent: s.Offset, Total: u.Body.Size})
		}
	}
	for ; s.Offset < u.Body.Size; s.Offset++ {
		select {
		case <-u.Stop:
			return s, fmt.Errorf("stash: %w", provider.ErrStopped)
		default:
		}
		if err := w.chunk(ctx, u, s.Key, content[:s.Offset+1]); err != nil {
			return s, err
		}
		if err := w.keep(u, provider.Stash{Key: s.Key, Offset: s.Offset + 1, State: provider.Uploading, Digest: s.Digest}); err != nil {
			return s, err
		}
	}
	s.State = provider.Staged
	return s, w.keep(u, s)
}

func (w *stashing) chunk(ctx context.Context, u provider.Upload, key, arrived string) error {
	select {
	case <-time.After(w.delay):
	case <-ctx.Done():
		return &provider.Error{Kind: provider.Lost, Op: "stash", Err: ctx.Err()}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.kept[key] = arrived
	w.sent++
	u.Progress(provider.Progress{Phase: provider.Sending, Sent: int64(len(arrived)), Total: u.Body.Size})
	return nil
}

func (w *stashing) keep(u provider.Upload, s provider.Stash) error {
	w.mu.Lock()
	w.said[u.Title] = append(w.said[u.Title], s)
	w.mu.Unlock()
	return u.Keep(s)
}

func (w *stashing) Publish(ctx context.Context, u provider.Upload, s provider.Stash) (provider.Version, error) {
	select {
	case <-u.Stop:
		return provider.Version{}, provider.ErrStopped
	default:
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if s.State == provider.Queued {
		w.fire(s.Key, w)
		if _, waiting := w.queued[s.Key]; waiting {
			return provider.Version{}, &provider.Error{Kind: provider.Lost, Op: "publish", Info: "still queued"}
		}
	}
	if w.over != nil {
		if err := w.over(u); err != nil {
			return provider.Version{}, err
		}
	}
	content, found := w.kept[s.Key]
	if v := w.state(u.Title).Version; v != nil && v.SHA1 == s.Digest.SHA1 {
		return *v, u.Keep(provider.Stash{})
	}
	if !found {
		u.Keep(provider.Stash{})
		return provider.Version{}, errStashLost
	}
	delete(w.kept, s.Key)
	v := w.put(u.Title, content, u.Text, "Uploader", u.Comment)
	w.note(provider.Write{Kind: provider.WroteVersion, Title: u.Title, SHA1: v.SHA1, Time: v.Time})
	return v, u.Keep(provider.Stash{})
}

// memory is a journal's file that can fill up.
type memory struct {
	bytes.Buffer
	room  int // bytes that fit; 0: any number
	syncs int
}

var errFull = errors.New("no space left on device")

func (m *memory) Write(p []byte) (int, error) {
	if m.room > 0 && m.Len()+len(p) > m.room {
		n, _ := m.Buffer.Write(p[:m.room-m.Len()])
		return n, errFull
	}
	return m.Buffer.Write(p)
}

func (m *memory) Sync() error {
	m.syncs++
	return nil
}
