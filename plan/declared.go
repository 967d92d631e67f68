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
// Of f, only Site, Account, Automation, Anew, what tells whose something is (see
// [Plan.SettleOwners]), what [Plan.SettleGuards] asked and the bases of
// [Plan.SettleBases] are used.
func (p *Plan) Declared(claims []Claim, f Facts) (*Plan, []Undeclared) {
	declared := make(map[spec.Address]Claim, len(claims))
	for _, c := range claims {
		declared[c.Address] = c
	}
	facts := Facts{
		Wiki: p.Wiki, Site: f.Site, Account: f.Account, Automation: f.Automation, Accounts: f.Accounts, Mark: f.Mark, FormerMarks: f.FormerMarks,
		Histories: f.Histories, Authors: f.Authors, Uploads: f.Uploads, Keepers: f.Keepers, Bases: f.Bases,
	}
	facts.recall(p)
	facts.owned(f.Have)
	facts.recallKept(f)
	var bad []Undeclared
	var again []Claim
	var places []int // of the changes that are computed again; -1: of no interest
	writes := make(map[provider.Title]bool)
	pruned := map[int]Change{}
	for i := range p.Changes {
		c := &p.Changes[i]
		claim, found := declared[c.Claim.Address]
		switch {
		case !c.Writes() && found && claim.From != nil && claim.Fault == nil: // others may go on from there
			again, places = append(again, claim), append(places, -1)
		case !c.Writes():
		case writes[c.Claim.Title]:
			bad = append(bad, Undeclared{c, "another change of the plan writes to the same title"})
		case c.Claim.Orphan:
			now, why := f.pruned(p, c)
			if why != "" {
				bad = append(bad, Undeclared{c, why})
			}
			writes[c.Claim.Title], pruned[i] = true, now
		case !found:
			bad = append(bad, Undeclared{c, "no manifest declares it"})
		default:
			claim.takeUp(c)
			writes[c.Claim.Title] = true
			again, places = append(again, claim), append(places, i)
		}
	}
	for n, s := range situations(again, &facts) {
		if places[n] < 0 {
			continue
		}
		c, some := &p.Changes[places[n]], false
		why := "it is of none of the kinds that the plan is for"
		if again[n], some = again[n].narrowed(s, p.Only); some {
			why = strings.Join(c.otherThan(again[n]), "; ")
		}
		if why != "" {
			bad = append(bad, Undeclared{c, why})
		}
	}
	if bad != nil {
		return nil, bad
	}
	q, bad := p.withFresh(places, Compute(again, facts).Changes)
	if q != nil && f.Anew != nil {
		for i, c := range pruned {
			q.Changes[i] = c
		}
		q.Orphans = slices.DeleteFunc(slices.Clone(f.Anew.Plan.Orphans), func(o Orphan) bool { return writes[o.Title] })
	}
	return q, bad
}

// recall takes what a plan that was read says of the wiki for what it has.
func (f *Facts) recall(p *Plan) {
	f.Have, f.Neighbours = map[provider.Title]provider.File{}, map[provider.Title][]provider.Title{}
	f.Planned, f.LastRevisions = map[provider.Title]provider.Title{}, map[int64]provider.Revision{}
	for i := range p.Changes {
		c := &p.Changes[i]
		switch {
		case c.Writes():
			if t := c.Tags(); t != nil && c.Before.Page != nil { // where it is not the latest revision
				f.LastRevisions[c.Before.Page.ID] = provider.Revision{ID: t.Rev, User: t.User, Tags: provider.MissingTags(c.Claim.Tags, t.Tags)}
			}
			f.Neighbours[c.Claim.Title], f.Have[c.Claim.Title] = c.Neighbours, c.Before
		case c.Verdict == VerdictBlocked && c.Claim.From != nil:
			f.Planned[c.Claim.Title] = ""
		}
	}
	for i := range p.Changes {
		c, m := &p.Changes[i], p.Changes[i].Move()
		if m == nil {
			continue
		}
		f.Planned[c.Claim.Title] = m.From
		f.Have[m.From] = c.From // also where a redirect of the plan saw what is there afterwards
		if m.Via != "" {
			f.Have[m.Via] = provider.File{Title: m.Via}
		}
	}
}

// takeUp gives a declared claim what follows from the state of the wiki, by the change
// that was planned: the title of a file that is adopted, that of a file to which it gives
// way, and where a file that nobody declares as moved was found by its bytes. Whether the
// wiki still has the bytes there is looked at before anything is written.
func (c *Claim) takeUp(planned *Change) {
	if c.OnDuplicate == spec.DuplicateRedirect && c.Content != nil && c.Content.Digest.Known() && planned.Redirects() == planned.Claim.Holder {
		c.Holder = planned.Claim.Holder
	}
	if has := planned.Before.Version; c.OnDuplicate == spec.DuplicateAdopt && planned.Claim.Declared == c.Title && c.Content != nil && has != nil && has.SHA1.Known() && has.SHA1 == c.Content.Digest.SHA1 {
		c.Title, c.Declared = planned.Claim.Title, c.Title
	}
	if o := planned.Claim.From; c.From == nil && o != nil && o.Address == "" && c.Content != nil {
		found := *o
		found.At, found.Comment, found.Foreign, found.Redirect = c.At, c.Comment, false, true
		c.From = &found
	}
}

