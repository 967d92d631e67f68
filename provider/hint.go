package provider

import "errors"

// Hinter is an error that knows what the user can do about it now.
type Hinter interface {
	error
	Hint() string // "" when the message says it
}

// HintOf is the hint of the first [Hinter] in err's chain, "" when there is none.
func HintOf(err error) string {
	if h, ok := errors.AsType[Hinter](err); ok {
		return h.Hint()
	}
	return ""
}
