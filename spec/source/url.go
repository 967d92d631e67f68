package source

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// parseURL reads the URL of a source. The error is a clause about the URL that
// repeats nothing of it.
func parseURL(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	if err != nil {
		// The cause would quote what may be half a password.
		return nil, errors.New("is not written as a URL has to be")
	}
	return u, checkURL(u)
}

// checkURL holds for the URL of a manifest and for those that a server redirects to.
func checkURL(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("has the scheme %q; a source has http or https", u.Scheme)
	case u.Hostname() == "":
		return errors.New("names no host")
	case u.User != nil:
		return errors.New("contains credentials, which wikiform sends to no source")
	}
	return nil
}

// masked is a URL for messages: without user and password, and with the values
// of its query, where signatures and keys are, left out.
func masked(u *url.URL) string {
	m := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}
	if u.RawQuery == "" {
		return m.String()
	}
	var pairs []string
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		name, _, found := strings.Cut(pair, "=")
		if !found {
			name = "" // it is a value
		}
		pairs = append(pairs, url.QueryEscape(name)+"=…")
	}
	return m.String() + "?" + strings.Join(pairs, "&")
}
