package mediawiki

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"wikiform/provider"
)

// shelf is the servers of a wiki's contents: what each answers, and who asked how.
type shelf struct {
	serve func(req *http.Request, n int) *http.Response // n: the requests before
	seen  []string
}

// RoundTrip implements http.RoundTripper.
func (s *shelf) RoundTrip(req *http.Request) (*http.Response, error) {
	who := "nobody"
	if req.Header.Get("Authorization")+req.Header.Get("Cookie") != "" {
		who = "us"
	}
	if req.Header.Get("Accept-Encoding") != "identity" || req.Header.Get("Referer") != "" {
		who += " otherwise"
	}
	s.seen = append(s.seen, strings.TrimSpace(fmt.Sprintf("%s as %s %s", req.URL, who, req.Header.Get("Range"))))
	resp := s.serve(req, len(s.seen)-1)
	if resp == nil {
		return nil, errors.New("connection refused")
	}
	resp.Request = req
	return resp, nil
}

func content200(body string) *http.Response {
	return &http.Response{StatusCode: 200, Header: http.Header{}, ContentLength: int64(len(body)), Body: io.NopCloser(strings.NewReader(body))}
}

func content206(whole string, from int) *http.Response {
	r := content200(whole[from:])
	r.StatusCode = 206
	r.Header.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(whole)-1, len(whole)))
	return r
}

func statusOf(status int, header ...string) *http.Response {
	r := content200("<html>")
	r.StatusCode = status
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

const theContent = "0123456789"

// whole is the file of theContent at an address.
func wholeAt(address string) provider.Whole {
	return provider.Whole{URL: address, File: provider.File{Title: "A.png", Version: &provider.Version{Digest: provider.Digest{SHA1: provider.SHA1{1}, Size: int64(len(theContent))}}}}
}

const (
	ownAddress   = "https://wiki.example.org/w/images/A.png"
	otherAddress = "https://upload.example.org/A.png"
)

// What comes is the content from where it is missing on, whatever a server makes of that;
// what is not the content is an error.
func TestOriginal(t *testing.T) {
	t.Parallel()
	whole := func(*http.Request, int) *http.Response { return content200(theContent) }
	part := func(req *http.Request, _ int) *http.Response {
		from := 0
		fmt.Sscanf(req.Header.Get("Range"), "bytes=%d-", &from)
		return content206(theContent, from)
	}
	always := func(make func() *http.Response) func(*http.Request, int) *http.Response {
		return func(*http.Request, int) *http.Response { return make() }
	}
	cutAt := func(n int, then func(*http.Request, int) *http.Response) func(*http.Request, int) *http.Response {
		return func(req *http.Request, i int) *http.Response {
			resp := then(req, i)
			if i == 0 {
				resp.Body = io.NopCloser(io.MultiReader(io.LimitReader(resp.Body, int64(n)), iotest.ErrReader(errors.New("connection reset"))))
			}
			return resp
		}
	}
	for name, tt := range map[string]struct {
		at    string
		serve func(*http.Request, int) *http.Response
		from  int64
		want  string
		kind  provider.Kind // "" is none
		says  string
		asks  int
	}{
		"the whole": {ownAddress, whole, 0, theContent, "", "", 1},
		"the rest":  {ownAddress, part, 4, "456789", "", "", 1},
		"the rest, but of ranges it knows nothing": {ownAddress, whole, 4, "456789", "", "", 1},
		"nothing is missing":                       {ownAddress, whole, 10, "", "", "", 0},
		"broken off":                               {ownAddress, cutAt(3, part), 0, theContent, "", "", 2},
		"broken off, without ranges":               {otherAddress, cutAt(3, whole), 0, theContent, "", "", 2},
		"elsewhere":                                {otherAddress, part, 2, "23456789", "", "", 1},
		"a length of its own":                      {ownAddress, always(func() *http.Response { return content200(theContent + "x") }), 0, "", provider.Conflict, "told of 10 bytes, and at wiki.example.org there are 11", 1},
		"more than it was":                         {ownAddress, always(func() *http.Response { r := content200(theContent + "x"); r.ContentLength = -1; return r }), 0, theContent, provider.Conflict, "more than 10", 1},
		"a part of something longer":               {ownAddress, always(func() *http.Response { return content206(theContent+"x", 5) }), 5, "", provider.Conflict, "there are 11", 1},
		"another part":                             {ownAddress, always(func() *http.Response { return content206(theContent, 4) }), 5, "", provider.Source, "the first 5 bytes", 1},
		"no part":                                  {ownAddress, always(func() *http.Response { return statusOf(206) }), 5, "", provider.Source, "the first 5 bytes", 1},
		"gone":                                     {otherAddress, always(func() *http.Response { return statusOf(404) }), 0, "", provider.Conflict, "upload.example.org answered 404 Not Found", 1},
		"not there any more":                       {ownAddress, always(func() *http.Response { return statusOf(416) }), 5, "", provider.Conflict, "416", 1},
		"for others":                               {otherAddress, always(func() *http.Response { return statusOf(403) }), 0, "", provider.Denied, "403", 1},
		"of a private wiki":                        {ownAddress, always(func() *http.Response { return statusOf(403) }), 0, "", provider.Denied, "403", 1},
		"in another coding":                        {ownAddress, always(func() *http.Response { return statusOf(200, "Content-Encoding", "gzip") }), 0, "", provider.Source, "gzip", 1},
		"busy for a moment": {otherAddress, func(req *http.Request, n int) *http.Response {
			if n < 3 {
				return statusOf(503, "Retry-After", "7")
			}
			return part(req, n)
		}, 0, theContent, "", "", 4},
		"busy for ever":          {otherAddress, always(func() *http.Response { return statusOf(500) }), 0, "", provider.Source, "upload.example.org answered 500", 5},
		"busy for days":          {otherAddress, always(func() *http.Response { return statusOf(429, "Retry-After", "100000") }), 0, "", provider.Source, "429", 1},
		"no answer":              {otherAddress, always(func() *http.Response { return nil }), 0, "", provider.Source, "upload.example.org gave no answer", 5},
		"a teapot":               {otherAddress, always(func() *http.Response { return statusOf(418) }), 0, "", provider.Source, "418", 1},
		"round in a circle":      {otherAddress, always(func() *http.Response { return statusOf(302, "Location", otherAddress) }), 0, "", provider.Source, "again and again", 11},
		"down to http":           {otherAddress, always(func() *http.Response { return statusOf(302, "Location", "http://upload.example.org/A.png") }), 0, "", provider.Source, "redirects to where", 1},
		"to a file":              {otherAddress, always(func() *http.Response { return statusOf(302, "Location", "file:///etc/passwd") }), 0, "", provider.Source, "redirects to where", 1},
		"to nowhere":             {otherAddress, always(func() *http.Response { return statusOf(302) }), 0, "", provider.Source, "redirects to where", 1},
		"no address":             {"", whole, 0, "", provider.Source, "does not tell", 0},
		"an address with a name": {"https://u:p@wiki.example.org/A.png", whole, 0, "", provider.Source, "does not tell", 0},
		"too much is there":      {ownAddress, whole, 11, "", provider.Source, "11", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, s := dialWire(t, &wire{}), &shelf{serve: tt.serve}
				c.transport, c.elsewhere = s, s
				var got bytes.Buffer
				n, err := c.Original(t.Context(), wholeAt(tt.at), tt.from, &got)
				if got.String() != tt.want || n != int64(got.Len()) || len(s.seen) != tt.asks {
					t.Errorf("%d bytes: %q after %q", n, &got, s.seen)
				}
				if provider.KindOf(err) != tt.kind || err == nil && tt.kind != "" || err != nil && !strings.Contains(err.Error(), tt.says) {
					t.Error(err)
				}
			})
		})
	}
}

