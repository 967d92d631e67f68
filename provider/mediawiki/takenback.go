package mediawiki

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"wikiform/provider"
)

// inLog is by what a log tells a write of ours whose answer was lost.
type inLog struct {
	logType string
	title   provider.Title
	began   time.Time // the write, by the wiki's clock
	is      func(logEvent) bool
}

// madeByUs gives the entry of the log by which the write was made, or nil. What we did in the
// second in which it began is taken for it, too.
func (c *Client) madeByUs(ctx context.Context, of inLog, r request) (*logEvent, error) {
	if of.began.IsZero() {
		return nil, nil // nobody knows which entries are old
	}
	since := of.began.Truncate(time.Second)
	r.params = url.Values{
		"list": {"logevents"}, "letype": {of.logType}, "letitle": {of.title.Page()}, "leend": {stampOf(since)}, "lelimit": {"max"}, "leprop": {"ids|type|user|timestamp|details"},
	}
	var made *logEvent
	more := false
	err := c.query(ctx, r, func(a queryAnswer) error {
		for _, e := range a.Query.LogEvents {
			if made == nil && of.is(e) && shown(e.User, e.UserHidden) == c.account.Name && !e.Timestamp.Before(since) {
				made = &e
			}
		}
		more = len(a.Continue) > 0
		return errEnough
	})
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", errCannotLook, err)
	case made == nil && more:
		return nil, fmt.Errorf("%w: its log has too much of the last moments", errCannotLook)
	}
	return made, nil
}
