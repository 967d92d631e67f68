package events

import (
	"errors"

	"wikiform/apply"
	"wikiform/apply/progress"
	"wikiform/apply/worklist"
	"wikiform/plan"
	"wikiform/provider"
)

// aboutFile says which file a line is about.
func aboutFile(c *plan.Change) fileMember {
	m := fileMember{Address: named(string(c.Claim.Address)), Title: named(c.Claim.Title.Page()), Action: c.Action()}
	if move := c.Move(); move != nil {
		m.Previous = named(move.From.Page())
	}
	if at := c.Declared(); at.File != "" {
		m.Declared = &placeMember{named(at.File), at.Line}
	}
	return m
}

// levels are those of outcomes that are not as they should be.
var levels = map[apply.Outcome]string{
	apply.Overtook: warn, apply.Failed: fault, apply.Stale: warn, apply.BlockedNow: fault, apply.Unsure: warn, apply.NotStarted: warn,
}

// outcome writes what came of a file. What has to change first is told by the report.
func (s *Stream) outcome(e apply.Finished, r *apply.Report) {
	s.told[e.Change] = true
	m := outcomeMember{
		fileMember: aboutFile(e.Change), Outcome: outcomeNames[e.Outcome], Elapsed: secondsOf(e.Took),
		Written: e.Done, Remark: shown(e.Remark),
	}
	of, level := typeErrored, levels[e.Outcome]
	switch e.Outcome {
	case apply.Done, apply.Overtook, apply.AlreadyDone:
		of = typeComplete
		if v := e.Now.Version; v != nil {
			m.SHA1 = v.SHA1
		}
	}
	if level == "" {
		level = info
	}
	message := progress.Sentence(e)
	entry, open := worklist.OfChange(e.Change)
	if !open {
		entry, open = worklist.OfResult(r, e.Result)
	}
	switch {
	case e.Outcome == apply.Overtook:
		m.Error = &errorMember{Reason: apply.Code(e.Err), Text: textOf(e.Err), Hint: shown(provider.HintOf(e.Err))}
	case open:
		if entry.Text == "" {
			entry.Text = "the run ended before"
		}
		m.Error = errorOf(entry, e.Err)
	}
	if m.Error != nil && e.Err == nil {
		message = m.Address + ": " + string(e.Outcome) + ": " + m.Error.Text
	}
	m.head = s.head(level, of, message)
	s.write(m)
}

// errorOf is why something was not done, as a worklist has it.
func errorOf(e worklist.Entry, err error) *errorMember {
	return &errorMember{
		Reason: e.Reason, Kind: provider.KindOf(err), Code: shown(e.Code), Text: shown(e.Text), Hint: shown(e.Hint), Cure: e.Cure, Other: named(e.Other),
	}
}

// textOf are an error's words; "" of none.
func textOf(err error) string {
	if err == nil {
		return ""
	}
	return shown(err.Error())
}

// codeOf is the code that the wiki gave; "" where it gave none.
func codeOf(err error) string {
	if e, ok := errors.AsType[*provider.Error](err); ok {
		return shown(e.Code)
	}
	return ""
}
