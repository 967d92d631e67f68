package apply

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"

	"wikiform/provider"
)

// Entry is the last word of a journal on one stash.
type Entry struct {
	Wiki    string         // id of the wiki that keeps it
	Account string         // whose it is: wikis show a stash to nobody else
	Title   provider.Title // for which it was uploaded
	Stash   provider.Stash
	Time    time.Time // when this was noted
}

const (
	journalVersion = 1
	// MaxJournal is how much of a journal is read, in bytes.
	MaxJournal = 64 << 20
	maxLine    = 4 << 10
	// remembered is how long an entry is good for. Wikis drop a stash after
	// hours, but a publication may wait in a job queue for days.
	remembered = 7 * 24 * time.Hour
	mostKept   = 20_000
)

// line is an Entry as it is written: a line of JSON.
type line struct {
	Version int                 `json:"v"`
	Wiki    string              `json:"wiki"`
	Account string              `json:"account"`
	Title   provider.Title      `json:"title"`
	SHA1    string              `json:"sha1"`
	Size    int64               `json:"size"`
	State   provider.StashState `json:"state"`
	Key     string              `json:"key"`
	Offset  int64               `json:"offset"`
	Time    time.Time           `json:"time"`
}

// gone is the state of a stash that was published or lost.
const gone provider.StashState = "gone"

func encode(e Entry) []byte {
	state := e.Stash.State
	if e.Stash.Key == "" {
		state = gone
	}
	text, err := json.Marshal(line{
		journalVersion, e.Wiki, e.Account, e.Title, e.Stash.Digest.SHA1.String(), e.Stash.Digest.Size,
		state, e.Stash.Key, e.Stash.Offset, e.Time.UTC(),
	})
	if err != nil { // a year beyond 9999; nothing else here can fail
		return nil
	}
	return append(text, '\n')
}

// decode trusts nothing: what it lets through could have been written by encode.
func decode(text []byte) (Entry, bool) {
	var l line
	if json.Unmarshal(text, &l) != nil || l.Version != journalVersion {
		return Entry{}, false
	}
	sum, err := provider.ParseSHA1(l.SHA1)
	if err != nil || !sum.Known() || !plainText(l.Wiki) || !plainText(l.Account) || !plainText(string(l.Title)) || l.Title == "" ||
		l.Size < 0 || l.Offset < 0 || l.Offset > l.Size {
		return Entry{}, false
	}
	s := provider.Stash{Key: l.Key, Offset: l.Offset, State: l.State, Digest: provider.Digest{SHA1: sum, Size: l.Size}}
	switch l.State {
	case provider.Uploading, provider.Assembling, provider.Staged, provider.Queued:
		if !fileKey(l.Key) {
			return Entry{}, false
		}
	case gone:
		s.Key, s.State = "", ""
	default:
		return Entry{}, false
	}
	return Entry{l.Wiki, l.Account, l.Title, s, l.Time}, true
}

func plainText(s string) bool {
	return len(s) <= 1024 && !strings.ContainsFunc(s, unicode.IsControl)
}

// fileKey reports whether s can be a wiki's name for a stash: "1b8k.ux6f.12.png".
func fileKey(s string) bool {
	return s != "" && len(s) <= 255 && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
}

// ReadJournal gives the last word on every stash that a journal knows of, and
// how many of its lines make no sense. A last line without an end is none of
// them: power was lost while it was written. The error is r's.
func ReadJournal(r io.Reader) (entries []Entry, garbage int, err error) {
	in := bufio.NewReaderSize(io.LimitReader(r, MaxJournal), maxLine)
	last := make(map[entryKey]Entry)
	for {
		text, err := in.ReadSlice('\n')
		switch {
		case err == nil:
			if e, ok := decode(text); ok {
				last[keyOf(e)] = e
			} else if len(bytes.TrimSpace(text)) > 0 {
				garbage++
			}
			continue
		case errors.Is(err, bufio.ErrBufferFull):
			garbage++
			if err = skipLine(in); err == nil {
				continue
			}
		}
		if errors.Is(err, io.EOF) {
			return sorted(last), garbage, nil
		}
		return nil, garbage, err
	}
}

func skipLine(in *bufio.Reader) error {
	for {
		if _, err := in.ReadSlice('\n'); !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}

// CompactJournal is the shortest journal that says what matters of entries: not
// what is gone, too old, or too much.
func CompactJournal(entries []Entry, now time.Time) []byte {
	kept := slices.DeleteFunc(slices.Clone(entries), func(e Entry) bool {
		return e.Stash.Key == "" || now.Sub(e.Time) > remembered
	})
	var b bytes.Buffer
	for _, e := range kept[max(len(kept)-mostKept, 0):] {
		b.Write(encode(e))
	}
	return b.Bytes()
}

// entryKey is what an entry is about.
type entryKey struct {
	wiki, account string
	title         provider.Title
	sum           provider.SHA1
}

func keyOf(e Entry) entryKey { return entryKey{e.Wiki, e.Account, e.Title, e.Stash.Digest.SHA1} }

// sorted gives entries from the oldest to the newest.
func sorted(m map[entryKey]Entry) []Entry {
	entries := make([]Entry, 0, len(m))
	for _, e := range m {
		entries = append(entries, e)
	}
	slices.SortFunc(entries, func(a, b Entry) int {
		if c := a.Time.Compare(b.Time); c != 0 {
			return c
		}
		return strings.Compare(string(a.Title)+a.Stash.Key, string(b.Title)+b.Stash.Key)
	})
	return entries
}
