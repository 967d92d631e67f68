package plan

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"wikiform/provider"
	"wikiform/spec"
)

// Approved is a plan for another wiki, such as the one on which things are tried, that
// somebody has agreed to and that is promoted: what it does is done on this wiki too,
// where that has what the other one had, and nothing else is. Comments and tags may be
// others, of which the plan tells.
//
// The two wikis share neither revisions nor times. What counts of a file is whether it is
// there, under which title in the file namespace, the SHA-1 of its content and that of its
// page's text. Of these the digest covers what is written over; what a change leaves as it
// is, and whose work it replaced, is what the plan's file says: it blocks more, as long as
// nobody forged that.
type Approved struct {
	Wiki      Wiki   // that the plan was made for; its name is as the file has it
	Digest    string // of the plan
	changes   map[provider.Title]*Change
	addresses map[spec.Address]*Change
	titles    []provider.Title // of changes, in their order
}

// NewApproved takes a plan to promote. The digest that somebody agreed to is held
// against it, since a file is untrusted. Errors are one of those below, or
// a [*DigestError].
func NewApproved(p *Plan, agreed string) (*Approved, error) {
	switch {
	case p.Receipt != "":
		return nil, ErrPromotesRollback
	case p.Format == format10:
		return nil, ErrPromotesOld
	case !SameDigest(agreed, p.Digest()):
		return nil, &DigestError{p.Digest(), agreed}
	}
	a := &Approved{Wiki: p.Wiki, Digest: p.Digest(), changes: map[provider.Title]*Change{}, addresses: map[spec.Address]*Change{}}
	for i := range p.Changes {
		c := &p.Changes[i]
		a.addresses[c.Claim.Address] = c
		if c.Writes() {
			if a.changes[c.Claim.Title] != nil {
				return nil, ErrPromotesTwice
			}
			a.changes[c.Claim.Title] = c
			a.titles = append(a.titles, c.Claim.Title)
		}
	}
	return a, nil
}

// Errors of plans that are not promoted.
var (
	ErrPromotesRollback = errors.New("it takes back what a run did on its wiki, which is not to be done on another one")
	ErrPromotesOld      = errors.New("its format 1.0 does not tell enough of what it does")
	ErrPromotesTwice    = errors.New("two of its changes write to one title, as in no plan that wikiform made")
)

// blockOthers blocks what is not what was approved.
func (f *Facts) blockOthers(changes []Change) {
	for i := range changes {
		if c := &changes[i]; f.Approved != nil && c.Writes() {
			c.block(found(f.Approved.against(c, f)))
		}
	}
}

const promoteHint = "plan it for this wiki, and have that plan approved"

// against is why a change is not the one that was approved; nil: it is.
func (a *Approved) against(c *Change, f *Facts) *Problem {
	there := a.changes[c.Claim.Title]
	if there == nil {
		return a.unknown(c)
	}
	wiki := oneLine(a.Wiki.Name)
	p := &Problem{Reason: NotApproved, Hint: promoteHint}
	was, is := standingOf(there), standingOf(c)
	switch {
	case was.hidden() || is.hidden():
		p.Text = "it cannot be told whether this wiki has of it what " + wiki + " had: a SHA-1 is hidden"
	case was.halfway || is.halfway:
		p.Text = "it is moved from where a run that broke has left it"
		p.Hint = "apply the plan of that run again"
	case was != is:
		p.Text = fmt.Sprintf("it was approved for %s, which had %s; here there is %s", wiki, was, is)
		p.Names = []string{was.String(), is.String()}
		p.Hint += "; where a run has done a part of it, apply its plan again"
	case !slices.Equal(there.Aspects(), c.Aspects()):
		p.Text = fmt.Sprintf("the plan that was approved for %s writes the %s of it, and here it is the %s", wiki, aspectNames(there), aspectNames(c))
	case there.verb() != c.verb():
		p.Text = fmt.Sprintf("the plan that was approved for %s would %s the file, and here it is to %s it", wiki, there.verb(), c.verb())
	case !f.authorsLater && !there.ReplacesOthers() && replacesOthers(remarks(c, f)):
		p.Text = fmt.Sprintf("here it takes the place of what others did, and for %s it did not", wiki)
	default:
		return a.otherwise(c, there, p)
	}
	return p
}

func aspectNames(c *Change) string {
	var names []string
	for _, a := range c.Aspects() {
		names = append(names, string(a))
	}
	return strings.Join(names, " and ")
}

