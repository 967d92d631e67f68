package faulttest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"wikiform/plan"
	"wikiform/provider/sandbox"
)

// schedule is one experiment as plain data: what is wanted, what the wiki has
// before, and what breaks. It can be drawn, shrunk, printed and kept.
type schedule struct {
	Files   []file
	Strikes []strike
	Jobs    int
	Journal bool // what the wiki keeps is remembered from run to run
	// StageFirst brings all content to the wiki before any is published.
	StageFirst bool
	// Queue is how long the wiki's job queue takes for a job; 0 for no queue, and
	// less when nobody looks after it until the run is over.
	Queue time.Duration
	// Agreement is how further runs know what was agreed to when the first planned;
	// "" is that nobody has to agree.
	Agreement agreement `json:",omitempty"`
	// Only and Target narrow what is planned.
	Only   []plan.Kind `json:",omitempty"`
	Target string      `json:",omitempty"`
	// Set names the manifest in comments.
	Set string `json:",omitempty"`
	// Budget is how many bytes one run sends; 0 is no bound.
	Budget int64 `json:",omitempty"`
	names
	past
}

// choices are the fields that most schedules do without.
type choices struct {
	Agreement agreement   `json:",omitempty"`
	Only      []plan.Kind `json:",omitempty"`
	Target    string      `json:",omitempty"`
	Set       string      `json:",omitempty"`
	Budget    int64       `json:",omitempty"`
	Renames   bool        `json:",omitempty"`
	Batch     int         `json:",omitempty"`
	Accounts  []string    `json:",omitempty"`
	Policy    string      `json:",omitempty"`
	Former    []string    `json:",omitempty"`
}

// mark ends the comments of our uploads.
func (s schedule) mark() string {
	if s.Set == "" {
		return ""
	}
	return markOf(s.Set)
}

// file is one file of the manifest and what the wiki has under its title.
type file struct {
	Way  way
	Have have `json:",omitempty"`
	// Text is what the manifest says of the page: "" for nothing, and of two
	// texts the one that the wiki has or another.
	Text string   `json:",omitempty"`
	Tags []string `json:",omitempty"`
	// Unpinned: of a URL, nothing says what its content is.
	Unpinned bool `json:",omitempty"`
	// Title is the file's when it is among those that [names] are about.
	Title string `json:",omitempty"`
	// Follow: where somebody moves the file, it is managed under its new title.
	Follow bool `json:",omitempty"`
	claims
}

// title is that of a file of the manifest.
func (s schedule) title(i int) string {
	return cmp.Or(s.Files[i].Title, fmt.Sprintf("Fault %d.png", i))
}

// way is how content comes to the wiki.
type way string

const (
	direct  way = "direct"
	chunked way = "chunked"
	server  way = "server" // the wiki fetches a URL
	client  way = "client" // wikiform does
	auto    way = "auto"
)

func (w way) byURL() bool { return w == server || w == client || w == auto }

// have is what a wiki has before the first run.
type have string

const (
	nothing have = ""
	page    have = "page"    // without a file
	other   have = "other"   // a file with other content
	current have = "current" // a file with the wanted content
)

// Texts of a page. The wiki has thereBefore on every page that it has.
const (
	thereBefore = "as it was"
	another     = "as it shall be"
)

// strike is one thing that breaks. It strikes the Nth occasion on On and the
// Times-1 that follow, counted over all runs.
type strike struct {
	// On is a step of the protocol ("" is any request), or who else can fail.
	On    sandbox.Step `json:",omitempty"`
	Nth   int
	Times int `json:",omitempty"` // 0 is once
	// What is a fault of the sandbox, or one of those below.
	What sandbox.FaultKind
	Done bool          `json:",omitempty"` // the request was carried out all the same
	Code int           `json:",omitempty"` // of a proxy's answer
	Wait time.Duration `json:",omitempty"`
}

// What can fail beside the wiki.
const (
	onOrigin sandbox.Step = "origin" // the server of the URLs, by request
	onSource sandbox.Step = "source" // a file on this machine, by reading
	onRun    sandbox.Step = "run"    // a run of the program, before it begins; only of acts
)

const (
	// Of the process; struck by a request to the wiki.
	stop   sandbox.FaultKind = "stop"   // the first signal
	cancel sandbox.FaultKind = "cancel" // the second
	kill   sandbox.FaultKind = "kill"   // no report, and no word reaches the wiki any more

	// Of the origin.
	wrong   sandbox.FaultKind = "wrong content"
	missing sandbox.FaultKind = "missing" // 404
	failing sandbox.FaultKind = "failing" // 500
	short   sandbox.FaultKind = "short"   // the connection breaks in the middle

	// Of a source on this machine.
	changes sandbox.FaultKind = "changes" // while it is read
)

// ofProcess tells strikes on us from strikes on the wiki.
func (s strike) ofProcess() bool { return s.What == stop || s.What == cancel || s.What == kill }

// covers reports whether the nth occasion is struck.
func (s strike) covers(nth int) bool { return nth >= s.Nth && nth < s.Nth+max(s.Times, 1) }

func (s strike) fault() sandbox.Fault {
	return sandbox.Fault{Kind: s.What, Done: s.Done, Status: s.Code, Wait: s.Wait}
}

// String gives one line for each file and strike; [parse] reads it.
func (s schedule) String() string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\n  \"Jobs\": %d, \"Journal\": %t, \"StageFirst\": %t, \"Queue\": %d,\n", s.Jobs, s.Journal, s.StageFirst, s.Queue)
	if more := oneLine(choices{s.Agreement, s.Only, s.Target, s.Set, s.Budget, s.Renames, s.Batch, s.Accounts, s.Policy, s.Former}); more != "{}" {
		fmt.Fprintf(&b, "  %s,\n", strings.Trim(more, "{}"))
	}
	b.WriteString("  \"Files\": [\n")
	writeLines(&b, s.Files)
	b.WriteString("  ],\n")
	writeList(&b, "There", s.There)
	writeList(&b, "Moves", s.Moves)
	writeList(&b, "Redirects", s.Redirects)
	writeList(&b, "Absences", s.Absences)
	writeList(&b, "Acts", s.Acts)
	writeList(&b, "Deeds", s.Deeds)
	writeList(&b, "Prunes", s.Prunes)
	b.WriteString("  \"Strikes\": [\n")
	writeLines(&b, s.Strikes)
	b.WriteString("  ]\n}\n")
	return b.String()
}

// writeList writes a list of those that most schedules do without.
func writeList[T any](b *bytes.Buffer, name string, all []T) {
	if len(all) > 0 {
		fmt.Fprintf(b, "  %q: [\n", name)
		writeLines(b, all)
		b.WriteString("  ],\n")
	}
}

func writeLines[T any](b *bytes.Buffer, all []T) {
	for i, one := range all {
		comma := ","
		if i == len(all)-1 {
			comma = ""
		}
		fmt.Fprintf(b, "    %s%s\n", oneLine(one), comma)
	}
}

func oneLine(v any) string {
	line, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain data
	}
	return string(line)
}

func parse(b []byte) (s schedule, err error) {
	in := json.NewDecoder(bytes.NewReader(b))
	in.DisallowUnknownFields()
	err = in.Decode(&s)
	return s, err
}