// Cookies and tokens stay where the API is, and whoever was sent away comes back as nobody.
func TestOriginalKeepsCredentials(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		at   string
		to   map[string]string // redirects
		want []string
	}{
		"our own":         {ownAddress, nil, []string{ownAddress + " as us"}},
		"another place":   {ownAddress, map[string]string{ownAddress: "/thumb/A.png"}, []string{ownAddress + " as us", "https://wiki.example.org/thumb/A.png as us"}},
		"another host":    {otherAddress, nil, []string{otherAddress + " as nobody"}},
		"another port":    {"https://wiki.example.org:444/A.png", nil, []string{"https://wiki.example.org:444/A.png as nobody"}},
		"a host below":    {"https://img.wiki.example.org/A.png", nil, []string{"https://img.wiki.example.org/A.png as nobody"}},
		"without a lock":  {"http://wiki.example.org/A.png", nil, []string{"http://wiki.example.org/A.png as nobody"}},
		"sent away":       {ownAddress, map[string]string{ownAddress: otherAddress}, []string{ownAddress + " as us", otherAddress + " as nobody"}},
		"there and back":  {ownAddress, map[string]string{ownAddress: otherAddress, otherAddress: "https://wiki.example.org/back"}, []string{ownAddress + " as us", otherAddress + " as nobody", "https://wiki.example.org/back as nobody"}},
		"sent to our own": {otherAddress, map[string]string{otherAddress: ownAddress}, []string{otherAddress + " as nobody", ownAddress + " as nobody"}},
	} {
		for _, token := range []string{"", "t0ken"} {
			serve := func(req *http.Request, _ int) *http.Response {
				if to := tt.to[req.URL.String()]; to != "" {
					return statusOf(302, "Location", to, "Set-Cookie", "evil=1; Domain=example.org")
				}
				return content200(theContent)
			}
			c := dialWire(t, &wire{}, func(cfg *Config) { cfg.Credentials.Token = token })
			c.current().jar.SetCookies(c.api, []*http.Cookie{{Name: "session", Value: "s3cret", Path: "/", Domain: "example.org"}})
			here, there := &shelf{serve: serve}, &shelf{serve: serve}
			c.transport, c.elsewhere = here, there
			if n, err := c.Original(t.Context(), wholeAt(tt.at), 0, io.Discard); err != nil || n != 10 {
				t.Errorf("%s: %d, %v", name, n, err)
			}
			if got := slices.Concat(here.seen, there.seen); !slices.Equal(got, tt.want) {
				t.Errorf("%s: %q, want %q", name, got, tt.want)
			}
			if c.elsewhere = nil; len(there.seen) > 0 {
				if _, err := c.Original(t.Context(), wholeAt(tt.at), 0, io.Discard); provider.KindOf(err) != provider.Source || !strings.Contains(err.Error(), "no other host") {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
	}
}

// A session that is over is begun again, once; a bot password never gets to see what a
// private wiki has.
func TestOriginalOfAPrivateWiki(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		user       string
		over, open bool // the session is over; a new one may see it
		logins     int
		asks       int
		advice     string // "" where it comes
	}{
		"a bot password":      {"Bot@app", false, false, 0, 1, "no bot password"},
		"an account":          {"Bot", true, true, 1, 2, ""},
		"without the right":   {"Bot", true, false, 1, 2, "who is shown"},
		"the session is good": {"Bot", false, false, 0, 1, "who is shown"},
	} {
		w := &wire{}
		c := dialWire(t, w, func(cfg *Config) { cfg.Credentials.User = tt.user })
		logins, asks := 0, 0
		w.answer = func(q asked) any {
			switch {
			case q.Get("action") == "login":
				logins++
			case q.Get("meta") == "userinfo" && tt.over && logins == 0:
				return coded("assertuserfailed", "You are no longer logged in.")
			case q.Get("action") == "":
				asks++
				if tt.open && logins > 0 {
					return page200{status: 200, body: theContent}
				}
				return page200{status: 403}
			}
			return nil
		}
		_, err := c.Original(t.Context(), wholeAt(ownAddress), 0, io.Discard)
		if logins != tt.logins || asks != tt.asks || (err == nil) != (tt.advice == "") || !strings.Contains(provider.HintOf(errOr(err)), tt.advice) {
			t.Errorf("%s: %d logins, %d requests, %v: %s", name, logins, asks, err, provider.HintOf(errOr(err)))
		}
	}
}

func errOr(err error) error { return errors.Join(err, errors.New("")) }

type refusing struct{}

func (refusing) Error() string { return "10.0.0.1 is a private address" }
func (refusing) Hint() string  { return "say that it is meant" }

// full is a disk with little room.
type full struct{ room int }

func (f *full) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, errors.New("no space left")
	}
	return len(p), nil
}

