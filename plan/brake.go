package plan

import (
	"fmt"
	"strconv"

	"wikiform/internal/number"
	"wikiform/spec"
)

// Brake is a limit that a plan would exceed. Whoever plans is told; whoever applies
// stops before anything is written, unless the limit is overridden.
type Brake struct {
	Kind      BrakeKind
	Count, Of int     // files, of those of the manifest that are on the wiki
	Orphans   int     // how many of these no block names, where the manifest has a set
	Limit     float64 // per cent
	// LeftOut is how many of these were not looked at, since the plan is for a part of the
	// manifest: what belongs to the whole is no smaller part of it by that.
	LeftOut int
}

// BrakeKind is what a limit is about.
type BrakeKind string

// The kinds of brakes, which are the names of the limits in a manifest.
const (
	BrakeReplace BrakeKind = "replace"
	BrakeDelete  BrakeKind = "delete"
	BrakeMove    BrakeKind = "move"
)

// brakes are the limits that hold when a manifest sets no others: so many per cent, and
// more than so many files, or of a wiki that has at least so many.
var brakes = []struct {
	kind    BrakeKind
	did     string
	percent float64
	more    int // files, below which no per cent count
	of      int // files on the wiki, below which no per cent count
	set     func(spec.Limits) *float64
	counts  func(*Change) bool
}{
	{
		kind: BrakeReplace, did: "replace the content of", percent: 30, of: 10,
		set:    func(l spec.Limits) *float64 { return l.Replace },
		counts: func(c *Change) bool { return (c.Upload() != nil || c.Revert() != nil) && c.Was().Version != nil },
	},
	{
		kind: BrakeDelete, did: "delete", percent: 10, more: 5,
		set:    func(l spec.Limits) *float64 { return l.Delete },
		counts: func(c *Change) bool { return c.deletes() },
	},
	{
		kind: BrakeMove, did: "move", percent: 50, more: 20,
		set:    func(l spec.Limits) *float64 { return l.Move },
		counts: func(c *Change) bool { return c.Move() != nil },
	},
}

// Brakes are the limits that the plan exceeds. A limit of 0 allows nothing, however few
// the files are. With a set its orphans are among the files on the wiki, of which the
// limits are parts.
func (p *Plan) Brakes(s spec.Settings) []Brake {
	there, orphans := p.Matching.Len(), 0
	if p.Since != nil {
		there += p.Since.Files
	}
	for i := range p.Changes {
		c := &p.Changes[i]
		if was := c.Was(); was.Version != nil || c.deletes() {
			there++
		}
		if c.Claim.Orphan && c.Before.Version != nil {
			orphans++
		}
	}
	for _, o := range p.Orphans {
		if s.Set != "" && o.Version != nil {
			there, orphans = there+1, orphans+1
		}
	}
	var all []Brake
	for _, b := range brakes {
		count, limit, more, of := 0, b.percent, b.more, b.of
		for i := range p.Changes {
			if b.counts(&p.Changes[i]) {
				count++
			}
		}
		if set := b.set(s.Limits); set != nil {
			if limit = *set; limit == 0 {
				more, of = 0, 0
			}
		}
		if count > more && there >= of && float64(count)*100 > limit*float64(there+p.LeftOut) {
			all = append(all, Brake{b.kind, count, there + p.LeftOut, orphans, limit, p.LeftOut})
		}
	}
	return all
}

func (b Brake) Error() string {
	did := ""
	for _, known := range brakes {
		if known.kind == b.Kind {
			did = known.did
		}
	}
	has, of := "has", "this manifest"
	if b.LeftOut > 0 {
		has = "has, or may have,"
	}
	if b.Orphans > 0 {
		of = fmt.Sprintf("this set, of which no block names %s any more", number.Grouped(b.Orphans))
	}
	return fmt.Sprintf("the plan would %s %s of the %s that the wiki %s of %s, which is more than %s %%",
		did, number.Grouped(b.Count), number.Of(b.Of, "file"), has, of, strconv.FormatFloat(b.Limit, 'f', -1, 64))
}

// Hint implements [provider.Hinter].
func (b Brake) Hint() string {
	return fmt.Sprintf(`if that is meant, say why with -force-limits="…", or raise the limit: wikiform { limits { %s = %d } }`, b.Kind, min(100, b.Count*100/max(b.Of, 1)+1))
}
