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
	Stays bool
	// KeepsTags: likewise of the change tags of what was written before.
	KeepsTags bool
	Text      *Text  // nil: the page is not managed
	Comment   string // as it is written, with the mark of a set at its end
	Tags      []string
	Accept    []provider.WarningKind
	From      *Origin        // of a title that a file is to be moved to; nil: none is
	Target    provider.Title // of a page that is to be a redirect to this title; "": it is not
	Gone      bool           // there is to be nothing under the title
	Foreign   bool           // of Target and Gone: what is there may be somebody else's
	Orphan    bool           // of Gone: no block names the title, and a prune block has it in its scope
	Adopt     bool           // what is there may bear the mark of another set; not in a saved plan
	Guards    Guards         // what the manifest says against changes; not in a saved plan
	Follow    bool           // where the file was moved on the wiki, Title is what it was moved to
	// OnDuplicate is what becomes of the file while its content is there under other
	// titles, where that is redirect or adopt; "" else.
	OnDuplicate spec.OnDuplicate
	// Holder is the title of another file with this content, to which the page is to be a
	// redirect in place of a file; "": there is to be a file.
	Holder provider.Title
	// Declared is the title that the manifest says, where a file is followed or adopted
	// under another one; "" where Title is that.
	Declared provider.Title
	// Undoes is of a rollback, and nil of what a manifest says.
	Undoes *Undoing
	// Fault is why this wiki can have no such file whatever is on it; nil: it can.
	// Title is then what the manifest says.
	Fault *Problem
}

// Type is the type of the block that the claim comes from, or of what it is about.
type Type string

// The types.
const (
	TypeFile     Type = "file"
	TypeMoved    Type = "moved" // a move to a title of which no other block says anything
	TypeRedirect Type = "redirect"
	TypeAbsent   Type = "absent"
	TypeOrphan   Type = "orphan"   // what a prune block deletes
	TypeRollback Type = "rollback" // what a run did, which is taken back
)

// Type tells what the claim is about.
func (c *Claim) Type() Type {
	switch {
	case c.Undoes != nil:
		return TypeRollback
	case c.Orphan:
		return TypeOrphan
	case c.Gone:
		return TypeAbsent
	case c.Target != "":
		return TypeRedirect
	case c.Content == nil && c.From != nil:
		return TypeMoved
	}
	return TypeFile
}

// Origin is where a file was before it got its title.
type Origin struct {
	Title    provider.Title
	Address  spec.Address // of the moved block; "" where its bytes alone tell
	At       Position     // of that block
	Comment  string       // of the move, with the mark of a set
	Redirect bool         // one is to be left there
	Foreign  bool         // it may be somebody else's file
	Adopt    bool         // it may bear the mark of another set; not in a saved plan
}

// wanted is the claim as it is compared: where a redirect takes the place of a file,
// nothing else is wanted of the title.
func (c Claim) wanted() Claim {
	if c.Holder != "" {
		c.Target, c.Content, c.Text = c.Holder, nil, nil
	}
	return c
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
	// Mode and Keep are what becomes of what others wrote, and ModeAt where the manifest says
	// so; "" for a text that takes its place. Not in a saved plan.
	Mode   spec.Mode
	Keep   []spec.Keep
	ModeAt Position
}

// Position is where the manifest declares something.
type Position struct {
	File string
	Line int
}
