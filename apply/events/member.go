package events

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"time"

	"wikiform/apply"
	"wikiform/plan"
	"wikiform/provider"
)

// FormatVersion is the version of the lines. A minor version adds members, types and
// values.
const FormatVersion = "1.0"

// The types of lines. They, and the members below, are a promise (docs/events.md), which is
// why they are no Go types of ours.
const (
	typeVersion  = "version"
	typeSummary  = "change_summary"
	typeUnknown  = "change_unknown"
	typeStart    = "apply_start"
	typeProgress = "apply_progress"
	typeStaged   = "apply_staged"
	typeComplete = "apply_complete"
	typeErrored  = "apply_errored"
	typeRun      = "run_progress"
	typeWait     = "wait"
	typeNote     = "note"
	typeStopping = "stopping"
	typeProblem  = "diagnostic"
	typeReceipt  = "receipt"
	typeEnd      = "end"
)

// The levels of lines.
const (
	info  = "info"
	warn  = "warn"
	fault = "error"
)

// module is what Terraform's lines have, too.
const module = "wikiform.ui"

// head is what every line begins with.
type head struct {
	Level     string `json:"@level"`
	Message   string `json:"@message"`
	Module    string `json:"@module"`
	Timestamp string `json:"@timestamp"`
	Type      string `json:"type"`
}

type versionMember struct {
	head
	Format string `json:"format_version"`
	Tool   string `json:"tool_version"`
}

type wikiMember struct {
	Name   string `json:"name"`
	API    string `json:"api"`
	WikiID string `json:"wikiid"`
	Actor  string `json:"actor,omitempty"`
}

type summaryMember struct {
	head
	Operation string        `json:"operation"`
	Changes   changesMember `json:"changes"`
	Digest    string        `json:"plan_digest"`
	Shard     string        `json:"shard,omitempty"`
	Wiki      wikiMember    `json:"wiki"`
}

type changesMember struct {
	Add         int   `json:"add"`
	Change      int   `json:"change"`
	Remove      int   `json:"remove"`
	Move        int   `json:"move"`
	Blocked     int   `json:"blocked"`
	Unknown     int   `json:"unknown"`
	Others      int   `json:"replaces_others,omitempty"`
	Bytes       int64 `json:"bytes"`
	UnknownSize int   `json:"unknown_size,omitempty"`
}

// fileMember says which file a line is about.
type fileMember struct {
	Address  string       `json:"address"`
	Title    string       `json:"title"`
	Previous string       `json:"previous_title,omitempty"`
	Action   plan.Action  `json:"action"`
	Declared *placeMember `json:"declared_at,omitempty"`
}

type placeMember struct {
	File string `json:"filename"`
	Line int    `json:"line"`
}

type startMember struct {
	head
	fileMember
	Bytes int64 `json:"bytes,omitempty"`
}

type progressMember struct {
	head
	Address string         `json:"address"`
	Phase   provider.Phase `json:"phase"`
	Sent    int64          `json:"sent_bytes,omitempty"`
	Total   int64          `json:"total_bytes,omitempty"`
	Elapsed seconds        `json:"elapsed_seconds"`
}

type stagedMember struct {
	head
	Address string  `json:"address"`
	Elapsed seconds `json:"elapsed_seconds"`
}

type outcomeMember struct {
	head
	fileMember
	Outcome string        `json:"outcome"`
	Elapsed seconds       `json:"elapsed_seconds,omitempty"`
	Written []plan.Aspect `json:"written,omitempty"`
	SHA1    provider.SHA1 `json:"sha1,omitzero"`
	Remark  string        `json:"remark,omitempty"`
	Error   *errorMember  `json:"error,omitempty"`
}

type errorMember struct {
	Reason string        `json:"reason"`
	Kind   provider.Kind `json:"kind,omitempty"`
	Code   string        `json:"code,omitempty"`
	Text   string        `json:"text"`
	Hint   string        `json:"hint,omitempty"`
	Cure   provider.Cure `json:"cure,omitempty"`
	Other  string        `json:"other_title,omitempty"`
}

