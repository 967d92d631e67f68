package plan

import (
	"fmt"
	"slices"
	"strings"

	"wikiform/provider"
)

// A moved block stays in its manifest when the file has long been moved, as it does in
// Terraform. So a plan first finds out which of the moves are still to be made. Which
// titles exist does not tell that where both do: before and after two files have
// changed places, the wiki has the same titles. Its log tells.

// course is what becomes of the move that a claim speaks of. Without a move and a
// problem it was made, or there is nothing to move.
type course struct {
	move    *Moving
	file    provider.File // that is moved, as it is now
	problem *Problem      // why it cannot be made, or told
	waits   int           // the claim whose file has to go away first; -1: nobody's
	half    bool          // an earlier run has left the file under a passing title
	shut    bool          // no redirect can be left, since another file gets the title
	strict  bool          // a block on the way does not let somebody else's file be moved
	stays   bool          // the move is to be made, and a guard lets the file stay where it is
}

// goes reports whether the file leaves the title that it has.
func (c *course) goes() bool { return c.move != nil && !c.stays }

// courses finds the course of every claim. It is pure; what it would have to know in
// addition is in the result: titles whose move logs were not read yet.
func courses(claims []Claim, f *Facts) ([]course, []provider.Title) {
	m := newMoves(claims, f)
	if f.Planned != nil {
		m.recall()
	} else {
		m.find()
	}
	for i := range claims {
		c := &m.all[i]
		c.stays = c.move != nil && claims[i].keeps(NameAspect, c.file)
		if c.goes() {
			m.leaving[c.move.From] = i
		}
	}
	for i := range claims {
		switch c := &m.all[i]; {
		case c.stays:
			m.stayed(i)
		case c.move != nil:
			m.arrive(i)
		}
	}
	for _, ring := range m.rings {
		m.pass(ring)
	}
	for i := range claims {
		if c := &m.all[i]; c.move != nil {
			c.shut = c.half || m.wanted(c.move.From)
			c.move.Redirect = claims[i].From.Redirect && !c.shut
		}
	}
	return m.all, m.log.open()
}

// find finds out which moves are still to be made.
func (m *moves) find() {
	halfWay := m.halfWay()
	for i := range m.claims {
		if m.claims[i].Fault == nil && m.claims[i].From != nil {
			m.begin(i, halfWay[i])
		}
	}
	m.straighten()
	for _, ring := range m.rings {
		m.settle(ring)
	}
}

// moves are the claims with what is known of their moves so far.
type moves struct {
	claims   []Claim
	f        *Facts
	to, from map[provider.Title]int // claims, by their titles and by their origins
	leaving  map[provider.Title]int // claims whose files are to be moved, by where they are
	rings    [][]int
	inRing   []bool // by claims
	all      []course
	log      logs
}

func newMoves(claims []Claim, f *Facts) *moves {
	m := &moves{claims: claims, f: f, to: map[provider.Title]int{}, from: map[provider.Title]int{}, leaving: map[provider.Title]int{}, all: make([]course, len(claims)), log: logs{read: f.MoveLogs}}
	for i := range claims {
		m.all[i].waits = -1
		if claims[i].Fault != nil {
			continue
		}
		m.to[claims[i].Title] = i
		if o := claims[i].From; o != nil {
			m.from[o.Title] = i
		}
	}
	m.rings, m.inRing = m.ringsOf(), make([]bool, len(claims))
	for _, ring := range m.rings {
		for _, i := range ring {
			m.inRing[i] = true
		}
	}
	return m
}

// begin tells whether a move is still to be made, and from where: at is where an
// earlier run has left the file half way, "" when none has.
func (m *moves) begin(i int, at provider.Title) {
	c := &m.claims[i]
	from, to := m.f.Have[c.From.Title], m.f.Have[c.Title]
	if at != "" {
		m.all[i].move, m.all[i].file, m.all[i].half = &Moving{From: at}, m.f.Have[at], true
		return
	}
	if from.Version == nil || c.From.Title == c.Title || m.another(i) {
		return // it was moved, or there is nothing to move
	}
	if to.Version != nil {
		made, told := m.log.leads(c.From.Title, c.Title)
		switch {
		case !told:
			m.all[i].problem = &Problem{
				Reason: MoveUnclear, At: c.From.At, Names: pagesOf(c.From.Title, c.Title),
				Text: fmt.Sprintf("the wiki has both %s and %s, and its move log does not tell whether the one was moved to the other", c.From.Title.Page(), c.Title.Page()),
				Hint: "look at the histories of both, and remove the moved block if it was",
			}
			return
		case made:
			return
		}
	}
	m.all[i].move, m.all[i].file = &Moving{From: c.From.Title}, from
}

