package cli

import (
	"context"
	"fmt"
	"sync"

	"wikiform/apply/reconcile"
	"wikiform/internal/preview"
	"wikiform/internal/working"
	"wikiform/plan"
	"wikiform/spec/source"
)

// job is what plan and apply begin with: a project in its workspace, and the
// options that both have. It does not change once it is open.
type job struct {
	*app
	*workspace
	options *workOptions
	log     *logFile
	sources *reconcile.Disk
	project *reconcile.Project
}

// openJob reads what the directory says. The caller closes the job.
func (a *app) openJob(ctx context.Context, o *workOptions) (*job, error) {
	return a.openJobBy(ctx, o, a.openProject)
}

// opening is how a project is read.
type opening func(*workspace, *manifestOptions, reconcile.Sources) (*reconcile.Project, error)

func (a *app) openJobBy(ctx context.Context, o *workOptions, open opening) (_ *job, err error) {
	j := &job{app: a, options: o}
	if err := a.readLists(o); err != nil {
		return nil, err
	}
	if j.workspace, err = a.openWorkspace(&o.manifestOptions); err != nil {
		return nil, err
	}
	task := working.Begin(ctx, "reading the manifests", 0)
	defer task.End()
	if j.log, err = a.openLog(ctx, j.workspace, o.logFile); err == nil {
		if j.sources, err = j.diskSources(); err == nil {
			j.project, err = open(j.workspace, &o.manifestOptions, j.sources)
		}
	}
	if err != nil {
		j.close()
		return nil, err
	}
	return j, nil
}

func (j *job) close() {
	j.closeLog(j.log)
	j.workspace.close()
}

// diskSources are the sources of the workspace, through the cache of hashes unless
// all is to be hashed again.
func (j *job) diskSources() (*reconcile.Disk, error) {
	tree, err := source.OpenTree(j.root)
	if err != nil {
		return nil, err
	}
	var once sync.Once // sources are looked at several times
	disk := &reconcile.Disk{Tree: tree, Warn: func(err error) {
		once.Do(func() { j.note("The hash cache could not be written, so the next plan hashes again: %v.", err) })
	}}
	if !j.options.rehash {
		disk.Hashes = j.state.Hashes
	}
	return disk, nil
}

// planManifest connects to the wiki that is meant and plans: for everything, or for what
// changed. The caller closes the connection.
func (j *job) planManifest(ctx context.Context, choice reconcile.Choice) (*connection, *plan.Plan, error) {
	return j.planPreviewed(ctx, choice, previewOption{})
}

// planPreviewed is planManifest for a plan with previews, which there is none of where the
// wiki refuses those.
func (j *job) planPreviewed(ctx context.Context, choice reconcile.Choice, o previewOption) (*connection, *plan.Plan, error) {
	wiki, err := j.options.wiki.of(j.project)
	if err != nil {
		return nil, nil, err
	}
	c, err := j.dial(ctx, wiki)
	if err != nil {
		return nil, nil, err
	}
	if o.reader != "" {
		if c.previews, err = preview.Check(ctx, c.client, o.reader); err != nil {
			c.close()
			return nil, nil, fmt.Errorf("%s: %w", reconcile.Where(wiki), err)
		}
	}
	if since := choice.Since; since == nil || since.From == nil {
		j.noteReading(c)
	}
	p, err := j.project.Plan(ctx, c.Target, choice)
	if err != nil {
		c.close()
		return nil, nil, ofProject(j.project, err)
	}
	return c, p, nil
}

// choice is what the options say that a plan is for.
func (j *job) choice() reconcile.Choice {
	o := j.options
	return reconcile.Choice{
		Scope: o.scope, Only: o.only, Locked: j.locked(), AskTexts: o.askTexts, Forced: o.force, Orphans: o.orphans, AllowEmpty: o.allowEmpty, Whose: o.deny.others, Shard: o.shard,
	}
}

// locked reports whether a URL without a pin is an error.
func (j *job) locked() bool { return j.options.locked || j.Automation() }
