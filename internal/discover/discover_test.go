package discover_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"wikiform/internal/discover"
)

// web is what is on the web: by the address without its query, "-> ADDRESS" for a redirect,
// "{…" for JSON, and else a page. It notes what was asked.
type web struct {
	at    map[string]string
	asked []*http.Request
}

func (w *web) RoundTrip(req *http.Request) (*http.Response, error) {
	w.asked = append(w.asked, req)
	u := *req.URL
	u.RawQuery = ""
	text, there := w.at[u.String()]
	resp := &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"text/html; charset=UTF-8"}}, Request: req}
	to, redirects := strings.CutPrefix(text, "-> ")
	switch {
	case !there:
		resp.StatusCode = http.StatusNotFound
	case redirects:
		resp.StatusCode = http.StatusMovedPermanently
		resp.Header.Set("Location", to)
	case strings.HasPrefix(text, "{"):
		resp.Header.Set("Content-Type", "application/json; charset=utf-8")
		if _, after, failed := strings.Cut(text, `{"error":{"code":"`); failed {
			code, _, _ := strings.Cut(after, `"`)
			resp.Header.Set("MediaWiki-API-Error", code)
		}
	}
	resp.Body = io.NopCloser(strings.NewReader(text))
	return resp, nil
}

const siteinfo = `{"batchcomplete":true,"query":{"general":{"sitename":"Museum","generator":"MediaWiki 1.43.9"}}}`

// page is a page as MediaWiki makes them, with a link to its API.
func page(api string) string {
	return `<!DOCTYPE html>
<html class="client-nojs" lang="en" dir="ltr">
<head>
<meta charset="UTF-8">
<title>Main Page</title>
<script>document.write("<link rel='EditURI' href='https://evil.example/api.php'>");</script>
<!-- <link rel="EditURI" href="https://evil.example/api.php"> -->
<link rel="EditURI" type="application/rsd+xml" href="` + api + `?action=rsd">
</head>
<body><link rel="EditURI" href="https://evil.example/api.php"></body></html>`
}

