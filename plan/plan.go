package plan

import (
	"math"
	"time"

	"wikiform/provider"
	"wikiform/spec"
)

// Plan is what would make the wiki match the manifest.
type Plan struct {
	// Format is the version of the file that it was read from; "" for
	// FormatVersion, and for a plan that was made here.
	Format  string
	Tool    string    // version of the wikiform that made it, "" when nobody said
	Made    time.Time // when; UTC, whole seconds
	Wiki    Wiki
	Scope   spec.Scope
	LeftOut int      // files and absences of the manifest that are not in the scope
	Only    []Kind   // what it was narrowed to, in the order of Kinds; none: all
	Shard   Shard    // of what is a part of a plan that was saved; not in a saved plan
	Changes []Change // in order of the manifest, as far as it was read; then what is pruned
	// Matching are the files that are as wanted, so far as there is nothing to say of them:
	// they have no changes. See [Plan.All].
	Matching *Matching
	// Receipt is of a plan that takes back what a run did: the SHA-256 of its receipt, in
	// hexadecimal digits. "" of a plan for a manifest.
	Receipt string
	// Since is of a plan that did not read all files, and nil of one that did.
	Since *Since
	// Forced is why the limits of the manifest are overridden, which all comments say;
	// "": they are not.
	Forced string
	// TagsUntold is of how many files in their places the change tags were not compared, or
	// are not known, or will stay incomplete; Notes say why.
	TagsUntold int
	// Orphans are the files of ours that no block names and that the plan leaves as they are;
	// those that it deletes are among the changes, after all others. Unsought is why they were
	// not looked for, or not all of them, in a sentence; "" where they were, or nobody asked.
	Orphans  []Orphan
	Unsought string
	// Budget is what carrying it out takes of what the wiki takes.
	Budget Budget
	// Notes are remarks on the plan as a whole: what was not checked and why.
	Notes []string
}

// Wiki names the wiki that a plan is for.
type Wiki struct {
	Name      string // label of the wiki block, "sandbox" for the embedded one
	API       string
	ID        string
	Generator string
	Account   string // "" when nobody was logged in
}

// Change goes from what the wiki had to what it will have, by steps.
type Change struct {
	Claim Claim // what the manifest says; what the wiki will have is told by the steps
	// Before is what the wiki had when the plan was made: the precondition of all
	// steps.
	Before provider.File
	// From is the file that is moved, as the wiki had it under the title from which the
	// move starts; the zero value without a move. It is a precondition as Before is.
	From    provider.File
	Steps   []Step // in the order in which they are made; none: there is nothing to do, or it cannot be done
	Verdict Verdict
	Reasons []Reason // the first is the most telling
	// Problems are why a change is Blocked or Unknown: one for each of Reasons, in
	// their order.
	Problems []Problem
	// Neighbours are the files of nearly the same name that are on the wiki, or
	// will be by this plan; only of a Create.
	Neighbours []provider.Title
	// OwnDeletions are the warnings of the wiki about what was deleted that need no
	// accepting: it was us who deleted it. Right before the upload it is asked whether
	// that is still so. Only of a Create.
	OwnDeletions []provider.WarningKind
	// Merge is how the page of a text that is merged, or beside which something is kept,
	// compares with what the manifest said last; nil where that was not asked.
	Merge *Merge
	// Found is a title that has the bytes of a file which seems to have been renamed; "" for none.
	Found provider.Title
	// Usages are what names the titles that this change takes away, as far as that was
	// asked: the one that a move starts from, the one whose page is deleted.
	Usages map[provider.Title]provider.Usage
	// Remarks are things a reviewer should know that change nothing: "the page
	// will be empty", "replaces the version of Anna".
	Remarks []Remark
	// Held are the differences that stay, since the manifest says so. They have no steps,
	// and are never counted as changes.
	Held []Held
}

// Action is what will happen to a file.
type Action string

// The actions; the symbol of each is in plan/render.
const (
	NoOp    Action = "no-op"
	Create  Action = "create"
	Update  Action = "update"
	Move    Action = "move" // the file gets another title, and maybe more
	Delete  Action = "delete"
	Blocked Action = "blocked" // cannot be done; never counted as a change
	Unknown Action = "unknown" // cannot be told; never counted as a change
)

// Reason is why an action was chosen.
type Reason string

