package mediawiki

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"wikiform/internal/number"
	"wikiform/provider"
)

const (
	mostRedirects = 10
	// fresh is how many bytes have to come until the tries of a download are counted anew.
	fresh = 1 << 20
)

// Original writes the content of a file's current version to w, all of its bytes but the
// first from of them, and tells how many it has written, also beside an error. It goes on
// by itself where a connection broke off. More bytes than the wiki has told of the content
// never come.
//
// The sum is the caller's to compare: only the caller has the bytes before. Cookies and
// tokens go to the origin of the API alone, with the addresses there; anybody else is asked
// as nobody, by the transport of [Config].Elsewhere.
func (c *Client) Original(ctx context.Context, f provider.Whole, from int64, w io.Writer) (written int64, err error) {
	d, err := c.newDownload(f, from, w)
	if err != nil {
		return 0, err
	}
	t := c.newTries(request{op: "download", title: f.Title, elsewhere: !c.counts(d.url)})
	for d.at < d.size {
		leave, err := t.begin(ctx)
		if err != nil {
			return d.at - from, err
		}
		s, began := c.current(), d.at
		bad := d.attempt(inside(ctx), t.request, s)
		leave()
		if bad == nil {
			break
		}
		if d.at-began >= fresh {
			t = c.newTries(t.request)
		}
		if t.effort.reached(d.at); d.local != nil {
			return d.at - from, d.local
		}
		if over, err := t.afterFault(ctx, bad); over {
			return d.at - from, err
		}
		if err := t.repair(ctx, bad, s, ""); err != nil {
			return d.at - from, err
		}
	}
	return d.at - from, nil
}

// download is a content on its way.
type download struct {
	c        *Client
	url      *url.URL
	at, size int64 // bytes that are there, and that there are
	w        io.Writer
	local    error // of w
	asked    bool  // whether the session is still good, after a refusal
}

func (c *Client) newDownload(f provider.Whole, from int64, w io.Writer) (*download, error) {
	refuse := func(format string, args ...any) (*download, error) {
		return nil, &provider.Error{Kind: provider.Source, Cure: provider.CureWiki, Op: "download", Info: fmt.Sprintf(format, args...)}
	}
	u, err := url.Parse(c.address(f.URL))
	switch {
	case f.Version == nil:
		return refuse("the wiki has no file of this title")
	case f.Version.Digest == provider.Digest{}, err != nil, u.Host == "":
		return refuse("the wiki does not tell where the content is, or what")
	case from < 0 || from > f.Version.Size:
		return refuse("the content has %s bytes, and %s of them are said to be there", number.Grouped(f.Version.Size), number.Grouped(from))
	}
	return &download{c: c, url: u, at: from, size: f.Version.Size, w: w}, nil
}

// attempt asks for the bytes that are not there, once.
func (d *download) attempt(ctx context.Context, r request, s *session) *fault {
	dog := newWatchdog(ctx, r)
	defer dog.stop()
	resp, own, bad := d.get(dog.ctx, r, s)
	if bad != nil {
		return bad
	}
	defer resp.Body.Close()
	if bad := d.judge(ctx, resp, own); bad != nil {
		return bad
	}
	body := io.Reader(lively{resp.Body, dog})
	if resp.StatusCode == http.StatusOK {
		// It does not know of ranges, or does not like this one.
		if n, err := io.CopyN(io.Discard, body, d.at); err != nil {
			return d.broken(dog.ctx, n, err)
		}
	}
	n, err := io.Copy(keeping{d}, io.LimitReader(body, d.size-d.at))
	switch {
	case d.local != nil:
		return sourceFault(r.op, d.local)
	case err != nil:
		return d.broken(dog.ctx, n, err)
	case d.at < d.size:
		return d.broken(dog.ctx, n, io.ErrUnexpectedEOF)
	}
	if n, _ := io.ReadFull(body, make([]byte, 1)); n > 0 {
		return d.another("more than %s bytes", number.Grouped(d.size))
	}
	return nil
}

// lively tells the watchdog of what comes.
type lively struct {
	from io.Reader
	dog  *watchdog
}

func (l lively) Read(p []byte) (int, error) {
	n, err := l.from.Read(p)
	l.dog.moved(n)
	return n, err
}

// keeping counts what is written, and keeps apart the errors of that.
type keeping struct{ d *download }

func (k keeping) Write(p []byte) (int, error) {
	n, err := k.d.w.Write(p)
	k.d.at += int64(n)
	k.d.local = err
	return n, err
}

// get asks for the bytes that are not there, and follows redirects. Whoever was once sent
// to another origin is nobody from then on.
func (d *download) get(ctx context.Context, r request, s *session) (resp *http.Response, own bool, bad *fault) {
	u, own := d.url, true
	for range mostRedirects + 1 {
		own = own && d.c.Own(u.String())
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
		if err != nil {
			return nil, own, d.fault(hopeless, "its address %q is none", clip(u.Redacted()))
		}
		req.Header.Set("Accept-Encoding", "identity") // the bytes as they are stored
		if d.at > 0 {
			req.Header.Set("Range", fmt.Sprintf("bytes=%d-", d.at))
		}
		if resp, bad = d.send(r, s, req, own); bad != nil {
			return nil, own, bad
		}
		if !redirects(resp.StatusCode) {
			return resp, own, nil
		}
		resp.Body.Close()
		next, err := u.Parse(resp.Header.Get("Location"))
		if err != nil || resp.Header.Get("Location") == "" || d.c.absolute(next.String()) == "" || u.Scheme == "https" && next.Scheme != "https" {
			return nil, own, d.fault(hopeless, "%s redirects to where nothing is fetched from", u.Host)
		}
		if u = next; d.c.counts(u) {
			d.c.pace.also()
		}
	}
	return nil, own, d.fault(hopeless, "%s redirects again and again", u.Host)
}

func redirects(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// send sends one request: to the API's origin as whoever is logged in, elsewhere as nobody.
func (d *download) send(r request, s *session, req *http.Request, own bool) (*http.Response, *fault) {
	if own {
		resp, err := d.c.ownClient(s).Do(d.c.identify(req, false))
		if err != nil {
			return nil, d.c.transportFault(req.Context(), r, 0, err)
		}
		return resp, nil
	}
	if d.c.elsewhere == nil {
		return nil, d.fault(hopeless, "it is at %s, and no other host than the wiki's is asked", req.URL.Host)
	}
	resp, err := d.c.elsewhere.RoundTrip(d.c.identify(req, true))
	if err != nil {
		return nil, d.noAnswer(req, err)
	}
	return resp, nil
}

// ownClient asks the API's origin as whoever is logged in, and follows no redirect.
func (c *Client) ownClient(s *session) *http.Client {
	return &http.Client{
		Transport: c.transport, Jar: s.jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
