package sandbox

import (
	"net/http"
	"time"
)

// Option is a choice about a new wiki.
type Option func(*Wiki)

// Folder keeps the wiki below dir, which is made if need be. Several processes
// may have the same folder open, and write to it in turn.
func Folder(dir string) Option { return func(w *Wiki) { w.dir = dir } }

// Configure changes the settings of a new wiki before it is opened.
func Configure(change func(*Settings)) Option { return func(w *Wiki) { change(&w.set) } }

// Accounts adds accounts to the one that every sandbox has.
func Accounts(more ...Account) Option {
	return func(w *Wiki) { w.accounts = append(w.accounts, more...) }
}

// Clock replaces time.Now. MediaWiki's times have whole seconds; those of the
// sandbox are cut to them.
func Clock(now func() time.Time) Option { return func(w *Wiki) { w.clock = now } }

// Fetch allows uploads by URL and says how the wiki fetches; nil is the network.
// Without it the sandbox answers copyuploaddisabled: a wiki that fetches what
// anybody names is nothing to run unasked.
func Fetch(from http.RoundTripper) Option {
	return func(w *Wiki) {
		if from == nil {
			from = http.DefaultTransport
		}
		w.fetch, w.set.CopyUploads = from, true
	}
}

// Settings are what an operator of the wiki can set. [Wiki.Configure] changes
// them while it runs. They are not kept in a folder.
type Settings struct {
	Name           string   // of the site
	Extensions     []string // that may be uploaded; lower-case, without dot
	Prohibited     []string // extensions that no part of a file name may have
	BadPrefixes    []string // of names that cameras give
	CaseSensitive  bool     // titles keep a lower-case first letter
	Letters                 // more about that letter
	FileNamespace  string   // local name of namespace 6; "File" is always understood
	FileAliases    []string // further names of it
	CategoryName   string   // local name of namespace 14; "Category" is always understood
	Languages      []string // what begins a link to the same subject in another language
	SubstWords     []string // of the wiki's language, beside subst: and safesubst:; with colons
	RedirectWords  []string // of the wiki's language, beside #REDIRECT, the one that moves write first
	ContentTags    []string // of extensions, between which a text is taken as it stands; beside MediaWiki's own
	Private        bool     // nobody reads without logging in
	Tags           []string // change tags that a client may apply
	MaxUpload      int64    // bytes of a file
	MaxPart        int64    // bytes of one part of a request, as PHP's upload_max_filesize; 0: no limit
	MaxBody        int64    // bytes of a request, above which a proxy answers 413; 0: no limit
	MinChunk       int64    // bytes of a chunk that is not the last
	MaxText        int64    // bytes of a page
	MaxResult      int64    // bytes of texts in one answer, above which it is continued
	WarnSize       int64    // bytes above which large-file warns; 0: never
	StrictTypes    bool     // an extension that is not listed is refused, not warned about
	UploadsOff     bool     // no uploads at all
	CopyUploads    bool     // uploads by URL; see [Fetch]
	CopyHosts      []string // hosts that may be fetched from; nil: all
	ReadOnly       string   // why nothing can be written, "" when it can
	Lag            float64  // seconds by which replicas are behind, for maxlag
	StashLife      time.Duration
	SessionLife    time.Duration        // of a session that nobody uses
	TagDelay       time.Duration        // after which the tags of a write can be read
	Limits         map[string]RateLimit // by action: "edit", "upload"
	NoOAuth        bool                 // bearer tokens are ignored, as on wikis without Extension:OAuth
	AnonymousWrite bool                 // pages can be edited without logging in, as on a fresh MediaWiki

	DeleteBatch  int // revisions of a page that a deletion takes at once; it queues more; 0: all
	DeleteAfter  int // requests that are answered until the queue gets to such a deletion
	LargeHistory int // revisions; who deletes a page with more needs the right bigdelete; 0: nobody does

	Async    bool          // the last steps of an upload may be left to the job queue
	JobDelay time.Duration // until the queue gets to a job; negative: nobody runs them
}

// RateLimit is at most Hits actions of one account in Per.
type RateLimit struct {
	Hits int
	Per  time.Duration
}

func defaults() Settings {
	return Settings{
		Name: "wikiform sandbox",
		Extensions: []string{"png", "gif", "jpg", "jpeg", "webp", "svg", "tiff", "tif", "pdf", "djvu", "ogg", "oga", "ogv",
			"opus", "mp3", "wav", "flac", "webm", "mp4", "txt", "csv", "json"},
		Prohibited: []string{"html", "htm", "js", "jsb", "mhtml", "mht", "xhtml", "xht", "php", "phtml", "php3", "php4", "php5",
			"phps", "phar", "shtml", "jhtml", "pl", "py", "cgi", "exe", "scr", "dll", "msi", "vbs", "bat", "com", "pif", "cmd", "vxd", "cpl", "xml"},
		BadPrefixes:   []string{"CIMG", "DSC_", "DSCF", "DSCN", "DUW", "IMG", "JD", "MGP", "PICT"},
		FileNamespace: "File", FileAliases: []string{"Image"}, CategoryName: "Category", Languages: []string{"de", "es", "fr", "it"},
		Tags:      []string{"wikiform", "museum-upload", "logo"},
		MaxUpload: 4 << 30, MinChunk: 1024, MaxText: 2 << 20, MaxResult: 8 << 20, StrictTypes: true,
		StashLife: 6 * time.Hour, SessionLife: time.Hour,
		Limits: map[string]RateLimit{
			"edit": {90, time.Minute}, "move": {8, time.Minute},
		},
		AnonymousWrite: true,
	}
}

// Configure changes the wiki's settings while it runs.
func (w *Wiki) Configure(change func(*Settings)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.changes++
	change(&w.set)
}
