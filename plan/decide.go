package plan

import (
	"slices"

	"wikiform/provider"
)

// state is how one half of a file, its content or its text, compares with what
// is wanted.
type state int

const (
	same   state = iota // as wanted, or not managed
	other               // there, and different
	absent              // not there
	untold              // there, and the wanted content is not known (content only)
)

type states struct{ content, text state }

type outcome struct {
	action        Action
	content, edit bool
	reasons       []Reason
}

// outcomes is the decision table: what is there of content and text, and what
// follows. An upload writes the text of a page that it creates and no other.
var outcomes = map[states]outcome{
	{same, same}:     {NoOp, false, false, nil},
	{same, other}:    {Update, false, true, []Reason{TextDiffers}},
	{same, absent}:   {Update, false, true, []Reason{PageMissing}},
	{other, same}:    {Update, true, false, []Reason{ContentDiffers}},
	{other, other}:   {Update, true, true, []Reason{ContentDiffers, TextDiffers}},
	{other, absent}:  {Update, true, false, []Reason{ContentDiffers, PageMissing}},
	{absent, same}:   {Create, true, false, []Reason{Missing}},
	{absent, other}:  {Create, true, true, []Reason{Missing, TextDiffers}},
	{absent, absent}: {Create, true, false, []Reason{Missing}},
	{untold, same}:   {Unknown, false, false, []Reason{UnknownContent}},
	{untold, other}:  {Update, false, true, []Reason{TextDiffers, UnknownContent}},
	{untold, absent}: {Update, false, true, []Reason{PageMissing, UnknownContent}},
}

// decide says what makes have what is claimed, whether or not it can be done.
func decide(claim Claim, have provider.File) Change {
	o := outcomes[states{compareContent(&claim, have), compareText(&claim, have)}]
	c := Change{Claim: claim, Before: have, Reasons: slices.Clone(o.reasons)}
	if o.content {
		c.Steps = append(c.Steps, upload(*claim.Content, claim.text(), have))
	}
	if o.edit {
		c.Steps = append(c.Steps, SetText{claim.Text.Text})
	}
	if o.action == Unknown {
		c.Verdict = VerdictUnknown
		c.Problems = []Problem{{
			Reason: UnknownContent, Text: "the wiki has a file here, and nothing says which content the URL has",
			Hint: `add sha1 = "..." so that the two can be compared`,
		}}
	}
	return c
}

func compareContent(c *Claim, have provider.File) state {
	switch {
	case c.Content == nil:
		return same
	case have.Version == nil:
		return absent
	case c.Stays:
		return same
	case !c.Content.Digest.Known():
		return untold
	case c.Content.Digest.SHA1 == have.Version.SHA1:
		return same
	}
	return other
}

// compareText compares by the wiki's sums where they are equal. Where they
// differ the text itself decides if it is at hand: an imported page may hold
// what the wiki would not save, and an edit that undoes only that is no edit
// to the wiki (facts §7).
func compareText(c *Claim, have provider.File) state {
	switch {
	case c.Text == nil:
		return same
	case have.Page == nil:
		return absent
	case have.Page.TextSHA1 == provider.TextSHA1(c.Text.Text):
		return same
	case have.Page.HasText && provider.NormalizeText(have.Page.Text) == c.Text.Text:
		return same
	}
	return other
}
