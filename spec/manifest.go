package spec

import (
	"github.com/hashicorp/hcl/v2"

	"wikiform/provider"
)

// Manifest is everything that the files of one directory declare.
type Manifest struct {
	Settings Settings
	// For is the wiki that wiki.name stands for, so that all of this is declared for no
	// other one; "" where nothing depends on it.
	For       string
	Wikis     []Wiki // in order of declaration; none means the embedded sandbox
	Files     []File // in order of declaration, instances of one block in order of their keys
	Moves     []Move
	Redirects []Redirect
	Absences  []Absence
	// Prunes are in order of declaration. What is in several of them is deleted only if
	// all of them say so.
	Prunes []Prune
	// Disabled are the titles of blocks that are not enabled: nobody plans them, and they
	// are named by the manifest all the same, so that nothing of them is ever pruned.
	Disabled []Disabled
	// Emptied are file blocks whose for_each has no element, which looks like a table that
	// was not read.
	Emptied []hcl.Range
	// Remarks are how tables were read, where that had to be assumed, and what of them was
	// left out, as sentences.
	Remarks []string

	// Failed are errors at the check blocks that do not hold, but for those about a plan:
	// see FailedBy.
	Failed hcl.Diagnostics
	// Doubtful are warnings of titles that may be one, or none, which only a wiki can
	// tell. Whoever asks it has no need of them.
	Doubtful hcl.Diagnostics

	// Parsed are the manifest files by name, for excerpts in diagnostics.
	Parsed map[string]*hcl.File

	wordings   *wordings
	planChecks *planChecks // nil: no check is about a plan
}

// Settings are the values of the wikiform block.
type Settings struct {
	// Set names this manifest in comments, as [wikiform SET]; "" for no mark.
	Set string
	// FormerSets are the names that the set had before.
	FormerSets []string
	Limits     Limits
	Renames    Renames // RenamesPropose when nothing is said
}

// Limits are how much of what exists a plan may change, in per cent; nil where
// nothing is said.
type Limits struct{ Replace, Delete, Move *float64 }

// Renames is what becomes of a wanted file that is missing, while its bytes are on
// the wiki under a title that nothing wants any more.
type Renames string

// The values of renames.
const (
	RenamesPropose Renames = "propose" // it is blocked, with the moved block that would do
	RenamesMove    Renames = "move"    // it is moved
	RenamesIgnore  Renames = "ignore"  // nobody looks
)

// Wiki is one target.
type Wiki struct {
	Name    string
	API     string // URL of api.php
	Contact string // goes into the User-Agent; "" when not given
	// Accounts are the user names, as the wiki writes them, whose files are ours; none:
	// that of the account logged in.
	Accounts []string
	// PerMinute is how many requests of all kinds the wiki takes in a minute; 0 when not given.
	PerMinute int
	Policy    Policy // what may be done to files; the stricter one of this and the file's holds
	Range     hcl.Range
	// PolicyRange is where the policy was written, the zero value where it was not.
	PolicyRange hcl.Range
}

// Address names a file within the manifest: file.logo or file.plate["a"].
type Address string

// File is one wanted file of the wiki, with all expressions evaluated.
type File struct {
	Address Address
	// Name is the title as it was written, or the base name of the source. What
	// title it is on a wiki, that wiki's rules decide: its namespaces, and whether
	// its titles begin with a capital.
	Name string
	// Title is Name by the rules that all wikis share, which leave the first letter
	// as it is written; after the wiki was asked it may be the one that it stores.
	Title       provider.Title
	Source      Source
	Description *string // whole text of the page; nil when the page is not managed
	Comment     string
	Tags        []string
	Accept      []provider.WarningKind
	Mode        Mode
	Keep        []Keep // what of others stays beside an exact description
	Lifecycle   Lifecycle
	Policy      Policy // of the file or the defaults; PolicyFull when nothing is said
	OnDuplicate OnDuplicate
	OnMoved     OnMoved
	Adopt       bool    // it may bear the mark of another set
	Ranges      *Ranges // see Where
}

// OnMoved is what becomes of a file that somebody has moved on the wiki, where its
// title is a redirect now.
type OnMoved string

// The values of on_moved.
const (
	OnMovedBlock  OnMoved = "block"  // the manifest has to say the new title
	OnMovedFollow OnMoved = "follow" // the file is managed under its new title
)

// Ranges tell where a file's values were written, for messages; those from the
// defaults block were written there. An attribute that was not written has the
// range of its block. The instances of one block share them.
type Ranges struct {
	Block, Title, Source, Description, Comment, Tags, Accept hcl.Range
	// Of what guards the file; the zero value of what was not written.
	Policy, Mode, Keep, Ignore, PreventOverwrite, PreventDestroy, Overwrite hcl.Range
}

