package plan

import (
	"wikiform/provider"
	"wikiform/spec"
)

// FormatVersion is the version of the saved plan that [Write] writes. A minor
// version only adds members; whoever reads plans by other means than [Read]
// should ignore members that they do not know. A plan that was read is written
// in the version that it had.
const FormatVersion = "2.5"

// formats are the versions that [Read] reads, the oldest first.
var formats = []string{format10, format11, format20, format21, format22, format23, format24, FormatVersion}

// document is a saved plan. Its members have the names of Terraform's where
// they mean the same, and the order in which they are written. They are a
// promise (docs/plan-format.md), which is why they are no Go types of ours.
type document struct {
	head
	ResourceChanges []resourceChange         `json:"resource_changes"`
	Orphans         []orphanMember           `json:"orphans"` // since 2.2
	Texts           map[provider.SHA1]string `json:"texts"`
	tail
}

// head comes before the lists, which have a line for each of their elements.
type head struct {
	FormatVersion string                `json:"format_version"`
	ToolVersion   string                `json:"tool_version,omitempty"`
	Timestamp     string                `json:"timestamp,omitempty"`
	Wikis         map[string]wikiMember `json:"wikis"`
	Since         *sinceMember          `json:"since,omitempty"` // since 2.5
	Scope         scopeMember           `json:"scope"`
	Summary       summaryMember         `json:"summary"`
	Forced        string                `json:"forced,omitempty"`          // since 2.1
	Receipt       string                `json:"receipt,omitempty"`         // since 2.4; of a rollback
	Requests      *requestsMember       `json:"requests,omitempty"`        // since 2.5; of a wiki that counts them
	Unsought      string                `json:"orphans_unknown,omitempty"` // since 2.2
	Notes         []string              `json:"notes,omitempty"`
}

type tail struct {
	Digest   string `json:"digest"`
	Checksum string `json:"checksum"`
}

type wikiMember struct {
	API       string `json:"api"`
	WikiID    string `json:"wikiid,omitempty"`
	Generator string `json:"generator,omitempty"`
	Actor     string `json:"actor,omitempty"`
}

type scopeMember struct {
	Targets  []string `json:"targets"`
	Excludes []string `json:"excludes"`
	// since 2.2: the names of the lists
	TargetFiles  []string `json:"target_files,omitempty"`
	ExcludeFiles []string `json:"exclude_files,omitempty"`
	LeftOut      int      `json:"left_out,omitempty"` // since 2.2
	Only         []Kind   `json:"only,omitempty"`
	Complete     bool     `json:"complete"`
}

type summaryMember struct {
	Add         int   `json:"add"`
	Change      int   `json:"change"`
	Remove      int   `json:"remove"`
	Move        *int  `json:"move,omitempty"` // since 2.1
	Blocked     int   `json:"blocked"`
	Unknown     int   `json:"unknown"`
	Held        int   `json:"held,omitempty"`            // since 2.2
	Kept        int   `json:"others_kept,omitempty"`     // since 2.3
	Others      int   `json:"replaces_others,omitempty"` // since 2.3
	Bytes       int64 `json:"bytes"`
	UnknownSize int   `json:"unknown_size,omitempty"`
	TagsUntold  int   `json:"tags_untold,omitempty"` // since 2.2
}

