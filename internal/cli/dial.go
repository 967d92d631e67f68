package cli

import (
	"context"
	"fmt"
	"runtime"
	"strings"

	"wikiform/apply/reconcile"
	"wikiform/internal/preview"
	"wikiform/internal/statedir"
	"wikiform/internal/working"
	"wikiform/provider"
	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
	"wikiform/spec"
	"wikiform/spec/source"
)

// connection is a wiki that somebody is logged in to, or reads without.
type connection struct {
	reconcile.Target
	client   *mediawiki.Client
	embedded *sandbox.Wiki // nil for a wiki elsewhere
	wait     *waitNotes
	previews preview.Reader // whom the wiki shows texts; "" where it is not asked
}

func (c *connection) close() {
	if c.embedded != nil {
		c.embedded.Close()
	}
}

// dial logs in, where there are credentials, and reads what the wiki is. The zero
// wiki is the embedded sandbox. The caller closes the connection.
func (j *job) dial(ctx context.Context, wiki spec.Wiki) (*connection, error) {
	c := &connection{Target: reconcile.Target{Declared: wiki}, wait: &waitNotes{note: j.note, where: reconcile.Where(wiki)}}
	cfg, err := j.config(wiki)
	if err != nil {
		return nil, err
	}
	if j.events != nil {
		c.wait.event = j.events.Waiting
	}
	j.underway.waitsFor(c.wait)
	cfg.Tell = c.wait.tell
	if wiki.Name == "" {
		c.embedded, err = j.embed(&cfg)
	} else {
		cfg.Credentials, err = j.credentials(wiki.API)
		if err == nil && cfg.Credentials == (mediawiki.Credentials{}) {
			j.noteUnused(wiki)
		}
	}
	if err != nil {
		return nil, err
	}
	cfg.Log = j.log.logger(cfg, c)
	task := working.Begin(ctx, "logging in to the "+reconcile.Where(wiki), 0)
	defer task.End()
	c.client, err = mediawiki.Dial(ctx, cfg)
	if provider.GroundOf(err) == provider.GroundReadOnly {
		// A login is a write, but a plan only reads: it says that the wiki is
		// read-only, beside everything else it can tell.
		cfg.Credentials = mediawiki.Credentials{}
		c.client, err = mediawiki.Dial(ctx, cfg)
	}
	if err != nil {
		c.close()
		return nil, declaredAt(wiki, fmt.Errorf("%s: %w", reconcile.Where(wiki), err))
	}
	c.Wiki = c.client
	return c, nil
}

// config says how a wiki is spoken to, by nobody as yet.
func (j *job) config(wiki spec.Wiki) (mediawiki.Config, error) {
	o := j.options
	patience, err := o.patience()
	if err != nil {
		return mediawiki.Config{}, err
	}
	return mediawiki.Config{
		API:        wiki.API,
		UserAgent:  userAgent(wiki),
		PerMinute:  wiki.PerMinute,
		ChunkSize:  int64(o.chunkSize),
		ChunkFixed: o.chunkSize > 0,
		Elsewhere:  source.NewTransport(j.privateSources(o.allowPrivate)),
		RetryFor:   patience,
		Shares:     o.shard.Of,
	}, nil
}

// embed starts the sandbox wiki in .wikiform/sandbox, without a socket.
func (j *job) embed(cfg *mediawiki.Config) (*sandbox.Wiki, error) {
	dir, err := j.state.Sandbox()
	if err != nil {
		return nil, err
	}
	wiki, err := sandbox.New(sandbox.Folder(dir))
	if err != nil {
		return nil, err
	}
	j.note("There is no wiki block: the embedded sandbox wiki in %s/sandbox is used.", statedir.Name)
	cfg.API = "http://localhost/w/api.php"
	cfg.Transport = wiki.Transport()
	cfg.Credentials = mediawiki.Credentials{User: sandbox.User, Password: sandbox.Password}
	return wiki, nil
}

// userAgent identifies us and whom to write to (the Wikimedia Foundation's
// User-Agent policy asks for both).
func userAgent(wiki spec.Wiki) string {
	contact := ""
	if wiki.Contact != "" {
		contact = " (" + wiki.Contact + ")"
	}
	return "wikiform/" + Version + contact + " Go/" + strings.TrimPrefix(runtime.Version(), "go")
}

// declaredAt adds to the error of a wiki where its block is, if that has to be changed.
func declaredAt(wiki spec.Wiki, err error) error {
	at := wiki.Range
	if provider.CureOf(err) != provider.CureManifest || at.Filename == "" {
		return err
	}
	return hinted{err, strings.TrimPrefix(fmt.Sprintf("%s\nThe wiki block is at %s:%d.", provider.HintOf(err), at.Filename, at.Start.Line), "\n")}
}
