package source

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func answer(r *http.Request, status int, text string, header ...string) *http.Response {
	h := http.Header{}
	for i := 0; i+1 < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(text)),
		ContentLength: int64(len(text)), Request: r}
}

// script answers with one after the other of its steps, and then with the last.
func script(steps ...roundTrip) (roundTrip, *int) {
	n := 0
	return func(r *http.Request) (*http.Response, error) {
		step := steps[min(n, len(steps)-1)]
		n++
		return step(r)
	}, &n
}

func status(code int, header ...string) roundTrip {
	return func(r *http.Request) (*http.Response, error) { return answer(r, code, "", header...), nil }
}

func good(r *http.Request) (*http.Response, error) { return answer(r, 200, "content"), nil }

func reset(*http.Request) (*http.Response, error) {
	return nil, &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
}

func truncated(r *http.Request) (*http.Response, error) {
	resp := answer(r, 200, "cont")
	resp.ContentLength = 7
	return resp, nil
}

// silent sends a little and then nothing.
func silent(r *http.Request) (*http.Response, error) {
	resp := answer(r, 200, "")
	resp.ContentLength = 7
	body, w := io.Pipe()
	resp.Body = body
	go func() {
		io.WriteString(w, "con")
		<-r.Context().Done()
		w.CloseWithError(r.Context().Err())
	}()
	return resp, nil
}

// slow sends a byte now and then, in ten minutes altogether.
func slow(r *http.Request) (*http.Response, error) {
	resp := answer(r, 200, "")
	resp.ContentLength = -1
	body, w := io.Pipe()
	resp.Body = body
	go func() {
		for i := range 7 {
			time.Sleep(50 * time.Second)
			io.WriteString(w, "content"[i:i+1])
		}
		w.Close()
	}()
	return resp, nil
}

// endless sends a byte now and then, and does not end.
func endless(r *http.Request) (*http.Response, error) {
	resp := answer(r, 200, "")
	resp.ContentLength = -1
	resp.Body = io.NopCloser(readerFunc(func(p []byte) (int, error) {
		select {
		case <-time.After(50 * time.Second):
			p[0] = 'x'
			return 1, nil
		case <-r.Context().Done():
			return 0, r.Context().Err()
		}
	}))
	return resp, nil
}

func TestDownloadIsTriedAgain(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		steps []roundTrip
		asked int
		took  time.Duration
		want  string // of the error, "" for success
	}{
		"at once":                  {[]roundTrip{good}, 1, 0, ""},
		"busy, then well":          {[]roundTrip{status(503), status(502), good}, 3, 3 * time.Second, ""},
		"reset, then well":         {[]roundTrip{reset, good}, 2, time.Second, ""},
		"truncated, then well":     {[]roundTrip{truncated, good}, 2, time.Second, ""},
		"always truncated":         {[]roundTrip{truncated}, 4, 7 * time.Second, "broke off after 4 of 7 bytes: unexpected EOF"},
		"always busy":              {[]roundTrip{status(500)}, 4, 7 * time.Second, "answered 500 Internal Server Error"},
		"told when":                {[]roundTrip{status(429, "Retry-After", "20"), good}, 2, 20 * time.Second, ""},
		"told when by date":        {[]roundTrip{status(503, "Retry-After", "Sat, 01 Jan 2000 00:00:30 GMT"), good}, 2, 30 * time.Second, ""},
		"told to come much later":  {[]roundTrip{status(503, "Retry-After", "600"), good}, 1, 0, "answered 503"},
		"gone":                     {[]roundTrip{status(404), good}, 1, 0, "answered 404"},
		"busy, then gone":          {[]roundTrip{status(503), status(404), good}, 2, time.Second, "answered 404"},
		"silent for a minute":      {[]roundTrip{silent, good}, 2, 61 * time.Second, ""},
		"always silent":            {[]roundTrip{silent}, 4, 247 * time.Second, "stalled: no byte came for a minute"},
		"slow, but never for long": {[]roundTrip{slow}, 1, 350 * time.Second, ""},
		"without an end":           {[]roundTrip{endless}, 1, 950 * time.Second, "was given up: it came at less than 1 KiB a second"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				transport, asked := script(tt.steps...)
				f := &Fetcher{Dir: dir, Transport: transport}
				start := time.Now()
				d, err := f.Download(t.Context(), "https://example.org/a.png", nil)
				if took := time.Since(start); took != tt.took || *asked != tt.asked {
					t.Errorf("%d requests in %v, want %d in %v", *asked, took, tt.asked, tt.took)
				}
				if tt.want != "" {
					if provider.KindOf(err) != provider.Source || !strings.Contains(err.Error(), tt.want) {
						t.Errorf("got %v, want %q", err, tt.want)
					}
					return
				}
				must(t, err)
				defer d.Close()
				if got := content(t, d.Body()); got != "content" {
					t.Errorf("the content is %q", got)
				}
			})
		})
	}
}

func TestProgressGoesBack(t *testing.T) {
	t.Parallel()
	transport, _ := script(truncated, good)
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		var got []string
		d, err := (&Fetcher{Dir: dir, Transport: transport}).Download(t.Context(), "https://example.org/a.png",
			func(sent, total int64) { got = append(got, fmt.Sprintf("%d/%d", sent, total)) })
		must(t, err)
		d.Close()
		if diff := cmp.Diff([]string{"4/7", "0/0", "7/7"}, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

func TestUnknownHost(t *testing.T) {
	t.Parallel()
	f := &Fetcher{Dir: t.TempDir(), Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: r.URL.Host, IsNotFound: true}}
	})}
	_, err := f.Download(t.Context(), "https://exmaple.org/a.png", nil)
	if err == nil || !strings.Contains(err.Error(), "https://exmaple.org/a.png names a host that does not exist") {
		t.Errorf("got %v", err)
	}
}

func TestWhatPasses(t *testing.T) {
	t.Parallel()
	f := &Fetcher{}
	u, err := parseURL("https://example.org/a.png")
	must(t, err)
	for _, tt := range []struct {
		err  error
		want bool
	}{
		{&net.OpError{Op: "read", Err: syscall.ECONNRESET}, true},
		{&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, true},
		{&net.OpError{Op: "dial", Err: &net.DNSError{Err: "server misbehaving", IsTemporary: true}}, true},
		{io.EOF, true},
		{&net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", IsNotFound: true}}, false},
		{&net.OpError{Op: "dial", Err: &addressError{kind: "a loopback address"}}, false},
		{&net.OpError{Op: "remote error", Err: errors.New("tls: handshake failure")}, false},
		{errors.New("tls: certificate signed by unknown authority"), false},
	} {
		if got := passes(f.noAnswer(u, tt.err)); got != tt.want {
			t.Errorf("%v: passes is %v", tt.err, got)
		}
	}
}
