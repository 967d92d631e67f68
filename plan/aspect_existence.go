package plan

// Deletion deletes the page with its file, its texts and all that they have been.
type Deletion struct{}

// Aspect implements [Step].
func (Deletion) Aspect() Aspect { return ExistenceAspect }
func (Deletion) step()          {}