// Source is where content comes from: exactly one of Path and URL is set.
type Source struct {
	Path string // slash-separated, relative to the file system that Load read
	URL  string
	Pin  provider.SHA1 // sha1 attribute or lock file; not known when there is none
	Size int64         // bytes, from the lock file; 0 when not known
	Via  Via
}

// Via is who fetches a URL.
type Via string

// The values of via.
const (
	ViaAuto   Via = "auto"   // the wiki if it may, else wikiform
	ViaServer Via = "server" // the wiki, by its upload-by-URL
	ViaClient Via = "client" // wikiform downloads and uploads
)

// Mode is how the page follows the description.
type Mode string

// The values of description_mode.
const (
	ModeExact Mode = "exact" // the page is what the manifest says
	ModeSeed  Mode = "seed"  // written when the file is created, then left alone
	ModeMerge Mode = "merge" // joined with what others have written since
)

// Keep is a sort of what others add to a page.
type Keep string

// The values of keep.
const (
	KeepCategories Keep = "categories"
	KeepInterwiki  Keep = "interwiki"
)

// Lifecycle protects a file from changes.
type Lifecycle struct {
	Ignore           []string // "content", "description", "tags"
	PreventOverwrite bool
	PreventDestroy   bool
	Overwrite        Overwrite
}

// Overwrite is whose versions may be replaced.
type Overwrite string

// The values of overwrite.
const (
	OverwriteAny Overwrite = "any"
	OverwriteOwn Overwrite = "own" // those that the account itself uploaded
)

// Move renames a file on the wiki.
type Move struct {
	Address          Address // moved["FROM"], with the title as it is written in Name
	FromName, ToName string  // as they are written
	From, To         provider.Title
	Reason           string   // comment of the move; "" when nothing is said
	Tags             []string // those of the defaults
	Redirect         bool     // one is left at From; true when nothing is said
	Foreign          bool     // it may be somebody else's file
	Adopt            bool     // it may bear the mark of another set
	Ranges           MoveRanges
}

// MoveRanges tell where a move's values were written.
type MoveRanges struct{ Block, From, To hcl.Range }

// Redirect is a title whose page sends its readers on to another file.
type Redirect struct {
	Address      Address // redirect.NAME, or redirect.NAME["KEY"]
	Name, ToName string  // titles as they are written
	Title, To    provider.Title
	Comment      string
	Tags         []string
	Accept       []provider.WarningKind
	Foreign      bool // it may be somebody else's redirect that is pointed elsewhere
	Ranges       RedirectRanges
}

// RedirectRanges tell where a redirect's values were written.
type RedirectRanges struct{ Block, Title, To hcl.Range }

// Absence is a title under which there must be nothing on the wiki.
type Absence struct {
	Address Address // absent.NAME, or absent.NAME["KEY"]
	Name    string  // the title as it is written
	Title   provider.Title
	Reason  string   // comment of the deletion; "" when nothing is said
	Tags    []string // those of the defaults
	Foreign bool     // it may be somebody else's file
	Adopt   bool     // it may bear the mark of another set
	Ranges  AbsenceRanges
}

// AbsenceRanges tell where an absence's values were written.
type AbsenceRanges struct{ Block, Title hcl.Range }

// Prune is a part of the titles that the manifest owns exhaustively: those that begin
// with Prefix, or those in Category. One of the two is "".
type Prune struct {
	Prefix   string // normalised as titles are; the wiki decides on the first letter
	Category string // without its namespace
	Action   PruneAction
	Reason   string   // comment of the deletions; "" when nothing is said
	Tags     []string // those of the defaults
	Range    hcl.Range
}

// Disabled is a title of a block that is not enabled.
type Disabled struct {
	Address Address
	Title   provider.Title // as [File.Title]
	Range   hcl.Range      // of the block
}

// Policy is what may be done to files.
type Policy string

// The policies.
const (
	PolicyFull       Policy = "full"        // they are made what the manifest says
	PolicyCreateOnly Policy = "create-only" // a file that is there stays as it is
	PolicyUpdateOnly Policy = "update-only" // a file that is missing is not made
	PolicyObserve    Policy = "observe"     // differences are told, and nothing is written
)

// OnDuplicate is what becomes of a file whose content the wiki, or the manifest, has under
// another title.
type OnDuplicate string

// The values of on_duplicate.
const (
	DuplicateBlock    OnDuplicate = "block"    // it is not uploaded
	DuplicateAllow    OnDuplicate = "allow"    // it is uploaded, as with accept_warnings = ["duplicate"]
	DuplicateRedirect OnDuplicate = "redirect" // its title becomes a redirect to the other file
	DuplicateAdopt    OnDuplicate = "adopt"    // the other file is managed under the title that it has
)

// PruneAction is what happens to a file of ours that nothing declares.
type PruneAction string

// The values of a prune block's action.
const (
	PruneReport PruneAction = "report"
	PruneDelete PruneAction = "delete"
)
