package source

import (
	"net/url"
	"strings"
	"testing"
)

func TestMasked(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"https://example.org/a%20b.png":                     "https://example.org/a%20b.png",
		"https://user:pass@example.org:8443/a#frag":         "https://example.org:8443/a",
		"https://example.org/a?id=5&token=s3cret":           "https://example.org/a?id=…&token=…",
		"https://example.org/a?s3cret":                      "https://example.org/a?=…",
		"https://example.org/a?%1b]0;x=1":                   "https://example.org/a?%251b%5D0%3Bx=…",
		"https://example.org/a?X-Amz-Signature=x;y=s3cret&": "https://example.org/a?X-Amz-Signature=…&=…",
	} {
		u, err := url.Parse(in)
		must(t, err)
		if got := masked(u); got != want || strings.Contains(got, "s3cret") {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}

func TestParseURL(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"https://example.org/a":          "",
		"http://example.org":             "",
		"ftp://example.org/a":            `has the scheme "ftp"`,
		"file:///etc/passwd":             `has the scheme "file"`,
		"/a.png":                         `has the scheme ""`,
		"https:///a":                     "names no host",
		"https://user@example.org/":      "contains credentials",
		"https://user:pw@example.org/":   "contains credentials",
		"https://example.org/%zz":        "not written",
		"https://user:pw/x@example.org/": "not written", // and half the password is not repeated
		"https://example.org/\x1b[31m":   "not written",
	} {
		_, err := parseURL(in)
		if (err == nil) != (want == "") || err != nil && (!strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "pw")) {
			t.Errorf("%q: got %v, want %q", in, err, want)
		}
	}
}
