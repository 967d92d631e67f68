package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"

	"wikiform/internal/writefile"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
	"wikiform/spec"
	"wikiform/spec/source"
)

// session is one manifest together with the wiki it is for. Its parts are made
// in this order: load, choose, connect, plan.
type session struct {
	app      *app
	opts     *workOptions
	ws       *workspace
	manifest *spec.Manifest
	lock     *source.Lock
	tree     *source.Tree

	wiki     spec.Wiki // zero for the embedded sandbox
	embedded *sandbox.Wiki
	client   *mediawiki.Client

	waiting *waiting // says what the wiki is waited for
	journal *journal // nil: nothing is uploaded
	log     *logFile // nil: nobody wants one
	place   writefile.Place

	fetcher *source.Fetcher
	fetched sync.Map // URL -> source.Pin of what was downloaded in this run
}

// start opens the workspace and loads the manifest; the caller calls close.
func (a *app) start(ctx context.Context, o *workOptions) (*session, error) {
	s, err := a.enter(o)
	if err != nil {
		return nil, err
	}
	err = s.openLog(ctx)
	if err == nil {
		err = s.load()
	}
	if err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// enter opens the workspace and nothing more; the caller calls close.
func (a *app) enter(o *workOptions) (*session, error) {
	if err := o.read(); err != nil {
		return nil, err
	}
	ws, err := a.open(o.root)
	if err != nil {
		return nil, err
	}
	return &session{app: a, opts: o, ws: ws, place: a.place(ws.root.Name())}, nil
}

func (s *session) close() {
	if s.embedded != nil {
		s.embedded.Close()
	}
	s.journal.close()
	s.closeLog()
	s.ws.close()
}

// load reads the manifest and its lock file. Warnings are printed; errors stop.
func (s *session) load() error {
	diags := s.read()
	if diags.HasErrors() {
		return faulty{diags, s.manifest.Parsed}
	}
	s.app.diagnose(diags, s.manifest.Parsed)
	s.lock.Apply(s.manifest.Files)
	tree, err := source.OpenTree(s.ws.root)
	s.tree = tree
	return err
}

// read reads the manifest and its lock file, and tells what is wrong with them.
func (s *session) read() hcl.Diagnostics {
	fsys := s.ws.root.FS()
	var diags, more hcl.Diagnostics
	s.manifest, diags = spec.Load(fsys, s.ws.dir, s.opts.values())
	s.lock, more = source.ReadLock(fsys, s.ws.dir)
	diags = append(diags, more...)
	maps.Copy(s.manifest.Parsed, s.lock.Parsed)
	return diags
}

// choose finds the wiki that is meant: the one of -wiki, or the only one.
func (s *session) choose() error {
	if len(s.manifest.Wikis) == 0 && s.opts.wiki == "" {
		return nil
	}
	wiki, err := s.manifest.WikiNamed(s.opts.wiki)
	if err != nil {
		return usageError{err}
	}
	s.wiki = wiki
	return nil
}

// name is what the wiki is called in messages.
func (s *session) name() string {
	if s.wiki.Name == "" {
		return "sandbox"
	}
	return s.wiki.Name
}

// where names the wiki and its host, so that a message tells which one it was.
func (s *session) where() string {
	if s.wiki.Name == "" {
		return "wiki sandbox"
	}
	return fmt.Sprintf("wiki %s (%s)", s.name(), host(s.wiki.API))
}

// connect logs in, where there are credentials, and reads what the wiki is.
func (s *session) connect(ctx context.Context) error {
	patience, err := s.opts.patience()
	if err != nil {
		return err
	}
	s.waiting = &waiting{note: s.app.note, where: s.where()}
	cfg := mediawiki.Config{
		API:        s.wiki.API,
		UserAgent:  s.userAgent(),
		ChunkSize:  int64(s.opts.chunkSize),
		ChunkFixed: s.opts.chunkSize > 0,
		RetryFor:   patience,
		Tell:       s.waiting.tell,
	}
	if s.wiki.Name == "" {
		if err := s.embed(&cfg); err != nil {
			return err
		}
	} else {
		credentials, err := s.app.credentials(s.wiki.API)
		if err != nil {
			return err
		}
		cfg.Credentials = credentials
	}
	cfg.Log = s.logger(cfg)
	client, err := mediawiki.Dial(ctx, cfg)
	if err != nil && readOnly(err) {
		// A login is a write, but a plan only reads: it says that the wiki is
		// read-only, beside everything else it can tell.
		cfg.Credentials = mediawiki.Credentials{}
		client, err = mediawiki.Dial(ctx, cfg)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", s.where(), err)
	}
	s.client = client
	return nil
}

// embed starts the sandbox wiki in .wikiform/sandbox, without a socket.
func (s *session) embed(cfg *mediawiki.Config) error {
	dir, err := s.ws.state("sandbox")
	if err != nil {
		return err
	}
	wiki, err := sandbox.New(sandbox.Folder(dir))
	if err != nil {
		return err
	}
	s.app.note("There is no wiki block: the embedded sandbox wiki in %s/sandbox is used.", stateDir)
	s.embedded = wiki
	cfg.API = "http://localhost/w/api.php"
	cfg.Transport = wiki.Transport()
	cfg.Credentials = mediawiki.Credentials{User: sandbox.User, Password: sandbox.Password}
	return nil
}

// plan hashes the sources, asks the wiki and compares.
func (s *session) plan(ctx context.Context) (*plan.Plan, error) {
	all := len(s.manifest.Files)
	facts := plan.Facts{
		Wiki: plan.Wiki{
			Name: s.name(), API: s.wiki.API, ID: s.client.Site().ID,
			Generator: s.client.Site().Generator, Account: s.client.Account().Name,
		},
		Site: s.client.Site(), Account: s.client.Account(),
		Automation: s.opts.locked || s.app.automation(),
		Only:       s.opts.only.list(),
	}
	if err := s.narrow(ctx, &facts); err != nil {
		return nil, err
	}
	sums, err := s.digests(ctx)
	if err != nil {
		return nil, err
	}
	wants := plan.Wants(s.manifest, sums, facts.Site)
	if err := plan.Settle(ctx, s.client, wants, &facts); err != nil {
		return nil, fmt.Errorf("%s: %w", s.where(), err)
	}
	if doubles := plan.Doubles(s.manifest.Files, wants); doubles.HasErrors() {
		return nil, faulty{doubles, s.manifest.Parsed}
	}
	if err := plan.Survey(ctx, s.client, wants, &facts); err != nil {
		return nil, fmt.Errorf("%s: %w", s.where(), err)
	}
	return s.signed(plan.Compute(plan.Narrow(wants, facts.Have, facts.Only), facts), all), nil
}

// digests are those of the sources. What is larger than this wiki takes is read
// only if the wiki has a file of that very size there, which it may be: nobody
// needs the rest to know that it cannot be uploaded.
func (s *session) digests(ctx context.Context) (map[spec.Address]provider.Digest, error) {
	site := s.client.Site()
	sums, err := s.sum(ctx, s.manifest.Files, site.MaxUpload)
	if err != nil {
		return nil, err
	}
	wants := slices.DeleteFunc(plan.Wants(s.manifest, sums, site), func(w plan.Want) bool { return w.Fault.Reason != plan.TooLarge })
	if len(wants) == 0 {
		return sums, nil
	}
	facts := plan.Facts{Site: site}
	if err := plan.Settle(ctx, s.client, wants, &facts); err != nil {
		return nil, fmt.Errorf("%s: %w", s.where(), err)
	}
	have := make(map[spec.Address]int64, len(wants)) // what size the wiki has there
	for _, w := range wants {
		if v := facts.Have[w.Title].Version; v != nil {
			have[w.Address] = v.Size
		}
	}
	same := slices.DeleteFunc(slices.Clone(s.manifest.Files), func(f spec.File) bool {
		size, found := have[f.Address]
		return !found || size != sums[f.Address].Size
	})
	more, err := s.sum(ctx, same, 0)
	maps.Copy(sums, more)
	return sums, err
}

// sum hashes the sources of files up to a size, through the cache.
func (s *session) sum(ctx context.Context, files []spec.File, most int64) (map[spec.Address]provider.Digest, error) {
	path, err := s.ws.stateFile("hashes.json")
	if err != nil {
		return nil, err
	}
	cache, err := source.OpenCache(path)
	if err != nil {
		return nil, err
	}
	if s.opts.rehash {
		cache = nil
	}
	sums, diags, err := s.tree.Sum(ctx, files, source.Summing{Cache: cache, Most: most})
	if err != nil {
		return nil, err
	}
	if diags.HasErrors() {
		return nil, faulty{diags, s.manifest.Parsed}
	}
	if cache != nil {
		if err := cache.Save(); err != nil {
			s.app.note("The hash cache could not be written, so the next plan hashes again: %v.", err)
		}
	}
	return sums, nil
}

// body gives the content of a source on this machine, for package apply. What
// it downloads is remembered for the lock file.
func (s *session) body(ctx context.Context, src spec.Source, progress func(sent, total int64)) (provider.Body, provider.Digest, func(), error) {
	if src.URL == "" {
		body, err := s.tree.Body(src.Path)
		return body, provider.Digest{}, func() {}, err
	}
	d, err := s.fetcher.Download(ctx, src.URL, progress)
	if err != nil {
		return provider.Body{}, provider.Digest{}, func() {}, err
	}
	s.fetched.Store(src.URL, d.Pin)
	return d.Body(), d.Digest(), func() { d.Close() }, nil
}

// download prepares what fetches URL sources to this machine.
func (s *session) download() error {
	dir, err := s.ws.state("tmp")
	if err != nil {
		return err
	}
	s.fetcher = &source.Fetcher{
		Dir: dir, UserAgent: s.userAgent(), Max: s.client.Site().MaxUpload,
		AllowPrivate: s.privateSources(),
	}
	return nil
}

// privateSources reports whether what is fetched may be on a private address.
func (s *session) privateSources() bool {
	return s.opts.allowPrivate || s.app.Env["WIKIFORM_ALLOW_PRIVATE_SOURCES"] == "1"
}

// userAgent identifies us and whom to write to (the Wikimedia Foundation's
// User-Agent policy asks for both).
func (s *session) userAgent() string {
	contact := ""
	if s.wiki.Contact != "" {
		contact = " (" + s.wiki.Contact + ")"
	}
	return "wikiform/" + Version + contact + " Go/" + strings.TrimPrefix(runtime.Version(), "go")
}

func host(api string) string {
	if u, err := url.Parse(api); err == nil && u.Host != "" {
		return u.Host
	}
	return api
}

// readOnly reports whether a wiki refused because it takes no writes now.
func readOnly(err error) bool {
	e, ok := errors.AsType[*provider.Error](err)
	return ok && e.Code == "readonly"
}
