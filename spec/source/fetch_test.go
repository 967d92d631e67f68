package source

import (
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

func serve(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

func TestDownload(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("picture ", 100_000)
	modified := time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC)
	var seen http.Header
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/moved" {
			http.SetCookie(w, &http.Cookie{Name: "session", Value: "1"})
			http.Redirect(w, r, "/aerial.tif?v=2", http.StatusFound)
			return
		}
		seen = r.Header
		w.Header().Set("Content-Type", "image/tiff; charset=binary")
		w.Header().Set("ETag", `"abc"`)
		w.Header().Set("Last-Modified", modified.Format(http.TimeFormat))
		w.Header().Set("Content-Length", fmt.Sprint(len(text)))
		io.WriteString(w, text)
	})
	dir := t.TempDir()
	f := &Fetcher{Dir: dir, AllowPrivate: true, UserAgent: "wikiform/1 (test)"}
	var last [2]int64
	d, err := f.Download(t.Context(), url+"/moved?token=s3cret", func(sent, total int64) {
		if sent < last[0] {
			t.Errorf("progress went back from %d to %d", last[0], sent)
		}
		last = [2]int64{sent, total}
	})
	must(t, err)

	want := Pin{URL: url + "/moved?token=s3cret", SHA1: digestOf(text).SHA1, SHA256: sha256.Sum256([]byte(text)),
		Size: int64(len(text)), MediaType: "image/tiff", ETag: `"abc"`, LastModified: modified}
	if diff := cmp.Diff(want, d.Pin); diff != "" {
		t.Errorf("pin (-want +got):\n%s", diff)
	}
	if got := content(t, d.Body()); got != text || d.Digest() != digestOf(text) || d.Body().Size != int64(len(text)) {
		t.Errorf("the body has %d bytes, the digest is %v", len(got), d.Digest())
	}
	if n := int64(len(text)); last != [2]int64{n, n} {
		t.Errorf("progress ends at %v, want %d of %d", last, n, n)
	}
	wantHeader := http.Header{"User-Agent": {"wikiform/1 (test)"}, "Accept": {"*/*"}, "Accept-Encoding": {"identity"}}
	if diff := cmp.Diff(wantHeader, seen); diff != "" {
		t.Errorf("header sent after the redirect (-want +got):\n%s", diff)
	}

	d.Close()
	if _, err := content2(d.Body()); err == nil {
		t.Error("the body is readable after Close")
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("%v is left after Close", left)
	}
}

func content2(b provider.Body) (string, error) {
	r, err := b.Open()
	if err != nil {
		return "", err
	}
	defer r.Close()
	text, err := io.ReadAll(r)
	return string(text), err
}

func TestFetchBodyReopens(t *testing.T) {
	t.Parallel()
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "0123456789") })
	body, d, release, err := (&Fetcher{AllowPrivate: true}).Fetch(t.Context(), url, nil)
	must(t, err)
	defer release()
	a, err := body.Open()
	must(t, err)
	b, err := body.Open()
	must(t, err)
	_, err = a.Seek(7, io.SeekStart)
	must(t, err)
	tail, _ := io.ReadAll(a)
	whole, _ := io.ReadAll(b)
	if string(tail) != "789" || string(whole) != "0123456789" || d != digestOf("0123456789") {
		t.Errorf("got %q, %q and %v", tail, whole, d)
	}
}

