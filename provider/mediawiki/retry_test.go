package mediawiki

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"wikiform/provider"
)

func ask(ctx context.Context, c *Client, tell func(provider.Progress)) error {
	var out queryAnswer
	return c.call(ctx, request{op: "query", params: map[string][]string{"action": {"query"}, "meta": {"siteinfo"}}, tell: tell}, &out)
}

func TestBackOffGrowsAndEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: func(asked) any { return coded("maxlag", "7 seconds lagged") }}
		c := dialWire(t, w)
		var waits []time.Duration
		began := time.Now()
		err := ask(t.Context(), c, func(p provider.Progress) {
			if p.Phase != provider.Waiting || p.Why != "maxlag: 7 seconds lagged" {
				t.Errorf("tells %+v", p)
			}
			waits = append(waits, p.Wait)
		})
		took := time.Since(began)
		if provider.KindOf(err) != provider.Busy || took > patience || took < patience/2 {
			t.Errorf("ended after %s with %v", took, err)
		}
		if !strings.Contains(err.Error(), "gave up after") {
			t.Errorf("%v does not say that it was tried", err)
		}
		for i, d := range waits {
			if top := 5*time.Second + min(time.Second<<min(i, 6), stepCap); d < 5*time.Second || d > top {
				t.Errorf("wait %d is %s, not from 5 s to %s", i, d, top)
			}
		}
	})
}

func TestRetryAfterHoldsEverybody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		first := true
		w := &wire{answer: func(asked) any {
			mu.Lock()
			defer mu.Unlock()
			if first {
				first = false
				return html(429, "Retry-After", "30")
			}
			return nil
		}}
		c := dialWire(t, w)
		began := time.Now()
		go ask(t.Context(), c, nil)
		synctest.Wait()
		if err := ask(t.Context(), c, nil); err != nil {
			t.Fatal(err)
		}
		if d := time.Since(began); d < 30*time.Second {
			t.Errorf("another request went after %s", d)
		}
	})
}

// Also where the wiki asks for more patience than one request has: that request ends, and
// no other one goes out in its place before time.
func TestLongRetryAfterHoldsEverybody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for _, c := range []struct {
			asks string // seconds
			held time.Duration
		}{
			{"600", patience},
			{"86400", patience}, // for no longer than a request is patient: it may be anybody who says so
			{"400", patience},
		} {
			refused := 0
			w := &wire{answer: func(asked) any {
				if refused++; refused == 1 {
					return html(429, "Retry-After", c.asks)
				}
				return nil
			}}
			client := dialWire(t, w)
			began := time.Now()
			if err := ask(t.Context(), client, nil); provider.KindOf(err) != provider.Busy || time.Since(began) > 0 {
				t.Errorf("asked to wait %s s: after %s: %v", c.asks, time.Since(began), err)
			}
			if err := ask(t.Context(), client, nil); err != nil {
				t.Error(err)
			}
			if d := time.Since(began); d < c.held || d > c.held+time.Minute {
				t.Errorf("asked to wait %s s: another request went after %s", c.asks, d)
			}
		}
	})
}

// What stands before a wiki counts pictures with the rest. Where it sends one away, others
// wait, and for no longer than a request is tried for.
func TestPicturesHoldEverybody(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status      int
		asks        string
		least, most time.Duration
	}{
		"a while":  {429, "30", 30 * time.Second, time.Minute},
		"a day":    {503, "86400", patience, patience + time.Minute},
		"not told": {404, "", 0, 0},
	} {
		for _, own := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, own %t", name, own), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					w := &wire{answer: func(q asked) any {
						if q.HTTP.URL.Path == "/a.png" {
							return html(c.status, "Retry-After", c.asks)
						}
						return nil
					}}
					client := dialWire(t, w)
					client.wikimedia = true
					began := time.Now()
					if own {
						if _, err := client.Peek(t.Context(), "https://wiki.example.org/a.png", 10); err == nil {
							t.Error("no error")
						}
					} else {
						leave, err := client.Enter(t.Context(), "https://upload.wikimedia.org/a.png")
						if err != nil {
							t.Fatal(err)
						}
						seconds, _ := time.ParseDuration("0" + c.asks + "s")
						leave(fmt.Errorf("a picture: %w", &provider.Error{Kind: provider.Source, Status: c.status, RetryAfter: seconds}))
					}
					if err := ask(t.Context(), client, nil); err != nil {
						t.Error(err)
					}
					if d := time.Since(began); d < c.least || d > c.most {
						t.Errorf("another request went after %s", d)
					}
				})
			})
		}
	}
}

