package plan

import (
	"cmp"
	"strings"
	"time"

	"wikiform/internal/weburl"
	"wikiform/provider"
	"wikiform/spec"
)

func toDocument(p *Plan) document {
	n := p.Counts()
	d := document{
		head: head{
			FormatVersion: cmp.Or(p.Format, FormatVersion),
			ToolVersion:   p.Tool,
			Timestamp:     stamp(p.Made),
			Wikis:         map[string]wikiMember{p.Wiki.Name: {p.Wiki.API, p.Wiki.ID, p.Wiki.Generator, p.Wiki.Account}},
			Scope:         scopeMember{list(p.Scope.Targets), list(p.Scope.Excludes), p.Only, p.Complete()},
			Summary:       summaryMember{Add: n.Add, Change: n.Change, Blocked: n.Blocked, Unknown: n.Unknown, Bytes: n.Bytes, UnknownSize: n.UnknownSize},
			Notes:         p.Notes,
		},
		ResourceChanges: make([]resourceChange, len(p.Changes)),
		Texts:           map[provider.SHA1]string{},
		tail:            tail{Digest: p.Digest()},
	}
	for i := range p.Changes {
		c := &p.Changes[i]
		d.ResourceChanges[i] = c.member(p.Wiki)
		switch p.Format {
		case format10:
			c.asIn1(&d.ResourceChanges[i])
			d.ResourceChanges[i].asIn10(c)
		case format11:
			c.asIn1(&d.ResourceChanges[i])
		}
		if text := c.Claim.text(); text != nil {
			d.Texts[provider.TextSHA1(*text)] = *text
		}
		if text := c.pageText(); text != nil && p.Format == "" {
			d.Texts[provider.TextSHA1(*text)] = *text
		}
		if page := c.Before.Page; page != nil && page.HasText {
			d.Texts[provider.TextSHA1(page.Text)] = page.Text
		}
	}
	return d
}

func (c *Change) member(wiki Wiki) resourceChange {
	block, key, instance := c.Claim.Address.Block()
	m := resourceChange{
		Address:      string(c.Claim.Address),
		Type:         "file",
		Name:         nameOf(block),
		Wiki:         wiki.Name,
		Title:        c.Claim.Title.Page(),
		SourcePath:   c.Claim.Source().Path,
		DeclaredAt:   c.Claim.At.member(),
		Reasons:      c.Reasons,
		Change:       changeMember{c.actions(), c.before(), c.after(), c.unknown()},
		Steps:        stepMembers(c.Steps),
		Precondition: c.precondition(),
		Digests:      c.digests(wiki.API),
		Verdict:      verdictMembers[c.Verdict],
	}
	m.Remarks, m.RemarkFacts = remarkMembers(c.Remarks)
	if instance {
		m.Index = &key
	}
	if c.Claim.Text != nil {
		m.DescribedAt = c.Claim.Text.At.member()
	}
	if len(c.Reasons) > 0 {
		m.ActionReason = c.Reasons[0]
	}
	if v := c.Before.Version; v != nil {
		m.LastUpload = &lastUpload{v.User, v.Comment}
	}
	if page := c.Before.Page; page != nil {
		m.LastEdit = &lastEdit{page.User, stamp(page.Time), page.Tags}
		if page.HasText {
			m.BeforeText = provider.TextSHA1(page.Text)
		}
	}
	for _, p := range c.Problems {
		m.Problems = append(m.Problems, problemMember{p.Reason, p.Text, p.Hint, p.Names, p.At.member()})
	}
	for _, cause := range c.Causes() {
		m.Cause = append(m.Cause, cause.member())
	}
	return m
}

// nameOf is a block's name without its type.
func nameOf(block spec.Address) string {
	_, name, _ := strings.Cut(string(block), ".")
	return name
}

func (p Position) member() *positionMember {
	if p == (Position{}) {
		return nil
	}
	return &positionMember{p.File, p.Line}
}

// actions are Terraform's; a change that cannot be made is none.
func (c *Change) actions() []string {
	switch c.Action() {
	case Create, Update:
		return []string{string(c.Action())}
	}
	return []string{string(NoOp)}
}

func (c *Change) before() *beforeMember {
	f := c.Before
	if f.Version == nil && f.Page == nil && !f.Shared && !f.Redirect {
		return nil
	}
	m := &beforeMember{Shared: f.Shared, Redirect: f.Redirect}
	if v := f.Version; v != nil {
		m.SHA1, m.Size, m.MIME, m.Width, m.Height = v.SHA1, v.Size, v.MIME, v.Width, v.Height
	}
	if f.Page != nil {
		m.TextSHA1 = f.Page.TextSHA1
	}
	return m
}

// after is all that the claim says, whether or not a step does it.
func (c *Change) after() *afterMember {
	content, source := c.Claim.content(c.Before), c.Claim.Source()
	m := &afterMember{
		Title: c.Claim.Title.Page(), SHA1: content.SHA1, Size: content.Size, URL: weburl.Kept(source.URL), Via: string(source.Via),
		Comment: c.Claim.Comment, Tags: list(c.Claim.Tags), AcceptWarnings: list(c.Claim.Accept),
	}
	if text := c.Claim.text(); text != nil {
		m.TextSHA1 = provider.TextSHA1(*text)
	}
	return m
}

// verdictMembers are the words for verdicts.
var verdictMembers = map[Verdict]verdictMember{VerdictBlocked: verdictBlocked, VerdictUnknown: verdictUnknown}

// unknown tells what is known only after the upload.
func (c *Change) unknown() afterUnknown {
	u := c.Upload()
	if u == nil {
		return afterUnknown{}
	}
	return afterUnknown{SHA1: !u.Content.Digest.Known(), Size: u.Content.Digest.Size == 0}
}

// digests are the sums of what the change writes, nil for nothing.
func (c *Change) digests(api string) map[Aspect]string {
	var sums map[Aspect]string
	for _, l := range c.leaves(api) {
		if sums == nil {
			sums = map[Aspect]string{}
		}
		sums[l.Aspect] = l.sum()
	}
	return sums
}

func (c *Change) precondition() preconditionMember {
	var m preconditionMember
	if v := c.Before.Version; v != nil {
		m = preconditionMember{Exists: true, FileSHA1: v.SHA1, FileTimestamp: stamp(v.Time)}
	}
	if c.Before.Page != nil {
		m.PageRevID = c.Before.Page.Rev
	}
	for _, n := range c.Neighbours {
		m.Neighbours = append(m.Neighbours, n.Page())
	}
	m.OwnDeletions = c.OwnDeletions
	return m
}

// remarkMembers gives remarks as sentences and as facts. There are no facts of
// remarks that came from a plan without them.
func remarkMembers(rs []Remark) (sentences []string, facts []remarkMember) {
	told := false
	for _, r := range rs {
		sentences = append(sentences, r.Text)
		facts = append(facts, remarkMember{r.Kind, r.User, stamp(r.Time)})
		told = told || facts[len(facts)-1] != remarkMember{}
	}
	if !told {
		facts = nil
	}
	return sentences, facts
}

func (c Cause) member() causeMember {
	if c.Kind == CauseURL {
		return causeMember{Kind: c.Kind, URL: c.Name}
	}
	return causeMember{Kind: c.Kind, Path: c.Name, Line: c.Line}
}

// stamp writes a time, "" for the zero one.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// list is never null in JSON.
func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}
