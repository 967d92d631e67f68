package plan

import (
	"wikiform/provider"
	"wikiform/spec"
)

// Facts are everything about a wiki that a plan depends on.
type Facts struct {
	Wiki    Wiki
	Site    provider.Site
	Account provider.Account
	Rate    provider.Rate // how many requests the wiki takes from the account
	// Have is what the wiki has, by titles as they were asked for and as the wiki
	// stores them; a title that is not in it is taken for missing.
	Have map[provider.Title]provider.File
	// Matching are the files that are as wanted and were set apart: they are not among the
	// claims, nor in Have until somebody asks about them.
	Matching *Matching
	// Refusals are why the account may not do something to a title, by action
	// ("upload", "edit"); titles that were not asked about have none.
	Refusals map[provider.Title]map[string][]provider.Refusal
	// Holders are the files that have a content already.
	Holders map[provider.SHA1][]provider.Title
	// Authors are whose the texts are that the plan would replace, Uploaders
	// whose the contents; of what was not asked about, the latest revision or
	// version tells.
	Authors, Uploaders map[provider.Title]Author
	// Uploads are who uploaded what a saved plan would replace, as the wiki says now.
	Uploads map[provider.Title]Act
	// authorsLater: they are asked about what comes out of the plan, which is why nobody's
	// text is blocked yet.
	authorsLater bool
	// Neighbours are the files on the wiki whose names nearly are those of files
	// that the plan would create; "" is one whose name could not be told.
	Neighbours map[provider.Title][]provider.Title
	// Prospects are what the wiki says beforehand of titles that would be created.
	Prospects map[provider.Title]provider.Prospect
	// DeletionLogs are the deletions of titles that were deleted before, and of those under
	// which a content was. DeletedContents are the titles under which contents were deleted that
	// would be uploaded, "" for more of them; Unsearched: not all of them are known.
	DeletionLogs    map[provider.Title]provider.DeletionLog
	DeletedContents map[provider.SHA1][]provider.Title
	Unsearched      bool
	// MoveLogs are the moves away from titles, where only they tell whether a move was
	// made. Usages are what names the titles that would be taken away.
	MoveLogs map[provider.Title]provider.MoveLog
	Usages   map[provider.Title]provider.Usage
	// LastRevisions are our last revisions of pages, by the pages' ids, where the latest is
	// somebody else's: not in it where there is none, the zero value where that was not
	// looked for to the end.
	LastRevisions map[int64]provider.Revision
	// Renames is what becomes of wanted files whose bytes are ours under titles that the
	// manifest does not name. Named are the titles that it names, whatever the plan is for;
	// first letters are as they are written, and so count for nothing.
	// Leaving are the moved blocks of the whole manifest by the titles from which they lead.
	Renames spec.Renames
	Named   map[provider.Title]bool
	Leaving map[provider.Title]spec.Address
	// Keepers are the blocks of the whole manifest that let nobody delete their files, by
	// their titles as in Named.
	Keepers map[provider.Title][]Keeper
	// Histories are the versions that files have had, of those whose latest one does not
	// tell whether they are ours.
	Histories map[provider.Title]provider.History
	// unread, where it is not nil, gets the titles of which that would have to be known,
	// unwritten those of pages without a file whose author would.
	unread, unwritten map[provider.Title]bool
	// Search is how far orphans are looked for, Prunes are the prune blocks, and Disabled the
	// titles of blocks that are not enabled; all of the whole manifest. PruneHeld is why nothing
	// is pruned, nil where it may be. Unsought is why not all orphans are known, in a sentence;
	// Traces are what the wiki says of them.
	Search    Search
	Prunes    []Prune
	Disabled  []provider.Title
	Claimed   map[provider.Title]bool // the titles of all claims, as the wiki stores them
	PruneHeld *Problem
	Unsought  string
	Traces    Traces
	Anew      *Anew // only for a plan that was saved
	// Bases are what the manifest said last of pages that differ and are merged. Pulled are
	// the revisions that git has taken in, by the lock file.
	Bases  map[provider.Title]Base
	Pulled map[provider.Title]int64
	// pulled are these revisions, once they were needed.
	pulled map[int64]bool
	// joinings are how these pages' texts go together, once that was found.
	joinings map[provider.Title]*joining
	// Accounts are who we are; none: the account logged in.
	Accounts []string
	// Rollback is of a plan that takes back what a run did, and nil of one for a manifest.
	Rollback *Rollback
	// Approved is the plan for another wiki that is promoted; nil: none is.
	Approved *Approved
	// Planned is of a plan that was saved, and of a rollback, and nil else: from where the files were to be
	// moved, by the titles that they get; "" where that was blocked. What tells whether a
	// move was made is in no saved plan.
	Planned map[provider.Title]provider.Title
	// Mark is how comments end that are ours, "" when none are; FormerMarks are how they
	// ended before.
	Mark        string
	FormerMarks []string
	// Savings are what the wiki says that it would make of texts, where only it knows.
	Savings map[provider.Title]provider.Saving
	// AskTexts: where the wiki says that only to those who are logged in, it is asked
	// as the account.
	AskTexts bool
	// Automation: nobody is there who would commit a lock file, so that content
	// without a pin cannot be accepted.
	Automation bool
	// Only is what a plan is narrowed to (see [Narrow]); none: all.
	Only []Kind
}