func TestRateLimitedWaitsForTheWindow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		w := &wire{answer: func(q asked) any {
			if q.what() == "upload" && time.Since(began) < 70*time.Minute {
				return coded("ratelimited", "You've exceeded your rate limit.")
			}
			return nil
		}}
		c := dialWire(t, w)
		c.pace = newPacer(provider.Rate{}, []provider.RateLimit{{Action: "upload", Hits: 380, Per: 72 * time.Minute}}, true)
		mustUpload(t, c, wanted())
		if n := w.count("upload"); n > 80 {
			t.Errorf("asked %d times in 70 minutes", n)
		}
	})
}

func TestCancelWhileWaiting(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: func(asked) any { return coded("readonly", "Database maintenance.") }}
		c := dialWire(t, w)
		ctx, cancel := context.WithCancel(t.Context())
		began := time.Now()
		_, err := c.Upload(ctx, wanted(func(u *provider.Upload) {
			u.Progress = func(p provider.Progress) {
				if p.Phase == provider.Waiting {
					cancel()
				}
			}
		}))
		if !errors.Is(err, context.Canceled) || time.Since(began) > 0 {
			t.Errorf("after %s: %v", time.Since(began), err)
		}
	})
}

func TestCancelDuringWriteIsUnknown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		w := &wire{answer: func(q asked) any {
			if q.what() == "upload" {
				cancel()
				return context.Canceled
			}
			return nil
		}}
		_, err := dialWire(t, w).Upload(ctx, wanted())
		if provider.KindOf(err) != provider.Lost || !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
	})
}

// silent never answers.
type silent struct{ *wire }

func (s silent) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Query().Get("action") != "upload" {
		return s.wire.RoundTrip(req)
	}
	s.mu.Lock()
	s.seen = append(s.seen, asked{Values: req.URL.Query()})
	s.mu.Unlock()
	io.Copy(io.Discard, req.Body)
	<-req.Context().Done()
	return nil, req.Context().Err()
}

func TestSilenceEndsARequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &wire{}
		c := dialWire(t, w)
		c.transport = silent{w}
		began := time.Now()
		_, err := c.Upload(t.Context(), wanted())
		if provider.KindOf(err) != provider.Lost || !errors.Is(err, errSilent) {
			t.Errorf("%v", err)
		}
		if n, took := w.count("upload"), time.Since(began); n < 2 || w.count("look") != n || took > time.Hour {
			t.Errorf("asked %v in %s", w.asks(), took)
		}
	})
}

var errRefused = &net.OpError{Op: "dial", Err: errors.New("connection refused")}

// dialTo logs in to w, and tells how long that took.
func dialTo(t *testing.T, w *wire, change ...func(*Config)) (took time.Duration, err error) {
	t.Helper()
	cfg := Config{
		API: "https://wiki.example.org/w/api.php", Transport: w,
		Credentials: Credentials{User: "U@x", Password: "s3cret"},
	}
	for _, f := range change {
		f(&cfg)
	}
	began := time.Now()
	_, err = Dial(t.Context(), cfg)
	return time.Since(began), err
}

