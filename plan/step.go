package plan

import "wikiform/provider"

// Step is one write of those that a change consists of. The set is closed.
//
// The comment, the tags and the accepted warnings are the same for all steps of a
// change, and are not repeated in them; a move has the comment of its [Origin].
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
	case c.deletes():
		return Delete
	case c.Move() != nil:
		return Move
	case c.Before.Version == nil && c.Upload() != nil, c.Restore() != nil, c.Redirects() != "" && c.Before.Page == nil:
		return Create
	}
	return Update
}

func (c *Change) deletes() bool {
	_, found := stepOf[Deletion](c)
	return found
}

// Move is the step that gives the file its title, nil when it has it.
func (c *Change) Move() *Moving {
	if m, found := stepOf[Moving](c); found {
		return &m
	}
	return nil
}

// vacates is the title that the file leaves, "" when it does not move.
func (c *Change) vacates() provider.Title {
	m, _ := stepOf[Moving](c)
	return m.From
}

// Redirects is the title to which the page becomes a redirect, "" when it does not.
func (c *Change) Redirects() provider.Title {
	r, _ := stepOf[SetRedirect](c)
	return r.Target
}

// Was is the file as the wiki has it, under whichever title.
func (c *Change) Was() provider.File {
	if c.Move() != nil {
		return c.From
	}
	return c.Before
}

// at is the title under which the file is now.
func (c *Change) at() provider.Title {
	if from := c.vacates(); from != "" {
		return from
	}
	return c.Claim.Title
}

func stepOf[S Step](c *Change) (step S, found bool) {
	for _, s := range c.Steps {
		if s, yes := s.(S); yes {
			return s, true
		}
	}
	return step, false
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
	if u, found := stepOf[Upload](c); found {
		return &u
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
	if e, found := stepOf[SetText](c); found {
		return &e
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
