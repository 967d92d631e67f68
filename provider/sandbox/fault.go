package sandbox

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// Fault is one way in which a request can go wrong. It is data, so that a test
// can draw, print and repeat a schedule of faults.
type Fault struct {
	Kind FaultKind
	// Done: the wiki does what it was asked, and then the fault strikes. It
	// counts for Reset, Status and HTML.
	Done       bool
	Status     int           // of Status
	RetryAfter time.Duration // of Status; 0: the answer does not say
	Wait       time.Duration // of Delay, and the lag of MaxLag
}

// FaultKind names a fault.
type FaultKind string

// What can go wrong on the way.
const (
	Refuse    FaultKind = "refuse"    // no connection (on a socket: a reset)
	Reset     FaultKind = "reset"     // the connection breaks
	Truncate  FaultKind = "truncate"  // done, and half of the answer arrives
	Status    FaultKind = "status"    // a proxy answers with a status and a page
	HTML      FaultKind = "html"      // a page with status 200
	Delay     FaultKind = "delay"     // the answer comes late
	Duplicate FaultKind = "duplicate" // the request arrives twice; the second answer is told
)

// What a wiki itself can say or forget.
const (
	MaxLag      FaultKind = "maxlag"
	RateLimited FaultKind = "ratelimited"
	ReadOnly    FaultKind = "readonly"
	BadToken    FaultKind = "badtoken"
	LoseSession FaultKind = "lose session" // nobody is logged in any more
	LoseStash   FaultKind = "lose stash"   // what the account has stashed is gone
	LoseChunk   FaultKind = "lose chunk"   // the wiki has one byte less of the part than it said
)

// String describes a fault, for test logs.
func (f Fault) String() string {
	text := string(f.Kind)
	if f.Kind == Status {
		text += fmt.Sprint(" ", f.Status)
	}
	if f.Done {
		text += " after it was done"
	}
	return text
}

// Step is the part of the protocol that a request belongs to.
type Step string

// The steps. Any stands for all of them.
const (
	Any         Step = ""
	Login       Step = "login"
	Token       Step = "token"
	Query       Step = "query"
	Direct      Step = "direct"  // an upload with the whole content
	ByURL       Step = "url"     // an upload that names a URL
	Chunk       Step = "chunk"   // of a chunked upload, but not the last
	LastChunk   Step = "last"    // the one that makes the content whole
	Publish     Step = "publish" // of what is in the stash
	CheckStatus Step = "status"  // of a chunked upload
	Edit        Step = "edit"
	Move        Step = "move"
	Delete      Step = "delete"
	Undelete    Step = "undelete"
	Revert      Step = "revert" // of a file
	Label       Step = "label"  // tags for what was written before
	OtherStep   Step = "other"
)

// Request is what can be said of a request before it runs.
type Request struct {
	Step  Step
	Title string // of a write: what it is about, as the client wrote it; of a move its source
	To    string // of a move
	// Titles are those that a query names.
	Titles []string
}

// Fail makes the nth request of a step go wrong, counted from 1; with 0 all of
// them do. Any counts every request.
func Fail(step Step, nth int, f Fault) Option { return func(w *Wiki) { w.Fail(step, nth, f) } }

// Fail is the option of that name for a wiki that runs; it counts from now.
func (w *Wiki) Fail(step Step, nth int, f Fault) { w.faults.add(&rule{step: step, nth: nth, fault: f}) }

// Heal ends all faults.
func (w *Wiki) Heal() {
	w.faults.mu.Lock()
	defer w.faults.mu.Unlock()
	w.faults.rules = nil
}

// Watch has f told of every request of the API before it runs. Requests may run
// at the same time, and so may f.
func Watch(f func(Request)) Option { return func(w *Wiki) { w.watch = append(w.watch, f) } }

type rule struct {
	step  Step
	nth   int
	fault Fault
	seen  int
}

type faults struct {
	mu    sync.Mutex
	rules []*rule
}

func (f *faults) add(r *rule) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rules = append(f.rules, r)
}

// next is the fault that strikes a request, of kind "" when none does.
func (f *faults) next(req Request) (strikes Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, rule := range f.rules {
		if rule.step != Any && rule.step != req.Step {
			continue
		}
		rule.seen++
		if strikes.Kind == "" && (rule.nth == 0 || rule.nth == rule.seen) {
			strikes = rule.fault
		}
	}
	return strikes
}

// describe finds out what a request is for.
func (r *request) describe() Request {
	_, checks := r.values["checkstatus"]
	switch r.action {
	case "login":
		return Request{Step: Login}
	case "query":
		if slices.Contains(strings.Split(r.values["meta"], "|"), "tokens") {
			return Request{Step: Token}
		}
		return Request{Step: Query, Titles: strings.FieldsFunc(r.values["titles"], func(c rune) bool { return c == '|' || c == '\x1f' })}
	case "edit":
		return Request{Step: Edit, Title: r.values["title"]}
	case "move":
		return Request{Step: Move, Title: r.values["from"], To: r.values["to"]}
	case "delete":
		return Request{Step: Delete, Title: r.values["title"]}
	case "undelete":
		return Request{Step: Undelete, Title: r.values["title"]}
	case "filerevert":
		return Request{Step: Revert, Title: r.values["filename"]}
	case "tag":
		return Request{Step: Label}
	case "upload":
		title := r.values["filename"]
		switch {
		case checks:
			return Request{Step: CheckStatus, Title: title}
		case r.parts["chunk"] != nil:
			if offset := r.values["offset"]; number(offset)+r.parts["chunk"].size == number(r.values["filesize"]) {
				return Request{Step: LastChunk, Title: title}
			}
			return Request{Step: Chunk, Title: title}
		case r.values["filekey"] != "":
			return Request{Step: Publish, Title: title}
		case r.values["url"] != "":
			return Request{Step: ByURL, Title: title}
		}
		return Request{Step: Direct, Title: title}
	}
	return Request{Step: OtherStep, Title: r.values["title"]}
}

// number reads what should be a number, 0 when it is none.
func number(text string) int64 {
	n, _ := place(text)
	return n
}