type runMember struct {
	head
	Files    int            `json:"files"`
	Finished int            `json:"finished"`
	Unseen   int            `json:"to_be_seen"`
	InFlight int            `json:"in_flight"`
	Outcomes map[string]int `json:"outcomes"`
	Sent     int64          `json:"sent_bytes"`
	Total    int64          `json:"total_bytes"`
	Percent  int            `json:"percent"`
	Rate     int64          `json:"bytes_per_second,omitempty"`
	ETA      *int64         `json:"eta_seconds,omitempty"`
	Waiting  bool           `json:"waiting"`
	Elapsed  seconds        `json:"elapsed_seconds"`
}

type waitMember struct {
	head
	Address string  `json:"address,omitempty"`
	Why     string  `json:"why"`
	Wait    seconds `json:"wait_seconds"`
	Until   string  `json:"until"`
	GivenUp string  `json:"given_up_at,omitempty"`
}

type noteMember struct {
	head
	Address string `json:"address"`
	Text    string `json:"text"`
}

type stoppingMember struct {
	head
	Why       string `json:"why"`
	Cancelled bool   `json:"cancelled"`
	InFlight  int    `json:"in_flight"`
}

type diagnosticMember struct {
	head
	Diagnostic problemMember `json:"diagnostic"`
}

type problemMember struct {
	Severity string        `json:"severity"`
	Summary  string        `json:"summary"`
	Detail   string        `json:"detail,omitempty"`
	Hint     string        `json:"hint,omitempty"`
	Kind     provider.Kind `json:"kind,omitempty"`
	Code     string        `json:"code,omitempty"`
	Declared *placeMember  `json:"declared_at,omitempty"`
}

type receiptMember struct {
	head
	Path   string `json:"path"`
	Writes int    `json:"writes"`
}

type endMember struct {
	head
	ExitCode int            `json:"exit_code"`
	Stopped  string         `json:"stopped,omitempty"`
	Changes  *doneMember    `json:"changes,omitempty"`
	Outcomes map[string]int `json:"outcomes,omitempty"`
}

type doneMember struct {
	Add    int `json:"add"`
	Change int `json:"change"`
	Remove int `json:"remove"`
	Move   int `json:"move"`
}

// outcomeNames are the words for outcomes, those of a worklist where it has them.
var outcomeNames = map[apply.Outcome]string{
	apply.Done: "done", apply.Overtook: "overtook", apply.AlreadyDone: "already_done", apply.Failed: "failed",
	apply.Stale: "stale", apply.BlockedNow: "blocked", apply.Unsure: "unsure", apply.NotStarted: "not_started",
}

// seconds is a time as JSON has it, to the millisecond.
type seconds float64

func secondsOf(d time.Duration) seconds {
	return seconds(math.Round(max(d, 0).Seconds()*1000) / 1000)
}

// stamp is a time as lines have it.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z07:00") }

// What of a text is kept: a wiki's answer may be long, and so may the key of a for_each.
const (
	mostText = 4000 // characters
	mostName = 4096 // bytes
)

// shown is a sentence of anybody's as it may be printed.
func shown(s string) string {
	const mostBytes = 4 * mostText
	cut := len(s) > mostBytes
	if cut {
		s = s[:mostBytes]
	}
	if runes := []rune(s); cut || len(runes) > mostText {
		s = string(runes[:min(len(runes), mostText)]) + "…"
	}
	return provider.VisibleLine(s)
}

// named is the address or title of anybody's as programs compare it.
func named(s string) string {
	if more := "…"; len(s) > mostName {
		return strings.ToValidUTF8(s[:mostName-len(more)], "") + more
	}
	return s
}

// encoded is a line with its end, safe for a terminal.
func encoded(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err) // there is nothing in a member that has no JSON
	}
	return append(provider.VisibleJSON(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), '\n')
}