func TestFind(t *testing.T) {
	t.Parallel()
	museum := discover.Wiki{API: "https://wiki.example.org/w/api.php", Name: "Museum", Version: "MediaWiki 1.43.9"}
	with := func(change func(*discover.Wiki)) discover.Wiki {
		w := museum
		change(&w)
		return w
	}
	for _, tt := range []struct {
		name, address string
		at            map[string]string
		want          discover.Wiki
		wrong         string // part of the error
		elsewhere     string
		asked         int // at most
	}{
		{name: "a page names its API", address: "https://wiki.example.org/wiki/Main_Page#top", asked: 2, want: museum,
			at: map[string]string{"https://wiki.example.org/wiki/Main_Page": page("//wiki.example.org/w/api.php"), "https://wiki.example.org/w/api.php": siteinfo}},
		{name: "without a scheme it is said what to write", address: "wiki.example.org/wiki/Main_Page", asked: 0, wrong: "write https://wiki.example.org/wiki/Main_Page"},
		{name: "the usual place", address: "https://WIKI.example.org", asked: 2, want: museum,
			at: map[string]string{"https://wiki.example.org": "<p>Welcome", "https://wiki.example.org/w/api.php": siteinfo}},
		{name: "beside its index.php", address: "https://wiki.example.org/mw/index.php?title=Main_Page&token=s3cret", asked: 2,
			want: with(func(w *discover.Wiki) { w.API = "https://wiki.example.org/mw/api.php" }), at: map[string]string{"https://wiki.example.org/mw/api.php": siteinfo}},
		{name: "the API itself", address: "https://wiki.example.org/w/api.php", asked: 1, want: with(func(w *discover.Wiki) { w.Given = true }),
			at: map[string]string{"https://wiki.example.org/w/api.php": siteinfo}},
		{name: "a wiki for its members only", address: "https://wiki.example.org/w/api.php", asked: 1, want: discover.Wiki{API: museum.API, Given: true},
			at: map[string]string{"https://wiki.example.org/w/api.php": `{"error":{"code":"readapidenied","info":"You need read permission"}}`}},
		{name: "a redirect at the same host", address: "https://wiki.example.org/", asked: 3, want: museum,
			at: map[string]string{"https://wiki.example.org/": "-> /wiki/Main_Page?x=1", "https://wiki.example.org/wiki/Main_Page": page("/w/api.php"), "https://wiki.example.org/w/api.php": siteinfo}},
		{name: "this machine", address: "http://127.0.0.1:8080/wiki/Main_Page", asked: 2, want: with(func(w *discover.Wiki) { w.API = "http://127.0.0.1:8080/w/api.php" }),
			at: map[string]string{"http://127.0.0.1:8080/wiki/Main_Page": page("/w/api.php"), "http://127.0.0.1:8080/w/api.php": siteinfo}},

		{name: "a redirect to another host", address: "https://wiki.example.org/", asked: 1, wrong: "leads to https://other.example/wiki/, which was not asked", elsewhere: "https://other.example/wiki/",
			at: map[string]string{"https://wiki.example.org/": "-> https://other.example/wiki/?token=x", "https://other.example/wiki/": page("/w/api.php")}},
		{name: "a redirect to another port", address: "https://wiki.example.org/", asked: 1, wrong: "was not asked", elsewhere: "https://wiki.example.org:8443/",
			at: map[string]string{"https://wiki.example.org/": "-> https://wiki.example.org:8443/"}},
		{name: "a redirect to http", address: "https://wiki.example.org/", asked: 1, wrong: "was not asked", elsewhere: "http://wiki.example.org/",
			at: map[string]string{"https://wiki.example.org/": "-> http://wiki.example.org/"}},
		{name: "a redirect to a file", address: "https://wiki.example.org/", asked: 1, wrong: "was not asked", elsewhere: "file:///etc/passwd",
			at: map[string]string{"https://wiki.example.org/": "-> file:///etc/passwd"}},
		{name: "a redirect to somebody's name", address: "https://wiki.example.org/", asked: 1, wrong: "was not asked", elsewhere: "https://wiki.example.org/",
			at: map[string]string{"https://wiki.example.org/": "-> https://u:s3cret@wiki.example.org/"}},
		{name: "an API at another host", address: "https://wiki.example.org/", asked: 1, wrong: "the link of the page to its API leads to https://other.example/w/api.php", elsewhere: "https://other.example/w/api.php",
			at: map[string]string{"https://wiki.example.org/": page("//other.example/w/api.php"), "https://wiki.example.org/w/api.php": siteinfo}},
		{name: "an API over http", address: "https://wiki.example.org/", asked: 1, wrong: "was not asked", elsewhere: "http://wiki.example.org/w/api.php",
			at: map[string]string{"https://wiki.example.org/": page("http://wiki.example.org/w/api.php")}},
		{name: "an API that moved", address: "https://wiki.example.org/w/api.php", asked: 1, wrong: "was not asked", elsewhere: "https://new.example/w/api.php",
			at: map[string]string{"https://wiki.example.org/w/api.php": "-> https://new.example/w/api.php?action=query"}},
		{name: "redirects without an end", address: "https://wiki.example.org/a", asked: 5, wrong: "redirects more than 5 times", at: map[string]string{"https://wiki.example.org/a": "-> /a"}},

		{name: "http", address: "http://wiki.example.org/wiki/Main_Page", wrong: "the URL of wiki.example.org is not https"},
		{name: "a private network over http", address: "http://192.168.0.1/wiki/", wrong: "is not https"},
		{name: "a password", address: "https://u:s3cret@wiki.example.org/", wrong: "has credentials in it"},
		{name: "a file", address: "file:///etc/passwd", wrong: "does not begin with https:// or http://"},
		{name: "nothing", address: " ", wrong: "the URL"},
		{name: "no wiki", address: "https://wiki.example.org/wiki/X", asked: 9, wrong: "no api.php of a MediaWiki was found at wiki.example.org", at: map[string]string{"https://wiki.example.org/wiki/X": "<p>A shop"}},
		{name: "another API", address: "https://wiki.example.org/w/api.php", asked: 1, wrong: "does not answer as the api.php of a MediaWiki does", at: map[string]string{"https://wiki.example.org/w/api.php": `{"query":{"general":{"generator":"DokuWiki"}}}`}},
		{name: "broken JSON", address: "https://wiki.example.org/w/api.php", asked: 1, wrong: "does not answer as", at: map[string]string{"https://wiki.example.org/w/api.php": `{"query":`}},
		{name: "a page in its place", address: "https://wiki.example.org/w/api.php", asked: 1, wrong: "does not answer as", at: map[string]string{"https://wiki.example.org/w/api.php": `<h1>MediaWiki API</h1>`}},
		{name: "a blog beside the wiki", address: "https://wiki.example.org/", asked: 2, want: museum,
			at: map[string]string{"https://wiki.example.org/": `<link rel="EditURI" type="application/rsd+xml" title="RSD" href="https://blog.example/xmlrpc.php?rsd">`, "https://wiki.example.org/w/api.php": siteinfo}},
		{name: "a link that is none", address: "https://wiki.example.org/", asked: 2, want: museum,
			at: map[string]string{"https://wiki.example.org/": page("http://[::1/%zz"), "https://wiki.example.org/w/api.php": siteinfo}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := &web{at: tt.at}
			got, err := discover.Finder{Transport: w, UserAgent: "wikiform/test"}.Find(t.Context(), tt.address)
			if tt.wrong == "" && err != nil || tt.wrong != "" && (err == nil || !strings.Contains(err.Error(), tt.wrong)) {
				t.Fatalf("got %+v, %v; want the error %q", got, err, tt.wrong)
			}
			if e, ok := errors.AsType[*discover.Error](err); err != nil && (!ok || e.Elsewhere != tt.elsewhere) {
				t.Errorf("%v leads to %q, want %q", err, e.Elsewhere, tt.elsewhere)
			}
			if diff := cmp.Diff(tt.want, got); err == nil && diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if len(w.asked) > tt.asked {
				t.Errorf("%d requests, want %d at most", len(w.asked), tt.asked)
			}
			holdsSecrets(t, w)
			if err != nil && strings.Contains(err.Error(), "s3cret") {
				t.Errorf("the error tells a secret: %v", err)
			}
		})
	}
}

