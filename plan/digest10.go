package plan

import "strings"

// format10 is the first version of the saved plan. In it the digest is one sum
// over all changes, in their order, which cannot tell a part of a plan from
// another plan. Such files are read, keep their digest and are applied.
const format10 = "1.0"

type digested10 struct {
	API     string             `json:"api"`
	Changes []digestedChange10 `json:"changes"`
}

type digestedChange10 struct {
	Actions []string      `json:"actions"`
	Before  *beforeMember `json:"before"`
	After   afterMember   `json:"after"`
}

func (p *Plan) digest10() string {
	d := digested10{API: p.Wiki.API, Changes: []digestedChange10{}}
	for i := range p.Changes {
		c := &p.Changes[i]
		if c.writes() {
			d.Changes = append(d.Changes, digestedChange10{c.actions(), c.before(), c.after()})
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
