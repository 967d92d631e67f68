package plan

import (
	"fmt"
	"slices"
	"strings"

	"wikiform/internal/weburl"
	"wikiform/provider"
	"wikiform/spec"
)

// Undeclared is a change of a saved plan that the manifests at hand do not ask for.
type Undeclared struct {
	Change *Change // of the saved plan
	Why    string  // one line
}

// Declared makes a plan that was read from a file one that can be carried out.
//
// A file is untrusted, so nothing of what it writes is taken from it: every such
// change is computed anew from the claims of the manifests at hand and the state
// of the wiki that the file names, which is the precondition. What then is
// another change than the one that was reviewed is undeclared, and where there
// is one there is no plan. A change that turns out to be blocked, since f knows
// the account better, is blocked in the result.
//
// Of f, only Site, Account and Automation are used.
func (p *Plan) Declared(claims []Claim, f Facts) (*Plan, []Undeclared) {
	declared := make(map[spec.Address]Claim, len(claims))
	for _, c := range claims {
		declared[c.Address] = c
	}
	var bad []Undeclared
	var again []Claim
	var places []int // of the changes that are computed again
	have := make(map[provider.Title]provider.File)
	neighbours := make(map[provider.Title][]provider.Title)
	for i := range p.Changes {
		c := &p.Changes[i]
		if !c.Writes() {
			continue
		}
		title := c.Claim.Title
		claim, found := declared[c.Claim.Address]
		why := "no manifest declares it"
		if found {
			some := false
			if claim, some = claim.narrowed(c.Before, p.Only); some {
				why = strings.Join(c.otherThan(claim), "; ")
			} else {
				why = "it is of none of the kinds that the plan is for"
			}
		}
		if _, twice := have[title]; twice && why == "" {
			why = "another change of the plan writes to the same title"
		}
		if why != "" {
			bad = append(bad, Undeclared{c, why})
		}
		again, places = append(again, claim), append(places, i)
		have[title], neighbours[title] = c.Before, c.Neighbours
	}
	if bad != nil {
		return nil, bad
	}
	fresh := Compute(again, Facts{Wiki: p.Wiki, Site: f.Site, Account: f.Account, Automation: f.Automation, Have: have, Neighbours: neighbours})
	return p.withFresh(places, fresh.Changes)
}

// withFresh puts fresh changes in the places of those that write, if they are the
// same.
func (p *Plan) withFresh(places []int, fresh []Change) (*Plan, []Undeclared) {
	var bad []Undeclared
	q := *p
	q.Changes = slices.Clone(p.Changes)
	for n, i := range places {
		c, now := &p.Changes[i], fresh[n]
		if now.Verdict != VerdictBlocked && (now.Action() != c.Action() || !slices.Equal(now.Aspects(), c.Aspects())) {
			bad = append(bad, Undeclared{c, fmt.Sprintf(
				"the plan would %s the file; by the manifest and what the plan says of the wiki it is to %s it", c.verb(), now.verb())})
		}
		if now.Writes() {
			now.Remarks = c.Remarks // whose work is replaced is told by a history that is not in the file
		}
		if now.Action() == Create {
			now.OwnDeletions = c.OwnDeletions // who uploads asks whether that is true
		}
		q.Changes[i] = now
	}
	if bad != nil {
		return nil, bad
	}
	return &q, nil
}

// verb says what a change does, for messages.
func (c *Change) verb() string {
	switch {
	case !c.Writes():
		return "leave"
	case c.Upload() != nil && c.Edits():
		return string(c.Action()) + " content and text of"
	case c.Upload() != nil:
		return string(c.Action()) + " the content of"
	}
	return string(c.Action()) + " the text of"
}

// otherThan says in clauses how the claim of a planned change differs from the
// declared one.
func (c *Change) otherThan(declared Claim) []string {
	var d []string
	differ := func(same bool, format string, args ...any) {
		if !same {
			d = append(d, fmt.Sprintf(format, args...))
		}
	}
	if declared.Fault != nil {
		return []string{declared.Fault.String()}
	}
	p := c.Claim
	from, source := p.Source(), declared.Source()
	differ(p.Title == declared.Title, "its title is %q, the plan has %q", declared.Title, p.Title)
	differ(from.Path == source.Path && weburl.Kept(from.URL) == weburl.Kept(source.URL),
		"its source is %q, the plan has %q", sourceName(source), sourceName(from))
	differ(from.Via == source.Via, "its via is %q, the plan has %q", source.Via, from.Via)
	content, wanted := p.content(c.Before), declared.content(c.Before)
	differ(sameContent(content, wanted), "its content is %s, the plan has %s", shown(wanted), shown(content))
	differ(sameText(p.Text, declared.Text), "its description is another one")
	differ(p.Comment == declared.Comment, "its comment is %q, the plan has %q", declared.Comment, p.Comment)
	differ(slices.Equal(p.Tags, declared.Tags), "its tags are %q, the plan has %q", declared.Tags, p.Tags)
	differ(slices.Equal(p.Accept, declared.Accept), "its accept_warnings are %q, the plan has %q", declared.Accept, p.Accept)
	return d
}

// sameContent takes a URL that got its pin after the plan was made, as every URL
// does that was uploaded.
func sameContent(planned, declared provider.Digest) bool {
	if !planned.Known() {
		return true
	}
	return planned.SHA1 == declared.SHA1 && (planned.Size == 0 || declared.Size == 0 || planned.Size == declared.Size)
}

func sourceName(s spec.Source) string {
	if s.URL != "" {
		return weburl.Kept(s.URL)
	}
	return s.Path
}

func sameText(a, b *Text) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Text == b.Text
}

func shown(d provider.Digest) string {
	if !d.Known() {
		return "not known"
	}
	return "sha1 " + d.SHA1.Short()
}
