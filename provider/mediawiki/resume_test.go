package mediawiki_test

import (
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"wikiform/provider"
	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
)

const title = provider.Title("Barn red.png")

// run is one run of a program that keeps what it is told to keep.
type run struct {
	t    *testing.T
	wiki *sandbox.Wiki
	u    provider.Upload

	mu    sync.Mutex
	steps []sandbox.Step // that the wiki was asked for since the last attempt
	kept  []provider.Stash
	told  []provider.Progress
	cut   func(provider.Stash) error // called with what is kept
}

func newRun(t *testing.T, size int, opts ...sandbox.Option) *run {
	r := &run{t: t}
	watch := sandbox.Watch(func(q sandbox.Request) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.steps = append(r.steps, q.Step)
	})
	var err error
	if r.wiki, err = sandbox.New(append(opts, watch)...); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.wiki.Close() })
	body, d := content(t, size)
	r.u = provider.Upload{Title: title, Digest: d, Body: body, Text: "A barn.", Comment: "test"}
	r.u.Keep = func(s provider.Stash) error {
		r.kept = append(r.kept, s)
		if r.cut != nil {
			return r.cut(s)
		}
		return nil
	}
	r.u.Progress = func(p provider.Progress) { r.told = append(r.told, p) }
	return r
}

// dial begins a new process: it knows nothing but what was kept.
func (r *run) dial() *mediawiki.Client {
	c, err := mediawiki.Dial(r.t.Context(), mediawiki.Config{
		API: "http://127.0.0.1/w/api.php", Transport: r.wiki.Transport(), ChunkSize: 2048, ChunkFixed: true,
		Credentials: mediawiki.Credentials{User: sandbox.User, Password: sandbox.Password},
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return c
}

func (r *run) attempt() error {
	r.u.Resume = nil
	if s := r.last(); s.Key != "" {
		s.Warnings = nil
		r.u.Resume = &s
	}
	c := r.dial()
	r.mu.Lock()
	r.steps, r.told = nil, nil
	r.mu.Unlock()
	_, err := c.Upload(r.t.Context(), r.u)
	return err
}

func (r *run) last() provider.Stash {
	if len(r.kept) == 0 {
		return provider.Stash{}
	}
	return r.kept[len(r.kept)-1]
}

func (r *run) count(step sandbox.Step) (n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range r.steps {
		if s == step {
			n++
		}
	}
	return n
}

// stored checks that the wiki has the content once, and that nothing is kept.
func (r *run) stored(err error) {
	r.t.Helper()
	versions, bad := r.wiki.Versions(string(title))
	if err != nil || bad != nil || len(versions) != 1 || versions[0].Digest != r.u.Digest {
		r.t.Fatalf("%v; versions %+v, %v; asked %v", err, versions, bad, r.steps)
	}
	if s := r.last(); s.Key != "" {
		r.t.Errorf("it is still kept: %+v", s)
	}
}

var errKilled = errors.New("killed")

// TestResume ends a run whenever it kept something, and goes on in another.
func TestResume(t *testing.T) {
	t.Parallel()
	for name, settings := range map[string]func(*sandbox.Settings){
		"at once":      func(*sandbox.Settings) {},
		"by the queue": func(s *sandbox.Settings) { s.Async = true },
	} {
		for at := 1; ; at++ {
			ended := false
			synctest.Test(t, func(t *testing.T) {
				r := newRun(t, 10_000, sandbox.Configure(settings))
				r.cut = func(provider.Stash) error {
					if len(r.kept) == at {
						return errKilled
					}
					return nil
				}
				err := r.attempt()
				if err == nil {
					ended = true
					return
				}
				if !errors.Is(err, errKilled) {
					t.Fatal(err)
				}
				from := r.last()
				if from.Key == "" {
					return // published, and told so
				}
				err = r.attempt()
				r.stored(err)
				missing := int(r.u.Digest.Size-from.Offset+2047) / 2048
				if from.State == provider.Uploading {
					missing-- // one was on its way while that was kept
				}
				if sent := r.count(sandbox.Chunk) + r.count(sandbox.LastChunk); sent != missing {
					t.Errorf("%s, ended at %+v: %d chunks were missing, %d were sent", name, from, missing, sent)
				}
				if r.told[0].Phase == provider.Waiting || !hasPhase(r.told, provider.Resuming) {
					t.Errorf("%s, ended at %+v: told %+v", name, from, r.told)
				}
			})
			if ended {
				break
			}
		}
	}
}

func hasPhase(told []provider.Progress, phase provider.Phase) bool {
	for _, p := range told {
		if p.Phase == phase {
			return true
		}
	}
	return false
}

// TestResumeOfNoUse: whatever was kept, the wiki decides.
func TestResumeOfNoUse(t *testing.T) {
	t.Parallel()
	other := provider.SHA1{1}
	for name, tt := range map[string]struct {
		kept func(*provider.Stash)
		lose bool
		sent int
	}{
		"the wiki dropped it":       {lose: true, sent: 6}, // what checkstatus says outlives it (facts §6.3)
		"a key nobody gave":         {kept: func(s *provider.Stash) { s.Key = "1d3rm1dehrbg.upfwek.3.png" }, sent: 5},
		"a key that is none":        {kept: func(s *provider.Stash) { s.Key = "../../x" }, sent: 5},
		"an offset that is wrong":   {kept: func(s *provider.Stash) { s.Offset = 9999 }, sent: 2},
		"other content":             {kept: func(s *provider.Stash) { s.Digest.SHA1 = other }, sent: 5},
		"a state that nobody knows": {kept: func(s *provider.Stash) { s.State = "?" }, sent: 2},
		"said to be whole":          {kept: func(s *provider.Stash) { s.State = provider.Staged }, sent: 5},
		"said to be joined":         {kept: func(s *provider.Stash) { s.State = provider.Assembling }, sent: 2},
	} {
		synctest.Test(t, func(t *testing.T) {
			r := newRun(t, 10_000)
			r.cut = func(s provider.Stash) error {
				if s.Offset == 4096 {
					return errKilled
				}
				return nil
			}
			if err := r.attempt(); !errors.Is(err, errKilled) {
				t.Fatal(err)
			}
			r.cut = nil
			if tt.kept != nil {
				tt.kept(&r.kept[len(r.kept)-1])
			}
			if tt.lose {
				time.Sleep(7 * time.Hour)
			}
			r.stored(r.attempt())
			if sent := r.count(sandbox.Chunk) + r.count(sandbox.LastChunk); sent != tt.sent {
				t.Errorf("%s: %d chunks sent, want %d", name, sent, tt.sent)
			}
		})
	}
}

// TestWholeUnderAnUnknownKey: the run ended before the answer to the last chunk
// told the new key.
func TestWholeUnderAnUnknownKey(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRun(t, 10_000)
		r.cut = func(s provider.Stash) error {
			if s.State == provider.Staged {
				r.kept = r.kept[:len(r.kept)-1] // killed before it was written down
				return errKilled
			}
			return nil
		}
		if err := r.attempt(); !errors.Is(err, errKilled) || r.last().Offset != 8192 {
			t.Fatalf("%v, kept %+v", err, r.last())
		}
		r.cut = nil
		r.stored(r.attempt())
		if n := r.count(sandbox.Chunk) + r.count(sandbox.LastChunk); n != 0 {
			t.Errorf("%d chunks of a whole file were sent again", n)
		}
	})
}

