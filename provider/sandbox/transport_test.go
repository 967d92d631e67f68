package sandbox

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// endless is content without an end, which notices when nobody reads it.
type endless struct{ n int }

func (e *endless) Read(p []byte) (int, error) {
	e.n += len(p)
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestBodiesAreStreamed(t *testing.T) {
	t.Parallel()
	w := open(t, Folder(t.TempDir()))
	c := enter(t, w)
	const size = 64 << 20
	res, err := c.trySend("file", io.LimitReader(&endless{}, size), "filename", "Large.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got := at(c.decode(res), "upload", "imageinfo", "size"); got != float64(size) {
		t.Errorf("stored %v bytes, sent %d", got, size)
	}
	// And the other way.
	res, err = c.http.Get("http://sandbox.test/w/images/Large.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if n, err := io.Copy(io.Discard, res.Body); n != size || err != nil || res.ContentLength != size {
		t.Errorf("got %d bytes of %d: %v", n, res.ContentLength, err)
	}
}

func TestCancelWhileSending(t *testing.T) {
	t.Parallel()
	w := open(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	body := &endless{}
	started := make(chan bool, 1)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, api, readerFunc(func(p []byte) (int, error) {
		select {
		case started <- true:
		default:
		}
		return body.Read(p[:1])
	}))
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		<-started
		cancel(errors.New("changed my mind"))
	}()
	if _, err := w.Transport().RoundTrip(req); err == nil || err.Error() != "changed my mind" {
		t.Errorf("error %v, want the cause of the cancellation", err)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestTimeInABubble(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := open(t, Configure(func(s *Settings) { s.TagDelay = 2 * time.Second }))
		c := enter(t, w)
		upload := func(shade byte) any {
			return c.send("file", picture(shade), "filename", "A.png", "comment", "c", "ignorewarnings", "1", "tags", "wikiform")
		}
		tags := func() any {
			return at(c.post("action", "query", "titles", "File:A.png", "prop", "revisions", "rvprop", "tags"), "query", "pages", 0, "revisions", 0, "tags", 0)
		}
		upload(1)
		if got := tags(); got != nil {
			t.Errorf("tag %v can be read at once", got)
		}
		upload(2)
		// Twice within a second the archive's name is taken (facts §4.5).
		if got := code(upload(3)); got != "backend-fail-alreadyexists" {
			t.Errorf("the second replacement within a second: %v", got)
		}
		time.Sleep(time.Second)
		if got := at(upload(3), "upload", "result"); got != "Success" {
			t.Errorf("a second later: %v", got)
		}
		time.Sleep(2 * time.Second)
		if got := tags(); got != "wikiform" {
			t.Errorf("after the delay the tag is %v", got)
		}

		key := at(c.send("file", picture(9), "filename", "B.png", "stash", "1"), "upload", "filekey").(string)
		time.Sleep(59 * time.Minute)
		c.post("action", "query", "meta", "tokens") // keeps the session alive
		time.Sleep(59 * time.Minute)
		if got := code(c.post("action", "edit", "title", "T", "text", "x", "assert", "user")); got != nil {
			t.Errorf("a session in use was lost: %v", got)
		}
		time.Sleep(61 * time.Minute)
		if got := code(c.post("action", "edit", "title", "T", "text", "x", "assert", "user")); got != "assertuserfailed" {
			t.Errorf("an idle session: %v", got)
		}
		time.Sleep(4 * time.Hour)
		c = enter(t, w)
		if got := code(c.post("action", "upload", "filename", "B.png", "filekey", key)); got != "uploadstash-file-not-found" {
			t.Errorf("a stashed file of seven hours: %v", got)
		}
	})
}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := open(t, Configure(func(s *Settings) { s.Limits = map[string]RateLimit{"edit": {4, time.Minute}} }))
		w.accounts[0].Rights = UserRights()
		c := enter(t, w)
		save := func(text string) any { return code(c.post("action", "edit", "title", "T", "text", text)) }
		if a, b, third := save("1"), save("2"), save("3"); a != nil || b != nil || third != "ratelimited" {
			t.Errorf("three edits at once: %v, %v, %v", a, b, third)
		}
		// An edit counts twice (facts §13.1.6), an upload as one; what is stashed does not (facts §2).
		if got := code(c.send("file", picture(1), "filename", "A.png", "stash", "1")); got != nil {
			t.Errorf("stashing: %v", got)
		}
		if got := code(c.send("file", picture(1), "filename", "A.png")); got != "ratelimited" {
			t.Errorf("an upload after two edits: %v", got)
		}
		time.Sleep(time.Minute)
		if got := save("3"); got != nil {
			t.Errorf("a minute later: %v", got)
		}
	})
}