// withFresh puts fresh changes in the places of those that write, if they are the
// same.
func (p *Plan) withFresh(places []int, fresh []Change) (*Plan, []Undeclared) {
	var bad []Undeclared
	q := *p
	q.Changes = slices.Clone(p.Changes)
	for n, i := range places {
		if i < 0 {
			continue
		}
		c, now := &p.Changes[i], fresh[n]
		if now.Verdict != VerdictBlocked && !slices.Contains(now.Reasons, OwnerUnchecked) && (now.Action() != c.Action() || !slices.Equal(now.Aspects(), c.Aspects())) {
			bad = append(bad, Undeclared{c, fmt.Sprintf(
				"the plan would %s the file; by the manifest and what the plan says of the wiki it is to %s it", c.verb(), now.verb())})
			continue
		}
		if m, mm := c.Move(), now.Move(); m != nil && mm != nil && *m != *mm {
			bad = append(bad, Undeclared{c, fmt.Sprintf("the plan moves it from %s; by the manifest and what the plan says of the wiki it comes from %s%s", m.From.Page(), mm.From.Page(), leaving(*m, *mm))})
		}
		if t, tt := c.Tags(), now.Tags(); t != nil && tt != nil && !sameTags(t, tt) {
			after, _ := tagsShown(c)
			fresh, _ := tagsShown(&now)
			bad = append(bad, Undeclared{c, fmt.Sprintf("the plan puts %s; by the manifest and what the plan says of the wiki it is %s", after, fresh)})
		}
		if e, ee := c.edit(), now.edit(); e != nil && ee != nil && now.Verdict != VerdictBlocked && *e != *ee {
			bad = append(bad, Undeclared{c, fmt.Sprintf("the plan would give it the text %s; by the manifest and the page's history it is %s", provider.TextSHA1(e.Text).Short(), provider.TextSHA1(ee.Text).Short())})
		}
		if to := now.Redirects(); to != c.Redirects() {
			bad = append(bad, Undeclared{c, fmt.Sprintf("the plan would let it lead to %s; by the manifest it leads to %s", c.Redirects().Page(), to.Page())})
		}
		if now.Writes() {
			now.Remarks = c.Remarks // whose work is replaced is told by a history that is not in the file
			now.Usages = c.Usages
		}
		if now.getsTitle() {
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
	case c.deletes():
		return "delete"
	case c.Restore() != nil:
		return "undelete"
	case c.Move() != nil:
		return "move"
	case c.Tags() != nil:
		return "add tags to"
	case c.Redirects() != "":
		return string(c.Action()) + " the redirect"
	case c.Revert() != nil && c.Edits():
		return "revert content and text of"
	case c.Revert() != nil:
		return "revert the content of"
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
	differ(p.Type() == declared.Type(), "its block is of the type %s, the plan has %s", declared.Type(), p.Type())
	differ(p.Target == declared.Target, "its target is %q, the plan has %q", declared.Target, p.Target)
	differ(p.Foreign == declared.Foreign, "its foreign is %t, the plan has %t", declared.Foreign, p.Foreign)
	differ(sameOrigin(p.From, declared.From), "it is moved otherwise than the plan has it")
	differ(sameUndoing(p.Undoes, declared.Undoes), "what is taken back is not what the plan has")
	differ(p.OnDuplicate == declared.OnDuplicate, "its on_duplicate is %q, the plan has %q", declared.OnDuplicate, p.OnDuplicate)
	differ(p.Holder == declared.Holder, "by the manifest there is to be a file, and the plan has a redirect to %q", p.Holder)
	differ(p.Title == declared.Title, "its title is %q, the plan has %q", declared.Title, p.Title)
	differ(from.Path == source.Path && weburl.Kept(from.URL) == weburl.Kept(source.URL),
		"its source is %q, the plan has %q", sourceName(source), sourceName(from))
	differ(from.Via == source.Via, "its via is %q, the plan has %q", source.Via, from.Via)
	content, wanted := p.content(c.Was()), declared.content(c.Was())
	differ(sameContent(content, wanted), "its content is %s, the plan has %s", shown(wanted), shown(content))
	differ(sameText(p.Text, declared.Text), "its description is another one")
	differ(p.Comment == declared.Comment, "its comment is %q, the plan has %q", declared.Comment, p.Comment)
	differ(slices.Equal(p.Tags, declared.Tags), "its tags are %q, the plan has %q", declared.Tags, p.Tags)
	differ(slices.Equal(p.Accept, declared.Accept), "its accept_warnings are %q, the plan has %q", declared.Accept, p.Accept)
	return d
}

// sameOrigin compares all but where it is declared. One that was read may have none.
func sameOrigin(a, b *Origin) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Title == b.Title && a.Address == b.Address && a.Comment == b.Comment && a.Redirect == b.Redirect && a.Foreign == b.Foreign
}

func leaving(planned, now Moving) string {
	switch {
	case planned.Via != now.Via:
		return fmt.Sprintf(" through %q and not %q", now.Via, planned.Via)
	case planned.Redirect != now.Redirect:
		return map[bool]string{true: " and leaves a redirect", false: " and leaves no redirect"}[now.Redirect]
	}
	return ""
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
