package mediawiki

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"wikiform/provider"
	"wikiform/provider/endpoint"
)

// Wikimedia counts requests of all kinds together, and tells nobody of which class a client is
// (facts §12.4). What is not known for certain counts for the lower class: whoever is above a
// limit is sent away with everything, and who stays below one only takes longer.
var perMinute = map[provider.RateClass]int{
	provider.Unidentified: 10,
	provider.Identified:   200,
	provider.Newcomer:     200,
	provider.Established:  2000,
	provider.BotAccount:   0,
}

const (
	// inFlight is how many requests at a time Wikimedia asks for at most.
	inFlight = 3
	// establishedEdits and establishedAge are what an established account has for certain.
	// Where Wikimedia draws the line is not known; whom it takes for a newcomer all the same
	// is told so by its answers, and slows down ([pacer.slow]).
	establishedEdits = 500
	establishedAge   = 90 * 24 * time.Hour
)

// rate is how many requests the wiki takes from us, as far as that is known before or after
// the account is.
func (c *Client) rate(a provider.Account) provider.Rate {
	r := provider.Rate{Shares: c.shares}
	if c.wikimedia {
		r.Class, r.Raise = c.class(a)
		r.PerMinute, r.InFlight = perMinute[r.Class], max(1, inFlight/max(c.shares, 1))
	}
	if c.perMinute > 0 {
		r.Class, r.PerMinute, r.Raise = provider.SetByUser, c.perMinute, ""
	}
	return r
}

// class tells by what an account may and has done, and never by its groups, which say nothing
// of what a bot password was granted.
func (c *Client) class(a provider.Account) (of provider.RateClass, raise string) {
	const asBot = "let a bot account, whose bot password has the grant for high-volume access, do it"
	older := fmt.Sprintf("use an account that has made %d edits on this wiki and is %d days old", establishedEdits, establishedAge/(24*time.Hour))
	switch {
	case a.Can("bot"):
		return provider.BotAccount, ""
	case !a.Anonymous() && a.Edits >= establishedEdits && !a.Registered.IsZero() && c.site.Time.Sub(a.Registered) >= establishedAge:
		return provider.Established, asBot
	case !a.Anonymous():
		return provider.Newcomer, older + ", or " + asBot
	case hasContact(c.agent):
		return provider.Identified, "log in with " + strings.TrimPrefix(older, "use ") + ", or " + asBot
	}
	return provider.Unidentified, "say in the wiki block whom to write to (contact), or log in"
}

// hasContact reports whether a User-Agent says whom to write to.
func hasContact(agent string) bool {
	return slices.ContainsFunc([]string{"@", "://"}, func(sign string) bool { return strings.Contains(agent, sign) })
}

// counts reports whether a request for a URL counts with those to the API.
func (c *Client) counts(u *url.URL) bool {
	if u.Scheme == c.api.Scheme && u.Host == c.api.Host {
		return true
	}
	e, err := endpoint.Parse(u.Scheme + "://" + u.Host + "/")
	return c.wikimedia && err == nil && e.Wikimedia()
}

// Enter waits until a request for a URL may be made that somebody else makes, if it counts
// with the client's own. Whoever has read its answer calls leave, once, with the error that
// came of it: where that says that we are sent away, others wait as well.
func (c *Client) Enter(ctx context.Context, raw string) (leave func(error), err error) {
	if u, err := url.Parse(raw); err != nil || !c.counts(u) {
		return func(error) {}, nil
	}
	r := request{op: "picture"}
	back, err := c.pace.enter(ctx, r)
	if err != nil {
		return nil, interrupted("picture", err)
	}
	sent := time.Now()
	return func(answered error) {
		if e, told := errors.AsType[*provider.Error](answered); told {
			c.holdOthers(r, e, sent)
		}
		back()
	}, nil
}

// holdOthers has others wait where a request that is not made again was sent away, and for no
// longer than one is tried for: whatever stands before a wiki can ask for any time.
func (c *Client) holdOthers(r request, e *provider.Error, sent time.Time) {
	c.pace.hold(r, &fault{err: e, rule: passing}, sent, min(max(e.RetryAfter, passing.pause), c.retryFor))
}

// Reads is how many requests looking at so many titles takes.
func (c *Client) Reads(titles int) int { return (titles + c.batch() - 1) / c.batch() }

// Rate is how many requests the wiki takes from us.
func (c *Client) Rate() provider.Rate { return c.budget }