// unknown is the problem of a change that is of no file of the approved plan.
func (a *Approved) unknown(c *Change) *Problem {
	wiki := oneLine(a.Wiki.Name)
	p := &Problem{
		Reason: NotApproved, Hint: promoteHint,
		Text: fmt.Sprintf("the plan that was approved for %s does nothing to this title", wiki),
	}
	switch there := a.addresses[c.Claim.Address]; {
	case there == nil || there.Claim.Orphan:
	case there.Claim.Title != c.Claim.Title:
		p.Text = fmt.Sprintf("the plan that was approved for %s has it as %s", wiki, there.Claim.Title.Page())
		p.Names = []string{there.Claim.Title.Page()}
	case there.Verdict == VerdictBlocked:
		p.Text = fmt.Sprintf("in the plan that was approved for %s it is blocked", wiki)
	}
	return p
}

// otherwise is p where a change writes something else than the approved one, and nil where
// it writes the same.
func (a *Approved) otherwise(c, there *Change, p *Problem) *Problem {
	approved, now := there.leaves(""), c.leaves("")
	for i := range now {
		aspect := now[i].Aspect
		if c.Claim.unpinned() && aspect == ContentAspect {
			p.Text, p.Hint = "its URL has no pin, so nobody can tell whether it is the content that was approved", `add sha1 = "..." to the file, and have that approved`
			return p
		}
		if i < len(approved) && approved[i].abroad().sum() == now[i].abroad().sum() {
			continue
		}
		was, is := putThere(there, aspect), putThere(c, aspect)
		if was == is {
			p.Text = fmt.Sprintf("of what the wiki warns of it accepts other things than was approved for %s", oneLine(a.Wiki.Name))
			return p
		}
		p.Text = fmt.Sprintf("for %s %s was approved, and here it is %s", oneLine(a.Wiki.Name), was, is)
		p.Names = []string{was, is}
		if aspect == TextAspect {
			p.Hint = "where the text depends on wiki.name, " + p.Hint
		}
		return p
	}
	return nil
}

// putThere is what a change puts there of an aspect, in words.
func putThere(c *Change, a Aspect) string {
	text, move := c.NewText(), c.Move()
	switch {
	case a == TextAspect && text != nil:
		return "the text " + provider.TextSHA1(*text).Short()
	case a == NameAspect && move != nil && move.Redirect:
		return "a move that leaves a redirect"
	case a == NameAspect && move != nil:
		return "a move that leaves no redirect"
	case a == TagsAspect:
		return strings.TrimSpace("the tags " + strings.Join(slices.Sorted(slices.Values(c.Claim.Tags)), ", "))
	}
	after, _ := rowOf(a).shown(c)
	return after
}

// abroad is the leaf without what is one wiki's own: addresses, times, revisions, how the
// bytes get there; and without comments, and without tags that are not what it writes.
func (l leaf) abroad() *leaf {
	tags := slices.Sorted(slices.Values(l.Tags))
	l.API, l.Comment, l.Tags, l.Before = "", "", nil, nil // what there was before is compared as a whole
	switch after := l.After.(type) {
	case contentAfter:
		after.Via = ""
		if after.SHA1.Known() {
			after.URL, after.Size = "", 0
		}
		l.After = after
	case tagsAfter: // of which the two wikis may lack others
		l.After, l.Tags = nil, tags
	}
	return &l
}

// standing is what a wiki has of a file, in terms that another wiki has too.
type standing struct {
	from       provider.Title // of a file that is moved, as the manifest says
	halfway    bool           // it is not there any more
	file, page bool
	redirect   bool
	sha1, text provider.SHA1
	over       provider.SHA1 // the text of the page that the move meets
	meets      bool
}

func standingOf(c *Change) standing {
	was := c.Was()
	s := standing{file: was.Version != nil, page: was.Page != nil, redirect: was.Redirect}
	if was.Version != nil {
		s.sha1 = was.Version.SHA1
	}
	if was.Page != nil {
		s.text = was.Page.TextSHA1
	}
	if m := c.Move(); m != nil {
		s.from = m.From
		if o := c.Claim.From; o != nil { // which the digest covers
			s.from, s.halfway = o.Title, o.Title != m.From
		}
		if c.Before.Page != nil && c.Before.Version == nil {
			s.meets, s.over = true, c.Before.Page.TextSHA1
		}
	}
	return s
}

// hidden reports whether something of the file is not told.
func (s standing) hidden() bool {
	return s.file && !s.sha1.Known() || s.page && !s.text.Known() || s.meets && !s.over.Known()
}

// String is the state in words.
func (s standing) String() string {
	parts := []string{"no file", "no page"}
	if s.file {
		parts[0] = "the content " + s.sha1.Short()
	}
	if s.page {
		parts[1] = "the text " + s.text.Short()
	}
	if s.redirect {
		parts = append(parts, "a redirect")
	}
	if s.from != "" {
		parts = append(parts, "under "+s.from.Page())
	}
	if s.meets {
		parts = append(parts, "and a page with the text "+s.over.Short()+" in its way")
	}
	return strings.Join(parts, ", ")
}
