package mediawiki_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"wikiform/provider"
	"wikiform/provider/sandbox"
)

func queue(delay time.Duration) sandbox.Option {
	return sandbox.Configure(func(s *sandbox.Settings) { s.Async, s.JobDelay = true, delay })
}

var timesOut = sandbox.Fault{Kind: sandbox.Status, Status: 504}

func TestJoiningByTheQueue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRun(t, 10_000, queue(40*time.Second))
		began := time.Now()
		r.stored(r.attempt())
		if took := time.Since(began); took < 40*time.Second || took > time.Minute {
			t.Errorf("took %s", took)
		}
		if !hasPhase(r.told, provider.Joining) {
			t.Errorf("told %+v", r.told)
		}
		if n := r.count(sandbox.CheckStatus); n < 3 || n > 10 {
			t.Errorf("asked %d times", n)
		}
	})
}

// TestQueueThatStandsStill: nobody runs the jobs. The file is sent again, to be
// put together at once, and so is every other from then on.
func TestQueueThatStandsStill(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRun(t, 10_000, queue(-1))
		began := time.Now()
		r.stored(r.attempt())
		if took := time.Since(began); took > 15*time.Minute {
			t.Errorf("took %s", took)
		}
		if n := r.count(sandbox.LastChunk); n != 2 {
			t.Errorf("the file was sent %d times", n)
		}
		for i, s := range r.kept {
			if s.State == provider.Assembling && r.kept[i+1].Key != "" {
				t.Error("what the queue was told was not given up")
			}
		}
	})
}

func TestLastChunkOfTheQueueIsLost(t *testing.T) {
	t.Parallel()
	for _, delay := range []time.Duration{0, time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			r := newRun(t, 10_000, queue(delay), sandbox.Fail(sandbox.LastChunk, 1, sandbox.Fault{Kind: sandbox.Reset, Done: true}))
			r.stored(r.attempt())
			if n := r.count(sandbox.LastChunk); n > 2 || r.count(sandbox.Chunk) != 4 {
				t.Errorf("delay %s: asked %v", delay, r.steps)
			}
		})
	}
}

// TestPublicationTimesOut: the wiki did or did not publish behind a gateway that
// did not wait, and has or has not a queue.
func TestPublicationTimesOut(t *testing.T) {
	t.Parallel()
	for _, done := range []bool{false, true} {
		for _, opt := range []sandbox.Option{queue(0), queue(time.Minute), sandbox.Configure(func(*sandbox.Settings) {})} {
			synctest.Test(t, func(t *testing.T) {
				fault := timesOut
				fault.Done = done
				r := newRun(t, 10_000, opt, sandbox.Fail(sandbox.Publish, 1, fault))
				r.stored(r.attempt())
				most := 2
				if done {
					most = 1
				}
				if n := r.count(sandbox.Publish); n != most {
					t.Errorf("done %v: published %d times", done, n)
				}
			})
		}
	}
}

// TestQueuedOnlyOnce: what the queue was told to publish is asked after by every
// later run, and nothing else is.
func TestQueuedOnlyOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRun(t, 900, queue(-1), sandbox.Fail(sandbox.Publish, 1, timesOut))
		staging(r)
		err := r.attempt()
		if provider.KindOf(err) != provider.Lost || errors.Is(err, provider.ErrStopped) || r.last().State != provider.Queued {
			t.Fatalf("%v, kept %+v", err, r.last())
		}
		if n := r.count(sandbox.Publish); n != 2 {
			t.Errorf("asked %v", r.steps)
		}
		for range 2 {
			if err := r.attempt(); provider.KindOf(err) != provider.Lost || r.count(sandbox.Publish) != 0 {
				t.Fatalf("%v after %v", err, r.steps)
			}
			if r.told[0].Phase != provider.Resuming {
				t.Errorf("told %+v", r.told[0])
			}
		}
		if err := r.wiki.RunJobs(); err != nil {
			t.Fatal(err)
		}
		err = r.attempt()
		if n := r.count(sandbox.Publish); n != 0 {
			t.Errorf("published %d times more", n)
		}
		versions, _ := r.wiki.Versions(string(title))
		if err != nil || len(versions) != 2 || versions[0].Digest != r.u.Digest || r.last().Key != "" {
			t.Errorf("%v; versions %+v, kept %+v", err, versions, r.last())
		}
	})
}