// mostStops is over how many titles, of moves that were declared one after the other, a
// file is taken at once.
const mostStops = 10

// straighten lets a file that was renamed more than once, on a wiki that knows none of
// it yet, go to its last title at once.
func (m *moves) straighten() {
	for range mostStops {
		again := false
		for i := range m.claims {
			o, c := m.claims[i].From, &m.all[i]
			if o == nil || c.move != nil || c.problem != nil || m.inRing[i] || m.f.Have[o.Title].Version != nil {
				continue
			}
			k, found := m.to[o.Title]
			if before := &m.all[max(k, 0)]; found && m.claims[k].Type() == TypeMoved && before.move != nil && !m.made(i) {
				c.move, c.file, before.move, again = before.move, before.file, nil, true
				c.strict = before.strict || !m.claims[k].From.Foreign
			}
		}
		if !again {
			return
		}
	}
}

// leaver is the claim whose file leaves a title, -1 for none.
func (m *moves) leaver(t provider.Title) int {
	if i, found := m.leaving[t]; found && m.all[i].move != nil {
		return i
	}
	return -1
}

// settle leaves a file where it is that was moved around a ring by blocks which were
// written one after the other, and kept: no other one changes places with it. Only a
// file block tells then under which of the titles it is wanted.
func (m *moves) settle(ring []int) {
	var alone []int
	missing := false
	for _, i := range ring {
		c := &m.all[i]
		if c.half {
			return // the file that is missing is on its way
		}
		missing = missing || m.f.Have[m.claims[i].From.Title].Version == nil
		if c.move != nil && m.claims[i].Type() == TypeMoved {
			alone = append(alone, i)
		}
	}
	if missing {
		for _, i := range alone {
			m.all[i].move = nil
		}
	}
}

// arrive looks at what is under the title to which a move leads.
func (m *moves) arrive(i int) {
	c, to := &m.claims[i], m.f.Have[m.claims[i].Title]
	from := m.all[i].move.From
	fail := func(r Reason, hint, format string, args ...any) {
		text := fmt.Sprintf(format, args...)
		names := slices.DeleteFunc(pagesOf(from, c.From.Title, c.Title), func(n string) bool { return !strings.Contains(text, n) })
		m.all[i].problem = &Problem{Reason: r, At: c.From.At, Text: text, Hint: hint, Names: names}
		m.all[i].move = nil
	}
	if to.Version != nil { // also where it fails: half of what belongs together is worse than nothing
		m.all[i].waits = m.leaver(c.Title)
	}
	other, again := m.to[from]
	again = again && m.stays(other)
	if again { // whatever else keeps this one from being moved
		m.all[other].problem = m.deserted(other, c)
	}
	if m.all[i].strict && c.From.Foreign {
		if p := notOursOnTheWay(m.all[i], c, m.f); p != nil {
			m.all[i].problem, m.all[i].move = p, nil
			return
		}
	}
	switch {
	case again:
		fail(TargetTaken, "give that one the new title, or remove the moved block", "%s is to be moved, and %s still says something of that title", from.Page(), m.claims[other].Address)
	case m.all[i].file.Page == nil:
		fail(TargetTaken, "save a text there first", "%s has a file without a page, which the wiki does not move", from.Page())
	case to.Version != nil:
		if m.all[i].waits >= 0 {
			return
		}
		j, found := m.from[c.Title]
		hint := "choose another title, or move that file away with a moved block of its own"
		if other := m.f.Leaving[anyFirst(c.Title)]; !found && other != "" {
			hint = fmt.Sprintf("plan it together with %s, which moves that file away", other)
		}
		switch {
		case found && m.all[j].problem != nil:
			hint = "the moved block that would move it away cannot be carried out"
		case found && m.all[j].stays:
			hint = fmt.Sprintf("%s stays under that title, as its block or the wiki's says", m.claims[j].Address)
		}
		fail(TargetTaken, hint, "%s cannot be moved onto %s, where the wiki has another file", from.Page(), c.Title.Page())
	case to.Shared && c.Undoes == nil:
		fail(SharedFile, "choose another title", "a shared repository has a file %s, which the moved one would hide on this wiki", c.Title.Page())
	case to.Redirect && to.Target != from.Page():
		fail(TargetTaken, "delete that redirect on the wiki, or choose another title", "%s is a redirect %s, and the wiki moves a file over a redirect to itself only", c.Title.Page(), toWhere(to.Target))
	case to.Redirect && to.Page != nil && to.Page.Parent != 0:
		fail(TargetTaken, "delete that redirect on the wiki, or choose another title", "%s is a redirect that was edited, and the wiki moves a file over one with a single revision only", c.Title.Page())
	case to.Page != nil && !to.Redirect:
		fail(TargetTaken, "delete that page on the wiki, or choose another title", "%s has a page without a file, onto which the wiki moves nothing", c.Title.Page())
	}
}

