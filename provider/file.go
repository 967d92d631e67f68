package provider

import "time"

// File is what a wiki has under one title. The zero value is nothing at all.
type File struct {
	// Title is how the wiki stores the title that it was asked for; there is
	// nothing under any other form of it.
	Title   Title
	Invalid string   // why the wiki can have no such title, "" when it can; there is nothing then
	Version *Version // the current content; nil when there is no file of this wiki's own
	Old     *Version // the version before the current one, only after it was asked for
	Page    *Page    // the description page; nil when there is none
	// Shared: a shared repository has a file of this name. An upload would
	// shadow it without any warning (facts §4.3).
	Shared bool
	// Redirect: the page is a redirect and sends its readers on. It may have a
	// file of its own all the same, which is Version (facts §3).
	Redirect bool
	// Target is the page that a redirect names, with its namespace and without what
	// follows a "#": "File:B.png". It is "" until it was asked for, and when the wiki
	// does not tell.
	Target string
}

// Version is one content of a file.
type Version struct {
	Digest
	MIME          string
	Width, Height int
	User          string    // who uploaded it
	Time          time.Time // when; UTC, whole seconds
	Comment       string
	Hidden        bool   // an administrator has hidden User or Comment, which is "" then
	Archive       string // the name by which the wiki knows an old version; "" for the current one
}

// Page is the latest revision of a description page.
type Page struct {
	ID       int64 // goes with the page when it is moved; 0 when not told
	Rev      int64
	Parent   int64 // the revision before it; 0 for the page's first, and in a saved plan
	TextSHA1 SHA1
	Text     string // only after it was asked for; see HasText
	HasText  bool
	// Model is the content model of a page that is not wikitext, "" for wikitext: the
	// wiki shows its text as it is, and no description in it.
	Model string
	User  string
	Time  time.Time
	// Comment is that of the revision, only after the text was asked for.
	Comment string
	Tags    []string // may come up to a few seconds late (facts §3)
}

// Upload asks for new content under a title.
type Upload struct {
	Title Title
	// Digest is what must be stored. It is the zero value only for a URL
	// without a pin, whose content is known after the wiki has fetched it.
	Digest Digest
	// Body is the content; nil when the wiki itself is to fetch URL.
	Body *Body
	URL  string
	// Text becomes the page if this upload creates it, and is always sent:
	// otherwise the comment would become the page (facts §4.2).
	Text    string
	Comment string
	Tags    []string
	// Before is the version that this upload replaces as the plan saw it; nil
	// when it creates the file.
	Before *Version
	// Accept are the warnings of the wiki that do not stop this upload.
	Accept []WarningKind
	// Neighbours are the files of nearly the same name that the plan saw, or
	// makes itself; the wiki's question about one of them (exists-normalized)
	// does not stop this upload.
	Neighbours []Title
	// Resume is what an earlier run left on the wiki for this content; nil to
	// begin anew. One that is of no use any more is no error: the upload then
	// begins anew by itself. The digest may be known there and not here: that of
	// a URL without a pin.
	Resume *Stash
	// Keep is told what the wiki keeps for this upload whenever that changes,
	// before another request relies on it: each chunk that arrived (while the next
	// one is on its way), a new key, a publication that was queued (before it is),
	// and a zero key when the stash is published or lost. Nil is allowed. It is
	// called once at a time, not always from the uploading goroutine, and never
	// after the upload ended. Its error ends the upload.
	Keep func(Stash) error
	// Found is told that the wiki had the content under the title before this upload began,
	// or got it from another account meanwhile, if it then ends with success. Nil is
	// allowed.
	Found func()
	// Stop, when closed, ends the upload with ErrStopped after the request in
	// flight: no chunk and no publication is begun, and no pause is waited out.
	// Asking what became of a write goes on. Nil never stops.
	Stop <-chan struct{}
	// Progress is told how far the upload is; nil is allowed. It is called
	// from the uploading goroutine and must not block.
	Progress func(Progress)
}

// Edit asks for a new text of an existing page.
type Edit struct {
	Title    Title
	Text     string
	Base     int64 // revision that the plan saw; 0 creates the page and fails when there is one
	Summary  string
	Tags     []string
	Accept   []WarningKind   // warnings that do not stop it: WarnFilter, or none
	Stop     <-chan struct{} // as in Upload: no attempt is begun, no pause is waited out
	Progress func(Progress)  // as in Upload
}

// Phase is what an upload is busy with.
type Phase string

// The phases of an upload, in their order; Waiting can come at any time.
const (
	Resuming   Phase = "resuming"   // said once: Sent bytes are there from an earlier run, or the publication is asked after
	Sending    Phase = "sending"    // bytes go to the wiki, or the wiki fetches them
	Joining    Phase = "joining"    // the wiki's job queue puts the chunks together
	Verifying  Phase = "verifying"  // the stash is compared with the plan
	Publishing Phase = "publishing" // the stash becomes the file
	Waiting    Phase = "waiting"    // a pause before the same request is made again
)

// Progress is how far one upload or edit is.
type Progress struct {
	Phase Phase
	Sent  int64 // bytes that went out, absolute: an attempt that failed takes its bytes back
	Taken int64 // of these, the bytes that the wiki has said it has; while Sending
	Total int64 // bytes in all; 0 when not known
	// Wait and Why are set while Waiting: how long, and for what in the wiki's
	// words ("maxlag: 7 s behind"). Left is for how long it is tried again; 0 when
	// the wait has an end of its own.
	Wait, Left time.Duration
	Why        string
}

// Refusal is why the wiki would not let the account do something to a title,
// asked beforehand (facts §2, intestactions).
type Refusal struct {
	Ground Ground // what the code means; "" is mostly a protection
	Code   string // "protectedpage", to be shown
	Text   string // the wiki's sentence
}
