package spec

import "wikiform/provider"

// A block that is not enabled is checked by itself like any other, and gives nothing to
// plan. What it says of titles contradicts nobody: two blocks of which one is enabled are
// how a manifest has a choice.

// enabled reports whether a block is enabled; one of which that failed is not.
func (a *args) enabled() bool { return a.unless("enabled") }

// counts reports whether the block declares something.
func (a *args) counts() bool { return a.enabled() && !a.failed }

// disabled remembers a title that a block names which is not enabled, "" for none.
func (a *args) disabled(t provider.Title, by Address) {
	if t != "" {
		a.m.Disabled = append(a.m.Disabled, Disabled{Address: by, Title: t, Range: a.header})
	}
}
