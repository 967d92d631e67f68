package source

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Refresh looks what a URL holds now, when known is what it held before. It
// asks the server to send nothing if that has not changed, hashes what comes,
// and keeps nothing of it on disk. progress and errors are those of
// [Fetcher.Download]; the URL to ask is rawURL, since that of a pin lacks
// signatures.
func (f *Fetcher) Refresh(ctx context.Context, rawURL string, known Pin, progress func(sent, total int64)) (Pin, error) {
	u, err := parseURL(rawURL)
	if err != nil {
		return Pin{}, badURL(err)
	}
	pin, err := f.insist(ctx, wish{url: u, known: &known, progress: progress})
	if err != nil && !errors.Is(err, errUnchanged) {
		return Pin{}, err
	}
	pin.URL = rawURL
	return pin, nil
}

// conditional reports whether a server can be asked if the content is still
// this one. Only a strong ETag says that every byte is the same (RFC 9110,
// §8.8.1); a time does for servers that have no ETag.
func (p *Pin) conditional() bool {
	switch {
	case p == nil, !p.SHA1.Known():
		return false
	case p.ETag != "":
		return !strings.HasPrefix(p.ETag, "W/")
	}
	return !p.LastModified.IsZero()
}

// ask makes a request conditional, where that is possible.
func (p *Pin) ask(h http.Header) {
	switch {
	case !p.conditional():
	case p.ETag != "":
		h.Set("If-None-Match", p.ETag)
	default:
		h.Set("If-Modified-Since", p.LastModified.UTC().Format(http.TimeFormat))
	}
}

// Differs reports whether two pins are of different contents, or of one about
// which one of them knows more.
func (p Pin) Differs(from Pin) (content, facts bool) {
	return p.SHA1 != from.SHA1, !p.LastModified.Truncate(time.Second).Equal(from.LastModified.Truncate(time.Second)) ||
		p.SHA256 != from.SHA256 || p.Size != from.Size || p.MediaType != from.MediaType || p.ETag != from.ETag
}

// ShownURL is a URL as it may be shown and logged: without user, password and
// the values of its query, which can be keys.
func ShownURL(rawURL string) string {
	u, err := url.Parse(rawURL)
	if err != nil {
		return "(not a URL)"
	}
	return masked(u)
}
