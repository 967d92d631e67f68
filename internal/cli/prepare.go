package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"wikiform/apply/reconcile"
	"wikiform/internal/number"
	"wikiform/provider"
	"wikiform/spec/source"

	"wikiform/apply"
)

// prepare tells whether a plan may be carried out at all, before anybody is asked.
func (j *job) prepare(c *connection, p toApply, o *applyOptions) (*reconcile.Run, error) {
	limits := o.run.limits()
	limits.Jobs, limits.Part = int(o.parallelism), p.part
	run, err := j.project.Prepare(c.Target, p.whole, limits)
	if _, ok := errors.AsType[*reconcile.AnonymousError](err); ok {
		return nil, hinted{err, howToLogIn(c.Declared.API)}
	}
	if _, ok := errors.AsType[*reconcile.AccountError](err); ok {
		return nil, hinted{err, "Nothing was written. Log in as one of them, or add this account to accounts in the wiki block if what it writes is to be ours."}
	}
	if _, ok := errors.AsType[*reconcile.WindowError](err); ok {
		return nil, hinted{fmt.Errorf("-stage-first: %w", err),
			"Nothing was written. Apply without -stage-first, split the manifest, or say with -stash-life how long this wiki keeps staged files ($wgUploadStashMaxAge, 6h by default)."}
	}
	return run, ofProject(j.project, err)
}

// means are what a run works with on this machine, but for its journal.
func (j *job) means(c *connection) (reconcile.Means, error) {
	dir, err := j.state.Downloads()
	if err != nil {
		if provider.HintOf(err) == "" {
			err = hinted{err, "Nothing was written to the wiki. A run keeps its journal and its receipt in .wikiform: run it where that folder can be made."}
		}
		return reconcile.Means{}, err
	}
	return reconcile.Means{Downloads: &source.Fetcher{
		Dir: dir, UserAgent: userAgent(c.Declared), AllowPrivate: j.privateSources(j.options.allowPrivate),
	}}, nil
}

// privateSources reports whether what is fetched may be on a private address.
func (a *app) privateSources(flag bool) bool {
	return flag || a.Env["WIKIFORM_ALLOW_PRIVATE_SOURCES"] == "1"
}

// stopIfStale reads all preconditions of a saved plan before anything is written,
// and stops if one of them does not hold, unless such files are to be skipped.
func (j *job) stopIfStale(ctx context.Context, c *connection, run *reconcile.Run, o *applyOptions) (*apply.Report, error) {
	if o.saved.file == "" || o.saved.stale == staleSkip {
		return nil, nil
	}
	report, err := run.Stale(j.watch(ctx, "Looking whether the plan still holds"))
	j.unwatch()
	if err != nil || report == nil {
		return nil, err
	}
	j.summarize(c, report, o)
	if o.shard.Whole() {
		j.note("Nothing was written. Plan again, or apply the rest with -stale=skip.")
	} else {
		j.note("This shard wrote nothing; of the others each looks at its own files. Plan again, or apply the rest of it with -stale=skip.")
	}
	return report, outcome(exitStale)
}

// openJournal keeps other runs from working in the directory until free is called, since two
// that do the same would both take it for theirs, and opens the journal, if anything is
// uploaded. A run that cannot keep one is not begun: what it left on the wiki would be lost.
func (j *job) openJournal(ctx context.Context, c *connection, run *reconcile.Run) (journal *apply.Journal, free func(), err error) {
	if run.Uploads() {
		return j.state.OpenJournal(ctx, c.ID(), c.Wiki.Account().Name, j.note)
	}
	free, err = j.state.Lock(ctx, j.note)
	if err != nil && ctx.Err() == nil {
		err = hinted{fmt.Errorf("no other run can be kept from this directory meanwhile: %w", err), "Nothing was written to the wiki. Let files be made in .wikiform, and run again."}
	}
	return nil, free, err
}

// savePins writes what was seen of URLs without a pin into the lock file. In
// automation the working copy is thrown away, so nothing is written there.
func (j *job) savePins(run *reconcile.Run, report *apply.Report) error {
	if j.Automation() {
		return nil
	}
	lock, pinned := run.Pins(report)
	if pinned == 0 {
		return nil
	}
	if !j.options.shard.Whole() { // other shards may be at that file
		j.note("%s without a pin came with this shard, which writes no pins. When all shards are done: %s", number.Of(pinned, "URL"), strings.TrimSpace(j.command("lock", "")))
		return nil
	}
	if err := lock.Save(j.abs); err != nil {
		return hinted{fmt.Errorf("%s: %w", source.LockName, err), "The uploads are done. Pin them with sha1 attributes, or make the directory writable."}
	}
	j.note("Pinned %s in %s: commit it.", number.Of(pinned, "URL"), source.LockName)
	return nil
}
