package receipt

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"wikiform/internal/weburl"
	"wikiform/provider"
	"wikiform/spec"
)

// The members of a receipt, in the order in which they are written. They are a promise
// (docs/receipts.md), which is why they are no Go types of ours.

type headMember struct {
	FormatVersion string     `json:"format_version"`
	ToolVersion   string     `json:"tool_version,omitempty"`
	PlanDigest    string     `json:"plan_digest"`
	Shard         string     `json:"shard,omitempty"` // since 1.1
	Undoes        string     `json:"undoes,omitempty"`
	Wiki          wikiMember `json:"wiki"`
	Commit        string     `json:"commit,omitempty"`
	Began         string     `json:"began"`
}

type wikiMember struct {
	Name   string `json:"name"`
	API    string `json:"api"`
	WikiID string `json:"wikiid"`
	Actor  string `json:"actor"`
}

type writeMember struct {
	Address   string        `json:"address"`
	Kind      string        `json:"kind"`
	Title     string        `json:"title"`
	From      string        `json:"from,omitempty"`
	PageID    int64         `json:"page_id,omitempty"`
	Revision  int64         `json:"revision,omitempty"`
	LogID     int64         `json:"log_id,omitempty"`
	Timestamp string        `json:"timestamp,omitempty"`
	SHA1      provider.SHA1 `json:"sha1,omitzero"`
}

type endMember struct {
	Ended    string  `json:"ended"`
	Outcome  Outcome `json:"outcome"`
	Checksum string  `json:"checksum"`
}

// What stands around the lines. A write is a line of its own that begins with what ends
// the one before it, so that whatever was written last is whole or is none.
const (
	headEnds = `,"writes":[`
	endOpens = `],`
	endEnds  = "\"}\n" // after the checksum, which is that of all before it
)

// maxAddress is how much of an address is written, in bytes: nothing depends on it.
const maxAddress = 4096

func (h Head) member() headMember {
	return headMember{
		FormatVersion: h.format(), ToolVersion: h.Tool, PlanDigest: h.Plan, Shard: h.Shard, Undoes: h.Undoes,
		Wiki:   wikiMember{h.Wiki.Name, weburl.Kept(h.Wiki.API), h.Wiki.ID, h.Wiki.Account},
		Commit: h.Commit, Began: stamp(h.Began),
	}
}

// format is the oldest version that can say what the head says.
func (h Head) format() string {
	if h.Shard == "" {
		return format10
	}
	return FormatVersion
}

func (m headMember) head() (Head, error) {
	began, err := time.Parse(time.RFC3339, m.Began)
	return Head{
		Tool: m.ToolVersion, Plan: m.PlanDigest, Shard: m.Shard, Undoes: m.Undoes,
		Wiki: Wiki{m.Wiki.Name, m.Wiki.API, m.Wiki.WikiID, m.Wiki.Actor}, Commit: m.Commit, Began: began,
	}, err
}

func (e Entry) member() writeMember {
	m := writeMember{
		Address: string(e.Address), Kind: string(e.Kind), Title: e.Title.Page(),
		PageID: e.Page, Revision: e.Revision, LogID: e.Log, Timestamp: stamp(e.Time), SHA1: e.SHA1,
	}
	if more := "…"; len(m.Address) > maxAddress {
		m.Address = strings.ToValidUTF8(m.Address[:maxAddress-len(more)], "") + more
	}
	if e.From != "" {
		m.From = e.From.Page()
	}
	return m
}

// kinds are those of writes that a receipt may speak of.
var kinds = []provider.WriteKind{
	provider.WroteVersion, provider.WroteText, provider.WroteTitle, provider.WroteDeletion,
	provider.WroteRevert, provider.WroteRestore, provider.WroteTags,
}

func (m writeMember) entry(line int) (Entry, error) {
	e := Entry{Address: spec.Address(m.Address), Line: line, Write: provider.Write{
		Kind: provider.WriteKind(m.Kind), Page: m.PageID, Revision: m.Revision, Log: m.LogID, SHA1: m.SHA1,
	}}
	var err error
	switch {
	case !slices.Contains(kinds, e.Kind):
		return e, fmt.Errorf(`"%s" is no kind of a write`, provider.VisibleInside(clip(m.Kind)))
	case min(m.PageID, m.Revision, m.LogID) < 0:
		return e, fmt.Errorf("a number is below 0")
	case (m.From != "") != (e.Kind == provider.WroteTitle):
		return e, fmt.Errorf("a move has a title that it comes from, and nothing else has")
	}
	if e.Title, err = titleOf(m.Title); err != nil {
		return e, err
	}
	if m.From != "" {
		if e.From, err = titleOf(m.From); err != nil {
			return e, err
		}
	}
	if m.Timestamp == "" {
		return e, nil
	}
	if e.Time, err = time.Parse(time.RFC3339, m.Timestamp); err != nil {
		return e, errOtherwise
	}
	return e, nil
}

// titleOf reads the title of a page of the file namespace.
func titleOf(page string) (provider.Title, error) {
	title, found := strings.CutPrefix(page, provider.Title("").Page())
	switch {
	case !found || title == "" || len(title) > maxTitle:
	case strings.ContainsFunc(title, func(r rune) bool { return r < ' ' || r == 0x7f || strings.ContainsRune("#<>[]|{}", r) }):
	default:
		return provider.Title(title), nil
	}
	return "", fmt.Errorf(`"%s" is no title of a file`, provider.VisibleInside(clip(page)))
}

// maxTitle is the longest title that a wiki stores, in bytes.
const maxTitle = 255

// clip keeps what is quoted short.
func clip(s string) string {
	const most = 100
	if len(s) > most {
		return strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}

// stamp is a time as it is written, "" for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// encoded is the JSON of the members of a struct, without a line end and safe for a terminal.
func encoded(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err) // there is nothing in a member that has no JSON
	}
	return provider.VisibleJSON(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// headLine is the first line, without its end.
func headLine(h Head) []byte {
	return append(bytes.TrimSuffix(encoded(h.member()), []byte("}")), headEnds...)
}

// endLine is the last line up to its checksum.
func endLine(at time.Time, o Outcome) []byte {
	line := append([]byte(endOpens), encoded(endMember{Ended: stamp(at), Outcome: o})[1:]...)
	return line[:len(line)-len(endEnds)+1]
}