// holdsSecrets looks at all that was asked.
func holdsSecrets(t *testing.T, w *web) {
	t.Helper()
	for _, req := range w.asked {
		for name := range req.Header {
			if name != "User-Agent" {
				t.Errorf("%s has the header %s", req.URL, name)
			}
		}
		if req.Method != http.MethodGet || req.Body != nil || req.URL.User != nil || strings.Contains(req.URL.RawQuery, "s3cret") {
			t.Errorf("%s %s was asked", req.Method, req.URL)
		}
	}
}

// endless is a body that never ends.
type endless struct {
	text string
	read int
}

func (e *endless) Read(b []byte) (int, error) {
	n := 0
	for n < len(b) {
		n += copy(b[n:], e.text)
	}
	e.read += n
	return n, nil
}

func (e *endless) Close() error { return nil }

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// Pages and answers without an end are read as far as ours go.
func TestEndless(t *testing.T) {
	t.Parallel()
	for _, media := range []string{"text/html", "application/json"} {
		for _, text := range []string{"<p>more", "<!-- more", "<a b='c' ", "{\"a\":[", "<link rel='EditURI'>"} {
			total, requests := 0, 0
			transport := roundTrip(func(req *http.Request) (*http.Response, error) {
				requests++
				return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {media}}, Request: req, Body: counted{&endless{text: text}, &total}}, nil
			})
			_, err := discover.Finder{Transport: transport}.Find(t.Context(), "https://wiki.example.org/wiki/X")
			if err == nil || requests > 10 || total > 11<<20 {
				t.Errorf("%s, %q: %v after %d requests and %d bytes", media, text, err, requests, total)
			}
		}
	}
}

// counted tells how much was read of a body.
type counted struct {
	io.ReadCloser
	total *int
}

func (c counted) Read(b []byte) (int, error) {
	n, err := c.ReadCloser.Read(b)
	*c.total += n
	return n, err
}

// Who does not answer is not waited for, and who gives up is not kept.
func TestSilence(t *testing.T) {
	t.Parallel()
	silent := roundTrip(func(req *http.Request) (*http.Response, error) {
		<-req.Context().Done()
		return nil, req.Context().Err()
	})
	synctest.Test(t, func(t *testing.T) {
		_, err := discover.Finder{Transport: silent}.Find(t.Context(), "https://wiki.example.org/")
		if err == nil || !strings.Contains(err.Error(), "wiki.example.org did not answer in") {
			t.Errorf("got %v", err)
		}
	})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (discover.Finder{Transport: silent}).Find(ctx, "https://wiki.example.org/"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// What a wiki says of itself is shown, so it is short.
func TestLongName(t *testing.T) {
	t.Parallel()
	w := &web{at: map[string]string{"https://wiki.example.org/w/api.php": fmt.Sprintf(`{"query":{"general":{"sitename":%q,"generator":"MediaWiki 1"}}}`, strings.Repeat("ä", 1000))}}
	got, err := discover.Finder{Transport: w}.Find(t.Context(), "https://wiki.example.org/w/api.php")
	if err != nil || len([]rune(got.Name)) != 101 {
		t.Errorf("got %q, %v", got.Name, err)
	}
}

func TestMissing(t *testing.T) {
	t.Parallel()
	const api = "https://wiki.example.org/w/api.php"
	for name, tt := range map[string]struct {
		answer string
		want   []string
	}{
		"one":        {`{"query":{"pages":[{"title":"Template:Information"},{"title":"Template:PD-old","missing":true}]}}`, []string{"Template:PD-old"}},
		"none":       {`{"query":{"pages":[{"title":"Template:Information"}]}}`, nil},
		"no reading": {`{"error":{"code":"readapidenied"}}`, nil},
		"more":       {`{"query":{"pages":[{"title":"a","missing":true},{"title":"b","missing":true},{"title":"c","missing":true}]}}`, nil},
		"no JSON":    {`{"query":`, nil},
		"elsewhere":  {"-> https://other.example/", nil},
	} {
		w := &web{at: map[string]string{api: tt.answer}}
		got, err := discover.Finder{Transport: w}.Missing(t.Context(), api, "Template:Information", "Template:PD-old")
		if diff := cmp.Diff(tt.want, got); err != nil || diff != "" || len(w.asked) != 1 {
			t.Errorf("%s: %v after %d requests (-want +got):\n%s", name, err, len(w.asked), diff)
		}
		holdsSecrets(t, w)
	}
	w := &web{}
	if _, err := (discover.Finder{Transport: w}).Missing(t.Context(), "http://wiki.example.org/w/api.php", "A"); err != nil || len(w.asked) > 0 {
		t.Errorf("over http: %v after %d requests", err, len(w.asked))
	}
}
