package plan

import (
	"pgregory.net/rapid"

	"wikiform/provider"
)

// drawUndoing draws a claim of a rollback, sensible or not.
func drawUndoing(t *rapid.T, c Claim) Claim {
	c.Undoes = &Undoing{}
	if rapid.Bool().Draw(t, "undoes a version") {
		v := drawOldVersion(t, "old version")
		c.Undoes.Version = &v
	}
	if rapid.Bool().Draw(t, "undoes a deletion") {
		c.Undoes.Deleted = &provider.Deleted{
			Versions: drawList(t, "deleted version", func(t *rapid.T, what string) provider.DeletedVersion {
				return provider.DeletedVersion{ID: rapid.Int64Min(0).Draw(t, what+" id"), Version: drawOldVersion(t, what)}
			}),
			Revisions: drawList(t, "deleted revision", drawDeletedRevision), Cut: rapid.Bool().Draw(t, "cut"),
		}
	}
	if c.Gone = rapid.Bool().Draw(t, "undoes a creation"); c.Gone {
		c.Foreign = rapid.Bool().Draw(t, "foreign")
		return c
	}
	if rapid.Bool().Draw(t, "undoes a text") {
		c.Text = &Text{Text: foreign(t, "text"), At: drawPosition(t, "text at")}
	}
	if rapid.Bool().Draw(t, "undoes a move") {
		c.From = drawOrigin(t)
	}
	return c
}

func drawOldVersion(t *rapid.T, what string) provider.Version {
	return provider.Version{
		Digest: provider.Digest{SHA1: drawSHA1(t, what), Size: rapid.Int64Min(0).Draw(t, what+" size")},
		MIME:   foreign(t, what+" mime"), Width: rapid.IntMin(0).Draw(t, what+" width"), Height: rapid.IntMin(0).Draw(t, what+" height"),
		User: foreign(t, what+" user"), Time: drawTime(t, what), Comment: foreign(t, what+" comment"), Hidden: rapid.Bool().Draw(t, what+" hidden"), Archive: foreign(t, what+" archive"),
	}
}

func drawDeletedRevision(t *rapid.T, what string) provider.Revision {
	r := provider.Revision{
		ID: rapid.Int64Min(0).Draw(t, what), Page: rapid.Int64Min(0).Draw(t, what+" page"), Parent: rapid.Int64Min(0).Draw(t, what+" parent"), TextSHA1: drawSHA1(t, what),
		User: foreign(t, what+" user"), Time: drawTime(t, what), Tags: drawList(t, what+" tag", foreign),
	}
	r.Reverts = provider.Reverts(r.Tags)
	return r
}

// drawUndone draws what a change of a rollback does.
func drawUndone(t *rapid.T, c *Change) {
	u := c.Claim.Undoes
	switch {
	case c.Claim.Gone:
		c.Steps = []Step{Deletion{}}
		return
	case u.Deleted != nil && rapid.Bool().Draw(t, "undeletes"):
		c.Steps = []Step{Restore{*u.Deleted}}
		return
	}
	if c.From != (provider.File{}) {
		c.Steps = []Step{Moving{c.From.Title, provider.Title(foreign(t, "via")), rapid.Bool().Draw(t, "leaves a redirect")}}
	}
	if u.Version != nil {
		c.Steps = append(c.Steps, Revert{*u.Version})
	}
	if c.Claim.Text != nil {
		c.Steps = append(c.Steps, SetText{Text: c.Claim.Text.Text})
	}
}
