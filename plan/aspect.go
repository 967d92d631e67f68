package plan

import (
	"cmp"
	"slices"

	"wikiform/provider"
)

// Aspect is a part of a file that a change writes, and that a run which breaks
// may leave for the next one.
type Aspect string

// The aspects, in the order in which they are written.
const (
	NameAspect      Aspect = "name"      // the title: a file is moved to it
	ContentAspect   Aspect = "content"   // the bytes: a version is uploaded, or an old one comes back
	TextAspect      Aspect = "text"      // the text of the page: by an edit, or by the upload that creates the page
	TagsAspect      Aspect = "tags"      // what we wrote last has change tags
	RedirectAspect  Aspect = "redirect"  // the page is a redirect to some title
	ExistenceAspect Aspect = "existence" // the page is deleted, with its file, or what was deleted comes back
)

// aspect is what is decided about one thing that a file has, by itself.
type aspect struct {
	name Aspect // "" of one that has no step of its own
	kind Kind   // to which its changes belong, where the wiki has the file
	// compare says how the wiki differs from the claim. It is pure and total.
	compare func(c *Claim, s situation) difference
	// leave takes the aspect out of a claim, of a plan for other kinds.
	leave func(c *Claim)

	// Of its step: the rights without which the wiki refuses it, what of which title the
	// wiki says beforehand whether it would refuse that, the rate limit that it counts
	// against, and how many requests it takes, the look after it included.
	rights   func(c *Change, a provider.Account) []string
	asks     func(c *Change) []question
	limit    string
	counts   string // what the limit counts, where it is not called so
	requests func(s Step) int

	// shown says what a change that writes it puts in the place of what.
	shown func(c *Change) (after, before string)
}

// difference is how one aspect of a file differs from the claim; the zero value is
// not at all.
type difference struct {
	step    Step   // that ends it; nil where another aspect's step does, or where it cannot be told
	reason  Reason // "" where another aspect's reason says it
	unknown *Problem
	merge   *Merge // of a text that is joined with what others wrote
	kept    *Held  // what stays all the same, whatever is written
}

func (d difference) none() bool { return d.step == nil && d.reason == "" && d.unknown == nil }

// question is about an action that a wiki may refuse for a title.
type question struct {
	title  provider.Title
	action string
}

// aspects is the table of all that a file has. Their steps are made in this order.
var aspects = []aspect{
	{
		name: ExistenceAspect, kind: Deletions, compare: compareExistence,
		rights: deleteRights, asks: deleteAsks, requests: deleteRequests, shown: deletionShown,
	},
	{
		name: NameAspect, kind: Moves, compare: compareName,
		rights: moveRights, asks: moveAsks, limit: "move", requests: moveRequests, shown: moveShown,
	},
	{
		kind: NewFiles, compare: comparePresence,
	},
	{
		name: ContentAspect, kind: NewContents, compare: compareContent, leave: func(c *Claim) { c.Stays = true },
		rights: uploadRights, asks: asksOfTitle("upload", "edit"), limit: "upload", requests: uploadRequests, shown: contentShown,
	},
	{
		name: TextAspect, kind: NewTexts, compare: compareText, leave: func(c *Claim) { c.Text = nil },
		rights: editRights, asks: asksOfTitle("edit"), limit: "edit", requests: twoRequests, shown: textShown,
	},
	{
		name: TagsAspect, kind: NewTags, compare: compareTags, leave: func(c *Claim) { c.KeepsTags = true },
		rights: tagRights, asks: asksOfTitle(), limit: "changetags", counts: "change of tags", requests: twoRequests, shown: tagsShown,
	},
	{
		name: RedirectAspect, kind: Redirects, compare: compareTarget,
		rights: editRights, asks: asksOfTitle("edit"), limit: "edit", requests: twoRequests, shown: redirectShown,
	},
}

// asksOfTitle asks about actions on the title under which the file is now.
func asksOfTitle(actions ...string) func(*Change) []question {
	return func(c *Change) []question {
		var qs []question
		for _, a := range actions {
			qs = append(qs, question{c.at(), a})
		}
		return qs
	}
}

// twoRequests are one that writes and one that looks.
func twoRequests(Step) int { return 2 }

// rowOf is the row of an aspect that changes write, nil when there is no such aspect.
func rowOf(name Aspect) *aspect {
	i := slices.IndexFunc(aspects, func(a aspect) bool { return a.name == name })
	if i < 0 || name == "" {
		return nil
	}
	return &aspects[i]
}

// steps yields the steps of a change, each with the row of its aspect.
func (c *Change) steps() func(yield func(Step, *aspect) bool) {
	return func(yield func(Step, *aspect) bool) {
		for _, s := range c.Steps {
			if !yield(s, rowOf(s.Aspect())) {
				return
			}
		}
	}
}

// comparePresence only says that there is no file: who uploads its content makes it.
func comparePresence(c *Claim, s situation) difference {
	if c.Content == nil || s.file().Version != nil {
		return difference{}
	}
	return difference{reason: Missing}
}

// decide says what makes of a situation what is claimed, whether or not it can be done.
func decide(claim Claim, s situation) Change {
	c := Change{Claim: claim, Before: s.have}
	if s.course.move != nil {
		c.From = s.course.file
	}
	var steps []Step
	var unknown []Problem
	wanted := claim.wanted()
	for _, a := range aspects {
		if a.carried(steps) {
			continue
		}
		d, held := claim.Guards.restrain(a.name, a.compare(&wanted, s), s.file(), steps)
		if held != nil {
			c.Held = append(c.Held, *held)
		}
		if d.kept != nil {
			c.Held = append(c.Held, *d.kept)
		}
		if d.step != nil {
			steps = append(steps, d.step)
		}
		c.Merge = cmp.Or(c.Merge, d.merge)
		if d.reason != "" {
			c.Reasons = append(c.Reasons, d.reason)
		}
		if d.unknown != nil {
			unknown = append(unknown, *d.unknown)
		}
	}
	for _, p := range unknown { // what is known comes first
		c.Reasons = append(c.Reasons, p.Reason)
	}
	if c.Steps = compose(steps); len(c.Steps) == 0 && unknown != nil {
		c.Verdict, c.Problems = VerdictUnknown, unknown
	}
	return c
}

// compose is the one rule across aspects: an upload that makes the page writes its
// text, so that no step of its own does.
func compose(steps []Step) []Step {
	up := slices.IndexFunc(steps, func(s Step) bool { u, yes := s.(Upload); return yes && u.Page != nil })
	if up < 0 {
		return steps
	}
	var rest []Step
	u := steps[up].(Upload)
	for i, s := range steps {
		switch e, edits := s.(SetText); {
		case edits:
			u.Page = &e.Text
		case i != up:
			rest = append(rest, s)
		}
	}
	return slices.Insert(rest, min(up, len(rest)), Step(u))
}
