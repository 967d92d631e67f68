package cli

import (
	"context"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"wikiform/apply/reconcile"
	"wikiform/internal/number"
	"wikiform/spec"
	"wikiform/spec/source"
)

// lockOptions are the options of lock.
type lockOptions struct {
	workOptions
	check   bool
	upgrade []string
	prune   bool
	jobs    atOnce
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
file that changed elsewhere becomes a difference in git for somebody to review.

What wikiform pull has noted in the file of the wiki's pages stays as it is.`,
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
	o.jobs = 4
	flags.Var(&o.jobs, "parallelism", "download `N` files at once; default 4")
	flags.BoolVar(&o.private, "allow-private-sources", false, "let URL sources be on private and loopback addresses")
	return cmd
}

func (a *app) lock(o *lockOptions) error {
	if o.check && (len(o.upgrade) > 0 || o.prune) {
		return usagef("lock: -check writes nothing, so it goes with neither -upgrade nor -prune")
	}
	signals := catchSignals()
	defer signals.end()
	err := a.checkAndPin(signals.reading(), o)
	if signal := signals.caught(); signal != nil {
		return signal // whatever could not be looked at because of it
	}
	return err
}

// checkAndPin is lock until ctx ends.
func (a *app) checkAndPin(ctx context.Context, o *lockOptions) error {
	w, err := a.openWorkspace(&o.manifestOptions)
	if err != nil {
		return err
	}
	defer w.close()
	project, files, err := a.openForLock(w, o)
	if err != nil {
		return err
	}
	var wiki spec.Wiki // whose contact goes into the User-Agent
	if wikis := project.Manifest().Wikis; len(wikis) == 1 || o.wiki.name != "" {
		if wiki, err = o.wiki.of(project); err != nil {
			return err
		}
	}
	checks, err := a.pinChecks(project, files, o)
	if err != nil {
		return err
	}
	fetcher := &source.Fetcher{UserAgent: userAgent(wiki), AllowPrivate: a.privateSources(o.private)}
	a.askURLs(ctx, fetcher, checks, int(o.jobs))
	if o.check {
		return a.tellPins(checks)
	}
	return a.updatePins(w, project, files, o, checks)
}

// openForLock reads the manifest for all its wikis, whichever one is chosen: they have one
// lock file. Files are those of all of them, each once.
func (a *app) openForLock(w *workspace, o *lockOptions) (*reconcile.Project, []spec.File, error) {
	in := o.values()
	in.Wiki = ""
	type key struct {
		address spec.Address
		url     string
	}
	known, files := map[key]bool{}, []spec.File(nil)
	project, err := a.opened(reconcile.OpenEach(w.root.FS(), w.dir, in, nil, func(m *spec.Manifest) hcl.Diagnostics {
		for _, f := range m.Files {
			if k := (key{f.Address, f.Source.URL}); !known[k] {
				known[k], files = true, append(files, f)
			}
		}
		return nil
	}))
	return project, files, err
}

// askURLs asks for every URL, several at once.
func (a *app) askURLs(ctx context.Context, fetcher *source.Fetcher, checks []*pinCheck, jobs int) {
	show := a.watchPins(checks)
	defer show.close()
	var group errgroup.Group
	group.SetLimit(jobs)
	for _, l := range checks {
		if !l.due {
			continue
		}
		group.Go(func() error {
			l.now, l.err = fetcher.Refresh(ctx, l.url, l.known, l.progress)
			l.done = true
			show.finished(l)
			return nil
		})
	}
	group.Wait()
}

// updatePins puts what was seen into the lock file and says what became of it.
func (a *app) updatePins(w *workspace, project *reconcile.Project, files []spec.File, o *lockOptions, checks []*pinCheck) error {
	lock := project.Lock()
	var t tally
	write := false
	for _, l := range checks {
		state := l.state()
		t.add(a, l, state)
		if state == pinMissing || state == pinDiffers {
			lock.Set(l.now)
		}
		_, facts := l.now.Differs(l.known)
		if state == pinSame && l.due && facts {
			lock.Set(l.now)
			write = true
		}
		write = write || state == pinMissing || state == pinDiffers
	}
	unused := lock.Unused(files)
	if o.prune {
		for _, url := range unused {
			lock.Remove(url)
			write = true
		}
	}
	if write {
		if err := lock.Save(w.abs); err != nil {
			return fmt.Errorf("%s: %w", source.LockName, err)
		}
	}
	a.concludeLock(t, write, o.prune, len(unused))
	return t.err()
}

// tellPins says which pins are not as they should be.
func (a *app) tellPins(checks []*pinCheck) error {
	var t tally
	for _, l := range checks {
		t.add(a, l, l.state())
	}
	p := a.paint(a.Out)
	switch {
	case t.err() != nil:
		return t.err()
	case t.missing+t.differs > 0:
		fmt.Fprintf(a.Out, "\nCheck: %s missing, %s out of date, %s as pinned.\n", number.Grouped(t.missing), number.Grouped(t.differs), number.Grouped(t.same))
		if !a.Automation() {
			a.note("Pin what is missing with wikiform lock, and what changed with wikiform lock -upgrade='*'.")
		}
		return outcome(exitFound)
	}
	fmt.Fprintf(a.Out, "%s All pins are up to date: %s.\n", p.Good("Success!"), number.Of(t.same, "URL"))
	return nil
}
