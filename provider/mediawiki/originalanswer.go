package mediawiki

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"wikiform/internal/number"
	"wikiform/internal/retryafter"
	"wikiform/provider"
)

// What an answer to the question for a content means. None of it concerns other files.
var (
	hopeless     = rule{kind: provider.Source, cure: provider.CureWiki}
	passing      = rule{kind: provider.Source, cure: provider.CureRerun, retry: again, tries: 4, pause: time.Second}
	otherContent = rule{kind: provider.Conflict, cure: provider.CureRerun}
	notForUs     = rule{kind: provider.Denied, cure: provider.CureWiki, hint: "whoever runs the server can tell who is shown the wiki's contents"}
	notForBots   = rule{kind: provider.Denied, cure: provider.CureAccount,
		hint: "a private wiki shows contents to whoever logs in with the account's own password, and to no bot password and no token"}
	sessionGone = rule{kind: provider.Denied, retry: newLogin}
)

func (d *download) fault(means rule, format string, args ...any) *fault {
	return &fault{rule: means, err: &provider.Error{Kind: means.kind, Cure: means.cure, Op: "download", Info: clip(fmt.Sprintf(format, args...)), Advice: means.hint}}
}

// another is a content that is not the one the wiki told of.
func (d *download) another(format string, args ...any) *fault {
	return d.fault(otherContent, "the wiki has told of %s bytes, and at %s there are %s", number.Grouped(d.size), d.url.Host, fmt.Sprintf(format, args...))
}

// broken is a content that did not come whole.
func (d *download) broken(ctx context.Context, n int64, err error) *fault {
	if cause := context.Cause(ctx); errors.Is(cause, errSilent) {
		err = cause
	}
	f := d.fault(passing, "it broke off after %s of %s bytes", number.Grouped(d.at), number.Grouped(d.size))
	f.err.Err = err
	return f
}

// noAnswer is a request to another host than the wiki's that was not answered. Its
// transport says so where it would never be.
func (d *download) noAnswer(req *http.Request, err error) *fault {
	if cause := context.Cause(req.Context()); errors.Is(cause, errSilent) {
		err = cause
	}
	means, what := passing, "gave no answer"
	if hint := provider.HintOf(err); hint != "" {
		means, what = rule{kind: provider.Source, cure: provider.CureCommand, hint: hint}, "was not asked"
	}
	f := d.fault(means, "%s %s", req.URL.Host, what)
	f.err.Err = withoutURL(err)
	return f
}

// judge is the fault of an answer before its content is read; nil: the content follows,
// whole or from where it was asked for.
func (d *download) judge(ctx context.Context, resp *http.Response, own bool) *fault {
	host, status := resp.Request.URL.Host, resp.StatusCode
	answered := func(means rule) *fault {
		f := d.fault(means, "%s answered %d %s", host, status, http.StatusText(status))
		f.err.Status, f.elsewhere = status, !d.c.counts(resp.Request.URL)
		return f
	}
	if coding := resp.Header.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return d.fault(hopeless, "%s sends it in the content coding %q although it was asked for the plain content", host, clip(coding))
	}
	switch status {
	case http.StatusOK:
		if n := resp.ContentLength; n >= 0 && n != d.size {
			return d.another("%s", number.Grouped(n))
		}
		return nil
	case http.StatusPartialContent:
		return d.judgePart(resp)
	case http.StatusNotFound, http.StatusGone, http.StatusRequestedRangeNotSatisfiable:
		return answered(otherContent)
	case http.StatusUnauthorized, http.StatusForbidden:
		return answered(d.refusal(ctx, own))
	}
	if status == http.StatusTooManyRequests || status == http.StatusRequestTimeout || status >= 500 {
		f := answered(passing)
		f.err.RetryAfter = min(retryafter.Parse(resp.Header.Get("Retry-After")), longestWait)
		return f
	}
	return answered(hopeless)
}

// refusal is what it means that a content is not shown to us. A private wiki shows none to
// bot passwords and tokens, which are for the API; the session of an account may be over,
// of which only the API tells (facts §13.8).
func (d *download) refusal(ctx context.Context, own bool) rule {
	switch c := d.c.creds; {
	case !own || c.anonymous() || d.asked:
		return notForUs
	case c.Token != "" || strings.Contains(c.User, "@"):
		return notForBots
	}
	d.asked = true
	before := d.c.current()
	err := d.c.call(ctx, request{op: "download", params: url.Values{"action": {"query"}, "meta": {"userinfo"}}}, &struct{}{})
	if err == nil && d.c.current() != before {
		return sessionGone
	}
	return notForUs
}

// contentRange is how an answer says which part of a content it is.
var contentRange = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^bytes (\d{1,18})-\d{1,18}/(\d{1,18}|\*)$`) })

// judgePart is the fault of a part of the content that is not what was asked for.
func (d *download) judgePart(resp *http.Response) *fault {
	m := contentRange().FindStringSubmatch(resp.Header.Get("Content-Range"))
	if m == nil || m[1] != strconv.FormatInt(d.at, 10) {
		return d.fault(hopeless, "%s was asked for what follows the first %s bytes and sends something else", resp.Request.URL.Host, number.Grouped(d.at))
	}
	if m[2] != "*" && m[2] != strconv.FormatInt(d.size, 10) {
		return d.another("%s", m[2])
	}
	return nil
}
