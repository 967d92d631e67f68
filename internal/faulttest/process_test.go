package faulttest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing/fstest"
	"time"

	"wikiform/apply"
	"wikiform/apply/reconcile"
	"wikiform/internal/receipt"
	"wikiform/plan"
	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
	"wikiform/spec"
	"wikiform/spec/source"
)

// process is one run of the program, from the manifest to the report: what package
// reconcile makes of it, without a command line and a disk.
type process struct {
	world *world
	dir   string // for downloads
	as    mediawiki.Credentials

	ctx     context.Context
	cancel  context.CancelFunc
	reading context.Context // which the first signal ends
	leave   context.CancelFunc
	stop    chan struct{}
	once    sync.Once
	dead    chan struct{} // closed by a kill: nothing leaves the process any more
	died    sync.Once
	receipt *receiptFile // nil before it begins to write
	made    *plan.Plan   // what it may carry out, nil before there is one; see [world.made]
}

func (w *world) start(ctx context.Context, dir string) *process {
	p := &process{world: w, dir: dir, as: mediawiki.Credentials{User: sandbox.User, Password: sandbox.Password}, stop: make(chan struct{}), dead: make(chan struct{})}
	p.ctx, p.cancel = context.WithCancel(ctx)
	p.reading, p.leave = context.WithCancel(p.ctx)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.process = p
	return p
}

// strike is what a signal does.
func (p *process) strike(with sandbox.FaultKind) {
	switch with {
	case kill:
		p.died.Do(func() { close(p.dead) })
		p.cancel()
	case cancel:
		p.once.Do(p.interrupt)
		p.cancel()
	case stop:
		p.once.Do(p.interrupt)
	}
}

// interrupt is the first signal.
func (p *process) interrupt() {
	close(p.stop)
	p.leave()
}

func (p *process) killed() bool {
	select {
	case <-p.dead:
		return true
	default:
		return false
	}
}

var errKilled = errors.New("the process is dead")

// RoundTrip implements [http.RoundTripper] for the requests of this process.
func (p *process) RoundTrip(req *http.Request) (*http.Response, error) {
	if p.killed() {
		return nil, errKilled
	}
	return p.world.wiki.Transport().RoundTrip(req)
}

// outcome is what a run came to: a report, or an error before there was one.
// What a process that was killed would have said nobody heard.
type outcome struct {
	plan   *plan.Plan
	report *apply.Report
	err    error
	agreed bool // it did nothing but plan, and somebody agreed
	killed bool
	broke  error // what it did to what a volunteer had done
}

// run plans and applies, as a command line would that says what the schedule does.
// A run that needs an agreement and has none only plans.
func (p *process) run() outcome {
	defer p.cancel()
	w := p.world
	project, target, err := p.open()
	if err != nil {
		return outcome{err: err}
	}
	made, err := p.plan(project, target)
	switch {
	case err != nil:
		return outcome{err: fmt.Errorf("plan: %w", err)}
	case w.schedule.Agreement != "" && !w.agreed && made.Pending():
		return outcome{err: p.agree(made), agreed: true}
	case !made.Pending():
		return outcome{plan: made}
	}
	p.planned(made)
	report, err := p.apply(project, target, made)
	return outcome{plan: made, report: report, err: err}
}

// open reads the manifest and logs in.
func (p *process) open() (*reconcile.Project, reconcile.Target, error) {
	project, diags := reconcile.Open(p.world.tree, ".", spec.Inputs{}, sources{p.world})
	if diags.HasErrors() {
		return nil, reconcile.Target{}, diags
	}
	c, err := mediawiki.Dial(p.reading, mediawiki.Config{
		API: api, UserAgent: "faulttest", Transport: p, ChunkSize: chunkSize, ChunkFixed: true,
		Credentials: p.as,
	})
	if err != nil {
		return nil, reconcile.Target{}, fmt.Errorf("dial: %w", err)
	}
	target := reconcile.Target{Wiki: c}
	if wikis := project.Manifest().Wikis; len(wikis) > 0 {
		target.Declared = wikis[0]
	}
	return project, target, nil
}

// plan is the plan to apply: one that was saved, or one that is made now and held
// against what was agreed to.
func (p *process) plan(project *reconcile.Project, target reconcile.Target) (*plan.Plan, error) {
	w := p.world
	if w.agreed && w.schedule.Agreement == savedPlan {
		saved, err := plan.Read(bytes.NewReader(w.saved))
		if err != nil {
			return nil, err
		}
		return project.Confirm(p.reading, target, saved, reconcile.Choice{})
	}
	made, err := project.Plan(p.reading, target, w.schedule.choice())
	if err == nil && w.agreed {
		err = w.agreement.Covers(made)
	}
	return made, err
}

// choice is what of the manifest is planned.
func (s schedule) choice() reconcile.Choice {
	choice := reconcile.Choice{Only: s.Only}
	if s.Target != "" {
		choice.Scope.Targets = []string{s.Target}
	}
	return choice
}

// agree keeps what a person would who reviews the plan.
func (p *process) agree(made *plan.Plan) error {
	w := p.world
	if p.killed() {
		return errKilled
	}
	var saved bytes.Buffer
	if err := plan.Write(&saved, made); err != nil {
		return err
	}
	list, err := plan.ReadDigests(strings.NewReader(made.Digests().String()))
	w.agreedAt = w.actedFirst
	w.agreed, w.saved, w.agreement = true, saved.Bytes(), reconcile.Agreement{Digest: made.Digest(), Parts: &list}
	return err
}

func (p *process) apply(project *reconcile.Project, target reconcile.Target, made *plan.Plan) (*apply.Report, error) {
	w, s := p.world, p.world.schedule
	run, err := project.Prepare(target, made, reconcile.Limits{Jobs: s.Jobs, Budget: apply.Budget{Bytes: s.Budget}, StageFirst: s.StageFirst})
	if err != nil {
		return nil, err
	}
	if s.Agreement == savedPlan {
		if report, err := run.Stale(p.reading); report != nil || err != nil {
			return report, err
		}
	}
	means := reconcile.Means{Downloads: &source.Fetcher{Transport: origin{w}, Dir: p.dir}}
	if s.Journal && run.Uploads() {
		means.Journal = w.journal.open(p, target.ID(), target.Wiki.Account().Name)
	}
	p.receipt = &receiptFile{p: p}
	kept := p.receipt.begin(target.Wiki.Account().Name)
	if kept == nil {
		return nil, errKilled
	}
	means.Record, means.Complete = kept.Add, kept.Complete
	report := run.Do(p.ctx, p.stop, means)
	if err := kept.End(time.Now(), receipt.Complete); err != nil && !p.killed() {
		return report, err
	}
	if lock, pinned := run.Pins(report); pinned > 0 && !p.killed() {
		var text bytes.Buffer
		if err := lock.Write(&text); err != nil {
			return report, err
		}
		w.tree[source.LockName] = &fstest.MapFile{Data: text.Bytes()}
	}
	return report, nil
}
