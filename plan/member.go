package plan

import (
	"cmp"
	"strings"
	"time"

	"wikiform/internal/weburl"
	"wikiform/provider"
	"wikiform/spec"
)

// headOf is what a saved plan has before its lists.
func headOf(p *Plan) head {
	n := p.Counts()
	h := head{
		FormatVersion: cmp.Or(p.Format, FormatVersion),
		ToolVersion:   p.Tool,
		Timestamp:     stamp(p.Made),
		Wikis:         map[string]wikiMember{p.Wiki.Name: {p.Wiki.API, p.Wiki.ID, p.Wiki.Generator, p.Wiki.Account}},
		Since:         p.Since.member(p.Wiki.API),
		Scope:         p.scopeMember(),
		Summary:       summaryMember{Add: n.Add, Change: n.Change, Remove: n.Destroy, Move: &n.Move, Blocked: n.Blocked, Unknown: n.Unknown, Bytes: n.Bytes, UnknownSize: n.UnknownSize},
		Forced:        p.Forced,
		Requests:      requestsOf(p.Budget),
		Receipt:       p.Receipt,
		Unsought:      p.Unsought,
		Notes:         p.Notes,
	}
	if !since(p.Format, FormatVersion) {
		h.Since, h.Requests = nil, nil
	}
	if !since(p.Format, format24) {
		h.Receipt = ""
	}
	if since(p.Format, format23) {
		h.Summary.Kept, h.Summary.Others = n.Kept, n.Others
	}
	if since(p.Format, format22) {
		h.Summary.Held, h.Summary.TagsUntold = n.Held, p.TagsUntold
	} else {
		h.Unsought = ""
	}
	if !since(p.Format, format21) {
		h.Summary.Move, h.Forced = nil, ""
	}
	return h
}

// changeIn is a change in the plan's format.
func (p *Plan) changeIn(c *Change) resourceChange {
	m := c.member(p.Wiki)
	switch p.Format {
	case format10:
		c.asIn1(&m)
		m.asIn10(c)
	case format11:
		c.asIn1(&m)
	case format20:
		m.asIn20()
	case format21:
		m.asIn21()
	case format22:
		m.asIn22()
	case format23:
		m.asIn23()
	}
	return m
}

// addTexts adds those that a change speaks of by their sums.
func (p *Plan) addTexts(texts map[provider.SHA1]string, c *Change, m *resourceChange) {
	if text := c.Claim.text(); text != nil {
		texts[provider.TextSHA1(*text)] = *text
	}
	if text := c.pageText(); text != nil && since(p.Format, format20) {
		texts[provider.TextSHA1(*text)] = *text
	}
	if m.Merge != nil && m.Merge.Base.Known() {
		texts[m.Merge.Base] = c.Merge.Base.Text
	}
	for _, page := range []*provider.Page{c.Before.Page, c.From.Page} {
		if page != nil && page.HasText {
			texts[provider.TextSHA1(page.Text)] = page.Text
		}
	}
}

// orphanMembers are nil in formats that have none.
func (p *Plan) orphanMembers() []orphanMember {
	var all []orphanMember
	for _, o := range p.Orphans {
		all = append(all, o.member())
	}
	if !since(p.Format, format22) {
		return nil
	}
	return all
}

func (p *Plan) scopeMember() scopeMember {
	m := scopeMember{Targets: list(p.Scope.Targets), Excludes: list(p.Scope.Excludes), Only: p.Only, Complete: p.Complete()}
	if since(p.Format, format22) {
		m.LeftOut = p.LeftOut
		m.TargetFiles, m.ExcludeFiles = listNames(p.Scope.TargetLists), listNames(p.Scope.ExcludeLists)
	}
	return m
}

func listNames(lists []spec.List) []string {
	var names []string
	for _, l := range lists {
		names = append(names, l.Name)
	}
	return names
}

func (c *Change) member(wiki Wiki) resourceChange {
	block, key, instance := c.Claim.Address.Block()
	m := resourceChange{
		Address:      string(c.Claim.Address),
		Type:         c.Claim.Type(),
		Name:         nameOf(block),
		Wiki:         wiki.Name,
		Title:        c.Claim.Title.Page(),
		SourcePath:   c.Claim.Source().Path,
		DeclaredAt:   c.Claim.At.member(),
		Reasons:      c.Reasons,
		Change:       changeMember{c.actions(), beforeOf(c.told()), c.after(), c.unknown()},
		Steps:        stepMembers(c.Steps),
		Precondition: c.precondition(),
		Digests:      c.digests(wiki.API),
		Verdict:      verdictMembers[c.Verdict],
		Usage:        usageMembers(c.Usages),
		Merge:        c.Merge.member(),
		Undoes:       c.Claim.Undoes.member(),
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
	m.LastUpload, m.LastEdit, m.BeforeText = lastOf(c.told())
	if c.moves() {
		m.Occupied = occupiedBy(c.Before)
	}
	if from := c.Claim.From; from != nil {
		m.Previous, m.MovedAt = from.Title.Page(), from.At.member()
	}
	m.Declared, m.Found, m.Holder = pageOf(c.Claim.Declared), pageOf(c.Found), pageOf(c.Claim.Holder)
	if c.Claim.Gone {
		m.Deletion = &deletionMember{c.Claim.Comment, list(c.Claim.Tags), c.Claim.Foreign}
	}
	m.Problems = problemMembers(c.Problems)
	for _, h := range c.Held {
		m.Held = append(m.Held, heldMember{h.Aspect, h.Reason, h.Guard.Rule, h.Guard.At.member()})
	}
	for _, cause := range c.Causes() {
		m.Cause = append(m.Cause, cause.member())
	}
	return m
}

// pageOf is the page of a title, "" for none.
func pageOf(t provider.Title) string {
	if t == "" {
		return ""
	}
	return t.Page()
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
	case Create, Update, Move, Delete:
		return []string{string(c.Action())}
	}
	return []string{string(NoOp)}
}

// after is all that the claim says, whether or not a step does it; nil where there is
// to be nothing.
func (c *Change) after() *afterMember {
	if c.Claim.Gone {
		return nil
	}
	content, source := c.Claim.content(c.told()), c.Claim.Source()
	if u := c.Claim.Undoes; u != nil && u.Version != nil {
		content = u.Version.Digest
	}
	m := &afterMember{
		Title: c.Claim.Title.Page(), SHA1: content.SHA1, Size: content.Size, URL: weburl.Kept(source.URL), Via: string(source.Via),
		Comment: c.Claim.Comment, Tags: list(c.Claim.Tags), AcceptWarnings: list(c.Claim.Accept), OnDuplicate: c.Claim.OnDuplicate,
	}
	if text := c.Claim.text(); text != nil {
		m.TextSHA1 = provider.TextSHA1(*text)
	}
	if c.Claim.Target != "" {
		m.Target, m.Foreign = c.Claim.Target.Page(), c.Claim.Foreign
	}
	if o := c.Claim.From; o != nil {
		m.Move = &moveMember{string(o.Address), o.Comment, o.Redirect, o.Foreign}
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

// remarkMembers gives remarks as sentences and as facts. There are no facts of
// remarks that came from a plan without them.
func remarkMembers(rs []Remark) (sentences []string, facts []remarkMember) {
	told := false
	for _, r := range rs {
		sentences = append(sentences, r.Text)
		facts = append(facts, remarkMember{r.Kind, r.User, stamp(r.Time), r.Noted})
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
