package mediawiki

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"wikiform/provider"
)

// Config says which wiki to speak to, and as whom.
type Config struct {
	API         string // URL of api.php
	UserAgent   string // whole header
	Credentials Credentials
	Transport   http.RoundTripper       // nil: a default one
	Elsewhere   http.RoundTripper       // to other hosts than the API's, where contents may be; must keep away from private addresses; nil: to none
	ChunkSize   int64                   // bytes; 0: 8 MiB. Files up to it go in one request
	ChunkFixed  bool                    // never send another size than ChunkSize
	PerMinute   int                     // requests a minute that the wiki takes from the account, where the user has said so; 0: by what is known of wiki and account
	Shares      int                     // of how many processes of the account this is one, with that part of all its budgets; 0: the only one
	RetryFor    time.Duration           // how long a request is tried again for a wiki that is away, busy or lagged; 0: 5 minutes; negative: not at all
	Tell        func(provider.Progress) // told when a request waits that serves no upload or edit; nil: nobody wants to know
	Log         *slog.Logger            // one record per request, without secrets, at debug level when it went well; nil: none
}

// Credentials are a bot password or an OAuth 2 owner-only token; the token wins.
// All empty is an anonymous reader.
type Credentials struct{ User, Password, Token string }

func (c Credentials) anonymous() bool { return c == Credentials{} }

// Client speaks to one wiki as one account. It is safe for concurrent use, but
// two writes to one title at a time are the caller's mistake (facts §4.5).
type Client struct {
	api       *url.URL
	agent     string
	creds     Credentials
	transport http.RoundTripper
	elsewhere http.RoundTripper
	log       *slog.Logger
	retryFor  time.Duration
	tell      func(provider.Progress)
	wikimedia bool // the wiki is one of the Wikimedia Foundation's
	perMinute int  // as the user has set it
	shares    int

	site    provider.Site
	asked   time.Time // when the wiki told it
	account provider.Account
	budget  provider.Rate
	images  int64 // how many files the wiki says that it has
	pace    *pacer
	chunk   *chunkSize

	logins  ctxMutex   // of whoever logs in
	large   ctxMutex   // of whoever holds a large answer
	mu      sync.Mutex // guards what follows
	session *session
	// otherWikis: the wiki knows what other wikis use its files; nil: it was not asked.
	otherWikis *bool

	reached atomic.Bool // the wiki has answered in its own words
	idle    atomic.Bool // nobody runs the wiki's job queue
	dialed  bool        // Dial is over: from now on a read-only wiki is waited for
}

// Dial logs in and reads what the wiki says of itself, of the account and of
// the change tags. A wiki that is out of reach or busy is waited for, as in
// everything that follows; one that is read-only is an error at once when there is
// somebody to log in.
func Dial(ctx context.Context, cfg Config) (*Client, error) {
	api, err := parseAPI(cfg)
	if err != nil {
		return nil, err
	}
	c := &Client{
		api:       api.URL(),
		wikimedia: api.Wikimedia(),
		perMinute: cfg.PerMinute,
		shares:    cfg.Shares,
		agent:     cfg.UserAgent,
		creds:     cfg.Credentials,
		transport: cfg.Transport,
		elsewhere: cfg.Elsewhere,
		log:       cfg.Log,
		retryFor:  cmp.Or(max(cfg.RetryFor, -1), patience),
		tell:      cfg.Tell,
		session:   newSession(),
	}
	c.pace = newPacer(c.rate(provider.Account{}), nil, false)
	if c.transport == nil {
		c.transport = DefaultTransport()
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	if cfg.Credentials.Token == "" && !cfg.Credentials.anonymous() {
		if c.session, err = c.login(ctx, c.newEffort()); err != nil {
			return nil, err
		}
	}
	if err := c.readSite(ctx); err != nil {
		return nil, err
	}
	c.budget = c.rate(c.account)
	c.pace.know(c.budget, c.account.Limits, c.site.UploadsAreEdits())
	c.chunk = newChunkSize(cfg.ChunkSize, c.site.MinChunk, cfg.ChunkFixed)
	c.dialed = true
	return c, nil
}

// Site is what the wiki said of itself when it was dialed.
func (c *Client) Site() provider.Site { return c.site }

// Account is who the wiki took us for when it was dialed.
func (c *Client) Account() provider.Account { return c.account }

// DefaultTransport is what requests go through where [Config] has no other one.
func DefaultTransport() http.RoundTripper {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConnsPerHost = 8 // as many as there are parallel writers, and some
	t.MaxResponseHeaderBytes = mostHeader
	return t
}
