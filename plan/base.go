package plan

import (
	"wikiform/internal/merge"
	"wikiform/provider"
)

// Base is what the manifest said last of a page, as the page's history tells.
type Base struct {
	Text string
	Rev  int64 // our last revision that changed the text, or the one that was pulled
	// Others are the revisions by others since which changed the text, the newest first.
	Others []provider.Revision
	// Unknown is why it cannot be told, a clause; "" where Text is it.
	Unknown string
}

// Merge is how what others wrote in a page goes together with what the manifest says.
type Merge struct {
	Base      Base
	Conflicts []merge.Conflict // of a blocked change
	Kept      []string         // links of others that stay beside an exact text
}
