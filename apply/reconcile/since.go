package reconcile

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/hcl/v2"

	"wikiform/internal/cursor"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// Since has a plan read only what changed since an earlier one, and takes what the next one
// begins with. What did not change is not compared: that the one plan said of a file that it
// is settled is then all that the other knows of it.
//
// Read are the blocks that the manifest has changed, all of which the earlier plan had
// something to say, whose titles the wiki's revisions or logs name since, and what is
// connected with those by a title or a content. A part of the others is looked at, another
// one each time: where one of them is not as it was seen, something has changed of which
// the wiki does not tell, and everything is read.
type Since struct {
	From *cursor.Cursor // nil: there is none
	Why  string         // there is none, a clause; "" where there never was
	// Next is what the next plan begins with, once a plan was made; nil where the wiki does
	// not say what time it is.
	Next *cursor.Cursor
}

// overlap is how far before its time a plan asks what changed: a replica of the wiki's
// database may have been behind, or a change under way.
const overlap = 10 * time.Minute

// planSince is [Project.Plan] with c.Since.
func (p *Project) planSince(ctx context.Context, t Target, c Choice) (*plan.Plan, error) {
	facts := p.facts(t, c.Locked)
	sums, err := p.sum(ctx, p.declared().Files, facts.Site.MaxUpload)
	if err != nil {
		return nil, err
	}
	q := *p
	q.sources = summed{p.sources, facts.Site.MaxUpload, sums}
	s := &sinceRun{
		Project: &q, t: t, c: c, print: facts.Fingerprint(p.inputs.Version), from: c.Since.From,
		blocks: plan.Blocks(p.declared(), sums, facts.Site, t.Declared, facts.Pulled),
		begun:  facts.Site.Time.UTC().Truncate(time.Second),
	}
	if s.why = s.misfit(c.Since.Why); s.why == "" {
		if err := s.ask(ctx); err != nil {
			return nil, err
		}
	}
	if s.why == "" {
		if err := s.part(ctx, &facts); err != nil {
			return nil, err
		}
	}
	if s.why != "" {
		s.unread = nil
		if s.mark, err = t.Wiki.Newest(ctx); err != nil {
			return nil, t.failed(err)
		}
	}
	return s.plan(ctx)
}

// sinceRun is one plan of what changed.
type sinceRun struct {
	*Project
	t      Target
	c      Choice
	from   *cursor.Cursor
	print  plan.Sum
	begun  time.Time // by the wiki's clock
	blocks []plan.Block
	why    string // everything is read, a clause; "": it is not
	mark   provider.Mark

	known   []*cursor.File          // by blocks; nil: it is not in the cursor
	looked  []spec.Address          // of these, that were looked at, and were as before
	touched map[provider.Title]bool // by others, or by us
	unread  map[spec.Address]bool   // nil: everything is read
	have    map[provider.Title]provider.File
}

// misfit is why a cursor is good for nothing, "" where it is good.
func (s *sinceRun) misfit(why string) string {
	from := s.from
	switch {
	case from == nil && why == "":
		return "there is no cursor yet"
	case from == nil:
		return why
	case s.begun.IsZero():
		return "the wiki does not say what time it is"
	case from.Wiki != s.t.ID():
		return fmt.Sprintf("the cursor is of another wiki, %q", from.Wiki)
	case from.Account != s.t.Wiki.Account().Name:
		return fmt.Sprintf("the cursor was written as %s, and the wiki is read as %s", somebody(from.Account), somebody(s.t.Wiki.Account().Name))
	case from.Time.After(s.begun):
		return fmt.Sprintf("the cursor is of %s, and by the wiki's clock it is %s", clock(from.Time), clock(s.begun))
	case from.Fingerprint != s.print:
		return "what all files depend on is not as it was: the wiki's settings, those of the manifest, or wikiform's version"
	}
	return ""
}

func somebody(name string) string {
	if name == "" {
		return "nobody"
	}
	return name
}

