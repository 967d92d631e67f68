package plan

import (
	"fmt"
	"slices"

	"wikiform/internal/merge"
	"wikiform/provider"
)

// Base is what the manifest said last of a page, as the page's history tells.
//
// No file keeps that. Our own last revision is not it: after a merge it holds the lines of
// others as well, and as a base it would have them deleted by the next plan. So it is made
// anew: it begins with the last text that we wrote whole, or that git has taken in from the
// wiki, and each later revision in which we merged, or the wiki itself did, adds what it
// changed itself. Revisions that change no text, such as those of a move, a protection or a
// new version, bear our name and somebody else's text, and add nothing; neither do those of
// others.
type Base struct {
	Text string
	Rev  int64 // our last revision that changed the text, or the one that was taken in
	// Taken: it is one that git has taken in, so that lines of others are among ours.
	Taken bool
	// Others are the revisions by others since which changed the text, the newest first.
	Others []provider.Revision
	// Joined are those before, since the text with which the base begins; none where the
	// manifest still says what it said last.
	Joined []provider.Revision
	// Unknown is why it cannot be told, a clause; "" where Text is it.
	Unknown string
}

// lineage is a walk from a page's latest revision up the parents to where its base begins.
// Neither numbers nor times put revisions in their order: imported ones have any.
type lineage struct {
	title  provider.Title
	ours   func(provider.Revision) bool // by its author and its comment
	mine   func(user string) bool
	wanted provider.SHA1  // of what the manifest says now
	taken  map[int64]bool // the revisions that git has taken in
	page   string         // what the page says, which older revisions may have said as well
	sum    provider.SHA1  // of page
	// all: it is told who has written the page since, so that a hidden name is somebody
	// else's.
	all bool

	next  int64              // the revision to look at; 0 when there is none
	over  bool               // it is known what the base is made of, or that it cannot be told
	child *provider.Revision // the one before, of which it is known with its parent what it changed
	base  Base
	same  bool    // the manifest says what it said last
	start int64   // the revision with whose text the base begins
	says  saying  // what that one says of its text
	later []delta // merges since, the newest first
	said  []int64 // revisions whose text is the page's
}

// joinedByWiki is why there is none where what we sent cannot be told from what came of it.
const joinedByWiki = "the wiki itself joined revision %d, which is ours, with what somebody saved in the same moment"

// nothingOurs is why there is no base of a page that we never wrote.
const nothingOurs = "nothing of ours is in its history"

// delta is what a revision changed.
type delta struct {
	parent, rev int64
	// whole is what the revision says of the text that we sent, where the wiki itself joined
	// that with what somebody saved in the same moment; the zero value else.
	whole saying
}

func (p *lineage) end(format string, args ...any) {
	p.next, p.over, p.base.Text, p.base.Unknown = 0, true, "", fmt.Sprintf(format, args...)
}

// look takes one step: r is the revision next, if the wiki shows it.
func (p *lineage) look(r provider.Revision, shown bool) {
	if !shown {
		p.end("revision %d is not shown", p.next)
		return
	}
	p.next = r.Parent
	if r.TextSHA1 == p.sum {
		p.said = append(p.said, r.ID)
	}
	if p.child != nil {
		p.judge(*p.child, r)
	}
	p.child = &r
	switch {
	case p.over:
	case p.taken[r.ID]:
		p.found(r, saying{})
		p.base.Taken = true
	case r.Parent == 0:
		p.judge(r, provider.Revision{})
		if !p.over {
			p.end("%s", nothingOurs)
		}
	}
}

// judge says what a revision means for the base. Its parent is the zero value for the
// first one of a page, which has made all of its text.
func (p *lineage) judge(r, parent provider.Revision) {
	told := parent.ID == 0 || r.TextSHA1.Known() && parent.TextSHA1.Known()
	if told && parent.ID != 0 && r.TextSHA1 == parent.TextSHA1 {
		return
	}
	said := sayingOf(r.Comment)
	switch ours := p.ours(r); {
	case r.User == "" && !p.all:
		p.end("who made revision %d is hidden", r.ID)
	case p.mine(r.User) && r.Hidden:
		p.end("the comment of revision %d, which is ours, is hidden", r.ID)
	case !ours:
		if p.base.Rev == 0 {
			p.base.Others = append(p.base.Others, r)
		} else {
			p.base.Joined = append(p.base.Joined, r)
		}
	case p.base.Rev == 0 && said.of(p.wanted):
		p.base.Rev, p.same, p.over, p.next = r.ID, true, true, 0
	case said.how == HowMerge && parent.ID != 0:
		p.note(r)
		p.later = append(p.later, delta{parent: parent.ID, rev: r.ID})
	case !r.TextSHA1.Known():
		p.end("the text of revision %d, which is ours, is hidden", r.ID)
	case !told && said.digits == "":
		p.end("the text before revision %d, which is ours, is hidden", r.ID)
	case said.how == HowWhole && !said.of(r.TextSHA1) && parent.ID != 0:
		p.note(r)
		p.later = append(p.later, delta{parent.ID, r.ID, said})
	case said.how == HowWhole && !said.of(r.TextSHA1):
		p.end(joinedByWiki, r.ID)
	default:
		p.found(r, said)
	}
}

func (p *lineage) note(r provider.Revision) {
	if p.base.Rev == 0 {
		p.base.Rev = r.ID
	}
}

// found ends the walk at the revision with whose text the base begins.
func (p *lineage) found(r provider.Revision, said saying) {
	p.note(r)
	p.start, p.says, p.over, p.next = r.ID, said, true, 0
}

// missing are the revisions whose texts it takes to make the base, but for those that say
// what the page says.
func (p *lineage) missing() []int64 {
	return slices.DeleteFunc(p.revisions(), func(id int64) bool { return slices.Contains(p.said, id) })
}

// revisions are those whose texts it takes to make the base.
func (p *lineage) revisions() []int64 {
	if p.base.Unknown != "" || p.same || p.start == 0 {
		return nil
	}
	ids := []int64{p.start}
	for _, d := range p.later {
		ids = append(ids, d.parent, d.rev)
	}
	return ids
}

// rebuilt is the base, made of the texts of revisions; wanted is what the manifest says
// now.
func (p *lineage) rebuilt(texts map[int64]string, wanted string) Base {
	for _, id := range p.said {
		texts[id] = p.page
	}
	for _, id := range p.revisions() {
		if _, shown := texts[id]; !shown {
			p.end("the text of revision %d is not shown", id)
		}
	}
	b := &p.base
	switch {
	case b.Unknown != "":
		return *b
	case p.same:
		b.Text = wanted
		return *b
	case p.says.how == HowKeep:
		text, found := p.says.before(texts[p.start])
		if !found {
			p.end("revision %d, which is ours, does not have the text that its comment speaks of", p.start)
			return *b
		}
		b.Text = text
	default:
		b.Text = provider.NormalizeText(texts[p.start])
	}
	for i := len(p.later) - 1; i >= 0; i-- {
		d := p.later[i]
		r := merge.Texts(texts[d.parent], b.Text, texts[d.rev], true)
		if !r.Clean() {
			p.end("what revision %d, which is ours, changed, does not fit what the manifest had said before", d.rev)
			return *b
		}
		b.Text = provider.NormalizeText(r.Text)
		if d.whole != (saying{}) && !d.whole.of(provider.TextSHA1(b.Text)) {
			p.end(joinedByWiki, d.rev)
			return *b
		}
	}
	return *b
}
