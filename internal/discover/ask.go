package discover

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/net/html"

	"wikiform/provider"
	"wikiform/provider/endpoint"
)

// get asks for an address. The caller closes the body, of which no more than mostBytes can
// be read.
func (s *search) get(ctx context.Context, u *url.URL) (*http.Response, error) {
	if s.requests++; s.requests > mostRequests {
		return nil, &Error{Info: fmt.Sprintf("%s was asked %d times, and no api.php was found", s.from.Host(), mostRequests), Advice: specialVersion}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, &Error{Info: "the URL cannot be asked for"}
	}
	if s.agent != "" {
		req.Header.Set("User-Agent", s.agent)
	}
	resp, err := s.client.Do(req)
	if err != nil {
		return nil, s.failed(ctx, err)
	}
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(resp.Body, mostBytes), resp.Body}
	return resp, nil
}

// failed says that a host could not be asked.
func (s *search) failed(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return ctx.Err()
	}
	if late, ok := errors.AsType[interface {
		error
		Timeout() bool
	}](err); ok && late.Timeout() {
		return &Error{Info: fmt.Sprintf("%s did not answer in %s", s.from.Host(), requestTime), Advice: "Look whether the address opens in a browser, and try again."}
	}
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	return &Error{Info: fmt.Sprintf("%s cannot be asked: %s", s.from.Host(), provider.VisibleLine(err.Error())), Advice: "Look whether the address opens in a browser."}
}

// target is where an answer redirects to; nil where it does not.
func target(resp *http.Response) *url.URL {
	if resp.StatusCode < 300 || resp.StatusCode > 399 {
		return nil
	}
	to, err := resp.Location()
	if err != nil {
		return nil
	}
	return to
}

// named is the API that the page names, the zero value where it names none.
func (s *search) named(ctx context.Context) (endpoint.Endpoint, error) {
	at := s.from.URL()
	for range mostRedirect {
		resp, err := s.get(ctx, at)
		if err != nil {
			return endpoint.Endpoint{}, err
		}
		to := target(resp)
		if to == nil {
			link := linkIn(resp)
			resp.Body.Close()
			return s.linked(at, link)
		}
		resp.Body.Close()
		e, ok := s.here(to)
		if !ok {
			return endpoint.Endpoint{}, s.elsewhere("the page", to)
		}
		at = e.URL()
	}
	return endpoint.Endpoint{}, &Error{Info: fmt.Sprintf("%s redirects more than %d times", s.from.Host(), mostRedirect), Advice: "Give the address of another page of the wiki."}
}

// linked is the API that a page at an address links to.
func (s *search) linked(page *url.URL, link string) (endpoint.Endpoint, error) {
	if link == "" {
		return endpoint.Endpoint{}, nil
	}
	ref, err := url.Parse(link)
	if err != nil {
		return endpoint.Endpoint{}, nil // the usual places may do
	}
	to := page.ResolveReference(ref)
	e, ok := s.here(to)
	if !ok {
		return endpoint.Endpoint{}, s.elsewhere("the link of the page to its API", to)
	}
	return e, nil
}

// linkIn is the EditURI in the head of a page; "" for none.
func linkIn(resp *http.Response) string {
	media, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if err != nil || media != "text/html" && media != "application/xhtml+xml" {
		return ""
	}
	return editURI(resp.Body)
}

// editURI reads a page as far as its head goes, for the link to an api.php.
func editURI(page io.Reader) string {
	const longestTag = 64 << 10
	z := html.NewTokenizer(page)
	z.SetMaxBuf(longestTag)
	for {
		switch z.Next() {
		case html.ErrorToken: // its end, or that of our patience
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			switch string(name) {
			case "body":
				return ""
			case "link":
				attrs := map[string]string{}
				for more {
					var key, value []byte
					key, value, more = z.TagAttr()
					attrs[string(key)] = string(value)
				}
				place, _, _ := strings.Cut(attrs["href"], "?")
				if strings.EqualFold(attrs["rel"], "EditURI") && strings.HasSuffix(place, "/api.php") { // blogs have one of their own
					return attrs["href"]
				}
			}
		}
	}
}

// answer is what the API says of itself, as far as it counts.
type answer struct {
	Query struct {
		General struct {
			SiteName  string `json:"sitename"`
			Generator string `json:"generator"`
		} `json:"general"`
	} `json:"query"`
}

// isAPI asks an address whether it is the API of a MediaWiki. One that shows nothing to
// those who are not logged in says so in a MediaWiki's words. Of the first place that is asked a
// redirect to elsewhere is an error that names it; it may be the wiki's new address.
func (s *search) isAPI(ctx context.Context, e endpoint.Endpoint) (Wiki, bool, error) {
	u := e.URL()
	u.RawQuery = url.Values{"action": {"query"}, "meta": {"siteinfo"}, "siprop": {"general"}, "format": {"json"}, "formatversion": {"2"}}.Encode()
	resp, err := s.get(ctx, u)
	if err != nil {
		return Wiki{}, false, err
	}
	defer resp.Body.Close()
	if to := target(resp); to != nil {
		if _, ok := s.here(to); !ok && len(s.tried) == 0 {
			return Wiki{}, false, s.elsewhere(e.String(), to)
		}
		return Wiki{}, false, nil
	}
	media, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if err != nil || media != "application/json" {
		return Wiki{}, false, nil
	}
	var a answer
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return Wiki{}, false, s.failed(ctx, err)
	}
	if json.Unmarshal(body, &a) != nil {
		return Wiki{}, false, nil
	}
	general := a.Query.General
	// A wiki that is read by its members only refuses, and its header is that of a MediaWiki.
	if !strings.HasPrefix(general.Generator, "MediaWiki ") && resp.Header.Get("MediaWiki-API-Error") == "" {
		return Wiki{}, false, nil
	}
	return Wiki{API: e.String(), Name: short(general.SiteName), Version: short(general.Generator)}, true, nil
}

// short is what a wiki says of itself, as far as anybody reads it.
func short(text string) string {
	const most = 100
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return text
}
