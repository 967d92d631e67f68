package mediawiki

import (
	"bytes"
	"crypto/sha1"
	"errors"
	"hash"
	"io"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestForm: the announced length is the real one, every opening gives the same
// bytes, and the token comes before the file.
func TestForm(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		content := rapid.SliceOf(rapid.Byte()).Draw(rt, "content")
		from := rapid.IntRange(0, len(content)).Draw(rt, "from")
		n := rapid.IntRange(0, len(content)-from).Draw(rt, "n")
		body, d := bodyOf(content)
		prefix := sha1.New().(hash.Cloner)
		prefix.Write(content[:from])
		p := &part{field: "chunk", body: *body, offset: int64(from), size: int64(n), prefix: prefix, want: d.SHA1}
		f, err := newForm(url.Values{"action": {"upload"}, "text": {rapid.String().Draw(rt, "text")}}, "tok+\\", p)
		if err != nil {
			rt.Fatal(err)
		}
		var bodies [2][]byte
		for i := range bodies {
			r, err := f.open()
			if err != nil {
				rt.Fatal(err)
			}
			if bodies[i], err = io.ReadAll(r); err != nil {
				rt.Fatal(err)
			}
			r.Close()
		}
		if int64(len(bodies[0])) != f.size() || !bytes.Equal(bodies[0], bodies[1]) {
			rt.Fatalf("announced %d, sent %d and %d", f.size(), len(bodies[0]), len(bodies[1]))
		}
		if bytes.Index(bodies[0], []byte("tok+\\")) > bytes.Index(bodies[0], []byte(`filename="file"`)) {
			rt.Fatal("the file comes before the token")
		}
		want := sha1.Sum(content[:from+n])
		if !bytes.Equal(p.hashed().Sum(nil), want[:]) {
			rt.Fatal("the hash is not that of what was sent so far")
		}
	})
}

// TestFormIsNeverClosedOverOtherContent: without the closing boundary no server
// takes a request for whole.
func TestFormIsNeverClosedOverOtherContent(t *testing.T) {
	t.Parallel()
	broken := errors.New("input/output error")
	for name, r := range map[string]io.ReadSeeker{
		"other bytes": strings.NewReader("0123456789"),
		"shorter":     strings.NewReader("abc"),
		"longer":      strings.NewReader("abcdefghij!"),
		"unreadable":  failing{strings.NewReader("abcdefghij"), broken},
	} {
		body, d := bodyOf([]byte("abcdefghij"))
		body.Open = func() (io.ReadSeekCloser, error) { return nopCloser{r}, nil }
		p := &part{field: "file", body: *body, size: body.Size, want: d.SHA1}
		f, err := newForm(nil, "", p)
		if err != nil {
			t.Fatal(err)
		}
		open, err := f.open()
		if err != nil {
			t.Fatal(err)
		}
		sent, err := io.ReadAll(open)
		if err == nil || p.fault() == nil || bytes.Contains(sent, f.tail[:20]) {
			t.Errorf("%s: sent %q, %v", name, sent, err)
		}
		if name == "unreadable" && !errors.Is(p.fault(), broken) {
			t.Errorf("hides its cause: %v", p.fault())
		}
	}
}

type failing struct {
	io.ReadSeeker
	err error
}

func (f failing) Read(p []byte) (int, error) {
	n, _ := f.ReadSeeker.Read(p[:min(len(p), 4)])
	return n, f.err
}

func TestMulti(t *testing.T) {
	t.Parallel()
	if got := multi([]string{"a", "b"}); got != "a|b" {
		t.Error(got)
	}
	if got := multi([]string{"a|b", "c"}); got != "\x1fa|b\x1fc" {
		t.Error(got)
	}
}
