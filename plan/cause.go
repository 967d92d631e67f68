package plan

import "wikiform/internal/weburl"

// Cause is something at hand that a change comes from.
type Cause struct {
	Kind CauseKind
	Name string // path below the root, or a URL
	Line int    // within the file, 0 for none
}

// CauseKind is what a change comes from.
type CauseKind string

// The causes.
const (
	CauseSource      CauseKind = "source"      // a local file
	CauseURL         CauseKind = "url"         // the content of a URL
	CauseDescription CauseKind = "description" // an attribute of a manifest
)

// Causes are where a reviewer finds what the change writes.
func (c *Change) Causes() []Cause {
	var list []Cause
	switch u := c.Upload(); {
	case u == nil:
	case u.Content.Source.URL != "":
		list = append(list, Cause{Kind: CauseURL, Name: weburl.Kept(u.Content.Source.URL)})
	default:
		list = append(list, Cause{Kind: CauseSource, Name: u.Content.Source.Path})
	}
	if c.NewText() != nil && c.Claim.Text.At.File != "" {
		list = append(list, Cause{Kind: CauseDescription, Name: c.Claim.Text.At.File, Line: c.Claim.Text.At.Line})
	}
	return list
}
