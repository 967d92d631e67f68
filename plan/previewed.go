package plan

// Previewed is the text of a change of which there is a preview to be made: one that comes
// or changes, and is wikitext. ok is false where there is none.
func (c *Change) Previewed() (text string, ok bool) {
	t := c.NewText()
	if t == nil || *t == "" || c.Verdict != VerdictClear || c.Claim.Undoes != nil {
		return "", false
	}
	if page := c.Was().Page; page != nil && page.Model != "" {
		return "", false // it is shown as it stands
	}
	return *t, true
}