// stayed blocks what another block says of a title that a guarded file is to leave, and
// under which it stays.
func (m *moves) stayed(i int) {
	from := m.all[i].move.From
	j, found := m.to[from]
	if !found || j == i || m.claims[j].Type() != TypeFile {
		return
	}
	m.all[j].problem = &Problem{
		Reason: TargetTaken, At: m.claims[j].At, Names: pagesOf(from, m.claims[i].Title),
		Text: fmt.Sprintf("%s has the file that is to be moved to %s, and that stays where it is", from.Page(), m.claims[i].Title.Page()),
		Hint: "choose another title, or let that file be moved",
	}
}

// stays reports whether a claim wants a file under its title and does not get it by a
// move.
func (m *moves) stays(i int) bool {
	c := &m.claims[i]
	return c.Target == "" && (c.From == nil || c.Type() == TypeFile && m.all[i].move == nil && m.all[i].problem == nil)
}

// deserted is why a file cannot get a title which another one leaves: none comes there,
// and what is there now is not to be replaced. It is nil where no block says that one
// comes.
func (m *moves) deserted(i int, by *Claim) *Problem {
	c := &m.claims[i]
	if c.From == nil {
		return nil
	}
	return &Problem{
		Reason: TargetTaken, At: c.From.At, Names: pagesOf(c.Title, by.Title, c.From.Title), Other: by.Title,
		Text: fmt.Sprintf("%s is to be moved to %s, and the file that is to come there from %s is missing", c.Title.Page(), by.Title.Page(), c.From.Title.Page()),
		Hint: "remove the moved blocks of files that are where they should be",
	}
}

// pass opens a ring in which every file waits for the next: one of them goes through a
// free title.
func (m *moves) pass(ring []int) {
	if slices.ContainsFunc(ring, func(i int) bool { return m.all[i].waits < 0 || m.all[i].move == nil }) {
		return
	}
	for _, t := range m.passing(ring) {
		if at, known := m.f.Have[t]; known && at.Version == nil && at.Page == nil {
			m.all[m.first(ring)].move.Via = t
			return
		}
	}
	for _, i := range ring {
		m.all[i].problem = &Problem{
			Reason: NoWay, At: m.claims[i].From.At, Text: "the files change places in a circle, and the titles through which one of them could pass are all taken",
			Hint: fmt.Sprintf("delete what is under %s on the wiki", someOf(pagesOf(m.passing(ring)...))),
		}
		m.all[i].move = nil
	}
}

// wanted reports whether a title that a file leaves gets another one.
func (m *moves) wanted(t provider.Title) bool {
	i, found := m.to[t]
	if !found {
		return false
	}
	c := &m.claims[i]
	return c.Type() == TypeFile || m.all[i].move != nil
}

func pagesOf(ts ...provider.Title) []string {
	var names []string
	for _, t := range ts {
		if name := t.Page(); t != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