type resourceChange struct {
	Address      string             `json:"address"`
	Type         Type               `json:"type"`
	Name         string             `json:"name"`
	Index        *string            `json:"index,omitempty"`
	Wiki         string             `json:"wiki"`
	Title        string             `json:"title"`
	Previous     string             `json:"previous_title,omitempty"` // since 2.1
	Declared     string             `json:"declared_title,omitempty"` // since 2.1; where title is what the file has on the wiki
	Holder       string             `json:"holder_title,omitempty"`   // since 2.2; the file with this content, to which title leads in its place
	SourcePath   string             `json:"source_path,omitempty"`
	DeclaredAt   *positionMember    `json:"declared_at,omitempty"`
	DescribedAt  *positionMember    `json:"described_at,omitempty"`
	MovedAt      *positionMember    `json:"moved_at,omitempty"` // since 2.1
	ActionReason Reason             `json:"action_reason,omitempty"`
	Reasons      []Reason           `json:"reasons,omitempty"`
	Change       changeMember       `json:"change"`
	Deletion     *deletionMember    `json:"deletion,omitempty"` // since 2.1; of an absence or an orphan, whose after is null
	Writes       []Aspect           `json:"writes,omitempty"`   // of 1.x: what has steps
	Steps        []stepMember       `json:"steps,omitempty"`    // since 2.0
	BeforeText   provider.SHA1      `json:"before_text,omitzero"`
	Precondition preconditionMember `json:"precondition"`
	Digests      map[Aspect]string  `json:"digests,omitempty"` // since 1.1
	LastUpload   *lastUpload        `json:"last_upload,omitempty"`
	LastEdit     *lastEdit          `json:"last_edit,omitempty"`
	Occupied     *occupiedMember    `json:"occupied,omitempty"` // since 2.1
	Usage        []usageMember      `json:"usage,omitempty"`    // since 2.1
	Blocked      *problemMember1    `json:"blocked,omitempty"`  // of 1.x
	Unknown      *problemMember1    `json:"unknown,omitempty"`  // of 1.x
	Verdict      verdictMember      `json:"verdict,omitempty"`  // since 2.0; none: the steps can be made
	Problems     []problemMember    `json:"problems,omitempty"`
	Found        string             `json:"found,omitempty"`  // since 2.1; where the wiki has the bytes of what was renamed
	Held         []heldMember       `json:"held,omitempty"`   // since 2.2
	Merge        *mergeMember       `json:"merge,omitempty"`  // since 2.3
	Undoes       *undoMember        `json:"undoes,omitempty"` // since 2.4; of a rollback
	Remarks      []string           `json:"remarks,omitempty"`
	RemarkFacts  []remarkMember     `json:"remark_facts,omitempty"` // one for each of them, or none
	Cause        []causeMember      `json:"cause,omitempty"`
}

type positionMember struct {
	Filename string `json:"filename"`
	Line     int    `json:"line"`
}

type changeMember struct {
	Actions      []string      `json:"actions"`
	Before       *beforeMember `json:"before"`
	After        *afterMember  `json:"after"` // null: there will be nothing
	AfterUnknown afterUnknown  `json:"after_unknown"`
}

// beforeMember is what the wiki has, as far as it says what a change replaces. Of a
// file that is moved it is what it has under the title that the move starts from.
type beforeMember struct {
	SHA1     provider.SHA1 `json:"sha1,omitzero"`
	Size     int64         `json:"size,omitempty"`
	MIME     string        `json:"mime,omitempty"`
	Width    int           `json:"width,omitempty"`
	Height   int           `json:"height,omitempty"`
	TextSHA1 provider.SHA1 `json:"text_sha1,omitzero"`
	Shared   bool          `json:"shared,omitempty"`
	Redirect bool          `json:"redirect,omitempty"`
	Target   string        `json:"target,omitempty"` // since 2.1; the page that a redirect names
}

// occupiedMember is what the wiki has under the title that a file is to be moved to.
type occupiedMember struct {
	beforeMember
	Text       provider.SHA1 `json:"text,omitzero"` // under which texts has what the page says
	LastUpload *lastUpload   `json:"last_upload,omitempty"`
	LastEdit   *lastEdit     `json:"last_edit,omitempty"`
}

// afterMember is all that a manifest says about a file, but where a local file
// lies on this machine.
type afterMember struct {
	Title          string                 `json:"title"`
	SHA1           provider.SHA1          `json:"sha1,omitzero"`
	Size           int64                  `json:"size,omitempty"`
	URL            string                 `json:"url,omitempty"`
	Via            string                 `json:"via,omitempty"`
	TextSHA1       provider.SHA1          `json:"text_sha1,omitzero"` // none: the page is not managed
	Comment        string                 `json:"comment"`
	Tags           []string               `json:"tags"`
	AcceptWarnings []provider.WarningKind `json:"accept_warnings"`
	OnDuplicate    spec.OnDuplicate       `json:"on_duplicate,omitempty"` // since 2.2; redirect or adopt
	Target         string                 `json:"target,omitempty"`       // since 2.1; of a redirect
	Foreign        bool                   `json:"foreign,omitempty"`      // since 2.1; of a redirect
	Move           *moveMember            `json:"move,omitempty"`         // since 2.1
}

