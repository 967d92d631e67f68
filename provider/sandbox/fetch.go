package sandbox

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// fetched is what the wiki got from the URL of an upload.
type fetched struct {
	content *arrival
	err     error // instead of content
}

const (
	maxRedirects = 5
	fetchTimeout = time.Minute
)

var errRedirects = errors.New("too many redirects")

// fetchFirst fetches for an upload by URL, if the upload would be allowed. It
// runs before the request itself, while others are served.
func (w *Wiki) fetchFirst(r *request) {
	address := clean(r.values["url"])
	if address == "" || w.fetch == nil || r.parts["file"] != nil || r.parts["chunk"] != nil {
		return
	}
	err := w.read(func() error {
		r.now = w.now()
		if err := w.admit(r, actions["upload"]); err != nil {
			return err
		}
		if _, err := w.tags(r); err != nil {
			return err
		}
		if err := w.allowedURL(address); err != nil {
			return err
		}
		return w.mayUpload(r, true)
	})
	r.warnings, r.bad = nil, nil // they will be found again
	if err == nil {
		r.fetched = w.fetchURL(r.http.Context(), address, w.settings().MaxUpload)
	}
}

// allowedURL is what the wiki's operator says of an address.
func (w *Wiki) allowedURL(address string) error {
	if !w.set.CopyUploads || w.fetch == nil {
		return refuse("copyuploaddisabled", "Upload by URL disabled.")
	}
	u, err := url.Parse(address)
	if w.set.CopyHosts != nil && (err != nil || !slices.ContainsFunc(w.set.CopyHosts, func(h string) bool { return hostMatches(h, u.Hostname()) })) {
		return refuse("copyuploadbaddomain", "Uploads by URL are not allowed from this domain.")
	}
	return nil
}

// hostMatches compares label by label; a "*" is any one of them (facts §5).
func hostMatches(pattern, host string) bool {
	want, have := strings.Split(pattern, "."), strings.Split(host, ".")
	return len(want) == len(have) && !slices.ContainsFunc(want, func(label string) bool {
		other := have[0]
		have = have[1:]
		return label != "*" && !strings.EqualFold(label, other)
	})
}

func (w *Wiki) fetchURL(ctx context.Context, address string, limit int64) *fetched {
	fail := func(code, text string) *fetched { return &fetched{err: refuse(code, "%s", text)} }
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fail("http-invalid-url", "Invalid URL: "+address)
	}
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return fail("http-invalid-url", "Invalid URL: "+address)
	}
	req.Header.Set("User-Agent", strings.Replace(generator, " ", "/", 1))
	client := http.Client{Transport: w.fetch, CheckRedirect: func(_ *http.Request, via []*http.Request) error {
		if len(via) > maxRedirects {
			return errRedirects
		}
		return nil
	}}
	res, err := client.Do(req)
	switch {
	case errors.Is(err, errRedirects):
		return fail("upload-too-many-redirects", "The URL contained too many redirects.")
	case errors.Is(err, context.DeadlineExceeded):
		return fail("http-timed-out", "HTTP request timed out.")
	case err != nil:
		return broken(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fail("http-bad-status", "There was a problem during the HTTP request: "+res.Status)
	}
	content, err := receive(w.vault, io.LimitReader(res.Body, limit+1), address)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return fail("http-timed-out", "HTTP request timed out.")
	case err != nil:
		return broken(err)
	case content.size > limit:
		content.discard()
		return fail("file-too-large", "The file you submitted was too large.")
	}
	return &fetched{content: content}
}

// broken is a source that gave no answer, or not all of it.
func broken(err error) *fetched {
	return &fetched{err: refusals{refuse("http-curl-error", "Error fetching URL: %v", err),
		refuse("http-bad-status", "There was a problem during the HTTP request: 0 Error")}}
}
