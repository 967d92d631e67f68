package plan

import (
	"slices"

	"wikiform/internal/filetype"
	"wikiform/provider"
	"wikiform/spec"
)

// Claim is what a manifest says of one title, in the wiki's own terms, and nothing
// that the wiki has.
type Claim struct {
	Address spec.Address
	At      Position // of the block that declares it
	Title   provider.Title
	Content *Content // nil: it is not managed
	// Stays: the plan was narrowed to other things than the content, which stays as
	// it is on the wiki, whatever the source has.
	Stays   bool
	Text    *Text  // nil: the page is not managed
	Comment string // as it is written, with the mark of a set at its end
	Tags    []string
	Accept  []provider.WarningKind
	// Fault is why this wiki can have no such file whatever is on it; nil: it can.
	// Title is then what the manifest says.
	Fault *Problem
}

func (c *Claim) accepts(k provider.WarningKind) bool { return slices.Contains(c.Accept, k) }

// text is what the page is to say, nil when it is not managed.
func (c *Claim) text() *string {
	if c.Text == nil {
		return nil
	}
	return &c.Text.Text
}

// unpinned reports whether nobody says which content the wiki is to have.
func (c *Claim) unpinned() bool { return c.Content != nil && !c.Stays && !c.Content.Digest.Known() }

// content is the digest that the wiki is to have, where that is known, beside what
// it has.
func (c *Claim) content(have provider.File) provider.Digest {
	switch {
	case c.Content == nil:
		return provider.Digest{}
	case c.Stays && have.Version != nil:
		return have.Version.Digest
	}
	return c.Content.Digest
}

// Source is where the content comes from, the zero value when it is not managed.
func (c *Claim) Source() spec.Source {
	if c.Content == nil {
		return spec.Source{}
	}
	return c.Content.Source
}

// Content is the bytes of a file.
type Content struct {
	Source spec.Source
	Digest provider.Digest // not known for a URL without a pin; Size 0 for a pin without a size
	Type   filetype.Type   // "" where the bytes are not at hand; not in a saved plan
}

// Text is what a page is to say.
type Text struct {
	Text string   // as the wiki will store it
	At   Position // where it is declared
}

// Position is where the manifest declares something.
type Position struct {
	File string
	Line int
}
