package source

import (
	"bufio"
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"wikiform/provider"
)

const maxRedirects = 10

// errUnchanged says that a server still has what is known of a URL.
var errUnchanged = errors.New("not modified")

// wish is what is wanted of a URL.
type wish struct {
	url      *url.URL
	known    *Pin      // nothing is sent if the URL still holds this; nil: send it anyway
	file     *tempFile // where the content goes; nil: it is hashed only
	progress func(sent, total int64)
}

// attempt downloads what is wanted once.
func (f *Fetcher) attempt(ctx context.Context, w wish) (Pin, error) {
	ctx, dog := watch(ctx)
	defer dog.stop()
	pin, err := f.transfer(ctx, w, dog)
	if cause := context.Cause(ctx); err != nil && (errors.Is(cause, errStalled) || errors.Is(cause, errCrawling)) {
		err = stalled(w.url, cause)
	}
	return pin, err
}

func (f *Fetcher) transfer(ctx context.Context, w wish, dog *watchdog) (Pin, error) {
	resp, u, err := f.get(ctx, w)
	if err != nil {
		return Pin{}, err
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusNotModified && w.known.conditional() {
		return *w.known, errUnchanged
	}
	if err := f.check(u, resp); err != nil {
		return Pin{}, err
	}
	body := bufio.NewReaderSize(dog.watched(resp.Body), 256<<10)
	head, _ := body.Peek(512) // an error comes again with the next read
	if err := checkHead(u, resp, head); err != nil {
		return Pin{}, err
	}
	pin, err := f.receive(u, resp, body, w)
	if err != nil {
		return Pin{}, err
	}
	pin.MediaType, _, _ = mime.ParseMediaType(resp.Header.Get("Content-Type"))
	pin.ETag = resp.Header.Get("ETag")
	pin.LastModified, _ = http.ParseTime(resp.Header.Get("Last-Modified"))
	return pin, nil
}

// get asks for a URL and follows redirects by itself. It uses no http.Client, since
// what a client adds (cookies, Referer, credentials from the URL) must not be
// sent. It also tells the URL that answered.
func (f *Fetcher) get(ctx context.Context, w wish) (*http.Response, *url.URL, error) {
	u := w.url
	for range maxRedirects + 1 {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
		if err != nil {
			return nil, u, badURL(err)
		}
		req.Header.Set("User-Agent", f.userAgent())
		req.Header.Set("Accept", "*/*")
		req.Header.Set("Accept-Encoding", "identity") // the bytes as they are stored
		w.known.ask(req.Header)
		resp, err := f.transport().RoundTrip(req)
		if err != nil {
			return nil, u, f.noAnswer(u, err)
		}
		if !isRedirect(resp.StatusCode) {
			return resp, u, nil
		}
		resp.Body.Close()
		if u, err = follow(u, resp.Header.Get("Location")); err != nil {
			return nil, u, err
		}
	}
	return nil, u, tooManyRedirects(u)
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// follow gives the URL that a redirect from u leads to.
func follow(u *url.URL, location string) (*url.URL, error) {
	next, err := u.Parse(location)
	switch {
	case location == "" || err != nil:
		return u, badRedirect(u, "to no URL")
	case checkURL(next) != nil:
		return u, badRedirect(u, "to a URL that "+checkURL(next).Error())
	case u.Scheme == "https" && next.Scheme == "http":
		return u, badRedirect(u, "from https to http at "+masked(next))
	}
	return next, nil
}

// check judges an answer before its body is read.
func (f *Fetcher) check(u *url.URL, resp *http.Response) error {
	coding := resp.Header.Get("Content-Encoding")
	switch {
	case resp.StatusCode != http.StatusOK:
		return badStatus(u, resp)
	case coding != "" && !strings.EqualFold(coding, "identity"):
		return encoded(u, coding)
	case resp.ContentLength > f.max():
		return f.tooLarge(u)
	}
	return nil
}

// checkHead judges a content by its first bytes.
func checkHead(u *url.URL, resp *http.Response, head []byte) error {
	const page = "text/html"
	switch {
	case isPointer(head):
		return remotePointer(u)
	// A page with "sign in" or "not found" is the usual wrong answer with status
	// 200. Both signs are asked for: scripts declare pictures as pages, and a
	// drawing may begin as a page does.
	case strings.HasPrefix(resp.Header.Get("Content-Type"), page) && strings.HasPrefix(http.DetectContentType(head), page):
		return webPage(u)
	}
	return nil
}

// receive hashes a body and writes it to the file, if there is one.
func (f *Fetcher) receive(u *url.URL, resp *http.Response, body io.Reader, w wish) (Pin, error) {
	out := io.Discard
	if w.file != nil {
		if err := w.file.empty(); err != nil {
			return Pin{}, localError(u, err)
		}
		out = w.file
	}
	buf := buffers.Get().(*[256 << 10]byte)
	defer buffers.Put(buf)

	total := max(0, resp.ContentLength)
	size, short, long := int64(0), sha1.New(), sha256.New()
	for {
		n, err := body.Read(buf[:])
		if size += int64(n); size > f.max() {
			return Pin{}, f.tooLarge(u)
		}
		short.Write(buf[:n])
		long.Write(buf[:n])
		if _, err := out.Write(buf[:n]); err != nil {
			return Pin{}, localError(u, err)
		}
		if n > 0 {
			w.progress(size, total)
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return Pin{}, broken(u, size, total, err)
		}
	}
	switch {
	case resp.ContentLength >= 0 && size != resp.ContentLength:
		return Pin{}, broken(u, size, total, io.ErrUnexpectedEOF)
	case size == 0:
		return Pin{}, noContent(u)
	}
	return Pin{SHA1: provider.SHA1(short.Sum(nil)), SHA256: [32]byte(long.Sum(nil)), Size: size}, nil
}
