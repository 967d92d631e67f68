package plan

import (
	"pgregory.net/rapid"

	"wikiform/internal/merge"
	"wikiform/provider"
)

func drawMerge(t *rapid.T) *Merge {
	m := &Merge{Base: Base{Rev: rapid.Int64Min(0).Draw(t, "base revision"), Taken: rapid.Bool().Draw(t, "taken"), Unknown: foreign(t, "unknown")}, Kept: drawList(t, "kept", foreign)}
	if m.Base.Unknown == "" {
		m.Base.Text = foreign(t, "base")
	}
	m.Base.Others, m.Base.Joined = drawList(t, "other", drawRevision), drawList(t, "joined", drawRevision)
	m.Conflicts = drawList(t, "conflict", func(t *rapid.T, what string) merge.Conflict {
		side := func(name string) []string { return drawList(t, what+name, foreign) }
		return merge.Conflict{Line: rapid.IntMin(1).Draw(t, what), Base: side(" base"), Ours: side(" ours"), Theirs: side(" theirs")}
	})
	return m
}

func drawRevision(t *rapid.T, what string) provider.Revision {
	return provider.Revision{ID: rapid.Int64Min(0).Draw(t, what), User: foreign(t, what+" user"), Time: drawTime(t, what+" time"), Comment: foreign(t, what+" comment"), Hidden: rapid.Bool().Draw(t, what+" hidden")}
}
