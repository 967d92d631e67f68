package plan

import (
	"github.com/hashicorp/hcl/v2"

	"wikiform/provider"
	"wikiform/spec"
)

// claimMove is what a moved block says of the title that it leads to.
func claimMove(m spec.Move, site provider.Site) Claim {
	c := Claim{
		Address: m.Address, At: position(m.Ranges.Block), Comment: m.Reason, Tags: m.Tags, Title: m.To,
		From: &Origin{Title: m.From, Address: m.Address, At: position(m.Ranges.Block), Comment: m.Reason, Redirect: m.Redirect, Foreign: m.Foreign, Adopt: m.Adopt},
	}
	c.name(&c.Title, m.ToName, m.Ranges.To, site)
	c.name(&c.From.Title, m.FromName, m.Ranges.From, site)
	return c
}

// claimRedirect is what a redirect block says.
func claimRedirect(r spec.Redirect, site provider.Site) Claim {
	c := Claim{
		Address: r.Address, At: position(r.Ranges.Block), Comment: r.Comment, Tags: r.Tags, Accept: r.Accept,
		Title: r.Title, Target: r.To, Foreign: r.Foreign,
	}
	c.name(&c.Title, r.Name, r.Ranges.Title, site)
	c.name(&c.Target, r.ToName, r.Ranges.To, site)
	return c
}

// claimAbsence is what an absent block says.
func claimAbsence(a spec.Absence, site provider.Site) Claim {
	c := Claim{
		Address: a.Address, At: position(a.Ranges.Block), Comment: a.Reason, Tags: a.Tags, Title: a.Title, Gone: true, Foreign: a.Foreign, Adopt: a.Adopt,
	}
	c.name(&c.Title, a.Name, a.Ranges.Title, site)
	return c
}

// name gives a claim a title that the manifest writes, as far as it can be told
// without asking the wiki.
func (c *Claim) name(to *provider.Title, written string, at hcl.Range, site provider.Site) {
	t, err := provider.ParseTitle(written, site)
	if err != nil {
		*to = provider.Title(written)
		if c.Fault == nil {
			c.Fault = titleProblem(err)
			c.Fault.At = position(at)
		}
		return
	}
	*to = t
}

// titles are all that the claim speaks of.
func (c *Claim) titles() []*provider.Title {
	ts := []*provider.Title{&c.Title}
	if c.From != nil {
		ts = append(ts, &c.From.Title)
	}
	if c.Target != "" {
		ts = append(ts, &c.Target)
	}
	return ts
}

// Join gives each file of which a moved block says where it was that origin. What is
// left of the moves are those to titles of which nothing else is said. The claims are
// settled ones.
func Join(claims []Claim) []Claim {
	moves := map[provider.Title]*Origin{}
	files := map[provider.Title]bool{}
	for i := range claims {
		switch c := &claims[i]; {
		case c.Fault != nil:
		case c.Type() == TypeMoved:
			moves[c.Title] = c.From
		case c.Type() == TypeFile:
			files[c.Title] = true
		}
	}
	if len(moves) == 0 {
		return claims
	}
	var joined []Claim
	for _, c := range claims {
		switch {
		case c.Fault != nil:
		case c.Type() == TypeMoved && files[c.Title]:
			continue
		case c.Type() == TypeFile:
			c.From = moves[c.Title]
		}
		joined = append(joined, c)
	}
	return joined
}