func TestDownloadRefusals(t *testing.T) {
	t.Parallel()
	page := "<!DOCTYPE html><title>Sign in</title>"
	var asked atomic.Int32
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		switch r.URL.Path {
		case "/404", "/403", "/410", "/204", "/304":
			var status int
			fmt.Sscanf(r.URL.Path, "/%d", &status)
			w.WriteHeader(status)
		case "/429":
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(429)
		case "/page":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			io.WriteString(w, page)
		case "/pointer":
			io.WriteString(w, "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n")
		case "/gzip":
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			io.WriteString(z, "text")
			z.Close()
		case "/empty":
		case "/big":
			w.Header().Set("Content-Length", "1001")
			io.WriteString(w, strings.Repeat("x", 1001))
		case "/big-chunked":
			for range 1001 {
				io.WriteString(w, "x")
				w.(http.Flusher).Flush()
			}
		case "/loop":
			http.Redirect(w, r, "/loop?secret="+r.URL.RawQuery, http.StatusFound)
		case "/file":
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(302)
		case "/login":
			w.Header().Set("Location", "https://u:s3cret@example.org/")
			w.WriteHeader(302)
		case "/nowhere":
			w.WriteHeader(301)
		}
	})
	f := &Fetcher{Dir: t.TempDir(), AllowPrivate: true, Max: 1000}
	for _, tt := range []struct {
		url, want, hint string
		status          int
		asked           int32
	}{
		{url + "/404?key=s3cret", "/404?key=… answered 404 Not Found", "Check the url", 404, 1},
		{url + "/410", "answered 410 Gone", "Check the url", 410, 1},
		{url + "/403", "answered 403 Forbidden", "no credentials", 403, 1},
		{url + "/204", "answered 204 No Content", "", 204, 1},
		{url + "/304", "answered 304 Not Modified", "", 304, 1},
		{url + "/429", "answered 429", "wait for 1h0m0s", 429, 1},
		{url + "/page", "a web page instead of a file", "without signing in", 0, 1},
		{url + "/pointer", "LFS pointer", "media.githubusercontent.com", 0, 1},
		{url + "/gzip", `content coding "gzip"`, "use source", 0, 1},
		{url + "/empty", "has no content", "empty", 0, 1},
		{url + "/big", "more than the 1,000 bytes", "", 0, 1},
		{url + "/big-chunked", "more than the 1,000 bytes", "", 0, 1},
		{url + "/loop", "after 10 redirects", "", 0, 11},
		{url + "/file", `to a URL that has the scheme "file"`, "", 0, 1},
		{url + "/login", "to a URL that contains credentials", "", 0, 1},
		{url + "/nowhere", "redirects to no URL", "", 0, 1},
		{"ftp://example.org/a", `the URL has the scheme "ftp"`, "Check the url", 0, 0},
		{"https://me:s3cret@example.org/a", "the URL contains credentials", "Check the url", 0, 0},
	} {
		asked.Store(0)
		_, err := f.Download(t.Context(), tt.url, nil)
		e, ok := errors.AsType[*provider.Error](err)
		if !ok {
			t.Errorf("%s: got %v, want a provider.Error", tt.url, err)
			continue
		}
		if e.Kind != provider.Source || e.Op != "download" || e.Status != tt.status || !strings.Contains(e.Error(), tt.want) || !strings.Contains(e.Hint(), tt.hint) {
			t.Errorf("%s: got\n%#v\n%v", tt.url, e, e)
		}
		if strings.Contains(e.Error()+e.Hint(), "s3cret") {
			t.Errorf("%s: secret in %v %s", tt.url, e, e.Hint())
		}
		if n := asked.Load(); n != tt.asked {
			t.Errorf("%s: %d requests, want %d", tt.url, n, tt.asked)
		}
	}
	if left, _ := os.ReadDir(f.Dir); len(left) > 0 {
		t.Errorf("%v is left after errors", left)
	}
}

func TestDownloadToNowhere(t *testing.T) {
	t.Parallel()
	f := &Fetcher{Dir: t.TempDir() + "/missing"}
	_, err := f.Download(t.Context(), "https://example.org/a", nil)
	if provider.KindOf(err) != provider.Source || !strings.Contains(err.Error(), "temporary file") {
		t.Errorf("got %v, want that the temporary file cannot be made", err)
	}
	if cure := provider.CureOf(err); cure != provider.CureMachine {
		t.Errorf("cured by %s, want a change of this machine", cure)
	}
}

