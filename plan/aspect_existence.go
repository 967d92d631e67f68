package plan

import (
	"wikiform/provider"
)

// Deletion deletes the page with its file, its texts and all that they have been.
type Deletion struct{}

// Aspect implements [Step].
func (Deletion) Aspect() Aspect { return ExistenceAspect }
func (Deletion) step()          {}

// compareExistence finds what is there and should not be: a file, a redirect, or a page
// that neither is. What only a shared repository has is not this wiki's to delete.
func compareExistence(c *Claim, s situation) difference {
	if c.Undoes != nil && c.Undoes.Deleted != nil {
		return compareDeleted(c.Undoes, s.have)
	}
	if !c.Gone || s.have.Version == nil && (s.have.Page == nil || s.have.Shared) {
		return difference{}
	}
	return difference{step: Deletion{}, reason: Unwanted}
}

func deleteRights(c *Change, _ provider.Account) []string {
	if c.Restore() != nil {
		return []string{"undelete"}
	}
	return []string{"delete"}
}

func deleteAsks(c *Change) []question {
	if c.Restore() != nil {
		return []question{{c.Claim.Title, "undelete"}}
	}
	return []question{{c.Claim.Title, "delete"}}
}

func deleteRequests(s Step) int {
	if _, restores := s.(Restore); restores {
		return restoreRequests
	}
	return 2
}

// deletionShown says what a change deletes.
func deletionShown(c *Change) (after, before string) {
	if r := c.Restore(); r != nil {
		return r.Rows(), "nothing"
	}
	if v := c.Before.Version; v != nil {
		return "nothing", versionShown(v)
	}
	return "nothing", pageShown(c.Before.Page)
}
