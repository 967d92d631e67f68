package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"wikiform/internal/number"
	"wikiform/spec/source"
)

// lockOptions are the options of lock.
type lockOptions struct {
	workOptions
	check   bool
	upgrade []string
	prune   bool
	jobs    int
	private bool
}

func (a *app) lockCommand() *cobra.Command {
	o := &lockOptions{workOptions: workOptions{manifestOptions: manifestOptions{app: a}}}
	cmd := &cobra.Command{
		Use:   "lock [options]",
		Short: "Pin the content of URL sources",
		Long: `Write down in .wikiform.lock.hcl what the URL sources of the manifest hold: SHA-1,
SHA-256, size and what the server says of them. Commit the file: plan compares
with it and downloads nothing. A source with a sha1 attribute needs no pin.

Without options only what has no pin is downloaded, and pins stay as they are.
With -check nothing is written and every URL is looked at: what the server says
has not changed is not sent. -upgrade takes what the URLs hold now, so that a
file that changed elsewhere becomes a difference in git for somebody to review.`,
		Example: `  wikiform lock
  wikiform lock -check
  wikiform lock -upgrade='https://data.example.org/*'
  wikiform lock -upgrade='file.plate["*"]'`,
		Annotations: exits(exitOK, exitError, exitFound, exitUsage, exitSignal+2),
		RunE:        func(*cobra.Command, []string) error { return a.lock(o) },
	}
	flags := cmd.Flags()
	o.manifestOptions.declare(flags)
	flags.BoolVar(&o.check, "check", false, "write nothing; exit with 3 when a pin is missing or out of date")
	flags.StringArrayVar(&o.upgrade, "upgrade", nil, "pin anew what `PATTERN` matches, an address, File:TITLE or a URL with * and ?; repeatable")
	flags.BoolVar(&o.prune, "prune", false, "remove the pins of URLs that the manifest does not name")
	flags.IntVar(&o.jobs, "parallelism", 4, "download `N` files at once")
	flags.BoolVar(&o.private, "allow-private-sources", false, "let URL sources be on private and loopback addresses")
	return cmd
}

func (a *app) lock(o *lockOptions) error {
	switch {
	case o.check && (len(o.upgrade) > 0 || o.prune):
		return usagef("lock: -check writes nothing, so it goes with neither -upgrade nor -prune")
	case o.jobs < 1:
		return usagef("lock: -parallelism is at least 1")
	}
	signals := catch()
	defer signals.end()
	s, err := a.enter(&o.workOptions)
	if err != nil {
		return err
	}
	defer s.close()
	if diags := s.read(); diags.HasErrors() {
		return faulty{diags, s.manifest.Parsed}
	} else {
		a.diagnose(diags, s.manifest.Parsed)
	}
	if len(s.manifest.Wikis) == 1 || o.wiki != "" { // whose contact goes into the User-Agent
		if err := s.choose(); err != nil {
			return err
		}
	}
	looks, err := s.looks(o)
	if err != nil {
		return err
	}
	s.fetcher = &source.Fetcher{
		UserAgent: s.userAgent(), Max: largestSource,
		AllowPrivate: o.private || a.Env["WIKIFORM_ALLOW_PRIVATE_SOURCES"] == "1",
	}
	s.look(signals.reading(), looks, o.jobs)
	if o.check {
		return first(signals.caught(), a.checked(looks))
	}
	return first(signals.caught(), s.locked(o, looks))
}

// largestSource is more than any wiki takes, in bytes: a server must not send
// for ever.
const largestSource = 16 << 30

// look asks for every URL, several at once.
func (s *session) look(ctx context.Context, looks []*look, jobs int) {
	show := s.app.watch(looks)
	defer show.close()
	var group errgroup.Group
	group.SetLimit(jobs)
	for _, l := range looks {
		if !l.due {
			continue
		}
		group.Go(func() error {
			l.now, l.err = s.fetcher.Refresh(ctx, l.url, l.known, l.progress)
			l.done = true
			show.finished(l)
			return nil
		})
	}
	group.Wait()
}

// locked puts what was seen into the lock file and says what became of it.
func (s *session) locked(o *lockOptions, looks []*look) error {
	var t tally
	write := false
	for _, l := range looks {
		state := l.state()
		t.add(s.app, l, state)
		if state == pinMissing || state == pinDiffers {
			s.lock.Set(l.now)
		}
		_, facts := l.now.Differs(l.known)
		if state == pinSame && l.due && facts {
			s.lock.Set(l.now)
			write = true
		}
		write = write || state == pinMissing || state == pinDiffers
	}
	unused := s.lock.Unused(s.manifest.Files)
	if o.prune {
		for _, url := range unused {
			s.lock.Remove(url)
			write = true
		}
	}
	if write {
		if err := s.writeLock(); err != nil {
			return fmt.Errorf("%s: %w", source.LockName, err)
		}
	}
	s.app.concludeLock(t, write, o.prune, len(unused))
	return t.err()
}

// checked says which pins are not as they should be.
func (a *app) checked(looks []*look) error {
	var t tally
	for _, l := range looks {
		t.add(a, l, l.state())
	}
	p := a.paint(a.Out)
	switch {
	case t.err() != nil:
		return t.err()
	case t.missing+t.differs > 0:
		fmt.Fprintf(a.Out, "\nCheck: %d missing, %d out of date, %d as pinned.\n", t.missing, t.differs, t.same)
		if !a.Automation() {
			a.note("Pin what is missing with wikiform lock, and what changed with wikiform lock -upgrade='*'.")
		}
		return outcome(exitFound)
	}
	fmt.Fprintf(a.Out, "%s All pins are up to date: %s.\n", p.Good("Success!"), number.Of(t.same, "URL"))
	return nil
}
