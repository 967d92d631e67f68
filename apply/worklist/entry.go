package worklist

import (
	"errors"

	"wikiform/apply"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// State is what became of a file.
type State string

// The states.
const (
	Blocked    State = "blocked"     // the plan says that it cannot be done
	Unknown    State = "unknown"     // the plan cannot tell whether there is anything to do
	Failed     State = "failed"      // not written, or not all of it, or the wiki does not show it
	Stale      State = "stale"       // the wiki is not as the plan saw it
	Unsure     State = "unsure"      // an answer was lost, and the wiki does not tell whether it was written
	Waits      State = "waits"       // another change did not free the title that it needs
	NotStarted State = "not_started" // the run ended before
)

// Entry is one line of a worklist. Its members are a promise (docs/worklist.md).
type Entry struct {
	Address  spec.Address  `json:"address"`
	Title    string        `json:"title"` // as the wiki stores it, with File: before it
	State    State         `json:"state"`
	Reason   string        `json:"reason"`
	Code     string        `json:"code,omitempty"` // of MediaWiki
	Text     string        `json:"text"`
	Hint     string        `json:"hint,omitempty"`
	Cure     provider.Cure `json:"cure,omitempty"`
	Other    string        `json:"other_title,omitempty"`
	SHA1     provider.SHA1 `json:"sha1,omitzero"` // of the wanted content
	Declared *Place        `json:"declared_at,omitempty"`
}

// Place is where the manifest has what the entry is about.
type Place struct {
	File string `json:"filename"`
	Line int    `json:"line"`
}

// OfPlan lists what a plan cannot do, or cannot tell.
func OfPlan(p *plan.Plan) []Entry {
	var list []Entry
	for i := range p.Changes {
		if e, open := OfChange(&p.Changes[i]); open && p.Changes[i].Claim.Type() != plan.TypeOrphan {
			list = append(list, e)
		}
	}
	return list
}

// OfReport lists what is left of a plan after a run of it.
func OfReport(p *plan.Plan, r *apply.Report) []Entry {
	var list []Entry
	results := r.Results // of some of the changes, in their order
	for i := range p.Changes {
		c := &p.Changes[i]
		e, open := OfChange(c)
		if len(results) > 0 && results[0].Change.Claim.Address == c.Claim.Address && c.Verdict != plan.VerdictUnknown {
			if !open {
				e, open = OfResult(r, results[0])
			}
			results = results[1:]
		}
		if open && c.Claim.Type() != plan.TypeOrphan {
			list = append(list, e)
		}
	}
	return list
}

// begin is what an entry says of the change whatever became of it.
func begin(c *plan.Change) Entry {
	e := Entry{Address: c.Claim.Address, Title: c.Claim.Title.Page()}
	if c.Claim.Content != nil {
		e.SHA1 = c.Claim.Content.Digest.SHA1
	}
	if at := c.Declared(); at.File != "" {
		e.Declared = &Place{at.File, at.Line}
	}
	return e
}

// OfChange is the entry of a change that cannot be made or told; false of one that can.
func OfChange(c *plan.Change) (Entry, bool) {
	e := begin(c)
	switch c.Verdict {
	case plan.VerdictBlocked:
		e.State = Blocked
	case plan.VerdictUnknown:
		e.State = Unknown
	default:
		return e, false
	}
	if len(c.Reasons) > 0 {
		e.Reason = string(c.Reasons[0])
	}
	for _, p := range c.Problems {
		e.Text, e.Hint = joined(e.Text, p.Text), joined(e.Hint, p.Hint)
		if e.Other == "" {
			e.Other = page(p.Other)
		}
	}
	return e, true
}

// OfResult is the entry of a change that was not made; false of one that was, and of one that
// the plan says cannot be.
func OfResult(r *apply.Report, res apply.Result) (Entry, bool) {
	e := begin(res.Change)
	switch res.Outcome {
	case apply.Failed:
		e.State = Failed
	case apply.Stale:
		e.State = Stale
	case apply.Unsure:
		e.State = Unsure
	case apply.NotStarted:
		e.State, e.Reason, e.Text = NotStarted, reasonStopped, r.Stopped
	default:
		return e, false
	}
	if err := res.Err; err != nil {
		c := causeOf(err)
		e.Reason, e.Code, e.Other = c.reason, c.code, page(c.other)
		e.Text, e.Hint = shown(err.Error()), shown(provider.HintOf(err))
		if _, waits := errors.AsType[*apply.WaitsError](err); waits {
			e.State = Waits
		}
	}
	e.Cure = r.Cure(res)
	return e, true
}

func page(t provider.Title) string {
	if t == "" {
		return ""
	}
	return t.Page()
}

func joined(a, b string) string {
	if b = shown(b); a == "" || b == "" {
		return a + b
	}
	return shown(a + "; " + b)
}

// mostText is how many characters of a sentence are kept: a wiki's answer may be long.
const mostText = 4000

// shown is a text of anybody's as it may be printed.
func shown(s string) string {
	runes := []rune(s[:min(len(s), 4*mostText)])
	if len(runes) > mostText || len(s) > 4*mostText {
		s = string(runes[:min(len(runes), mostText)]) + "…"
	}
	return provider.VisibleLine(s)
}
