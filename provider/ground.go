package provider

import "errors"

// Ground is why a wiki refuses something, where more follows from that than from
// the [Kind] of the error. It is set from the wiki's code, which is only for people
// to read: nobody but the client that speaks to the wiki knows its codes.
type Ground string

// The grounds.
const (
	// GroundReadOnly: the wiki takes no writes now.
	GroundReadOnly Ground = "read-only"
	// GroundURL: the wiki cannot, or may not, fetch this URL. Nothing came to it.
	GroundURL Ground = "url"
	// GroundFetching: the wiki fetches no URL at all.
	GroundFetching Ground = "fetching"
	// GroundRight: the account, or its grants, lack a right.
	GroundRight Ground = "right"
	// GroundBlock: the account is blocked, at least on this page.
	GroundBlock Ground = "block"
	// GroundTitle: the wiki wants no page of this title.
	GroundTitle Ground = "title"
)

// GroundOf is the ground of the first [*Error] in err's chain, "" when there is none.
func GroundOf(err error) Ground {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Ground
	}
	return ""
}