// TestWhatIsWorthWaitingFor: a wiki that may come back is waited for from the first
// request on, and what will not change is said at once.
func TestWhatIsWorthWaitingFor(t *testing.T) {
	t.Parallel()
	noHost := &net.DNSError{Err: "no such host", Name: "wiki.example.org", IsNotFound: true}
	resolver := &net.DNSError{Err: "server misbehaving", Name: "wiki.example.org", IsTemporary: true}
	for name, tt := range map[string]struct {
		answer any
		kind   provider.Kind
		says   string
		least  time.Duration // how long it is tried
		most   time.Duration
	}{
		"refused":          {errRefused, provider.Unavailable, "cannot be reached", patience / 2, patience},
		"a sick resolver":  {resolver, provider.Unavailable, "cannot be reached", patience / 2, patience},
		"unknown host":     {noHost, provider.Unavailable, "no such host", time.Second, 20 * time.Second},
		"reset":            {errReset, provider.Unavailable, "the answer was lost", patience / 2, patience},
		"busy":             {html(429), provider.Busy, "429", patience / 2, patience},
		"unavailable":      {html(503), provider.Unavailable, "503", patience / 2, patience},
		"bad gateway":      {html(502), provider.Unavailable, "502", patience / 2, patience},
		"gateway timeout":  {html(504), provider.Unavailable, "504", patience / 2, patience},
		"lagged":           {coded("maxlag", "7 seconds lagged"), provider.Busy, "lagged", patience / 2, patience},
		"come much later":  {html(503, "Retry-After", "3600"), provider.Unavailable, "it asks to come again in 1h0m0s", 0, 0},
		"HTML":             {html(200), provider.Unavailable, "is this the URL of api.php?", 0, 0},
		"not found":        {html(404), provider.Unavailable, "is this the URL of api.php?", 0, 0},
		"redirected":       {html(301, "Location", "https://other.example.org/w/api.php"), provider.Unavailable, "https://other.example.org/w/api.php", 0, 0},
		"read-only":        {coded("readonly", "Moving."), provider.Blocked, "Moving.", 0, 0},
		"other JSON":       {obj{"hello": "world"}, provider.Auth, "the wiki answered", 0, 0},
		"private wiki":     {coded("readapidenied", "You need read permission."), provider.Auth, "credentials", 0, 0},
		"a wrong password": {obj{"login": obj{"result": "Failed", "reason": "Incorrect password."}}, provider.Auth, "Incorrect password", 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				took, err := dialTo(t, &wire{answer: func(asked) any { return tt.answer }})
				e := errOf(t, err)
				if e.Kind != tt.kind || !strings.Contains(e.Error()+e.Hint(), tt.says) {
					t.Errorf("%s: %v (%s)", e.Kind, e, e.Hint())
				}
				if took < tt.least || took > tt.most {
					t.Errorf("took %s, want %s to %s", took, tt.least, tt.most)
				}
			})
			if tt.least == 0 {
				return
			}
			// For up to a minute it is like that, and then the wiki is back.
			synctest.Test(t, func(t *testing.T) {
				began, up := time.Now(), min(tt.least, time.Minute)
				took, err := dialTo(t, &wire{answer: func(asked) any {
					if time.Since(began) < up {
						return tt.answer
					}
					return nil
				}})
				if err != nil || took < up {
					t.Errorf("after %s: %v", took, err)
				}
			})
		})
	}
}

// TestTheDoorSaysWhen: at the login, too, the wiki is asked again when it says so.
func TestTheDoorSaysWhen(t *testing.T) {
	t.Parallel()
	for name, header := range map[string]string{"seconds": "20", "a date": "Sat, 01 Jan 2000 00:00:20 GMT"} {
		for _, status := range []int{429, 503} {
			synctest.Test(t, func(t *testing.T) { // from midnight on 2000-01-01
				n := 0
				took, err := dialTo(t, &wire{answer: func(asked) any {
					if n++; n == 2 { // the second request is the login
						return html(status, "Retry-After", header)
					}
					return nil
				}})
				if err != nil || took < 20*time.Second || took > 22*time.Second {
					t.Errorf("%d, %s: after %s: %v", status, name, took, err)
				}
			})
		}
	}
}

// TestRetryFor: how long is the user's to say, and a signal ends it at once.
func TestRetryFor(t *testing.T) {
	t.Parallel()
	refusing := func() *wire { return &wire{answer: func(asked) any { return errRefused }} }
	for _, d := range []time.Duration{-time.Minute, time.Second, time.Minute, 3 * time.Hour} {
		synctest.Test(t, func(t *testing.T) {
			took, err := dialTo(t, refusing(), func(cfg *Config) { cfg.RetryFor = d })
			if err == nil || took > max(d, 0) || took < d/2-time.Second {
				t.Errorf("-retry-for=%s: after %s: %v", d, took, err)
			}
		})
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
		defer cancel()
		began, left := time.Now(), time.Duration(0)
		_, err := Dial(ctx, Config{API: "https://wiki.example.org/w/api.php", Transport: refusing(), Tell: func(p provider.Progress) {
			left = p.Left
			if p.Phase != provider.Waiting || p.Why == "" || p.Left <= 0 || p.Left > patience || p.Wait > p.Left {
				t.Errorf("tells %+v", p)
			}
		}})
		if took := time.Since(began); !errors.Is(err, context.DeadlineExceeded) || took != 90*time.Second || left == 0 {
			t.Errorf("after %s: %v, %s left", took, err, left)
		}
	})
}

