package mediawiki_test

import (
	"bytes"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
)

// turnstile stands before a wiki and takes so many requests of an account in a minute,
// whatever they are for. It has its own way of counting, which nobody is told.
type turnstile struct {
	wiki  http.RoundTripper
	most  int
	slow  time.Duration // of its slowest answer
	fixed bool          // in minutes of the clock; else in the minute that ends now

	mu      sync.Mutex
	rand    *rand.Rand
	passed  []time.Time // oldest first
	refused []time.Time // of those that came through RoundTrip
	flying  int
	highest int // of flying
}

// pass counts a request, or says when to come again.
func (p *turnstile) pass() (again time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if n := len(p.passed); n >= p.most {
		switch first := p.passed[n-p.most]; {
		case p.fixed && first.Truncate(time.Minute).Equal(now.Truncate(time.Minute)):
			return now.Truncate(time.Minute).Add(time.Minute).Sub(now)
		case !p.fixed && now.Sub(first) < time.Minute:
			return first.Add(time.Minute).Sub(now)
		}
	}
	p.passed = append(p.passed, now)
	return 0
}

// some is a time on the wire, or at the wiki's.
func (p *turnstile) some(least, most time.Duration) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return least + time.Duration(p.rand.Int64N(int64(most-least)))
}

func (p *turnstile) fly(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.flying += n
	p.highest = max(p.highest, p.flying)
}

func (p *turnstile) RoundTrip(req *http.Request) (*http.Response, error) {
	p.fly(1)
	defer p.fly(-1)
	time.Sleep(p.some(10*time.Millisecond, 60*time.Millisecond))
	if again := p.pass(); again > 0 {
		p.mu.Lock()
		p.refused = append(p.refused, time.Now())
		p.mu.Unlock()
		return &http.Response{
			StatusCode: http.StatusTooManyRequests, Request: req, Body: http.NoBody,
			Header: http.Header{"Retry-After": {strconv.Itoa(int((again + time.Second - 1) / time.Second))}},
		}, nil
	}
	resp, err := p.wiki.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(body))
	time.Sleep(p.some(50*time.Millisecond, p.slow))
	return resp, err
}

// shareWith has somebody else use the account, who takes so many in a minute and does not mind
// being sent away, until done is closed.
func (p *turnstile) shareWith(perMinute int, done <-chan struct{}) {
	tick := time.NewTicker(time.Minute / time.Duration(perMinute))
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			p.pass()
		case <-done:
			return
		}
	}
}

// crowded is the most refusals within a minute.
func (p *turnstile) crowded() int {
	most := 0
	for i, from := range p.refused {
		n := slices.IndexFunc(p.refused[i:], func(at time.Time) bool { return at.Sub(from) >= time.Minute })
		if n < 0 {
			n = len(p.refused) - i
		}
		most = max(most, n)
	}
	return most
}

// An account that Wikimedia takes for a newcomer: 200 requests a minute, and three at a time.
const newcomers = 200

// batch is how many titles it asks about at once.
const batch = 50

func newTurnstile(t *testing.T, fixed bool, seed uint64) *turnstile {
	t.Helper()
	w, err := sandbox.New(sandbox.Accounts(sandbox.Account{Name: "New", Password: "secret", Groups: []string{"user"}, Rights: sandbox.UserRights()}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return &turnstile{wiki: w.Transport(), most: newcomers, slow: 300 * time.Millisecond, fixed: fixed, rand: rand.New(rand.NewPCG(seed, 15))}
}

func (p *turnstile) dial(t *testing.T, change ...func(*mediawiki.Config)) *mediawiki.Client {
	t.Helper()
	cfg := mediawiki.Config{
		API: "https://commons.wikimedia.org/w/api.php", UserAgent: "wikiform/0 (mailto:a@example.org)",
		Transport: p, Credentials: mediawiki.Credentials{User: "New", Password: "secret"},
	}
	for _, f := range change {
		f(&cfg)
	}
	c, err := mediawiki.Dial(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