func clock(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// ask looks at a part of the files, and then asks what changed: what changes between the
// two is told as a change.
func (s *sinceRun) ask(ctx context.Context) error {
	s.known = make([]*cursor.File, len(s.blocks))
	titles := 0
	var look []int
	for i := range s.blocks {
		b := &s.blocks[i]
		titles += len(b.Titles)
		f := s.from.At(b.Wanted)
		if f == nil || f.Titles != nil && !b.Stored(f.Titles) {
			continue
		}
		s.known[i] = f
		if cursor.Turn(b.Wanted) == s.from.Turn {
			look = append(look, i)
		}
	}
	seen, err := s.look(ctx, look)
	if err != nil {
		return err
	}
	changed, err := s.t.Wiki.Changed(ctx, s.from.Time.Add(-overlap), s.from.Mark, s.worth(titles))
	if err != nil {
		return s.t.failed(err)
	}
	s.touched, s.mark = changed.Titles, changed.Newest
	switch {
	case changed.Lost != "":
		s.why = changed.Lost
		return nil
	case changed.Untold != "":
		s.why = changed.Untold
		return nil
	}
	for _, i := range look {
		b := &s.blocks[i]
		switch {
		case s.isTouched(b):
		case plan.Seen(b.Titles, func(t provider.Title) provider.File { return seen[t] }) != s.known[i].Seen:
			s.why = fmt.Sprintf("%s (%s) is not as it was seen before %s, and the wiki tells of no change", b.Titles[0].Page(), b.Address, clock(s.from.Time))
			return nil
		default:
			s.looked = append(s.looked, b.Address)
		}
	}
	return nil
}

// look asks what the wiki has under the titles of blocks.
func (s *sinceRun) look(ctx context.Context, blocks []int) (map[provider.Title]provider.File, error) {
	var titles []provider.Title
	for _, i := range blocks {
		titles = append(titles, s.blocks[i].Titles...)
	}
	slices.Sort(titles)
	if titles = slices.Compact(titles); len(titles) == 0 {
		return nil, nil
	}
	seen, err := s.t.Wiki.Files(ctx, titles)
	if err != nil {
		return nil, s.t.failed(err)
	}
	return seen, nil
}

// worth is in how many requests it may be asked what changed: as many as it takes to read
// everything.
func (s *sinceRun) worth(titles int) int {
	const least = 10
	atOnce := 50
	if s.t.Wiki.Account().Can("apihighlimits") {
		atOnce = 500
	}
	return max(least, titles/atOnce)
}

func (s *sinceRun) isTouched(b *plan.Block) bool {
	return slices.ContainsFunc(b.Titles, func(t provider.Title) bool { return s.touched[t] })
}

// part tells what is read, and asks how the wiki stores the titles of that. Where that is
// most of a large manifest, everything is.
func (s *sinceRun) part(ctx context.Context, facts *plan.Facts) error {
	read := map[int]bool{}
	files := map[provider.Title]bool{} // with blocks that are settled
	for i := range s.blocks {
		if b := &s.blocks[i]; s.known[i] != nil && b.Content.Known() {
			files[b.Titles[0]] = true
		}
	}
	for i := range s.blocks {
		b := &s.blocks[i]
		// A move that was settled with its file is not without it: what is under its title
		// then, the manifest does not say.
		if s.known[i] == nil || s.isTouched(b) || b.Moves && !files[b.Titles[0]] {
			read[i] = true
		}
	}
	const many = 1000
	if len(read) > many && 2*len(read) > len(s.blocks) {
		return nil // a plan of everything holds less of each file
	}
	asked := map[int]bool{}
	for n := -1; n != len(read); { // with what is connected others may be
		n = len(read)
		var titles []provider.Title
		for i := range read {
			if !asked[i] {
				titles = append(titles, s.blocks[i].Titles...)
				asked[i] = true
			}
		}
		slices.Sort(titles)
		if err := facts.Ask(ctx, s.t.Wiki, slices.Compact(titles)); err != nil {
			return s.t.failed(err)
		}
		blocks := slices.Clone(s.blocks)
		for i := range read {
			blocks[i].Titles = facts.StoredAs(blocks[i].Titles, "")
			if s.known[i] != nil && !slices.Equal(blocks[i].Titles, s.blocks[i].Titles) {
				s.why = fmt.Sprintf("the wiki stores %s (%s) under another title than it did", s.blocks[i].Titles[0].Page(), s.blocks[i].Address)
				return nil
			}
		}
		plan.Connected(blocks, read)
	}
	s.have, s.unread = facts.Have, map[spec.Address]bool{}
	for i := range s.blocks {
		if !read[i] {
			s.unread[s.blocks[i].Address] = true
		}
	}
	return nil
}

// plan makes the plan of what is read, and with it the next cursor.
func (s *sinceRun) plan(ctx context.Context) (*plan.Plan, error) {
	c := s.c
	c.unread, c.have = s.unread, s.have
	var settled []cursor.File
	c.settled = func(made *plan.Plan, claims []plan.Claim, facts *plan.Facts) {
		settled = s.settled(made, claims, facts)
	}
	made, err := s.planned(ctx, s.t, c, s.compared)
	if err != nil {
		return nil, err
	}
	if s.why != "" {
		if s.from != nil || s.c.Since.Why != "" {
			made.Notes = append(made.Notes, "Everything was read, although -since asks for what changed: "+s.why+".")
		}
	} else if len(s.unread) > 0 {
		made.Since = &plan.Since{Time: s.from.Time, Unread: len(s.unread)}
		for _, a := range s.looked {
			if s.unread[a] {
				made.Since.Looked++
			}
		}
		for _, f := range s.files {
			if s.unread[f.Address] {
				made.Since.Files++
			}
		}
	}
	if !s.begun.IsZero() {
		s.c.Since.Next = s.next(settled)
	}
	return made, nil
}

// settled are the files of a plan that need not be read again until something changes.
func (s *sinceRun) settled(made *plan.Plan, claims []plan.Claim, facts *plan.Facts) []cursor.File {
	at := make(map[spec.Address]*plan.Block, len(s.blocks))
	for i := range s.blocks {
		if !s.unread[s.blocks[i].Address] {
			at[s.blocks[i].Address] = &s.blocks[i]
		}
	}
	var files []cursor.File
	note := func(address spec.Address, change *plan.Change) {
		b := at[address]
		if b == nil {
			return
		}
		as := facts.StoredAs(b.Written, change.Claim.Title)
		f := cursor.File{Wanted: b.Wanted, Seen: plan.Seen(as, func(t provider.Title) provider.File {
			if t == change.Claim.Title {
				return change.Before
			}
			return facts.Have[t]
		})}
		if !slices.Equal(as, b.Written) {
			if own := *b; !own.Stored(as) {
				return // the wiki makes another title of it than one with another first letter
			}
			f.Titles = as
		}
		files = append(files, f)
	}
	for change := range made.Settled(claims, facts) {
		note(change.Claim.Address, change)
		if from := change.Claim.From; from != nil && from.Address != change.Claim.Address {
			note(from.Address, change)
		}
	}
	return files
}

// next is the cursor of this plan.
func (s *sinceRun) next(settled []cursor.File) *cursor.Cursor {
	next := &cursor.Cursor{Head: cursor.Head{
		Wiki: s.t.ID(), Account: s.t.Wiki.Account().Name, Fingerprint: s.print, Time: s.begun, Mark: s.mark,
	}}
	if s.from != nil {
		next.Turn = (s.from.Turn + 1) % cursor.Turns
	}
	for i := range s.blocks {
		if s.unread[s.blocks[i].Address] {
			settled = append(settled, *s.known[i])
		}
	}
	next.Files = cursor.Sort(settled)
	return next
}

// read leaves of a part of the manifest what is read.
func (c *Choice) read(m *spec.Manifest) *spec.Manifest {
	if c.unread == nil {
		return m
	}
	part := *m
	part.Files = only(m.Files, func(f spec.File) bool { return !c.unread[f.Address] })
	part.Moves = only(m.Moves, func(x spec.Move) bool { return !c.unread[x.Address] })
	part.Redirects = only(m.Redirects, func(r spec.Redirect) bool { return !c.unread[r.Address] })
	part.Absences = only(m.Absences, func(a spec.Absence) bool { return !c.unread[a.Address] })
	return &part
}

// summed are sources that were hashed before.
type summed struct {
	Sources
	most int64
	sums map[spec.Address]provider.Content
}

// Sum implements [Sources].
func (s summed) Sum(ctx context.Context, files []spec.File, most int64) (map[spec.Address]provider.Content, hcl.Diagnostics, error) {
	if most != s.most {
		return s.Sources.Sum(ctx, files, most)
	}
	sums := make(map[spec.Address]provider.Content, len(files))
	for _, f := range files {
		if sum, known := s.sums[f.Address]; known {
			sums[f.Address] = sum
		}
	}
	return sums, nil, nil
}
