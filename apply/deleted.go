package apply

import (
	"context"

	"wikiform/plan"
	"wikiform/provider"
)

// bringBack lets the upload go on past the wiki's warnings about what was deleted, where
// the plan saw that it was us who deleted it and that is still so. A plan that was read
// from a file may say anything, and somebody else may have deleted it since: then
// nothing is accepted, and the wiki's warning stops the upload.
func (s *step) bringBack(ctx context.Context, u *provider.Upload) error {
	for _, k := range s.change.OwnDeletions {
		if k != provider.WarnWasDeleted && k != provider.WarnDuplicateArchive || s.change.Was().Version != nil {
			continue
		}
		ours, err := plan.StillOurs(ctx, s.Wiki, k, u.Title, s.want.SHA1, s.Marks)
		if err != nil {
			return err
		}
		if ours {
			u.Accept = append(u.Accept, k)
		}
	}
	return nil
}