// TestStop ends an upload between two requests, wherever it is.
func TestStop(t *testing.T) {
	t.Parallel()
	for _, phase := range []provider.Phase{provider.Sending, provider.Waiting, provider.Joining, provider.Verifying, provider.Publishing} {
		synctest.Test(t, func(t *testing.T) {
			r := newRun(t, 10_000, sandbox.Configure(func(s *sandbox.Settings) { s.Async, s.JobDelay = true, time.Minute }),
				sandbox.Fail(sandbox.Chunk, 2, sandbox.Fault{Kind: sandbox.MaxLag}))
			stop := make(chan struct{})
			r.u.Stop = stop
			r.u.Progress = func(p provider.Progress) {
				if p.Phase == phase {
					select {
					case <-stop:
					default:
						close(stop)
					}
				}
			}
			began := time.Now()
			err := r.attempt()
			if !errors.Is(err, provider.ErrStopped) {
				t.Fatalf("while %s: %v", phase, err)
			}
			if waited := time.Since(began); phase == provider.Waiting && waited > 0 {
				t.Errorf("while %s: ended after %s", phase, waited)
			}
			if versions, _ := r.wiki.Versions(string(title)); versions != nil {
				t.Errorf("while %s: published", phase)
			}
			r.u.Stop, r.u.Progress = nil, nil
			r.stored(r.attempt())
		})
	}
}

func TestKeepFails(t *testing.T) {
	t.Parallel()
	full := errors.New("no space left on device")
	r := newRun(t, 10_000)
	r.cut = func(provider.Stash) error { return full }
	if err := r.attempt(); !errors.Is(err, full) || r.count(sandbox.Chunk) != 2 || r.count(sandbox.LastChunk) != 0 { // the second was on its way
		t.Errorf("%v after %v", err, r.steps)
	}
}
