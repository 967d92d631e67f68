package mediawiki_test

import (
	"bytes"
	"crypto/sha1"
	"fmt"
	"image"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"wikiform/provider"
	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
)

// TestThumbs looks at pictures as a plan does.
func TestThumbs(t *testing.T) {
	t.Parallel()
	w, err := sandbox.New()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	c, err := mediawiki.Dial(t.Context(), mediawiki.Config{
		API: "http://127.0.0.1/w/api.php", Transport: w.Transport(),
		Credentials: mediawiki.Credentials{User: sandbox.User, Password: sandbox.Password},
	})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 30, 20))); err != nil {
		t.Fatal(err)
	}
	upload(t, c, "Thumbs.png", b.Bytes())
	upload(t, c, "Thumbs.txt", []byte("no picture"))

	thumbs, err := c.Thumbs(t.Context(), []provider.Title{"Thumbs.png", "Thumbs.txt", "Missing.png"}, 960)
	if err != nil || len(thumbs) != 2 {
		t.Fatalf("%v, %v", thumbs, err)
	}
	picture, text := thumbs["Thumbs.png"], thumbs["Thumbs.txt"]
	if picture.SHA1 != sha1.Sum(b.Bytes()) || picture.Small == "" || text.Small != "" || text.Original == "" {
		t.Errorf("%+v, %+v", picture, text)
	}
	for most, want := range map[int64][]byte{1 << 20: b.Bytes(), 8: b.Bytes()[:8]} {
		if got, err := c.Peek(t.Context(), picture.Original, most); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%d bytes at most: %d bytes, %v", most, len(got), err)
		}
	}
	if _, err := c.Peek(t.Context(), strings.Replace(picture.Original, ".png", ".gif", 1), 9); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("what is not there: %v", err)
	}
}

func upload(t *testing.T, c *mediawiki.Client, title provider.Title, content []byte) {
	t.Helper()
	body := &provider.Body{Size: int64(len(content)), Open: func() (io.ReadSeekCloser, error) {
		return struct {
			io.ReadSeeker
			io.Closer
		}{bytes.NewReader(content), io.NopCloser(nil)}, nil
	}}
	if _, err := c.Upload(t.Context(), provider.Upload{Title: title, Body: body, Digest: provider.Digest{SHA1: sha1.Sum(content), Size: body.Size},
		Accept: []provider.WarningKind{provider.WarnExistsNormalized}}); err != nil {
		t.Fatal(err)
	}
}

// The session and the token are for the wiki and for nobody else.
func TestPeekKeepsCredentials(t *testing.T) {
	t.Parallel()
	const token = "a secret"
	var asked []string
	srv := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, req *http.Request) {
		asked = append(asked, req.URL.Path+" "+req.Header.Get("Authorization"))
		switch req.URL.Path {
		case "/moved":
			http.Redirect(rw, req, "http://other.example/x", http.StatusFound)
		case "/api.php":
			rw.Header().Set("Content-Type", "application/json")
			fmt.Fprint(rw, `{"query":{"general":{"wikiid":"w","generator":"MediaWiki 1.43.9"},"userinfo":{"id":1,"name":"Bot"},"namespaces":{},"fileextensions":[],"tags":[]}}`)
		}
	}))
	defer srv.Close()
	c, err := mediawiki.Dial(t.Context(), mediawiki.Config{API: srv.URL + "/api.php", Credentials: mediawiki.Credentials{Token: token}})
	if err != nil {
		t.Fatal(err)
	}
	asked = nil
	for _, elsewhere := range []string{
		"http://other.example/x.png", strings.Replace(srv.URL, "http:", "https:", 1) + "/x.png",
		strings.Replace(srv.URL, "://", "://user@", 1) + "/x.png", srv.URL + "0/x.png", "file:///etc/passwd", ":",
	} {
		if _, err := c.Peek(t.Context(), elsewhere, 10); c.Own(elsewhere) || err == nil {
			t.Errorf("%s is taken for the wiki's own", elsewhere)
		}
	}
	if len(asked) > 0 {
		t.Errorf("asked for %q", asked)
	}
	if _, err := c.Peek(t.Context(), srv.URL+"/moved", 10); err == nil || len(asked) != 1 || asked[0] != "/moved Bearer "+token {
		t.Errorf("a redirect: %v after %q", err, asked)
	}
}