type always struct{ err error }

func (a always) RoundTrip(*http.Request) (*http.Response, error) { return nil, a.err }

// What would not be otherwise the next time is not tried again; a server that sends a byte
// now and then is given up.
func TestOriginalGivesUp(t *testing.T) {
	t.Parallel()
	t.Run("an address that may not be", func(t *testing.T) {
		c := dialWire(t, &wire{})
		c.elsewhere = always{refusing{}}
		_, err := c.Original(t.Context(), wholeAt(otherAddress), 0, io.Discard)
		if provider.HintOf(err) != "say that it is meant" || provider.CureOf(err) != provider.CureCommand {
			t.Errorf("%v: %s", err, provider.HintOf(err))
		}
	})
	t.Run("a full disk", func(t *testing.T) {
		c, s := dialWire(t, &wire{}), &shelf{serve: func(*http.Request, int) *http.Response { return content200(theContent) }}
		c.transport = s
		n, err := c.Original(t.Context(), wholeAt(ownAddress), 0, &full{room: 4})
		if n != 0 || err == nil || !strings.Contains(err.Error(), "no space left") || len(s.seen) != 1 {
			t.Errorf("%d, %v after %q", n, err, s.seen)
		}
	})
	t.Run("called off", func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		c, s := dialWire(t, &wire{}), &shelf{serve: func(*http.Request, int) *http.Response { stop(); return statusOf(500) }}
		c.elsewhere = s
		if _, err := c.Original(ctx, wholeAt(otherAddress), 0, io.Discard); !errors.Is(err, context.Canceled) || len(s.seen) != 1 {
			t.Errorf("%v after %q", err, s.seen)
		}
	})
	t.Run("a byte now and then", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c := dialWire(t, &wire{})
			began := time.Now()
			c.elsewhere = &shelf{serve: func(req *http.Request, _ int) *http.Response {
				r := content200("")
				r.ContentLength, r.Body = -1, trickle{req.Context()}
				return r
			}}
			f := wholeAt(otherAddress)
			f.Version.Size = 1 << 40
			_, err := c.Original(t.Context(), f, 0, io.Discard)
			if took := time.Since(began); provider.KindOf(err) != provider.Source || took > time.Hour {
				t.Errorf("%v after %s", err, took)
			}
		})
	})
}

// trickle is a body of which a byte comes each second, until its request ends.
type trickle struct{ ctx context.Context }

func (t trickle) Read(p []byte) (int, error) {
	select {
	case <-time.After(time.Second):
		return copy(p, "x"), nil
	case <-t.ctx.Done():
		return 0, t.ctx.Err()
	}
}

func (trickle) Close() error { return nil }
