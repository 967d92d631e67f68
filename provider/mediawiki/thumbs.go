package mediawiki

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"wikiform/provider"
)

const (
	thumbBatch = 20 // titles of one request: a wiki may have to draw each of them
	pictureIn  = 30 * time.Second
)

// Thumbs says where the wiki shows its own files, drawn at most width pixels
// wide. Titles without a file are left out.
func (c *Client) Thumbs(ctx context.Context, titles []provider.Title, width int) (map[provider.Title]provider.Thumb, error) {
	thumbs := map[provider.Title]provider.Thumb{}
	err := c.pages(ctx, titles, thumbBatch, request{params: url.Values{
		"prop": {"imageinfo"}, "iiprop": {"url|sha1|size|canonicaltitle"}, "iiurlwidth": {strconv.Itoa(width)},
	}}, func(t provider.Title, p page) error {
		if i, told := p.content(); told && i.CanonicalTitle == p.Title {
			thumbs[t] = c.thumb(i)
		}
		return nil
	})
	return thumbs, err
}

// thumb reads one answer. What the wiki cannot draw has no width, and its small
// picture is only the icon of its type (facts §3).
func (c *Client) thumb(i imageInfo) provider.Thumb {
	t := provider.Thumb{Original: c.absolute(i.URL), SHA1: i.digest().SHA1}
	if i.Width > 0 {
		t.Small = c.absolute(i.ThumbURL)
	}
	return t
}

// absolute completes a URL of the wiki, which may come without a scheme; "" for
// what is none.
func (c *Client) absolute(raw string) string {
	u, err := c.api.Parse(raw)
	if raw == "" || err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
		return ""
	}
	return u.String()
}

// Own reports whether a URL is served where the API is, so that the session may
// be shown there.
func (c *Client) Own(raw string) bool {
	u, err := url.Parse(raw)
	return err == nil && u.Scheme == c.api.Scheme && u.Host == c.api.Host && u.User == nil
}

// Peek reads the first most bytes of a URL of the wiki's own, as whoever is
// logged in: the pictures of a private wiki are private, too. It asks once and
// follows no redirect.
func (c *Client) Peek(ctx context.Context, raw string, most int64) ([]byte, error) {
	if !c.Own(raw) {
		return nil, fmt.Errorf("%q is not served by the wiki itself", raw)
	}
	r := request{op: "picture"}
	leave, err := c.pace.enter(ctx, r)
	if err != nil {
		return nil, err
	}
	defer leave()
	sent := time.Now()
	ctx, stop := context.WithTimeout(ctx, pictureIn)
	defer stop()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, raw, nil)
	if err != nil {
		return nil, err
	}
	resp, err := c.ownClient(c.current()).Do(c.identify(req, false))
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		c.holdOthers(r, answer{op: r.op, status: resp.StatusCode, header: resp.Header}.fault(passing, "", "").err, sent)
		return nil, fmt.Errorf("the wiki answers with HTTP status %d", resp.StatusCode)
	}
	return io.ReadAll(io.LimitReader(resp.Body, most))
}