// TestPace: in no window of the limit's length are there more than its hits.
func TestPace(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		hits := rapid.IntRange(1, 8).Draw(rt, "hits")
		per := time.Duration(rapid.IntRange(1, 90).Draw(rt, "seconds")) * time.Second
		kinds := rapid.SliceOfN(rapid.SampledFrom([]string{"upload", "edit", ""}), 1, 40).Draw(rt, "requests")
		both := rapid.Bool().Draw(rt, "both")
		gaps := rapid.SliceOfN(rapid.IntRange(0, 20), len(kinds), len(kinds)).Draw(rt, "gaps")
		var edits []time.Time
		var free time.Duration
		synctest.Test(t, func(t *testing.T) {
			p := newPacer(provider.Rate{}, []provider.RateLimit{{Action: "edit", Hits: hits, Per: per}}, both)
			for i, kind := range kinds {
				time.Sleep(time.Duration(gaps[i]) * time.Second)
				began := time.Now()
				leave, err := p.enter(t.Context(), request{counts: kind})
				if err != nil {
					t.Fatal(err)
				}
				leave()
				if n := provider.Hits(kind, "edit", both); n > 0 {
					for range min(n, max(hits-1, 1)) { // one edit is let through in any case
						edits = append(edits, time.Now())
					}
				} else {
					free += time.Since(began)
				}
			}
		})
		for i := range edits {
			if j := i + hits; j < len(edits) && edits[j].Sub(edits[i]) <= per {
				rt.Fatalf("%d edits in %s", hits+1, edits[j].Sub(edits[i]))
			}
		}
		if free > 0 {
			rt.Fatalf("what counts against nothing waited %s", free)
		}
	})
}

func TestUploadsAreEdits(t *testing.T) {
	t.Parallel()
	for generator, want := range map[string]bool{
		"MediaWiki 1.39.17": false, "MediaWiki 1.43.9": true, "MediaWiki 1.46.0-wmf.3": true, "something": true,
	} {
		if got := (provider.Site{Generator: generator}).UploadsAreEdits(); got != want {
			t.Errorf("%s: %v", generator, got)
		}
	}
}

// TestLogKeepsSecrets runs through everything that carries one and looks for it
// in the log and in the errors.
func TestLogKeepsSecrets(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		secrets := []string{"s3cret", "C+", "L+", "t0ken", "the text of the page"}
		for _, creds := range []Credentials{{User: "U@x", Password: "s3cret"}, {Token: "t0ken"}} {
			for _, row := range troubles[:20] {
				w := &wire{answer: steps{"upload": {row.other}, "stash": {coded(row.code, "no")}, "edit": {errReset}}.answer()}
				c := dialWire(t, w, func(cfg *Config) {
					cfg.Credentials = creds
					cfg.Log = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
				})
				_, err := c.Upload(t.Context(), wanted(replacing))
				log.WriteString(err.Error())
				_, err = c.Upload(t.Context(), wanted())
				if err != nil {
					log.WriteString(err.Error())
				}
				_, err = c.Edit(t.Context(), provider.Edit{Title: "A.png", Base: 1, Text: "the text of the page"})
				log.WriteString(err.Error())
			}
		}
		for _, s := range secrets {
			if strings.Contains(log.String(), s) {
				t.Errorf("the log shows %q", s)
			}
		}
		for _, part := range []string{`"action":"upload"`, `"title":"A b.png"`, `"attempt":2`, `"code":"maxlag"`, `"ms":`, `"bytes":`} {
			if !strings.Contains(log.String(), part) {
				t.Errorf("the log lacks %s", part)
			}
		}
	})
}

// TestFilePatience: many requests of one upload, each of which has to wait a
// little, end it at some point.
func TestFilePatience(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, sick := newStash(nil), false
		w := &wire{answer: func(q asked) any {
			if sick = !sick; sick && q.what() == "chunk" {
				return coded("maxlag", "7 seconds lagged")
			}
			return s.answer(q)
		}}
		c := dialWire(t, w, func(cfg *Config) { cfg.ChunkSize, cfg.ChunkFixed = 4, true })
		body, d := bodyOf(bytes.Repeat([]byte("0123"), 3000))
		began := time.Now()
		_, err := c.Upload(t.Context(), provider.Upload{Title: "A.png", Digest: d, Body: body})
		if took := time.Since(began); provider.KindOf(err) != provider.Busy || took > mostPauses || took < mostPauses-time.Minute {
			t.Errorf("ended after %s: %v", took, err)
		}
	})
}

