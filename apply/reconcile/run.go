package reconcile

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"wikiform/apply"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
	"wikiform/spec/source"
)

// Limits are what a run is bound to.
type Limits struct {
	Jobs   int // files written at a time; 0 is as many as is polite
	Budget apply.Budget
	// StageFirst sends and verifies all content before anything is published, which
	// the wiki keeps for StashLife meanwhile.
	StageFirst bool
	StashLife  time.Duration // 0 is 4 hours
	// Part is what of the plan is carried out, which as a whole has to be one that may be;
	// nil: all of it. The other shards take their shares of what the account may do.
	Part *plan.Plan
}

// Means are what a run works with.
type Means struct {
	Journal   *apply.Journal // nil: nothing is remembered
	Downloads *source.Fetcher
	Emit      func(apply.Event) // as that of an apply.Runner
	// Record and Complete are those of an apply.Runner, too. Nil: nothing is recorded.
	Record   func(spec.Address, provider.Write) error
	Complete func(spec.Address, provider.Write)
}

// Run is a plan that may be carried out on a target.
type Run struct {
	project *Project
	target  Target
	plan    *plan.Plan
	limits  Limits
	window  *apply.Window

	downloads *source.Fetcher
	fetched   sync.Map // URL -> source.Pin of what was downloaded
}

// AnonymousError says that nobody is logged in who could write.
type AnonymousError struct{ Target Target }

func (e *AnonymousError) Error() string {
	return Where(e.Target.Declared) + ": nobody is logged in, so nothing can be written"
}

// Prepare tells whether a plan of the target may be carried out at all, before
// anybody is asked. An error is that of [Project.Checked], an [*OtherWikiError], an
// [*AnonymousError], an [*AccountError] or a [*WindowError].
func (p *Project) Prepare(t Target, pl *plan.Plan, l Limits) (*Run, error) {
	if err := p.Checked(pl); err != nil {
		return nil, err
	}
	if err := t.isOf(pl); err != nil {
		return nil, err
	}
	if t.Wiki.Account().Anonymous() {
		return nil, &AnonymousError{t}
	}
	if name, ours := t.Wiki.Account().Name, t.Declared.Accounts; len(ours) > 0 && !slices.Contains(ours, name) {
		return nil, &AccountError{t, name}
	}
	r := &Run{project: p, target: t, plan: cmp.Or(l.Part, pl), limits: l}
	if l.StageFirst {
		var err error
		if r.window, err = windowOf(t, r.plan, cmp.Or(l.StashLife, usualLife)); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// Uploads reports whether any content is sent, so that a journal is of use.
func (r *Run) Uploads() bool {
	for i := range r.plan.Changes {
		if r.plan.Changes[i].Upload() != nil {
			return true
		}
	}
	return false
}

// Stale reads all preconditions of the plan and writes nothing. It gives a report
// if one of them does not hold, nil if the plan can be carried out as it is.
func (r *Run) Stale(ctx context.Context) (*apply.Report, error) {
	runner := apply.Runner{Wiki: r.target.Wiki}
	report, err := runner.Check(ctx, r.plan)
	if err != nil {
		return nil, r.target.failed(err)
	}
	if report.Count(apply.Stale) == 0 {
		return nil, nil
	}
	return report, nil
}

// Do carries the plan out. When stop is closed nothing new is begun; when ctx ends,
// what is in flight is given up, too.
func (r *Run) Do(ctx context.Context, stop <-chan struct{}, with Means) *apply.Report {
	if r.downloads = with.Downloads; r.downloads == nil {
		r.downloads = &source.Fetcher{}
	}
	if r.downloads.Max == 0 {
		r.downloads.Max = r.target.Wiki.Site().MaxUpload
	}
	runner := apply.Runner{
		Wiki:       r.target.Wiki,
		Body:       r.body,
		CopyUpload: r.target.Wiki.Account().Can("upload_by_url"),
		Stager:     r.target.Wiki,
		StageFirst: r.window,
		Journal:    with.Journal,
		Budget:     r.limits.Budget,
		Jobs:       r.jobs(),
		Emit:       with.Emit,
		Record:     with.Record,
		Complete:   with.Complete,
		NoShared:   r.target.Wiki.Site().NoShared,

		ReadBackWait: r.readBackWait(),
		Account:      r.target.Wiki.Account().Name,
		Accounts:     r.target.ours(),
		Marks:        r.project.marks(),
		Site:         r.target.Wiki.Site().ID,
	}
	return runner.Run(ctx, stop, r.plan)
}

// readBackWait is how long a file waits to be read back with others. Where requests are
// counted it is longer, so that there are fewer.
func (r *Run) readBackWait() time.Duration {
	if r.target.Wiki.Rate().PerMinute > 0 {
		return 30 * time.Second
	}
	return 10 * time.Second
}

// jobs is how many files are written at once: as asked, else politely.
func (r *Run) jobs() int {
	switch {
	case r.limits.Jobs > 0:
		return r.limits.Jobs
	case r.target.Declared.Wikimedia():
		return 1
	}
	return 4
}

// body gives the content of a source on this machine, for package apply. What it
// downloads is remembered for the lock file.
func (r *Run) body(ctx context.Context, s spec.Source, progress func(sent, total int64)) (provider.Body, provider.Digest, func(), error) {
	if s.URL == "" {
		body, err := r.project.sources.Body(s.Path)
		return body, provider.Digest{}, func() {}, err
	}
	d, err := r.downloads.Download(ctx, s.URL, progress)
	if err != nil {
		return provider.Body{}, provider.Digest{}, func() {}, err
	}
	r.fetched.Store(s.URL, d.Pin)
	return d.Body(), d.Digest(), d.Close, nil
}
