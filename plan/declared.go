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
// change is computed anew from the wants of the manifests at hand and the state
// of the wiki that the file names, which is the precondition. What then is
// another change than the one that was reviewed is undeclared, and where there
// is one there is no plan. A change that turns out to be blocked, since f knows
// the account better, is blocked in the result.
//
// Of f, only Site, Account and Automation are used.
func (p *Plan) Declared(wants []Want, f Facts) (*Plan, []Undeclared) {
	declared := make(map[spec.Address]Want, len(wants))
	for _, w := range wants {
		declared[w.Address] = w
	}
	var bad []Undeclared
	var again []Want
	have := make(map[provider.Title]provider.File)
	neighbours := make(map[provider.Title][]provider.Title)
	for i := range p.Changes {
		c := &p.Changes[i]
		if !c.writes() {
			continue
		}
		w, found := declared[c.Address]
		why := "no manifest declares it"
		if found {
			some := false
			if w, some = w.narrowed(c.Before, p.Only); some {
				why = strings.Join(c.Want.otherThan(w), "; ")
			} else {
				why = "it is of none of the kinds that the plan is for"
			}
		}
		if _, twice := have[c.Title]; twice && why == "" {
			why = "another change of the plan writes to the same title"
		}
		if why != "" {
			bad = append(bad, Undeclared{c, why})
		}
		again = append(again, w)
		have[c.Title], neighbours[c.Title] = c.Before, c.Neighbours
	}
	if bad != nil {
		return nil, bad
	}
	fresh := Compute(again, Facts{Wiki: p.Wiki, Site: f.Site, Account: f.Account, Automation: f.Automation, Have: have, Neighbours: neighbours})
	return p.renewed(fresh.Changes)
}

// renewed puts changes in the place of those that write, if they are the same.
func (p *Plan) renewed(fresh []Change) (*Plan, []Undeclared) {
	var bad []Undeclared
	q := *p
	q.Changes = slices.Clone(p.Changes)
	for i := range q.Changes {
		c := &q.Changes[i]
		if !c.writes() {
			continue
		}
		now := fresh[0]
		fresh = fresh[1:]
		if now.Action != Blocked && (now.Action != c.Action || now.Content != c.Content || now.Edit != c.Edit) {
			bad = append(bad, Undeclared{&p.Changes[i], fmt.Sprintf(
				"the plan would %s the file; by the manifest and what the plan says of the wiki it is to %s it", c.deed(), now.deed())})
		}
		if now.writes() {
			now.Remarks = c.Remarks // whose work is replaced is told by a history that is not in the file
		}
		*c = now
	}
	if bad != nil {
		return nil, bad
	}
	return &q, nil
}

// deed says what a change does, for messages.
func (c *Change) deed() string {
	switch {
	case !c.writes():
		return "leave"
	case c.Content && c.Edit:
		return string(c.Action) + " content and text of"
	case c.Content:
		return string(c.Action) + " the content of"
	}
	return string(c.Action) + " the text of"
}

// otherThan says in clauses how the want of a plan differs from the declared one.
func (w *Want) otherThan(declared Want) []string {
	var d []string
	differ := func(same bool, format string, args ...any) {
		if !same {
			d = append(d, fmt.Sprintf(format, args...))
		}
	}
	if declared.Fault.Reason != "" {
		return []string{declared.Fault.Problem}
	}
	differ(w.Title == declared.Title, "its title is %q, the plan has %q", declared.Title, w.Title)
	differ(w.Source.Path == declared.Source.Path && weburl.Kept(w.Source.URL) == weburl.Kept(declared.Source.URL),
		"its source is %q, the plan has %q", sourceName(declared.Source), sourceName(w.Source))
	differ(w.Source.Via == declared.Source.Via, "its via is %q, the plan has %q", declared.Source.Via, w.Source.Via)
	differ(sameContent(w.Digest, declared.Digest), "its content is %s, the plan has %s", shown(declared.Digest), shown(w.Digest))
	differ(sameText(w.Text, declared.Text), "its description is another one")
	differ(w.Comment == declared.Comment, "its comment is %q, the plan has %q", declared.Comment, w.Comment)
	differ(slices.Equal(w.Tags, declared.Tags), "its tags are %q, the plan has %q", declared.Tags, w.Tags)
	differ(slices.Equal(w.Accept, declared.Accept), "its accept_warnings are %q, the plan has %q", declared.Accept, w.Accept)
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

func sameText(a, b *string) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

func shown(d provider.Digest) string {
	if !d.Known() {
		return "not known"
	}
	return "sha1 " + d.SHA1.Short()
}
