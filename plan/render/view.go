package render

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"wikiform/internal/picture"
	"wikiform/internal/weburl"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// view is a change as it is shown, in whatever format: what it is made of is asked
// here and nowhere else. A new aspect of files gets facts of its own in viewOf, or
// a difference beside text.
type view struct {
	action         plan.Action
	kind           kind
	address, block string // block is the address of the block that declares it
	title          provider.Title
	was            provider.Title // under which the wiki has it
	declared       plan.Position
	others         bool      // it replaces somebody else's work
	problems       []problem // why it is not made
	remarks        []plan.Remark
	move           *move     // to the title; nil: it has that already
	goes           *version  // the file that is deleted; nil: none is
	deleted        bool      // the page is, with what it has
	leads          *targets  // of a page that becomes a redirect; nil: it does not
	usages         []usage   // of the titles that it takes away
	content        *contents // that is uploaded; nil: none
	source         source    // of the content, uploaded or not
	adds           string    // the change tags that are added to what was written before
	facts          []fact    // what else is written
	text           *texts    // of the page, which gets another; nil: it gets none
	there          bool      // the wiki has a page or a file of the title
	pictured       bool      // and can draw what it has
	stays          []stay    // what differs and stays as it is
	merging        *merging  // of the text, with what others wrote; nil: that was not looked at
}

// contents are what goes and what comes.
type contents struct {
	before *version // nil: nothing is replaced
	after  version
	there  bool // on the wiki already, so that nothing is sent
}

// version is what there is to say of a content; the zero value of each is not known.
type version struct {
	provider.Digest
	width, height int
	media         string
	user          string // hidden if before is not nil
	time          time.Time
}

// source is where a content comes from.
type source struct {
	name    string
	fetched bool // by the wiki itself
}

func (s source) String() string {
	if s.fetched {
		return s.name + " (fetched by the wiki)"
	}
	return s.name
}

// fact is a line of what is done: a value as it is written, or what we say of it.
type fact struct {
	label, value string
	said         bool
}

// texts are what the page says, and what it will say.
type texts struct {
	before *provider.Page // nil: there is none
	after  string
	goes   bool  // with its page
	made   *edit // once it was asked for
}

// unknown reports whether there is a text that is not at hand.
func (t *texts) unknown() bool { return t.before != nil && !t.before.HasText }

func (t *texts) hunks() []plan.Hunk {
	before := ""
	if t.before != nil {
		before = provider.NormalizeText(t.before.Text)
	}
	return plan.Diff(before, t.after)
}

// viewsOf gives the changes that there is anything to say of.
func viewsOf(p *plan.Plan, pictures picture.Album) []*view {
	var vs []*view
	for i := range p.Changes {
		switch c := &p.Changes[i]; {
		case c.Action() != plan.NoOp:
			vs = append(vs, viewOf(c, pictures))
		case c.Stays():
			u := c.Unguarded()
			vs = append(vs, heldView(c, viewOf(&u, pictures)))
		}
	}
	return vs
}

// asWanted counts the others.
func asWanted(p *plan.Plan) int {
	n := p.Matching.Len()
	for i := range p.Changes {
		if c := &p.Changes[i]; c.Action() == plan.NoOp && !c.Stays() {
			n++
		}
	}
	return n
}

func viewOf(c *plan.Change, pictures picture.Album) *view {
	block, _, _ := strings.Cut(string(c.Claim.Address), "[")
	v := &view{
		action: c.Action(), kind: kindOf(c), address: string(c.Claim.Address), block: block, title: c.Claim.Title, was: c.Claim.Title,
		declared: c.Declared(), others: c.ReplacesOthers(), problems: problemsOf(c), remarks: c.Said(),
		source: sourceOf(c.Claim.Source()), merging: mergingOf(c),
	}
	if v.stays = staysOf(c); v.stays != nil {
		v.remarks = slices.Concat(v.remarks, v.staying())
	}
	has := v.names(c)
	v.there, v.pictured = has.Page != nil || has.Version != nil, has.Version != nil && has.Version.Width != 0
	if u := c.Upload(); u != nil {
		after := pictures[c.Claim.Title].After
		v.source = sourceOf(u.Content.Source)
		v.content = &contents{after: version{Digest: u.Content.Digest, width: after.Width, height: after.Height, media: after.Type}}
		v.content.before = versionOf(has.Version)
	}
	v.undoes(c, has)
	if text := c.NewText(); text != nil {
		v.text = &texts{before: has.Page, after: *text}
	}
	switch t := c.Tags(); {
	case t != nil:
		v.adds = strings.Join(t.Tags, ", ")
		v.facts = append([]fact{{label: "new tags", value: v.adds}, {"on", revisionOf(t, has), true}}, v.nameFacts(c)...)
	case c.Writes():
		v.facts = append(v.facts, v.nameFacts(c)...)
		v.facts = append(v.facts, fact{label: "tags", value: strings.Join(c.Claim.Tags, ", ")})
	}
	if v.merging != nil {
		v.facts = append(v.facts, v.merging.keeps()...)
	}
	return v
}

// revisionOf says which revision gets tags.
func revisionOf(t *plan.SetTags, has provider.File) string {
	which := "the latest revision"
	if has.Page == nil || has.Page.Rev != t.Rev {
		which = "an older revision"
	}
	return which + " of the page, " + strconv.FormatInt(t.Rev, 10) + ", by " + t.User + ", and on its entry in the log"
}

func versionOf(v *provider.Version) *version {
	if v == nil {
		return nil
	}
	return &version{v.Digest, v.Width, v.Height, v.MIME, v.User, v.Time}
}

func kindOf(c *plan.Change) kind {
	switch c.Action() {
	case plan.Blocked:
		return blocked
	case plan.Unknown:
		return unknown
	case plan.Delete:
		return deleted
	case plan.Move:
		return moved
	}
	switch {
	case c.Redirects() != "":
		return redirected
	case c.Restore() != nil:
		return restored
	case c.Action() == plan.Create:
		return created
	case c.Upload() != nil, c.Revert() != nil:
		return content
	case c.Tags() != nil:
		return tagged
	}
	return description
}

func sourceOf(s spec.Source) source {
	if s.URL == "" {
		return source{name: s.Path}
	}
	return source{weburl.Shown(s.URL), s.Via == spec.ViaServer}
}

// writes reports whether anything is done.
func (v *view) writes() bool { return v.kind != blocked && v.kind != unknown && v.kind != heldBack }

// bytes is how much is uploaded, as far as that is known.
func (v *view) bytes() int64 {
	if v.content == nil || v.content.there {
		return 0
	}
	return v.content.after.Size
}

// sentences are the remarks, and whose work it goes together with.
func (v *view) sentences() []string {
	var texts []string
	for _, r := range v.remarks {
		texts = append(texts, r.Text)
	}
	if s := v.merging.sentence(); s != "" {
		texts = append(texts, s)
	}
	return texts
}

// replaced says whose work is replaced.
func (v *view) replaced() []string {
	var texts []string
	for _, r := range v.remarks {
		if r.Kind.ReplacesOthers() {
			texts = append(texts, r.Text)
		}
	}
	return texts
}
