package mediawiki_test

import (
	"bytes"
	"crypto/rand"
	"crypto/sha1"
	"io"
	"testing"

	"wikiform/provider"
	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
)

// TestSandbox takes one file through everything that the client does.
func TestSandbox(t *testing.T) {
	t.Parallel()
	for name, chunk := range map[string]int64{"direct": 0, "chunked": 2048} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, err := sandbox.New()
			if err != nil {
				t.Fatal(err)
			}
			defer w.Close()
			c, err := mediawiki.Dial(t.Context(), mediawiki.Config{
				API: "http://127.0.0.1/w/api.php", Transport: w.Transport(), ChunkSize: chunk,
				Credentials: mediawiki.Credentials{User: sandbox.User, Password: sandbox.Password},
			})
			if err != nil {
				t.Fatal(err)
			}
			if c.Account().Anonymous() || c.Site().ID == "" {
				t.Errorf("%+v at %+v", c.Account(), c.Site())
			}
			take(t, c, "Barn red.png")
		})
	}
}

func take(t *testing.T, c *mediawiki.Client, title provider.Title) {
	var before *provider.Version
	for range 2 {
		body, d := content(t, 5000)
		_, err := c.Upload(t.Context(), provider.Upload{
			Title: title, Digest: d, Body: body, Before: before, Text: "A barn.", Comment: "test",
		})
		if err != nil {
			t.Fatal(err)
		}
		files, err := c.Files(t.Context(), []provider.Title{title, "Missing.png"})
		f := files[title]
		if err != nil || f.Version == nil || f.Version.Digest != d || f.Page == nil || f.Page.TextSHA1 != provider.TextSHA1("A barn.") {
			t.Fatalf("want %v: version %+v, page %+v, %v", d, f.Version, f.Page, err)
		}
		if m, ok := files["Missing.png"]; !ok || m.Version != nil || m.Page != nil {
			t.Errorf("missing: %+v", m)
		}
		if before != nil && before.SHA1 == d.SHA1 {
			t.Error("the content is not another")
		}
		before = f.Version

		holders, err := c.Holders(t.Context(), []provider.SHA1{d.SHA1})
		if err != nil || len(holders[d.SHA1]) != 1 || holders[d.SHA1][0] != title {
			t.Errorf("holders: %v, %v", holders, err)
		}
	}
	pages, err := c.Texts(t.Context(), []provider.Title{title})
	if err != nil || pages[title].Text != "A barn." {
		t.Fatalf("%v, %v", pages, err)
	}
	base := pages[title].Rev
	rev, err := c.Edit(t.Context(), provider.Edit{Title: title, Base: base, Text: "A red barn.", Summary: "colour"})
	if err != nil || rev <= base {
		t.Fatalf("%d, %v", rev, err)
	}
	if rev, err := c.Edit(t.Context(), provider.Edit{Title: title, Base: rev, Text: "A red barn."}); rev != 0 || err != nil {
		t.Errorf("no change: %d, %v", rev, err)
	}
	if _, err := c.Edit(t.Context(), provider.Edit{Title: title, Base: base, Text: "A blue barn."}); provider.KindOf(err) != provider.Conflict {
		t.Errorf("edit of an old revision: %v", err)
	}
	if refusals, err := c.Refusals(t.Context(), []provider.Title{title}, []string{"edit", "upload"}); err != nil || len(refusals) != 0 {
		t.Errorf("refusals: %v, %v", refusals, err)
	}
}

func content(t *testing.T, n int) (*provider.Body, provider.Digest) {
	t.Helper()
	b := make([]byte, n)
	rand.Read(b)
	copy(b, "\x89PNG\r\n\x1a\n")
	return &provider.Body{Size: int64(n), Open: func() (io.ReadSeekCloser, error) {
		return struct {
			io.ReadSeeker
			io.Closer
		}{bytes.NewReader(b), io.NopCloser(nil)}, nil
	}}, provider.Digest{SHA1: sha1.Sum(b), Size: int64(n)}
}
