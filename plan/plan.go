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
	Only    []Kind   // what it was narrowed to, in the order of Kinds; none: all
	Changes []Change // one for every file of the manifest, no-ops included, in order of the manifest
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

// Want is a wanted file with the facts about its source.
type Want struct {
	Address spec.Address
	Title   provider.Title
	Source  spec.Source
	Digest  provider.Digest // not known for a URL without a pin; Size 0 for a pin without a size
	Text    *string         // as the wiki will store it; nil when the page is not managed
	Comment string
	Tags    []string
	Accept  []provider.WarningKind
	At      Position
	TextAt  Position // where Text is declared; zero without one
	// Fault is set when this wiki can have no such file whatever is on it. Title
	// is then what the manifest says.
	Fault Fault
}

// Fault is why a file of the manifest cannot be one of this wiki; the zero
// value is no fault.
type Fault struct {
	Reason  Reason
	Problem string // as in Change
}

// Position is where the manifest declares something.
type Position struct {
	File string
	Line int
}

// Change is the fate of one file.
type Change struct {
	Want
	Action  Action
	Content bool // Create or Update: bytes will be uploaded
	// Edit: the page's text will be written by an edit of its own. Of an Update,
	// and of a Create whose page is there already, since an upload leaves the
	// text of an existing page alone (facts §4.2).
	Edit    bool
	Reasons []Reason // the first is the most telling
	// Before is what the wiki had when the plan was made: the precondition of
	// everything that Action does.
	Before provider.File
	// Problem says why a change is Blocked or Unknown and what to do about it:
	// one line for each of Reasons, in their order.
	Problem string
	// Neighbours are the files of nearly the same name that are on the wiki, or
	// will be by this plan; only of a Create.
	Neighbours []provider.Title
	// Remarks are things a reviewer should know that change nothing: "the page
	// will be empty", "replaces the version of Anna".
	Remarks []Remark
}

// WritesText reports whether the change gives the page its text, by an edit or
// because its upload creates the page.
func (c *Change) WritesText() bool {
	return c.Text != nil && (c.Edit || c.Content && c.Before.Page == nil)
}

// Action is what will happen to a file.
type Action string

// The actions; the symbol of each is in plan/render.
const (
	NoOp    Action = "no-op"
	Create  Action = "create"
	Update  Action = "update"
	Blocked Action = "blocked" // cannot be done; never counted as a change
	Unknown Action = "unknown" // cannot be told; never counted as a change
)

// Reason is why an action was chosen.
type Reason string

// The reasons.
const (
	Missing        Reason = "missing"         // the wiki has no file there
	ContentDiffers Reason = "content_differs" // other bytes
	TextDiffers    Reason = "text_differs"    // other text on the page
	PageMissing    Reason = "page_missing"    // a file without its page
	UnknownContent Reason = "unknown_content" // a URL without a pin, and a file is there

	// Reasons of Blocked.
	TitleRefused     Reason = "title_refused"
	TitleTaken       Reason = "title_taken" // two files of the manifest have one title on this wiki
	ExtensionRefused Reason = "extension_refused"
	TooLarge         Reason = "too_large"
	TextTooLarge     Reason = "text_too_large"
	TagRefused       Reason = "tag_refused"
	RightMissing     Reason = "right_missing"
	AccountBlocked   Reason = "account_blocked"
	WikiReadOnly     Reason = "wiki_read_only"
	UploadsOff       Reason = "uploads_off"
	PageProtected    Reason = "page_protected"
	IsRedirect       Reason = "is_redirect"
	SharedFile       Reason = "shared_file"  // would shadow a file of a shared repository
	Duplicate        Reason = "duplicate"    // same bytes elsewhere on the wiki
	NearlyTaken      Reason = "nearly_taken" // the same title with the extension in another spelling
	EmptyContent     Reason = "empty_content"
	NeedsPin         Reason = "needs_pin" // a URL without a pin in automation
)

// Counts are the numbers of the plan's last line.
type Counts struct {
	Add, Change, Blocked, Unknown int
	// Bytes to upload; a URL of unknown size counts nothing and adds to UnknownSize.
	Bytes       int64
	UnknownSize int
}

// Counts adds the plan up.
func (p *Plan) Counts() Counts {
	var n Counts
	for _, c := range p.Changes {
		switch c.Action {
		case Create:
			n.Add++
		case Update:
			n.Change++
		case Blocked:
			n.Blocked++
		case Unknown:
			n.Unknown++
		}
		if c.Content {
			n.Bytes += min(c.Digest.Size, math.MaxInt64-n.Bytes) // sizes can come from a plan file
			if c.Digest.Size == 0 {
				n.UnknownSize++
			}
		}
	}
	return n
}

// Pending reports whether applying the plan would change the wiki.
func (p *Plan) Pending() bool {
	n := p.Counts()
	return n.Add+n.Change > 0
}
