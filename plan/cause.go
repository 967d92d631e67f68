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
	switch {
	case !c.Content:
	case c.Source.URL != "":
		list = append(list, Cause{Kind: CauseURL, Name: weburl.Kept(c.Source.URL)})
	default:
		list = append(list, Cause{Kind: CauseSource, Name: c.Source.Path})
	}
	if c.WritesText() && c.TextAt.File != "" {
		list = append(list, Cause{Kind: CauseDescription, Name: c.TextAt.File, Line: c.TextAt.Line})
	}
	return list
}
