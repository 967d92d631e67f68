package plan

import "slices"

// Kind is a kind of change, by which a plan can be narrowed.
type Kind string

// The kinds.
const (
	NewFiles    Kind = "create"  // of files that the wiki does not have
	NewContents Kind = "content" // new versions of files that it has
	NewTexts    Kind = "text"    // descriptions of files that it has
	NewTags     Kind = "tags"    // change tags on what we wrote last
	Moves       Kind = "move"
	Redirects   Kind = "redirect"
	Deletions   Kind = "delete"
)

// Kinds are all kinds, in the order in which a plan names them.
var Kinds = []Kind{NewFiles, NewContents, NewTexts, NewTags, Moves, Redirects, Deletions}

// Narrow leaves of the claims what is of some kinds: of a file of which the wiki
// has other content and another text, for [NewTexts], the content stays. A file of
// which nothing else than what was left out would change is no longer claimed.
// Without kinds all claims stay as they are.
func Narrow(claims []Claim, f Facts, only []Kind) []Claim {
	if len(only) == 0 {
		return claims
	}
	var kept []Claim
	for i, s := range situations(claims, &f) {
		if c, some := claims[i].narrowed(s, only); some {
			kept = append(kept, c)
		}
	}
	return kept
}

// narrowed is the claim less what is of other kinds; false when that was all that
// there is to do. A file that is to be moved is none of another kind before it is.
func (c Claim) narrowed(s situation, only []Kind) (Claim, bool) {
	asked := func(k Kind) bool { return len(only) == 0 || slices.Contains(only, k) }
	switch {
	case c.Fault != nil, s.course.problem != nil && asked(Moves):
		return c, true // whatever it would be, it cannot be
	case s.course.problem != nil, (s.course.move != nil || c.Type() == TypeMoved) && !asked(Moves):
		return c, false
	}
	if !asked(Moves) {
		c.From = nil // whether it is still to be made is told by moves that are left out
	}
	if c.Content != nil && s.file().Version == nil {
		return c, asked(NewFiles)
	}
	var steps []Step
	left, some := false, false
	for _, a := range aspects {
		d, held := c.Guards.restrain(a.name, a.compare(&c, s), s.file(), steps)
		switch {
		case a.carried(steps):
		case held != nil && asked(a.kind):
			some = true // to be told
		case held == nil && d.none():
		case asked(a.kind), held == nil && len(steps) > 0 && len(compose(append(steps, d.step))) == len(steps):
			// asked for, or done by a step that is
			some = true
			if d.step != nil {
				steps = append(steps, d.step)
			}
		default:
			if a.leave != nil {
				a.leave(&c)
			}
			left = true
		}
	}
	return c, some || !left || c.From != nil // others may go by it
}

// Complete reports whether the plan is for everything that the manifest says.
func (p *Plan) Complete() bool {
	return p.Scope.Complete() && len(p.Only) == 0 && p.Since == nil && p.Shard.Whole()
}