// The reasons.
const (
	// Reasons why an orphan is not deleted.
	OutOfScope    Reason = "out_of_scope"   // of all prune blocks
	ReportOnly    Reason = "report_only"    // its prune block only reports
	PruneHeld     Reason = "prune_held"     // nothing is pruned by this plan
	OthersVersion Reason = "others_version" // a version is somebody else's
	OthersEdit    Reason = "others_edit"    // somebody else has written to the page
	NotFromFirst  Reason = "not_from_first" // its first version is not of this set
	VersionHidden Reason = "version_hidden"
	HistoryCut    Reason = "history_cut"   // it is too long to be read whole
	OwnerUnclear  Reason = "owner_unclear" // the wiki does not tell
	InUse         Reason = "in_use"
	LedTo         Reason = "led_to" // redirects that are not ours lead to it

	Missing        Reason = "missing"         // the wiki has no file there
	ContentDiffers Reason = "content_differs" // other bytes
	TextDiffers    Reason = "text_differs"    // other text on the page
	PageMissing    Reason = "page_missing"    // a file without its page
	UnknownContent Reason = "unknown_content" // a URL without a pin, and a file is there
	TitleDiffers   Reason = "title_differs"   // the file is under another title
	TagsMissing    Reason = "tags_missing"    // on what we wrote last
	Unwanted       Reason = "unwanted"        // there is to be nothing
	TargetDiffers  Reason = "target_differs"  // a redirect to another page

	OwnerUnchecked Reason = "owner_unchecked" // nobody says who we are, and the change is only for what is ours

	// Reasons of Blocked.
	TitleRefused     Reason = "title_refused"
	TitleTaken       Reason = "title_taken" // two files of the manifest have one title on this wiki
	ExtensionRefused Reason = "extension_refused"
	TypeRefused      Reason = "type_refused" // the bytes are not what the title's extension stands for
	TooLarge         Reason = "too_large"
	TextTooLarge     Reason = "text_too_large"
	TagRefused       Reason = "tag_refused"
	RightMissing     Reason = "right_missing"
	AccountBlocked   Reason = "account_blocked"
	WikiReadOnly     Reason = "wiki_read_only"
	UploadsOff       Reason = "uploads_off"
	PageProtected    Reason = "page_protected"
	IsRedirect       Reason = "is_redirect"
	ContentModel     Reason = "content_model"  // the page is no wikitext
	SharedFile       Reason = "shared_file"    // would shadow a file of a shared repository
	Duplicate        Reason = "duplicate"      // same bytes elsewhere on the wiki
	NearlyTaken      Reason = "nearly_taken"   // the same title with the extension in another spelling
	TextRewritten    Reason = "text_rewritten" // the wiki would store another text
	EmptyContent     Reason = "empty_content"
	NeedsPin         Reason = "needs_pin"       // a URL without a pin in automation
	CameraName       Reason = "camera_name"     // a title such as cameras give
	ThumbnailName    Reason = "thumbnail_name"  // a title such as thumbnails have
	DeletedBefore    Reason = "deleted_before"  // a page of the title was, by others or nobody knows by whom
	DeletedContent   Reason = "deleted_content" // the same bytes were

	MergeConflict Reason = "merge_conflict" // both sides changed the same lines
	BaseUnknown   Reason = "base_unknown"   // what the manifest said last is not told
	OthersKept    Reason = "others_kept"    // lines of ours that others changed; only of [Held]

	SomebodyElses      Reason = "somebody_elses"      // and the block does not say foreign = true
	OverwritePrevented Reason = "overwrite_prevented" // of the content, by the file's block
	DestroyPrevented   Reason = "destroy_prevented"   // by the block of a file with this title

	OtherSet    Reason = "other_set"     // it bears the mark of one, and the block does not say adopt = true
	TargetTaken Reason = "target_taken"  // a move or a redirect meets something under its title
	MoveUnclear Reason = "move_unclear"  // the log does not tell whether it was made
	MoveWaits   Reason = "move_waits"    // for another one, which is blocked
	FileWaits   Reason = "file_waits"    // for the file to which it is to lead, which is blocked
	NoWay       Reason = "no_way"        // a chain or cycle that could not be finished
	Renamed     Reason = "renamed"       // the bytes are ours under a title that nothing wants any more
	MovedOnWiki Reason = "moved_on_wiki" // somebody moved the file there

	NotApproved Reason = "not_approved" // it is not what the plan does that is promoted

	// Reasons why something is not taken back.
	ChangedSince Reason = "changed_since" // by others, or by a later run of ours
	UndoUnclear  Reason = "undo_unclear"  // the wiki does not tell what was there before, or whose it is
	UndoLater    Reason = "undo_later"    // only after what this plan does
)

// Counts are the numbers of the plan's last line.
type Counts struct {
	Add, Change, Destroy, Move, Blocked, Unknown int
	Held                                         int // files, changed or not, of which some difference stays
	Kept                                         int // of these files such in which others have changed lines of ours
	Others                                       int // changes that replace what others did, or may
	// Bytes to upload; a URL of unknown size counts nothing and adds to UnknownSize.
	Bytes       int64
	UnknownSize int
}

// Counts adds the plan up.
func (p *Plan) Counts() Counts {
	var n Counts
	for _, c := range p.Changes {
		if c.Stays() {
			n.Held++
		}
		if c.KeepsOthers() {
			n.Kept++
		}
		if c.Writes() && c.ReplacesOthers() {
			n.Others++
		}
		switch c.Action() {
		case Create:
			n.Add++
		case Update:
			n.Change++
		case Move:
			n.Move++
		case Delete:
			n.Destroy++
		case Blocked:
			n.Blocked++
		case Unknown:
			n.Unknown++
		}
		if u := c.Upload(); u != nil {
			n.Bytes += min(u.Content.Digest.Size, math.MaxInt64-n.Bytes) // sizes can come from a plan file
			if u.Content.Digest.Size == 0 {
				n.UnknownSize++
			}
		}
	}
	return n
}

// Pending reports whether applying the plan would change the wiki.
func (p *Plan) Pending() bool {
	n := p.Counts()
	return n.Add+n.Change+n.Destroy+n.Move > 0
}
