package mediawiki

import (
	"cmp"
	"context"
	"fmt"
	"net/url"

	"wikiform/provider"
)

type moveAnswer struct {
	Move *struct {
		From, To        string
		RedirectCreated bool
		TalkErrors      []apiError `json:"talkmove-errors"`
	}
}

// Move gives a page with its file another title; its talk page goes along. A wiki that
// leaves a redirect where none was wanted, or the other way round, has moved the page:
// the error comes with what it did.
//
// What has the title From is moved, whatever it is by then: where somebody else has moved
// the file a moment before, that is the redirect that was left (facts §13.1.4). So the
// page id under To has to be looked at afterwards.
func (c *Client) Move(ctx context.Context, m provider.Move) (provider.Moved, error) {
	if c.creds.anonymous() {
		return provider.Moved{}, notLoggedIn("move")
	}
	if !m.Redirect && !c.account.Can(rightNoRedirect) {
		return provider.Moved{}, &provider.Error{
			Kind: provider.Denied, Ground: provider.GroundRight, Op: "move", Advice: hintRights,
			Info: fmt.Sprintf("nothing was sent: to leave no redirect at File:%s the account needs the right %s, without which the wiki leaves one all the same", m.From, rightNoRedirect),
		}
	}
	params := url.Values{"action": {"move"}, "from": {m.From.Page()}, "to": {m.To.Page()}, "reason": {m.Reason}, "movetalk": {"1"}}
	if !m.Redirect {
		params.Set("noredirect", "1")
	}
	if len(m.Tags) > 0 {
		params.Set("tags", multi(m.Tags))
	}
	var (
		a      moveAnswer
		seen   *provider.Moved
		effort = c.newEffort()
	)
	err := c.call(ctx, request{
		op: "move", title: m.From, params: params, post: true, write: true, counts: "move", patience: publishIn,
		tell: m.Progress, tookEffect: c.sawMoved(m, effort, &seen), takenBack: c.movedOn(m, effort, &seen), stop: m.Stop, effort: effort,
	}, &a)
	switch {
	case err != nil && seen != nil:
		return *seen, byHand(err)
	case err != nil:
		return provider.Moved{}, byHand(err)
	case seen != nil:
		return *seen, asAsked(m, *seen)
	}
	return a.moved(m)
}

// byHand is err with another advice, where that would be to accept what a filter warns
// of: only files and texts can.
func byHand(err error) error {
	f := asFault(err)
	if f == nil || provider.WarningKind(f.rule.code) != provider.WarnFilter {
		return err
	}
	return f.withError(func(e *provider.Error) {
		e.Cure, e.Advice = provider.CureWiki, "a filter of the wiki warns; if it is meant so, do it by hand on the wiki, or ask its administrators"
	})
}

// rightNoRedirect is the right to move a page and leave no redirect.
const rightNoRedirect = "suppressredirect"

// moved reads the answer to a move that was made.
func (a moveAnswer) moved(m provider.Move) (provider.Moved, error) {
	r := a.Move
	if r == nil {
		return provider.Moved{}, malformed("move", "the wiki does not say what became of the move")
	}
	did := provider.Moved{Redirect: r.RedirectCreated}
	if len(r.TalkErrors) > 0 {
		did.Talk = clip(sentences(r.TalkErrors))
	}
	if r.From != "" && titleOf(r.From) != m.From || r.To != "" && titleOf(r.To) != m.To {
		return did, conflict("move", "the wiki moved File:%s to File:%s instead of File:%s to File:%s", titleOf(r.From), titleOf(r.To), m.From, m.To)
	}
	return did, asAsked(m, did)
}

// asAsked is an error of a move that was made with another redirect than was asked for.
func asAsked(m provider.Move, did provider.Moved) error {
	switch {
	case m.Redirect && !did.Redirect:
		return conflict("move", "the wiki moved File:%s to File:%s and left no redirect, although one was asked for", m.From, m.To)
	case !m.Redirect && did.Redirect:
		return conflict("move", "the wiki moved File:%s to File:%s and left a redirect, although none was asked for", m.From, m.To)
	}
	return nil
}

// sawMoved looks whether a move whose answer was lost was made after all: a page keeps
// its id wherever it goes (facts §13.1.5).
func (c *Client) sawMoved(m provider.Move, spent *effort, seen **provider.Moved) func(context.Context) (bool, error) {
	return func(ctx context.Context) (bool, error) {
		if m.Page == 0 {
			return false, fmt.Errorf("%w: it is not known which page had the title File:%s", errCannotLook, m.From)
		}
		now, err := c.lookAround(ctx, m, spent)
		switch {
		case err != nil:
			return false, fmt.Errorf("%w: %w", errCannotLook, err)
		case now.to.PageID == m.Page:
			*seen = &provider.Moved{Redirect: now.from.Redirect}
			if now.talk.PageID != 0 && !now.talk.Redirect {
				(*seen).Talk = "the talk page is still there"
			}
			return true, nil
		case now.from.PageID == m.Page:
			return false, nil
		case now.last.LogPage == m.Page:
			return false, conflict("move", "the page is under neither title any more: %s has moved it to %s", cmp.Or(shown(now.last.User, now.last.UserHidden), "somebody"), clip(now.last.Params.Title))
		}
		return false, conflict("move", "the page is under neither title any more")
	}
}

// movedOn looks whether a move was made, and the page moved back or on since.
func (c *Client) movedOn(m provider.Move, spent *effort, seen **provider.Moved) func(context.Context, error) error {
	began := c.wikiTime()
	return func(ctx context.Context, _ error) error {
		made, err := c.madeByUs(ctx, inLog{"move", m.From, began, func(e logEvent) bool {
			return m.Page != 0 && e.LogPage == m.Page && titleOf(e.Params.Title) == m.To
		}}, request{tell: m.Progress, effort: spent})
		if made == nil {
			return err
		}
		*seen = &provider.Moved{Log: made.LogID, Time: made.Timestamp}
		return conflict("move", "the wiki moved File:%s to File:%s, and somebody has moved it away from there since", m.From, m.To)
	}
}

// surroundings are what both titles of a move have, and what the log says of the last
// page that was moved away from the first.
type surroundings struct {
	from, to, talk page
	last           logEvent
}

func (c *Client) lookAround(ctx context.Context, m provider.Move, spent *effort) (surroundings, error) {
	var now surroundings
	talk := "File talk:" + string(m.From)
	normalized := map[string]string{}
	err := c.query(ctx, request{op: "query", title: m.From, post: true, tell: m.Progress, effort: spent, params: url.Values{
		"titles": {multi([]string{m.From.Page(), m.To.Page(), talk})}, "prop": {"info"},
		"list": {"logevents"}, "letype": {"move"}, "letitle": {m.From.Page()}, "lelimit": {"1"}, "leprop": {"ids|user|details"},
	}}, func(a queryAnswer) error {
		for _, n := range a.Query.Normalized {
			normalized[n.plain()] = n.To
		}
		for _, p := range a.Query.Pages {
			switch p.Title {
			case follow(normalized, m.From.Page()):
				now.from = p
			case follow(normalized, m.To.Page()):
				now.to = p
			case follow(normalized, talk):
				now.talk = p
			}
		}
		if len(a.Query.LogEvents) > 0 {
			now.last = a.Query.LogEvents[0]
		}
		return errEnough // there are always older entries
	})
	if err == nil && (now.from.Title == "" || now.to.Title == "") {
		err = malformed("query", "the wiki said nothing about "+m.From.Page()+" or "+m.To.Page())
	}
	return now, err
}
