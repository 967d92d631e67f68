package plan

import "strings"

// digested10 is what the digest of format 1.0 is of: all changes, in their order. It
// cannot tell a part of a plan from another plan.
type digested10 struct {
	API     string             `json:"api"`
	Changes []digestedChange10 `json:"changes"`
}

type digestedChange10 struct {
	Actions []string      `json:"actions"`
	Before  *beforeMember `json:"before"`
	After   *afterMember  `json:"after"`
}

func (p *Plan) digest10() string {
	d := digested10{API: p.Wiki.API, Changes: []digestedChange10{}}
	for i := range p.Changes {
		c := &p.Changes[i]
		if c.Writes() {
			d.Changes = append(d.Changes, digestedChange10{c.actions(), beforeOf(c.Before), c.after10()})
		}
	}
	var e encoder
	e.value(d)
	return sha256Of(e.Bytes())
}

// sentences10 are how the remarks of format 1.0 begin, which were sentences and
// nothing else.
var sentences10 = map[string]RemarkKind{
	"replaces the version ":        ReplacesVersion,
	"replaces the text ":           ReplacesText,
	"the page will be empty":       PageEmpty,
	"a page of this name is there": PageThere,
	"the content is not compared":  NotCompared,
	"the wiki expands ":            TextUnstable,
}

// after10 has the URL as it is, with all that permits a download.
func (c *Change) after10() *afterMember {
	m := c.after()
	m.URL = c.Claim.Source().URL
	return m
}

// asIn10 takes from m, which is c in format 1.1, what 1.0 had not, and gives it the
// URL that it had.
func (m *resourceChange) asIn10(c *Change) {
	m.RemarkFacts, m.Digests = nil, nil
	m.Change.After = c.after10()
}

// tellKinds gives remarks of format 1.0 their kinds.
func tellKinds(rs []Remark) {
	for i := range rs {
		for begins, kind := range sentences10 {
			if strings.HasPrefix(rs[i].Text, begins) {
				rs[i].Kind = kind
			}
		}
	}
}
