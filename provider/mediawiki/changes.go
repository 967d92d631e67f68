package mediawiki

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"wikiform/internal/working"
	"wikiform/provider"
)

// Newest reads where the history of the wiki's files is now.
func (c *Client) Newest(ctx context.Context) (provider.Mark, error) {
	var m provider.Mark
	params := changesParams("older", time.Time{}, time.Time{})
	params.Set("arvlimit", "1")
	params.Set("lelimit", "1")
	_, err := c.list(ctx, "newest changes", params, 1, func(a queryAnswer) bool {
		see(&m, a)
		return false
	})
	return m, err
}

// Changed reads what was done to files since a time, in at most so many requests. From is
// where the history was then: the entry of the log that was its newest must still be there,
// and so must the revision, unless something was deleted. A wiki that is set up again from
// a backup has neither.
//
// An entry of the log that an administrator has hidden is not among those of files; the
// log of deletions says that there is one, and not of which page (facts §13.7). What was
// hidden before the mark was set is no matter.
func (c *Client) Changed(ctx context.Context, since time.Time, from provider.Mark, requests int) (provider.Changes, error) {
	task := working.Begin(ctx, "changes since "+since.UTC().Format("2006-01-02 15:04"), 0)
	defer task.End()
	r := &changesRead{since: since, from: from, changes: provider.Changes{Titles: map[provider.Title]bool{}, Newest: from}}
	if from.RevTime.Before(since) || from.LogTime.Before(since) {
		if err := c.lookForMark(ctx, r); err != nil {
			return provider.Changes{}, err
		}
	}
	whole, err := c.through(ctx, changesParams("newer", since, since), &requests, func(a queryAnswer) bool {
		task.Done(len(a.Query.LogEvents) + len(a.Query.AllRevisions))
		r.take(a)
		return r.changes.Untold == ""
	})
	switch {
	case err != nil:
		return provider.Changes{}, err
	case r.changes.Untold != "":
	case !whole:
		r.changes.Untold = "the wiki tells of more changes than are read"
	default:
		r.changes.Lost = r.lost()
	}
	if r.changes.Untold == "" && r.changes.Lost == "" {
		r.changes.Untold, err = c.hiddenSince(ctx, since, from, max(1, requests))
	}
	return r.changes, err
}

// lookForMark looks for where a mark was set, where that was before the time from which
// changes are read: it is the last of its second, unless some more came in it.
func (c *Client) lookForMark(ctx context.Context, r *changesRead) error {
	const some = "50"
	params := changesParams("older", r.from.RevTime, r.from.LogTime)
	params.Set("arvlimit", some)
	params.Set("lelimit", some)
	_, err := c.list(ctx, "newest changes", params, 1, func(a queryAnswer) bool {
		r.seek(a)
		return false
	})
	return err
}

// hiddenSince asks for entries of logs that were hidden, or shown again, of any page.
func (c *Client) hiddenSince(ctx context.Context, since time.Time, from provider.Mark, requests int) (untold string, err error) {
	params := url.Values{"list": {"logevents"}, "leaction": {"delete/event"}, "lestart": {stampOf(since)}, "ledir": {"newer"}, "leprop": {"ids|type|details"}, "lelimit": {"max"}}
	whole, err := c.through(ctx, params, &requests, func(a queryAnswer) bool {
		for _, e := range a.Query.LogEvents {
			if e.Type == "delete" && e.Action == "event" && !e.Params.before(from.Log) {
				untold = "an administrator has hidden entries of the log, which do not say any more of which page they are"
			}
		}
		return untold == ""
	})
	if err == nil && !whole && untold == "" {
		untold = "the wiki tells of more hidden entries of its log than are read"
	}
	return untold, err
}

// before reports whether all that was hidden is up to an entry of the log.
func (d logDetails) before(log int64) bool {
	for _, id := range d.IDs {
		if n, err := strconv.ParseInt(scalar(id), 10, 64); err != nil || n > log {
			return false
		}
	}
	return len(d.IDs) > 0
}

