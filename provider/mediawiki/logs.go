package mediawiki

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"wikiform/provider"
)

const (
	// singly is how many titles are looked up in a log one by one. Of more the log is
	// read, which takes logPieces requests at most.
	singly    = 50
	logPieces = 20
	// mostLogged is how many entries are told of one title.
	mostLogged = 50
)

// logEvent is an entry of a log.
type logEvent struct {
	LogID, LogPage int64
	Title          string
	Type, Action   string
	ActionHidden   bool // and so is of which page it is
	User           string
	UserHidden     bool
	Timestamp      time.Time
	Comment        string
	CommentHidden  bool
	Params         logDetails
}

// logDetails is what an entry tells beside who, when and why: of a move where the page
// went, of a restoration how much came back.
type logDetails struct {
	NS    int    `json:"target_ns"`
	Title string `json:"target_title"`
	Count struct{ Revisions, Files int }
	IDs   []json.RawMessage // of what was hidden
	// titles are all pages that the entry names beside its own, whatever it calls them:
	// where a page was moved, or its history joined.
	titles []string
}

// UnmarshalJSON takes what other entries have for nothing at all.
func (d *logDetails) UnmarshalJSON(b []byte) error {
	type plain logDetails
	var of plain
	if json.Unmarshal(b, &of) != nil {
		return nil
	}
	*d = logDetails(of)
	if bytes.Contains(b, []byte(`_title"`)) {
		var members map[string]json.RawMessage
		if json.Unmarshal(b, &members) == nil {
			for name, value := range members {
				if t := text(value); strings.HasSuffix(name, "_title") && t != "" {
					d.titles = append(d.titles, t)
				}
			}
		}
	}
	return nil
}

// past is what a log tells of one title, the newest first.
type past[E any] struct {
	entries []E
	cut     bool // there may be older ones, which were not read
}

// logReader takes in what the log of one type tells of titles, as far as entry takes it.
type logReader[E any] struct {
	mu    sync.Mutex
	past  map[provider.Title]*past[E]
	entry func(logEvent) (E, bool)
}

// add takes in events of one title, which are all of them if whole is set.
func (l *logReader[E]) add(t provider.Title, events []logEvent, whole bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := l.past[t]
	if p == nil {
		return // nobody asked for it
	}
	for _, event := range events {
		e, ok := l.entry(event)
		if !ok {
			continue
		}
		if len(p.entries) == mostLogged {
			p.cut = true
			break
		}
		p.entries = append(p.entries, e)
	}
	p.cut = p.cut || !whole
}

// readLog reads the log of one type. Every title is in the map.
func readLog[E any](ctx context.Context, c *Client, what string, params url.Values, titles []provider.Title, entry func(logEvent) (E, bool)) (map[provider.Title]*past[E], error) {
	l := &logReader[E]{past: make(map[provider.Title]*past[E], len(titles)), entry: entry}
	for _, t := range titles {
		l.past[t] = &past[E]{}
	}
	params = maps.Clone(params)
	params.Set("list", "logevents")
	if len(titles) > singly {
		params.Set("lelimit", "max")
		params.Set("lenamespace", strconv.Itoa(fileNS))
		whole, err := c.list(ctx, what, params, logPieces, func(a queryAnswer) bool {
			for i, e := range a.Query.LogEvents {
				l.add(titleOf(e.Title), a.Query.LogEvents[i:i+1], true)
			}
			return true
		})
		for _, p := range l.past {
			p.cut = p.cut || !whole
		}
		return l.past, err
	}
	params.Set("lelimit", strconv.Itoa(mostLogged))
	err := each(ctx, what, titles, func(ctx context.Context, t provider.Title) error {
		one := maps.Clone(params)
		one.Set("letitle", t.Page())
		_, err := c.list(ctx, what, one, 1, func(a queryAnswer) bool {
			l.add(t, a.Query.LogEvents, len(a.Continue) == 0)
			return false
		})
		return err
	})
	return l.past, err
}
