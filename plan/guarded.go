package plan

// Guarded reports whether the wiki itself refuses what the change writes, should anything
// have come in its way since somebody looked: it makes a file where there was nothing at
// all, and says yes to nothing that the wiki warns of (facts §4.3, §10). Any other upload
// is finished past the wiki's warnings, which nothing guards.
//
// One thing no wiki warns of: a file of that name in a shared repository, if it has one.
func (c *Change) Guarded() bool {
	b := c.Before
	return len(c.Steps) == 1 && c.Upload() != nil && c.Verdict == VerdictClear &&
		b.Version == nil && b.Page == nil && !b.Redirect && !b.Shared &&
		len(c.Claim.Accept) == 0 && len(c.OwnDeletions) == 0 && len(c.Neighbours) == 0 && c.Claim.Holder == ""
}