// moveMember is what a moved block says, but for its titles.
type moveMember struct {
	Address  string `json:"address,omitempty"` // none: the bytes alone tell
	Comment  string `json:"comment"`
	Redirect bool   `json:"redirect"`
	Foreign  bool   `json:"foreign,omitempty"`
}

// deletionMember is what an absent block says.
type deletionMember struct {
	Comment string   `json:"comment"`
	Tags    []string `json:"tags"`
	Foreign bool     `json:"foreign,omitempty"`
}

type afterUnknown struct {
	SHA1 bool `json:"sha1,omitempty"`
	Size bool `json:"size,omitempty"`
}

// preconditionMember is what must still hold when the change is made.
type preconditionMember struct {
	fileState
	From       *fromState `json:"from,omitempty"`       // since 2.1; of a file that is moved
	Neighbours []string   `json:"neighbours,omitempty"` // titles with "File:"
	// OwnDeletions is no permission: who uploads asks the wiki whether it is true.
	OwnDeletions []provider.WarningKind `json:"own_deletions,omitempty"`
}

// fileState tells a version and a page from those that come after them.
type fileState struct {
	Exists        bool          `json:"exists"`
	FileSHA1      provider.SHA1 `json:"file_sha1,omitzero"`
	FileTimestamp string        `json:"file_timestamp,omitempty"`
	PageRevID     int64         `json:"page_revid,omitempty"`
	PageID        int64         `json:"page_id,omitempty"`    // since 2.1
	PageModel     string        `json:"page_model,omitempty"` // since 2.2; none: wikitext
}

// fromState is the state of the file that is moved, under the title that it has.
type fromState struct {
	Title string `json:"title"`
	fileState
}

// remarkMember is what a remark says, for those who do not read sentences.
type remarkMember struct {
	Kind      RemarkKind `json:"kind"`
	User      string     `json:"user,omitempty"`
	Timestamp string     `json:"timestamp,omitempty"`
	Noted     bool       `json:"noted,omitempty"` // since 2.5
}

// usageMember is what names a title that the change takes away.
type usageMember struct {
	Title string      `json:"title"`
	Count int         `json:"count"`
	More  bool        `json:"more,omitempty"`
	Pages []string    `json:"pages,omitempty"`
	Wikis []wikiUsage `json:"wikis,omitzero"` // none: the wiki does not know
}

type wikiUsage struct {
	Wiki  string `json:"wiki"`
	Count int    `json:"count"`
}

type lastUpload struct {
	User    string `json:"user,omitempty"` // none: hidden on the wiki
	Comment string `json:"comment,omitempty"`
}

type lastEdit struct {
	User      string   `json:"user,omitempty"`
	Timestamp string   `json:"timestamp,omitempty"`
	Tags      []string `json:"tags,omitempty"`
}

type verdictMember string

const (
	verdictBlocked verdictMember = "blocked"
	verdictUnknown verdictMember = "unknown"
)

// problemMember is why a change cannot be made or told.
type problemMember struct {
	Reason  Reason          `json:"reason"`
	Problem string          `json:"problem"`
	Hint    string          `json:"hint,omitempty"`
	Names   []string        `json:"names,omitempty"`
	Other   string          `json:"other_title,omitempty"` // since 2.2
	At      *positionMember `json:"at,omitempty"`          // none: the block
}

// heldMember is a difference that stays.
type heldMember struct {
	Aspect Aspect          `json:"aspect"`
	Reason Reason          `json:"reason"`
	Guard  Rule            `json:"guard"`
	At     *positionMember `json:"at,omitempty"`
}

type causeMember struct {
	Kind CauseKind `json:"kind"`
	Path string    `json:"path,omitempty"`
	URL  string    `json:"url,omitempty"`
	Line int       `json:"line,omitempty"`
}
