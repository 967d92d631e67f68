package plan

// Step is one write of those that a change consists of. The set is closed.
//
// The comment, the tags and the accepted warnings are the same for all steps of a
// change, and are not repeated in them.
type Step interface {
	Aspect() Aspect // what it is that the step writes
	step()
}

// Verdict is whether the steps of a change can be told and made.
type Verdict int

// The verdicts.
const (
	VerdictClear   Verdict = iota
	VerdictBlocked         // it cannot be made
	VerdictUnknown         // it cannot be told whether there is anything to do
)

// Action is what will happen to a file. It follows from the rest of the change.
func (c *Change) Action() Action {
	switch {
	case c.Verdict == VerdictBlocked:
		return Blocked
	case c.Verdict == VerdictUnknown:
		return Unknown
	case len(c.Steps) == 0:
		return NoOp
	case c.Before.Version == nil && c.Upload() != nil:
		return Create
	}
	return Update
}

// Writes reports whether the change would change the wiki.
func (c *Change) Writes() bool { return len(c.Steps) > 0 }

// Aspects are what the steps write, in their order. What an upload makes of the
// page is not among it.
func (c *Change) Aspects() []Aspect {
	var as []Aspect
	for _, s := range c.Steps {
		as = append(as, s.Aspect())
	}
	return as
}

// Upload is the step that uploads a content, nil when no version is made.
func (c *Change) Upload() *Upload {
	for _, s := range c.Steps {
		if u, yes := s.(Upload); yes {
			return &u
		}
	}
	return nil
}

// Bytes is how much the change uploads, as far as that is known.
func (c *Change) Bytes() int64 {
	if u := c.Upload(); u != nil {
		return u.Content.Digest.Size
	}
	return 0
}

// Edits reports whether the text is written by an edit of its own.
func (c *Change) Edits() bool { return c.edit() != nil }

func (c *Change) edit() *SetText {
	for _, s := range c.Steps {
		if e, yes := s.(SetText); yes {
			return &e
		}
	}
	return nil
}

// NewText is the text that the page gets by the change, be it by an edit or since
// its upload makes the page; nil when it gets none, or one of which the manifest
// says nothing.
func (c *Change) NewText() *string {
	if c.Claim.Text == nil {
		return nil
	}
	return c.pageText()
}

// pageText is NewText, and the empty text of a page that the upload makes beside.
func (c *Change) pageText() *string {
	if e := c.edit(); e != nil {
		return &e.Text
	}
	if u := c.Upload(); u != nil {
		return u.Page
	}
	return nil
}
