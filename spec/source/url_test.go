package source

import (
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"
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

func TestStableURL(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"HTTPS://Example.org/a b?x=1":        "HTTPS://Example.org/a b?x=1",
		"https://example.org/Cafe\u0301.png": "https://example.org/Caf\u00e9.png",
		"https://u:p@example.org/a":          "https://example.org/a",
		"https://s3.example.org/a?v=2&X-Amz-Date=1&X-Amz-Signature=f&X-Amz-Expires=9": "https://s3.example.org/a?v=2",
		"https://example.org/a?X-Amz-Date=1":                                          "https://example.org/a?X-Amz-Date=1",
		"https://cdn.example.org/a?Expires=1&Signature=2&Key-Pair-Id=3":               "https://cdn.example.org/a",
		"https://x.blob.example.org/a?sv=2&sr=b&sig=zz&page=1":                        "https://x.blob.example.org/a?page=1",
		"https://example.org/a?Expires=never":                                         "https://example.org/a?Expires=never",
		"::":                                                                          "::",
	} {
		if got := stableURL(in); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.StringMatching(`https?://(u:p@)?[a-z]+/[a-zé%]*(\?((sig|Signature|X-Amz-[A-Z]|v|sv|Expires)=[a-z]*&?)*)?`).Draw(t, "url")
		once := stableURL(in)
		if twice := stableURL(once); twice != once {
			t.Fatalf("%q gives %q and then %q", in, once, twice)
		}
	})
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
