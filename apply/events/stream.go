package events

import (
	"fmt"
	"io"
	"sync"
	"time"

	"wikiform/apply"
	"wikiform/apply/worklist"
	"wikiform/internal/number"
	"wikiform/internal/weburl"
	"wikiform/plan"
	"wikiform/provider"
)

// Stream is the lines of one command. Several goroutines may use it at once.
type Stream struct {
	mu   sync.Mutex
	w    io.Writer
	err  error                 // the first of writing; nothing is written after it
	told map[*plan.Change]bool // whose outcome has its line
	out  *apply.Report         // what the run came to; nil without one
	wait map[string]time.Time  // what a line said the wiki is waited for, and until when
}

// New begins a stream with its version.
func New(w io.Writer, tool string) *Stream {
	s := &Stream{w: w, told: map[*plan.Change]bool{}, wait: map[string]time.Time{}}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.write(versionMember{s.head(info, typeVersion, "wikiform "+tool), FormatVersion, shown(tool)})
	return s
}

// Err is why lines are missing; nil when none is.
func (s *Stream) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// head is the beginning of a line of this moment.
func (s *Stream) head(level, of, message string) head {
	return head{Level: level, Message: shown(message), Module: module, Timestamp: stamp(time.Now()), Type: of}
}

func (s *Stream) write(line any) {
	if s.err == nil {
		_, s.err = s.w.Write(encoded(line))
	}
}

// Wiki is where a plan is carried out.
type Wiki struct {
	Name    string // of its block; "" for the embedded sandbox
	API     string
	ID      string
	Account string // "" when nobody is logged in
}

// Plan tells what is to be done: its numbers, and what cannot be done or told. The digest is
// that of the plan as a whole, of which p may be a part. The error is why nobody may have
// read that.
func (s *Stream) Plan(p *plan.Plan, digest string, wiki Wiki) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := p.Counts()
	message := fmt.Sprintf("Plan: %s to add, %s to change, %s to destroy, %s to move, %s blocked, %s unknown.", number.Grouped(n.Add), number.Grouped(n.Change),
		number.Grouped(n.Destroy), number.Grouped(n.Move), number.Grouped(n.Blocked), number.Grouped(n.Unknown))
	s.write(summaryMember{
		head: s.head(info, typeSummary, message), Operation: "plan", Digest: digest, Shard: p.Shard.String(),
		Changes: changesMember{
			Add: n.Add, Change: n.Change, Remove: n.Destroy, Move: n.Move, Blocked: n.Blocked, Unknown: n.Unknown,
			Others: n.Others, Bytes: n.Bytes, UnknownSize: n.UnknownSize,
		},
		Wiki: wikiMember{named(wiki.Name), named(weburl.Kept(wiki.API)), named(wiki.ID), named(wiki.Account)},
	})
	for i := range p.Changes {
		c := &p.Changes[i]
		switch c.Verdict {
		case plan.VerdictBlocked:
			s.outcome(apply.Finished{Result: apply.Result{Change: c, Outcome: apply.BlockedNow}}, &apply.Report{})
		case plan.VerdictUnknown:
			e, _ := worklist.OfChange(c)
			m := outcomeMember{fileMember: aboutFile(c), Outcome: "unknown", Error: errorOf(e, nil)}
			m.head = s.head(warn, typeUnknown, m.Address+": unknown: "+m.Error.Text)
			s.write(m)
		}
	}
	return s.err
}

// Waiting tells that the wiki is waited for before there is a run.
func (s *Stream) Waiting(p provider.Progress) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting(time.Now(), "", p)
}

// shortWait is the longest wait that is not worth a line.
const shortWait = time.Second

// waiting writes what is waited for, once for all that wait for the same.
func (s *Stream) waiting(now time.Time, address string, p provider.Progress) {
	if p.Phase != provider.Waiting || p.Wait <= shortWait || now.Before(s.wait[p.Why]) {
		return
	}
	for why, until := range s.wait { // so that it does not grow
		if !now.Before(until) {
			delete(s.wait, why)
		}
	}
	until := now.Add(p.Wait)
	s.wait[p.Why] = until
	m := waitMember{Address: address, Why: shown(p.Why), Wait: secondsOf(p.Wait), Until: stamp(until)}
	if p.Left > 0 {
		m.GivenUp = stamp(now.Add(p.Left))
	}
	message := fmt.Sprintf("waiting %s: %s", p.Wait.Round(time.Second), m.Why)
	if address != "" {
		message = address + ": " + message
	}
	m.head = s.head(info, typeWait, message)
	s.write(m)
}

// Problem is an error or a warning that is not about a file of the run.
type Problem struct {
	Warning bool
	Summary string
	Detail  string // "" when the summary says all
	Hint    string // what can be done now; "" when the rest says it
	Err     error  // where the kind and the code are told from; may be nil
	File    string // of the manifest; "" when it is about none
	Line    int
}

// Diagnose tells of a problem.
func (s *Stream) Diagnose(p Problem) {
	s.mu.Lock()
	defer s.mu.Unlock()
	level, severity := fault, "error"
	if p.Warning {
		level, severity = warn, "warning"
	}
	m := problemMember{Severity: severity, Summary: shown(p.Summary), Detail: shown(p.Detail), Hint: shown(p.Hint), Kind: provider.KindOf(p.Err), Code: codeOf(p.Err)}
	if p.File != "" {
		m.Declared = &placeMember{named(p.File), p.Line}
	}
	s.write(diagnosticMember{s.head(level, typeProblem, p.Summary), m})
}

// Receipt tells where the receipt of a run is.
func (s *Stream) Receipt(path string, writes int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.write(receiptMember{s.head(info, typeReceipt, "The receipt of what was written is "+path+"."), named(path), writes})
}

// Report tells what came of all changes of which that was not told before, and has the end of
// the stream say what came of the run as a whole.
func (s *Stream) Report(r *apply.Report) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.out = r
	for _, res := range r.Results {
		if !s.told[res.Change] {
			s.outcome(apply.Finished{Result: res}, r)
		}
	}
}

// End is the last line: with which code the process exits.
func (s *Stream) End(code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	level := info
	if code != 0 {
		level = fault
	}
	m := endMember{head: s.head(level, typeEnd, fmt.Sprintf("exit code %d", code)), ExitCode: code}
	if r := s.out; r != nil {
		m.Stopped = shown(r.Stopped)
		m.Changes = &doneMember{Add: r.Added(), Change: r.Updated(), Remove: r.Deleted(), Move: r.Moved()}
		m.Outcomes = map[string]int{}
		for o, name := range outcomeNames {
			if n := r.Count(o); n > 0 {
				m.Outcomes[name] = n
			}
		}
	}
	s.write(m)
}