// Everything that the guard refuses is refused before a byte is sent: the server
// below would count it.
func TestDownloadOfPrivateAddresses(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	url := serve(t, func(http.ResponseWriter, *http.Request) { asked.Add(1) })
	port := url[strings.LastIndex(url, ":"):]
	f := &Fetcher{Dir: t.TempDir()}
	for target, kind := range map[string]string{
		url + "/a?key=s3cret":                     "127.0.0.1, which is a loopback address",
		"http://localhost" + port:                 "which is a loopback address",
		"http://[::ffff:127.0.0.1]" + port:        "which is a loopback address",
		"http://0.0.0.0" + port:                   "no address of a host",
		"http://169.254.169.254/latest/meta-data": "169.254.169.254, which is a link-local address",
		"http://[fd00:ec2::254]/latest":           "which is a private address",
		"http://10.0.0.1/":                        "10.0.0.1, which is a private address",
		"https://192.168.0.1/":                    "192.168.0.1, which is a private address",
	} {
		_, err := f.Download(t.Context(), target, nil)
		e, ok := errors.AsType[*provider.Error](err)
		if !ok || e.Kind != provider.Source || !strings.Contains(e.Error(), kind) || !strings.Contains(e.Hint(), "-allow-private-sources") {
			t.Errorf("%s: got %v, want that it %s", target, err, kind)
		}
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("%d requests reached a loopback address", n)
	}
}

// A public server redirects to the machine's own network: the first hop is
// played, the second goes through the real guard.
func TestDownloadRedirectedToPrivateAddress(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	inner := serve(t, func(http.ResponseWriter, *http.Request) { asked.Add(1) })
	guard := NewTransport(false)
	for _, target := range []string{inner, "http://169.254.169.254/latest/meta-data/"} {
		f := &Fetcher{Dir: t.TempDir(), Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			if r.URL.Host == "public.example.org" {
				return answer(r, 302, "", "Location", target), nil
			}
			return guard.RoundTrip(r)
		})}
		_, err := f.Download(t.Context(), "http://public.example.org/a.png", nil)
		if err == nil || !strings.Contains(err.Error(), "leads to ") {
			t.Errorf("%s: got %v, want a refusal of the address", target, err)
		}
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("%d requests reached a loopback address", n)
	}
}

func TestDownloadKeepsHTTPS(t *testing.T) {
	t.Parallel()
	f := &Fetcher{Dir: t.TempDir(), Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		if r.URL.Scheme == "http" {
			t.Errorf("asked %s", r.URL)
		}
		return answer(r, 301, "", "Location", "http://example.org/a.png?key=s3cret"), nil
	})}
	_, err := f.Download(t.Context(), "https://example.org/a.png", nil)
	if err == nil || !strings.Contains(err.Error(), "from https to http at http://example.org/a.png?key=…") {
		t.Errorf("got %v, want a refusal", err)
	}
}

func TestDownloadWithBadCertificate(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	defer s.Close()
	_, err := (&Fetcher{Dir: t.TempDir(), AllowPrivate: true}).Download(t.Context(), s.URL, nil)
	if provider.KindOf(err) != provider.Source || !strings.Contains(err.Error(), "gave no answer: tls: ") || asked.Load() != 0 {
		t.Errorf("got %v after %d requests, want a certificate that is not trusted", err, asked.Load())
	}
}

func TestPageThatIsAPicture(t *testing.T) {
	t.Parallel()
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, "\x89PNG\r\n\x1a\n")
	})
	_, _, release, err := (&Fetcher{Dir: t.TempDir(), AllowPrivate: true}).Fetch(t.Context(), url, nil)
	if err != nil {
		t.Errorf("a picture that the server calls a page: %v", err)
	}
	release()
}

func TestDownloadIsCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "100")
		io.WriteString(w, "x")
		w.(http.Flusher).Flush()
		cancel()
		<-r.Context().Done()
	})
	_, err := (&Fetcher{Dir: t.TempDir(), AllowPrivate: true}).Download(ctx, url, nil)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was cancelled", err)
	}
}