// changesParams asks for both lists at once; times that are zero bound nothing.
func changesParams(dir string, revs, logs time.Time) url.Values {
	ns := strconv.Itoa(fileNS)
	params := url.Values{
		"list": {"allrevisions|logevents"}, "arvnamespace": {ns}, "arvdir": {dir}, "arvprop": {"ids|timestamp"}, "arvlimit": {"max"},
		"lenamespace": {ns}, "ledir": {dir}, "leprop": {"ids|title|type|timestamp|details"}, "lelimit": {"max"},
	}
	for name, at := range map[string]time.Time{"arvstart": revs, "lestart": logs} {
		if !at.IsZero() {
			params.Set(name, stampOf(at))
		}
	}
	return params
}

func stampOf(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// listedPage are revisions of one page, in a list of those of all.
type listedPage struct {
	NS        int
	Title     string
	Revisions []struct {
		RevID     int64
		Timestamp time.Time
	}
}

// changesRead are changes while they are read.
type changesRead struct {
	since            time.Time
	from             provider.Mark
	changes          provider.Changes
	seenLog, seenRev bool // the mark's entry of the log, and its revision
	gone             bool // something was deleted, or joined to something else
	bytes            int  // that are held, about
}

// mostChanged is how much is kept of changed titles, in bytes.
const mostChanged = 64 << 20

// seek looks for the mark in an answer. A wiki that was set up again from a backup gives the
// same numbers to what comes then, at other times.
func (r *changesRead) seek(a queryAnswer) {
	for _, p := range a.Query.AllRevisions {
		for _, v := range p.Revisions {
			r.seenRev = r.seenRev || v.RevID == r.from.Rev && v.Timestamp.Equal(r.from.RevTime)
		}
	}
	for _, e := range a.Query.LogEvents {
		r.seenLog = r.seenLog || e.LogID == r.from.Log && e.Timestamp.Equal(r.from.LogTime)
	}
}

func (r *changesRead) take(a queryAnswer) {
	see(&r.changes.Newest, a)
	r.seek(a)
	for _, p := range a.Query.AllRevisions {
		if p.NS != fileNS {
			r.untold("the wiki tells of revisions that are not of files")
			return
		}
		for _, v := range p.Revisions {
			if !v.Timestamp.Before(r.since) {
				r.touch(p.Title)
			}
		}
	}
	for _, e := range a.Query.LogEvents {
		if e.Timestamp.Before(r.since) {
			continue
		}
		r.gone = r.gone || e.Type == "delete" || e.Type == "merge" || e.Type == "suppress"
		if e.ActionHidden || e.Title == "" {
			r.untold(fmt.Sprintf("entry %d of the log does not say of which page it is", e.LogID))
			return
		}
		r.touch(e.Title)
		for _, other := range e.Params.titles {
			r.touch(other)
		}
	}
}

func (r *changesRead) untold(why string) {
	if r.changes.Untold == "" {
		r.changes.Untold = why
	}
}

func (r *changesRead) touch(page string) {
	t := titleOf(page)
	if r.changes.Titles[t] {
		return
	}
	const place = 64
	if r.bytes += len(t) + place; r.bytes > mostChanged {
		r.untold("the wiki tells of more changes than are kept")
		return
	}
	r.changes.Titles[provider.Title(strings.Clone(clip(string(t))))] = true
}

// lost says how the history differs from that in which the mark was set.
func (r *changesRead) lost() string {
	switch {
	case r.from.Log != 0 && !r.seenLog:
		return fmt.Sprintf("the wiki's log does not have its entry %d any more", r.from.Log)
	case r.from.Rev != 0 && !r.seenRev && !r.gone:
		return fmt.Sprintf("the wiki does not have the revision %d any more, and its log tells of no deletion", r.from.Rev)
	}
	return ""
}

// see moves a mark on to the newest of an answer.
func see(m *provider.Mark, a queryAnswer) {
	newer := func(at time.Time, id int64, than time.Time, last int64) bool {
		return at.After(than) || at.Equal(than) && id > last
	}
	for _, p := range a.Query.AllRevisions {
		for _, v := range p.Revisions {
			if newer(v.Timestamp, v.RevID, m.RevTime, m.Rev) {
				m.Rev, m.RevTime = v.RevID, v.Timestamp.UTC()
			}
		}
	}
	for _, e := range a.Query.LogEvents {
		if newer(e.Timestamp, e.LogID, m.LogTime, m.Log) {
			m.Log, m.LogTime = e.LogID, e.Timestamp.UTC()
		}
	}
}
