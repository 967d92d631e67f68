package source

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
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

// signatures are the query parameters that permit a download for some time and
// say nothing about the content: by the one that gives them away, and with a *
// for the rest of a name.
var signatures = map[string][]string{
	"X-Amz-Signature":  {"X-Amz-*"},
	"X-Goog-Signature": {"X-Goog-*"},
	"Signature":        {"Signature", "Expires", "Policy", "Key-Pair-Id", "AWSAccessKeyId", "GoogleAccessId"},
	"sig":              {"sig", "se", "st", "sp", "spr", "sip", "sv", "sr", "ss", "srt", "skoid", "sktid", "skt", "ske", "sks", "skv"},
}

// stableURL is the form by which the lock file knows a URL: NFC, as the manifest
// has it, and without what changes at each signing and must not get into git.
func stableURL(s string) string {
	s = norm.NFC.String(s)
	u, err := url.Parse(s)
	if err != nil || u.User == nil && u.RawQuery == "" {
		return s
	}
	pairs := strings.Split(u.RawQuery, "&")
	for sign, others := range signatures {
		if slices.ContainsFunc(pairs, func(pair string) bool { return strings.HasPrefix(pair, sign+"=") }) {
			pairs = slices.DeleteFunc(pairs, func(pair string) bool { return isOneOf(others, pair) })
		}
	}
	query := strings.Join(pairs, "&")
	if u.User == nil && query == u.RawQuery {
		return s
	}
	u.User, u.RawQuery = nil, query
	return u.String()
}

// isOneOf reports whether a pair of a query has one of these names.
func isOneOf(names []string, pair string) bool {
	name, _, _ := strings.Cut(pair, "=")
	return slices.ContainsFunc(names, func(n string) bool {
		head, open := strings.CutSuffix(n, "*")
		return name == n || open && strings.HasPrefix(name, head)
	})
}
