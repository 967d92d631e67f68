// Package discover finds the api.php of a wiki from the address of any of its pages.
//
// A page of MediaWiki names its API in its head, as the EditURI of Really Simple
// Discovery; where there is none, the usual places are tried. What answers as the API of
// a MediaWiki is one.
//
// The address may come from anywhere, and so does all that is behind it. Nothing secret is
// sent: no cookie, no login, no query and no fragment of the address. Nothing is asked over
// http but of this machine, and nothing of another host than the one that was named: a
// redirect or a link to one is an error that names it. Requests, bytes and time are
// bounded.
package discover

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"wikiform/provider"
	"wikiform/provider/endpoint"
)

// Bounds of one search.
const (
	mostRequests = 10
	mostRedirect = 5
	mostBytes    = 1 << 20 // of a page, and of an answer
	mostHeader   = 64 << 10
	mostTime     = 30 * time.Second
	requestTime  = 10 * time.Second
)

// Wiki is a wiki that was found.
type Wiki struct {
	API     string // canonical
	Name    string // as the wiki calls itself; "" where it shows nothing without a login
	Version string // "MediaWiki 1.43.0"; "" likewise
	// Given: the address that was given is that of the API itself.
	Given bool
}

// Error says why no wiki was found.
type Error struct {
	Info   string // a sentence without its end
	Advice string
	// Elsewhere is the address that something leads to and that was not asked; "" for none.
	Elsewhere string
}

func (e *Error) Error() string { return e.Info }

// Hint implements [provider.Hinter].
func (e *Error) Hint() string { return e.Advice }

// Finder finds wikis. The zero value is ready to use.
type Finder struct {
	Transport http.RoundTripper // nil: one of its own
	UserAgent string
}

// Find looks for the API of the wiki that has a page at an address, which may be that of
// the API, too. An error is an [*Error], or ctx's.
func (f Finder) Find(ctx context.Context, address string) (Wiki, error) {
	at, err := pageAt(address)
	if err != nil {
		return Wiki{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, mostTime)
	defer cancel()
	s, end := f.begin(at)
	defer end()
	wiki, err := s.find(ctx)
	if err != nil && ctx.Err() != nil && !errors.Is(err, context.Canceled) {
		err = &Error{Info: fmt.Sprintf("%s did not answer in %s", at.Host(), mostTime), Advice: "Look whether the address opens in a browser, and try again."}
	}
	return wiki, err
}

// begin begins to ask a host; end is called when that is over.
func (f Finder) begin(at endpoint.Endpoint) (s *search, end func()) {
	transport, end := f.Transport, func() {}
	if transport == nil {
		own := newTransport()
		transport, end = own, own.CloseIdleConnections
	}
	return &search{from: at, agent: f.UserAgent, client: &http.Client{
		Transport: transport, Timeout: requestTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, end
}

// newTransport keeps no header that goes on and on.
func newTransport() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxResponseHeaderBytes = mostHeader
	return t
}

// Host is the address of a page as far as it counts, canonical: without what is behind its
// path. An error is an [*Error].
func Host(address string) (endpoint.Endpoint, error) { return pageAt(address) }

// pageAt reads the address of a page. What is behind its path is not sent: it may be a
// secret, and every page of a wiki names the same API.
func pageAt(address string) (endpoint.Endpoint, error) {
	path := strings.TrimSpace(address)
	if i := strings.IndexAny(path, "?#"); i >= 0 {
		path = path[:i]
	}
	e, err := endpoint.Parse(path)
	switch {
	case err != nil:
		return e, &Error{Info: "the URL " + err.Error()}
	case !e.Private():
		secure := e.URL()
		secure.Scheme = "https"
		return e, &Error{
			Info:   fmt.Sprintf("the URL of %s is not https", e.Host()),
			Advice: fmt.Sprintf("What goes over http can be read and changed on the way. Say %s", secure),
		}
	}
	return e, nil
}

// search is one [Finder.Find].
type search struct {
	from     endpoint.Endpoint
	agent    string
	client   *http.Client
	requests int
	tried    []string // addresses of APIs that are none
}

func (s *search) find(ctx context.Context) (Wiki, error) {
	if strings.HasSuffix(s.from.URL().Path, "/api.php") {
		wiki, ok, err := s.isAPI(ctx, s.from)
		if err == nil && !ok {
			err = &Error{Info: fmt.Sprintf("%s does not answer as the api.php of a MediaWiki does", s.from), Advice: specialVersion}
		}
		wiki.Given = true
		return wiki, err
	}
	api, err := s.named(ctx)
	if err != nil {
		return Wiki{}, err
	}
	places := usual(s.from)
	if api != (endpoint.Endpoint{}) {
		places = []endpoint.Endpoint{api}
	}
	for _, place := range places {
		wiki, ok, err := s.isAPI(ctx, place)
		if ok || err != nil {
			return wiki, err
		}
		s.tried = append(s.tried, place.URL().Path)
	}
	return Wiki{}, &Error{
		Info:   fmt.Sprintf("no api.php of a MediaWiki was found at %s: its page names none, and it is not %s", s.from.Host(), strings.Join(s.tried, ", ")),
		Advice: specialVersion,
	}
}

const specialVersion = "The page Special:Version of a wiki shows the address of its api.php."

// usual are the places where the API mostly is, the likeliest first.
func usual(page endpoint.Endpoint) []endpoint.Endpoint {
	var paths []string
	add := func(path string) {
		for _, p := range paths {
			if p == path {
				return
			}
		}
		paths = append(paths, path)
	}
	path := page.URL().Path
	for _, script := range []string{"/index.php", "/wiki/"} {
		if before, _, found := strings.Cut(path, script); found && len(before) < 100 {
			add(before + "/api.php")
			add(before + "/w/api.php")
		}
	}
	for _, p := range []string{"/w/api.php", "/api.php", "/wiki/api.php", "/mediawiki/api.php"} {
		add(p)
	}
	var list []endpoint.Endpoint
	for _, p := range paths {
		u := page.URL()
		u.Path, u.RawPath = p, ""
		if e, err := endpoint.Parse(u.String()); err == nil {
			list = append(list, e)
		}
	}
	return list
}

// elsewhere is the error of what leads to another host, or to http.
func (s *search) elsewhere(what string, to *url.URL) *Error {
	shown := *to
	shown.User, shown.RawQuery, shown.Fragment, shown.RawFragment = nil, "", "", ""
	text := shown.String()
	return &Error{
		Info:      fmt.Sprintf("%s leads to %s, which was not asked", what, provider.VisibleLine(text)),
		Advice:    "If that is the wiki, give its address.",
		Elsewhere: text,
	}
}

// here reports whether an address is at the host of the search, and over the same scheme.
func (s *search) here(u *url.URL) (endpoint.Endpoint, bool) {
	plain := *u
	plain.RawQuery, plain.ForceQuery, plain.Fragment, plain.RawFragment = "", false, "", ""
	e, err := endpoint.Parse(plain.String())
	return e, err == nil && e.Host() == s.from.Host() && e.URL().Scheme == s.from.URL().Scheme
}
