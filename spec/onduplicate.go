package spec

import (
	"slices"

	"wikiform/provider"
)

// onDuplicate gives what the block says of contents that are there already, by the
// attribute of this name, and else what d says. A list of accepted warnings with
// duplicate in it says "allow", and is a word of the block that has it.
func (a *args) onDuplicate(d common) OnDuplicate {
	accepts := a.has("accept_warnings") && slices.Contains(d.accept, provider.WarnDuplicate)
	text, ok := a.choice("on_duplicate")
	switch {
	case ok && accepts && OnDuplicate(text) != DuplicateAllow:
		a.fault("on_duplicate", "Two words on one duplicate", "on_duplicate is %q here, and accept_warnings (%s) has \"duplicate\", which means \"allow\". Remove one of them.",
			text, fileAndLine(a.at("accept_warnings")))
	case !ok && accepts:
		return ""
	case !ok:
		return d.onDuplicate
	}
	return OnDuplicate(text)
}

// duplicates gives what becomes of a file whose content is there already, and which
// warnings are accepted: that of a duplicate where it is uploaded all the same.
func (c common) duplicates() (OnDuplicate, []provider.WarningKind) {
	isDuplicate := func(k provider.WarningKind) bool { return k == provider.WarnDuplicate }
	accepted := slices.ContainsFunc(c.accept, isDuplicate)
	switch {
	case c.onDuplicate == "" && !accepted:
		return DuplicateBlock, c.accept
	case c.onDuplicate == "":
		return DuplicateAllow, c.accept
	case c.onDuplicate == DuplicateAllow && !accepted:
		return DuplicateAllow, append(slices.Clip(c.accept), provider.WarnDuplicate)
	case c.onDuplicate != DuplicateAllow && accepted:
		return c.onDuplicate, slices.DeleteFunc(slices.Clone(c.accept), isDuplicate)
	}
	return c.onDuplicate, c.accept
}