// staging has the upload replace a file, so that it is staged whatever its size.
func staging(r *run) {
	r.t.Helper()
	if err := r.wiki.PutFile(string(title), pngBytes(r.t), "A barn.", "Other"); err != nil {
		r.t.Fatal(err)
	}
	files, err := r.dial().Files(r.t.Context(), []provider.Title{title})
	if err != nil {
		r.t.Fatal(err)
	}
	r.u.Before = files[title].Version
	time.Sleep(2 * time.Second)
}

// TestQueuedThatFailed: the job is over and stored nothing, so that the same
// content may be published again.
func TestQueuedThatFailed(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		meanwhile func(*run)
		kind      provider.Kind // "" is stored
	}{
		"the stash expired": {meanwhile: func(*run) { time.Sleep(7 * time.Hour) }},
		"the title was taken": {
			meanwhile: func(r *run) { r.must(r.wiki.PutFile(string(title), pngBytes(r.t), "Mine.", "Other")) },
			kind:      provider.Conflict,
		},
		"the title was protected": {
			meanwhile: func(r *run) { r.must(r.wiki.Protect(title.Page())) },
			kind:      provider.Denied,
		},
		"it was published by hand": {
			meanwhile: func(r *run) {
				body, err := r.u.Body.Open()
				r.must(err)
				b := make([]byte, r.u.Body.Size)
				_, err = body.Read(b)
				r.must(err)
				r.must(r.wiki.PutFile(string(title), b, "A barn.", "Other"))
			},
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			r := newRun(t, 10_000, queue(0), sandbox.Fail(sandbox.Publish, 1, timesOut))
			r.cut = func(s provider.Stash) error {
				if s.State == provider.Queued {
					r.wiki.Configure(func(s *sandbox.Settings) { s.JobDelay = -1 })
				}
				return nil
			}
			if err := r.attempt(); provider.KindOf(err) != provider.Lost {
				t.Fatalf("%s: %v", name, err)
			}
			tt.meanwhile(r)
			r.must(r.wiki.RunJobs())
			err := r.attempt()
			if tt.kind == "" {
				r.stored(err)
			} else if provider.KindOf(err) != tt.kind {
				t.Errorf("%s: %v", name, err)
			}
			if r.last().State == provider.Queued {
				t.Errorf("%s: a job that is over is kept", name)
			}
		})
	}
}

// TestPublishOnlyAsks: of a stash that was queued, Publish begins nothing.
func TestPublishOnlyAsks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRun(t, 10_000)
		st, err := r.dial().Stage(t.Context(), r.u)
		r.must(err)
		st.State = provider.Queued // kept just before a request that was never made
		u := r.u
		u.Body = nil
		_, err = r.dial().Publish(t.Context(), u, st)
		if provider.KindOf(err) != provider.Busy || r.last().Key != "" || r.count(sandbox.Publish) != 0 {
			t.Errorf("%v, kept %+v, asked %v", err, r.last(), r.steps)
		}
	})
}

func TestStageThenPublish(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1000, 10_000} {
		for _, lose := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				r := newRun(t, size)
				c := r.dial()
				st, err := c.Stage(t.Context(), r.u)
				r.must(err)
				if versions, _ := r.wiki.Versions(string(title)); versions != nil || st.State != provider.Staged || st.Digest != r.u.Digest {
					t.Fatalf("%+v, versions %+v", st, versions)
				}
				if lose {
					time.Sleep(7 * time.Hour)
				}
				_, err = c.Publish(t.Context(), r.u, st)
				r.stored(err)
				again, err := c.Stage(t.Context(), r.u)
				if size > 2048 && (err != nil || again.Key != "") {
					t.Errorf("staging what is there: %+v, %v", again, err)
				}
			})
		}
	}
}

func (r *run) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func pngBytes(t *testing.T) []byte {
	t.Helper()
	body, _ := content(t, 700)
	f, err := body.Open()
	if err != nil {
		t.Fatal(err)
	}
	b := make([]byte, body.Size)
	if _, err := f.Read(b); err != nil {
		t.Fatal(err)
	}
	return b
}