// TestEndOfALostWriteIsUnknown: called off or stopped before it could be looked
// for, or when it was not there yet, a write may have happened.
func TestEndOfALostWriteIsUnknown(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"cancelled", "stopped"} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			stop := make(chan struct{})
			w := &wire{answer: steps{"upload": {errReset}}.answer()}
			began := time.Now()
			_, err := dialWire(t, w).Upload(ctx, wanted(func(u *provider.Upload) {
				u.Stop = stop
				u.Progress = func(p provider.Progress) {
					switch {
					case p.Phase != provider.Waiting:
					case how == "cancelled":
						cancel()
					default:
						close(stop)
					}
				}
			}))
			if provider.KindOf(err) != provider.Lost || errors.Is(err, provider.ErrStopped) || time.Since(began) > 0 || w.count("upload") != 1 {
				t.Errorf("%s: %v after %v", how, err, w.asks())
			}
			if looked := w.count("look"); how == "stopped" && looked != 1 {
				t.Errorf("looked %d times", looked)
			}
			cancel()
		})
	}
}

// TestFilterWarning: a filter that warns takes the same request when it comes once
// more, and only who accepts that sends it.
func TestFilterWarning(t *testing.T) {
	t.Parallel()
	content := bytes.Repeat([]byte("0123"), 4)
	for name, do := range map[string]func(t *testing.T, c *Client, accept []provider.WarningKind) error{
		"direct": func(t *testing.T, c *Client, accept []provider.WarningKind) error {
			_, err := c.Upload(t.Context(), wanted(accepting(accept...)))
			return err
		},
		"replaced": func(t *testing.T, c *Client, accept []provider.WarningKind) error {
			_, err := c.Upload(t.Context(), wanted(accepting(accept...), replacing))
			return err
		},
		"in chunks": func(t *testing.T, c *Client, accept []provider.WarningKind) error {
			c.chunk = newChunkSize(4, 1, true)
			_, err := c.Upload(t.Context(), uploadOf(content, accepting(accept...)))
			return err
		},
		"edit": func(t *testing.T, c *Client, accept []provider.WarningKind) error {
			_, err := c.Edit(t.Context(), provider.Edit{Title: "A.png", Text: "new", Base: 7, Accept: accept})
			return err
		},
	} {
		for _, accepted := range []bool{true, false} {
			warned := map[string]bool{} // by what a request does: the filter remembers
			s := newStash(nil)
			w := &wire{answer: func(q asked) any {
				if a := q.Get("action"); a != "upload" && a != "edit" || q.Has("checkstatus") {
					if q.what() == "inspect" && name == "replaced" {
						a := stashAnswer(q, newBytes, oldBytes)
						return a
					}
					return s.answer(q)
				}
				key := q.what() + q.Get("offset")
				if !warned[key] {
					warned[key] = true
					return coded("abusefilter-warning", "Think again.")
				}
				switch {
				case q.what() == "edit":
					return obj{"edit": obj{"result": "Success", "oldrevid": 7, "newrevid": 8}}
				case q.what() == "stash":
					return obj{"upload": obj{"result": "Success", "filekey": "K", "imageinfo": infoOf(newBytes)}}
				case name != "in chunks":
					return stored(q.Get("filename"), newBytes)
				}
				return s.answer(q)
			}}
			var accept []provider.WarningKind
			if accepted {
				accept = []provider.WarningKind{provider.WarnFilter}
			}
			err := do(t, dialWire(t, w), accept)
			switch {
			case accepted && err != nil:
				t.Errorf("%s, accepted: %v", name, err)
			case !accepted && (provider.KindOf(err) != provider.Warned || !strings.Contains(errOf(t, err).Hint(), `accept_warnings = ["abusefilter-warning"]`) || len(warned) != 1):
				t.Errorf("%s, not accepted: %v, after %v", name, err, w.asks())
			}
		}
	}
}

// A move counts against its own limit and, where an upload is an edit, against that of
// edits.
func TestMovesArePaced(t *testing.T) {
	t.Parallel()
	limits := []provider.RateLimit{{Action: "move", Hits: 9, Per: time.Minute}, {Action: "edit", Hits: 5, Per: time.Minute}}
	for both, most := range map[bool]int{false: 8, true: 4} {
		synctest.Test(t, func(t *testing.T) {
			w := &wire{answer: func(q asked) any {
				if q.what() == "move" {
					return movedAnswer(true)
				}
				return nil
			}}
			c := dialWire(t, w)
			c.pace = newPacer(provider.Rate{}, limits, both)
			began := time.Now()
			for range most + 1 {
				if time.Since(began) > 0 && w.count("move") < most {
					t.Errorf("waits after %d moves, want %d", w.count("move"), most)
				}
				if _, err := c.Move(t.Context(), provider.Move{From: "A b.png", To: "C.png", Page: 7, Redirect: true}); err != nil {
					t.Fatal(err)
				}
			}
			if d := time.Since(began); d < time.Minute {
				t.Errorf("%d moves within %s", most+1, d)
			}
		})
	}
}
