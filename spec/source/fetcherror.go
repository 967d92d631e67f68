package source

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"time"

	"wikiform/internal/fileerr"
	"wikiform/internal/number"
	"wikiform/internal/retryafter"
	"wikiform/provider"
)

// failed is the error of a download. Its text begins with the URL as far as it
// may be shown.
func failed(u *url.URL, hint string, err error, format string, args ...any) *provider.Error {
	e := &provider.Error{
		Kind: provider.Source, Op: "download", Advice: hint, Err: err,
		Info: masked(u) + " " + fmt.Sprintf(format, args...),
	}
	if passes(e) {
		e.Cure = provider.CureRerun
	}
	return e
}

// passing marks a cause that may be gone in a moment.
type passing struct{ error }

func (p passing) Unwrap() error { return p.error }

// passes reports whether it makes sense to ask again soon.
func passes(err error) bool {
	e, ok := errors.AsType[*provider.Error](err)
	if !ok {
		return false
	}
	_, soon := errors.AsType[passing](e.Err)
	return soon || slices.Contains(busy, e.Status)
}

// busy are the statuses by which a server says that it may be different later.
var busy = []int{
	http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusInternalServerError,
	http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout,
}

// retryAfter is how long the server asked to be left alone, 0 if it did not.
func retryAfter(err error) time.Duration {
	if e, ok := errors.AsType[*provider.Error](err); ok {
		return e.RetryAfter
	}
	return 0
}

const checkManifest = "Check the url in the manifest."

func badURL(err error) error {
	return &provider.Error{Kind: provider.Source, Op: "download", Info: "the URL " + err.Error(), Advice: checkManifest}
}

// noAnswer is the error of a request to which nothing was answered.
func (f *Fetcher) noAnswer(u *url.URL, err error) error {
	if e, ok := errors.AsType[*addressError](err); ok {
		private := failed(u, e.Hint(), nil,
			"leads to %s, which is %s", e.addr, e.kind)
		private.Cure = provider.CureCommand
		return private
	}
	if e, ok := errors.AsType[*net.DNSError](err); ok && e.IsNotFound {
		return failed(u, checkManifest, nil, "names a host that does not exist")
	}
	hint := ""
	if proxy, _ := http.ProxyFromEnvironment(&http.Request{URL: u}); proxy != nil && !f.AllowPrivate {
		hint = "The proxy of the environment is used for sources only with -allow-private-sources, since it could reach private addresses."
	}
	e, ok := errors.AsType[*net.OpError](err)
	if ok && slices.Contains([]string{"dial", "read", "write"}, e.Op) || errors.Is(err, io.EOF) {
		err = passing{err}
	}
	return failed(u, hint, err, "gave no answer")
}

func badStatus(u *url.URL, resp *http.Response) error {
	hint := ""
	switch resp.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden:
		hint = "wikiform sends no credentials to sources. Make the file public, or download it and use source instead of url."
	case http.StatusNotFound, http.StatusGone:
		hint = checkManifest
	}
	e := failed(u, hint, nil, "answered %d %s", resp.StatusCode, http.StatusText(resp.StatusCode))
	e.Status = resp.StatusCode
	if passes(e) {
		e.Cure = provider.CureRerun
	}
	e.RetryAfter = retryafter.Parse(resp.Header.Get("Retry-After"))
	if e.RetryAfter > maxWait {
		e.Advice = fmt.Sprintf("The server asks to wait for %v. Run again then.", e.RetryAfter.Round(time.Second))
	}
	return e
}

func badRedirect(u *url.URL, where string) error {
	return failed(u, "Ask whoever runs the server, or name the right url in the manifest.", nil, "redirects %s", where)
}

func tooManyRedirects(u *url.URL) error {
	return failed(u, checkManifest, nil, "was reached after %d redirects and redirects again", maxRedirects)
}

func stalled(u *url.URL, why error) error {
	if errors.Is(why, errCrawling) {
		return failed(u, "", why, "was given up") // another try would take as long
	}
	return failed(u, "", passing{why}, "stalled")
}

func broken(u *url.URL, size, total int64, err error) error {
	of := ""
	if total > 0 {
		of = " of " + number.Grouped(total)
	}
	return failed(u, "", passing{err}, "broke off after %s%s bytes", number.Grouped(size), of)
}

func encoded(u *url.URL, coding string) error {
	return failed(u, "Download the file and use source instead of url.", nil,
		"sends the file in the content coding %q although the plain file was asked for", coding)
}

func (f *Fetcher) tooLarge(u *url.URL) error {
	return failed(u, "", nil, "has more than the %s bytes that a source may have", number.Grouped(f.max()))
}

func noContent(u *url.URL) error {
	return failed(u, "A wiki takes no empty file. "+checkManifest, nil, "has no content")
}

func webPage(u *url.URL) error {
	return failed(u, "Open it in a browser without signing in, and put the address of the file itself into the manifest.", nil,
		"answered with a web page instead of a file")
}

func remotePointer(u *url.URL) error {
	return failed(u, "Use the address of the file itself (at GitHub that of media.githubusercontent.com).", nil,
		"answered with a Git LFS pointer instead of the file's content")
}

func localError(u *url.URL, err error) error {
	e := failed(u, "Make room for the file, or let TMPDIR name a directory with room.", fileerr.Bare(err), "cannot be kept in a temporary file")
	e.Cure = provider.CureMachine
	return e
}
