package mediawiki

import (
	"context"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"

	"wikiform/provider"
)

// request is one question or order to the wiki. [Client.call] makes it as often
// as the table of codes allows.
type request struct {
	op        string         // "upload", "query": names the request in errors
	title     provider.Title // what it is about, for the log; may be empty
	params    url.Values     // with "action"
	file      *part          // sent last; nil for most
	post      bool
	write     bool   // takes a token; a lost answer is not simply asked for again
	counts    string // limit of the account that it counts against: "upload", "edit" or none
	elsewhere bool   // to a host whose requests the wiki does not count
	inside    bool   // another one has a place that is this one's meanwhile; see [inside]
	// patience is how long the wiki may work before it answers; 0 is answerIn.
	patience  time.Duration
	anonymous bool     // as nobody: without assert=user and token, as at the login
	in        *session // instead of the current one
	tell      func(provider.Progress)
	// sent of total bytes of the upload arrived before this request.
	sent, total int64
	accept      []provider.WarningKind
	stop        <-chan struct{} // closed: begin no attempt, wait out no pause
	effort      *effort         // of the task that the request is part of; nil: it is the task
	// ends reports whether the request is not made again after a fault, whatever
	// the table of codes allows; nil: the table decides.
	ends func(*fault) bool
	// tookEffect asks the wiki whether this request had its effect although its
	// answer was lost; nil: it may be made again without asking. An error that
	// wraps errCannotLook says that it could not be seen, any other that the
	// request must not be made again.
	tookEffect func(context.Context) (bool, error)
	// takenBack asks, where that shows no effect, whether it had one that somebody has taken
	// back since: an error says so, and to make the request again would be to overrule them.
	// It is given the error of tookEffect. nil: the request itself says what it is to replace.
	takenBack func(ctx context.Context, seen error) error
	// unguarded: the wiki carries it out whatever has come in its way, so that tookEffect
	// is asked once more where the request had to wait since somebody looked.
	unguarded bool
}

// tellWaiting tells whoever watches for how long this request waits, and why, and
// for how long it is still tried; 0: until it can go.
func (r request) tellWaiting(d, left time.Duration, why string) {
	if r.tell != nil {
		r.tell(provider.Progress{Phase: provider.Waiting, Sent: r.sent, Total: r.total, Wait: d, Left: left, Why: why})
	}
}

const (
	sendIn   = 2 * time.Minute // in which leastMoved bytes go out while a body is sent
	answerIn = 3 * time.Minute // in which an ordinary request is answered (facts §10)
	// publishIn is for what makes the wiki copy, hash or fetch a whole file.
	publishIn = 20 * time.Minute
	maxLag    = "5" // seconds of replication lag at which the wiki should send us away
)

// multi joins values for one parameter (facts §3).
func multi(values []string) string {
	for _, v := range values {
		if strings.Contains(v, "|") {
			return "\x1f" + strings.Join(values, "\x1f")
		}
	}
	return strings.Join(values, "|")
}

// once makes the request a single time in session s and decodes the answer.
func (c *Client) once(ctx context.Context, r request, s *session, try int, out any) (token string, err error) {
	if r.write {
		if token, err = c.token(ctx, s, r); err != nil {
			return "", err
		}
	}
	dog := newWatchdog(ctx, r)
	defer dog.stop()
	req, sent, err := c.build(dog.ctx, r, token, dog)
	if err != nil {
		return token, err
	}
	began := time.Now()
	a, err := c.exchange(req, r, s)
	if bad := r.file.fault(); bad != nil {
		// The wiki never got the whole request.
		err = sourceFault(r.op, bad)
	} else if err == nil {
		err = a.decode(out)
	}
	if a.done != nil {
		a.done()
	}
	if r.file != nil {
		r.file.took = time.Since(began)
	}
	r.effort.spend(time.Since(began), len(a.body))
	c.trace(ctx, record{request: r, try: try, took: time.Since(began), sent: sent.count(), status: a.status, err: err})
	return token, err
}

// exchange sends one HTTP request and reads its answer.
func (c *Client) exchange(req *http.Request, r request, s *session) (answer, error) {
	client := http.Client{
		Transport:     c.transport,
		Jar:           s.jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	resp, err := client.Do(req)
	if err != nil {
		return answer{}, c.transportFault(req.Context(), r, 0, err)
	}
	defer resp.Body.Close()
	body, done, err := c.readBody(resp)
	a := answer{op: r.op, file: r.file, status: resp.StatusCode, header: resp.Header, body: body, done: done, first: !c.reached.Load(), plain: c.api.Scheme == "http"}
	if err != nil {
		done()
		a.done = nil
		return a, c.transportFault(req.Context(), r, resp.StatusCode, err)
	}
	if a.isJSON() && resp.StatusCode == http.StatusOK {
		c.reached.Store(true)
	}
	return a, nil
}

// build makes the HTTP request. What never varies goes into the URL even of a
// POST: when PHP drops a body that is too large, the answer is JSON all the
// same (facts §4.8).
func (c *Client) build(ctx context.Context, r request, token string, dog *watchdog) (*http.Request, *meter, error) {
	fixed := url.Values{
		"action": r.params["action"], "format": {"json"}, "formatversion": {"2"},
		"errorformat": {"plaintext"}, "errorlang": {"en"},
	}
	if !r.anonymous {
		fixed.Set("maxlag", maxLag)
		if !c.creds.anonymous() {
			fixed.Set("assert", "user")
		}
	}
	if !r.post {
		maps.Copy(fixed, r.params)
	}
	u, m := *c.api, &meter{dog: dog}
	u.RawQuery = fixed.Encode()
	method := http.MethodGet
	if r.post {
		method = http.MethodPost
	}
	req, err := http.NewRequestWithContext(ctx, method, u.String(), nil)
	if err != nil {
		return nil, nil, err
	}
	c.identify(req, r.anonymous)
	if r.post {
		err = r.addBody(req, token, m)
	}
	return req, m, err
}

// addBody gives req the parameters and the file of r as its body, of which m tells
// the progress.
func (r request) addBody(req *http.Request, token string, m *meter) error {
	f, err := newForm(r.params, token, r.file)
	if err != nil {
		return err
	}
	if r.file != nil && r.tell != nil {
		m.tell, m.base, m.skip = r.tell, r.sent, int64(len(f.head))
		m.total, m.limit = r.total, r.file.size
	}
	req.GetBody = func() (io.ReadCloser, error) {
		body, err := f.open()
		if err != nil {
			return nil, err
		}
		return m.wrap(body), nil
	}
	if req.Body, err = req.GetBody(); err != nil {
		return sourceFault(r.op, err)
	}
	req.ContentLength = f.size()
	req.Header.Set("Content-Type", f.contentType)
	if !r.write && !r.anonymous {
		req.Header.Set("Promise-Non-Write-API-Action", "true")
	}
	return nil
}

// identify says who we are, but for the account where the request is nobody's.
func (c *Client) identify(req *http.Request, nobody bool) *http.Request {
	if c.agent != "" {
		req.Header.Set("User-Agent", c.agent)
	}
	if c.creds.Token != "" && !nobody {
		req.Header.Set("Authorization", "Bearer "+c.creds.Token)
	}
	return req
}
