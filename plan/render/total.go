package render

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"wikiform/internal/number"
	"wikiform/plan"
)

// lastLine is the plan in numbers, as Terraform gives them; scripts read it.
func lastLine(p *plan.Plan) (head, rest string) {
	n := p.Counts()
	switch {
	case p.Pending():
		head = "Plan:"
		rest = pending(n)
	case n.Blocked > 0:
		head = "No changes can be made."
	case slices.ContainsFunc(p.Changes, func(c plan.Change) bool { return slices.Contains(c.Reasons, plan.OwnerUnchecked) }):
		head, rest = "No changes can be told.", " Whose files would be changed is not checked."
	case p.Receipt != "" && len(p.Changes) == 0:
		head, rest = "No changes.", " The receipt speaks of nothing that can be taken back."
	case p.Receipt != "":
		head, rest = "No changes.", " What the run did is taken back already."
	case n.Unknown > 0, p.Unsought != "", p.TagsUntold > 0:
		head, rest = "No changes.", " The wiki matches the manifest as far as it can be told."
	case p.Since != nil:
		head, rest = "No changes.", " The wiki matches the manifest as far as it was read."
	case !p.Shard.Whole():
		head, rest = "No changes.", " None of the plan's changes is in this shard."
	case !p.Complete():
		head, rest = "No changes.", " The wiki matches the manifest as far as this plan goes."
	default:
		head, rest = "No changes.", " The wiki matches the manifest."
	}
	var aside []string
	if n.Kept > 0 && head == "No changes." {
		head = "Nothing to do."
	}
	stays := staying(n.Held-n.Kept, n.Kept)
	if strings.Contains(rest, "matches") && n.Held > 0 {
		rest, stays.counted = strings.TrimSuffix(rest, ".")+", but for "+stays.which+".", ""
	}
	if n.Blocked > 0 {
		aside = append(aside, number.Grouped(n.Blocked)+" blocked")
	}
	if n.Unknown > 0 {
		aside = append(aside, number.Grouped(n.Unknown)+" unknown")
	}
	if len(aside) > 0 {
		rest += " " + strings.Join(aside, ", ") + "."
	}
	return head, rest + stays.counted
}

// staysIn is how many files differ and stay as they are: which of them, and in numbers.
type staysIn struct{ which, counted string }

func staying(held, kept int) (s staysIn) {
	var which []string
	switch {
	case held == 1:
		which = append(which, "1 file that differs and stays as it is")
	case held > 1:
		which = append(which, number.Of(held, "file")+" that differ and stay as they are")
	}
	if kept > 0 {
		which = append(which, number.Of(kept, "file")+" in which others changed lines of ours")
		s.counted = " In " + number.Of(kept, "file") + " lines of ours that others changed stay."
	}
	if held > 0 {
		s.counted = " " + number.Grouped(held) + " held back." + s.counted
	}
	s.which = strings.Join(which, " and ")
	return s
}

// pending are the numbers of what is done.
func pending(n plan.Counts) string {
	s := fmt.Sprintf(" %s to add, %s to change, %s to destroy", number.Grouped(n.Add), number.Grouped(n.Change), number.Grouped(n.Destroy))
	if n.Move > 0 {
		s += ", " + number.Grouped(n.Move) + " to move"
	}
	s += "."
	if u := upload(n); u != "" {
		s += " " + u
	}
	switch {
	case n.Others == 1:
		s += " 1 replaces others' work."
	case n.Others > 1:
		s += " " + number.Grouped(n.Others) + " replace others' work."
	}
	return s
}

// upload says how much will be sent, "" for nothing.
func upload(n plan.Counts) string {
	unknown := number.Of(n.UnknownSize, "file") + " of unknown size"
	switch {
	case n.Bytes > 0 && n.UnknownSize > 0:
		return number.Bytes(n.Bytes) + " and " + unknown + " to upload."
	case n.Bytes > 0:
		return number.Bytes(n.Bytes) + " to upload."
	case n.UnknownSize > 0:
		return strings.ToUpper(unknown[:1]) + unknown[1:] + " to upload."
	}
	return ""
}

// worthSaying is how many requests a reviewer should know of beforehand.
const worthSaying = 200

// shortly is a time that nobody needs to know of beforehand.
const shortly = 30 * time.Second

// effort says how much carrying out a large plan asks of the wiki, "" for a
// small one.
func effort(p *plan.Plan) string {
	n := p.Requests()
	if b := p.Budget; n > 0 && (n >= worthSaying || b.Time >= shortly) && b.String() != "" {
		return b.String()
	}
	if n < worthSaying {
		return ""
	}
	return "Applying takes about " + number.Of(n, "request") + " to the wiki."
}
