package weburl

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"https://example.org/a":          "",
		"https://user:pw@example.org/":   "",
		"https://user:pw/x@example.org/": "is no URL",
		"https://a b/":                   `is no URL: invalid character " " in host name`,
		"https://example.org/%zz":        `is no URL: invalid URL escape "%zz"`,
	} {
		_, err := Parse(in)
		if got := errorText(err); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestShown(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                                            "",
		"https://example.org/a%20b.png":               "https://example.org/a%20b.png",
		"https://example.org/a b.png?page=2&x":        "https://example.org/a b.png?page=2&x",
		"https://u:s3cret@example.org/a#frag":         "https://…@example.org/a#frag",
		"https://u:s3cret/x@example.org/a":            "…",
		"https://example.org/a?id=5&token=s3cret":     "https://example.org/a?id=5&token=…",
		"https://example.org/a?Access_Token=s3cret#s": "https://example.org/a?Access_Token=…#s",
		"https://s3.example.org/a?v=2&X-Amz-Credential=s3cret&X-Amz-Signature=s3cret&X-Amz-Expires=9": "https://s3.example.org/a?v=2&X-Amz-Credential=…&X-Amz-Signature=…&X-Amz-Expires=…",
		"https://example.org/a?X-Amz-Date=1":                       "https://example.org/a?X-Amz-Date=1",
		"https://cdn.example.org/a?Expires=1&Signature=s3cret":     "https://cdn.example.org/a?Expires=…&Signature=…",
		"https://x.blob.example.org/a?sv=2&sr=b&sig=s3cret&page=1": "https://x.blob.example.org/a?sv=…&sr=…&sig=…&page=1",
		"https://example.org/a?token=":                             "https://example.org/a?token=",
	} {
		if got := Shown(in); got != want || strings.Contains(got, "s3cret") {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}

func TestStable(t *testing.T) {
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
		if got := Stable(in); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.StringMatching(`https?://(u:p@)?[a-z]+/[a-zé%]*(\?((sig|Signature|X-Amz-[A-Z]|v|sv|Expires|token)=[a-z]*&?)*)?(#[a-z]*)?`).Draw(t, "url")
		once := Stable(in)
		if twice := Stable(once); twice != once {
			t.Fatalf("%q gives %q and then %q", in, once, twice)
		}
		kept := Kept(in)
		if again := Kept(kept); again != kept {
			t.Fatalf("%q is kept as %q and then as %q", in, kept, again)
		}
	})
}
