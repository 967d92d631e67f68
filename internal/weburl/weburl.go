// Package weburl reads and shows URLs that may hold secrets: a user's password, or
// the signature that permits a download for some time.
package weburl

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Parse is [url.Parse] with an error that is a clause about the text and repeats
// nothing of it that may be a password.
func Parse(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	switch cause, ok := errors.AsType[*url.Error](err); {
	case err == nil:
		return u, nil
	case ok && !strings.Contains(text, "@"):
		return nil, fmt.Errorf("is no URL: %w", cause.Err)
	}
	return nil, errors.New("is no URL")
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

// secrets are further parameters whose values open something, in lower case.
var secrets = []string{
	"token", "access_token", "auth_token", "private_token", "job_token", "api_key", "apikey", "secret", "password", "signature",
}

// Shown is a URL as it may be printed: the values of parameters that are known to
// be secret, and a user's name and password, are left out.
func Shown(raw string) string {
	head, query, found := strings.Cut(raw, "?")
	query, fragment, anchored := strings.Cut(query, "#")
	if u, err := url.Parse(head); err == nil && u.User != nil {
		u.User = url.User("…")
		head = strings.Replace(u.String(), url.User("…").String(), "…", 1)
	} else if err != nil && strings.Contains(head, "@") {
		return "…"
	}
	if !found {
		return head
	}
	pairs := strings.Split(query, "&")
	hide := hidden(pairs)
	for i, pair := range pairs {
		if name, value, has := strings.Cut(pair, "="); has && value != "" && hide(name) {
			pairs[i] = name + "=…"
		}
	}
	shown := head + "?" + strings.Join(pairs, "&")
	if anchored {
		shown += "#" + fragment
	}
	return shown
}

// hidden tells which names have secret values where these pairs stand together.
func hidden(pairs []string) func(name string) bool {
	var names []string
	for sign, others := range signatures {
		if signed(pairs, sign) {
			names = append(names, others...)
		}
	}
	return func(name string) bool {
		return isOneOf(names, name) || slices.Contains(secrets, strings.ToLower(name))
	}
}

func signed(pairs []string, sign string) bool {
	return slices.ContainsFunc(pairs, func(pair string) bool { return strings.HasPrefix(pair, sign+"=") })
}

// Stable is the form of a URL that says what is fetched: NFC, as manifests have it,
// and without what changes at each signing and must not get into git, into a plan
// or into its digest.
func Stable(raw string) string {
	raw = norm.NFC.String(raw)
	u, err := url.Parse(raw)
	if err != nil || u.User == nil && u.RawQuery == "" {
		return raw
	}
	pairs := strings.Split(u.RawQuery, "&")
	for sign, others := range signatures {
		if signed(pairs, sign) {
			pairs = slices.DeleteFunc(pairs, func(pair string) bool {
				name, _, _ := strings.Cut(pair, "=")
				return isOneOf(others, name)
			})
		}
	}
	query := strings.Join(pairs, "&")
	if u.User == nil && query == u.RawQuery {
		return raw
	}
	u.User, u.RawQuery = nil, query
	return u.String()
}

// Kept is a URL as it goes into a plan: stable, and without secrets.
func Kept(raw string) string { return Shown(Stable(raw)) }

// isOneOf reports whether a parameter has one of these names.
func isOneOf(names []string, name string) bool {
	return slices.ContainsFunc(names, func(n string) bool {
		head, open := strings.CutSuffix(n, "*")
		return name == n || open && strings.HasPrefix(name, head)
	})
}
