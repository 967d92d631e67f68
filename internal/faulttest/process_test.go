package faulttest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"wikiform/apply"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
	"wikiform/spec"
	"wikiform/spec/source"
)

// process is one run of the program, from the manifest to the report, without
// its command line.
type process struct {
	world *world
	dir   string // for downloads

	ctx    context.Context
	cancel context.CancelFunc
	stop   chan struct{}
	once   sync.Once
	dead   chan struct{} // closed by a kill: nothing leaves the process any more
	died   sync.Once
}

func (w *world) start(ctx context.Context, dir string) *process {
	p := &process{world: w, dir: dir, stop: make(chan struct{}), dead: make(chan struct{})}
	p.ctx, p.cancel = context.WithCancel(ctx)
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
		p.once.Do(func() { close(p.stop) })
		p.cancel()
	case stop:
		p.once.Do(func() { close(p.stop) })
	}
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
}

func (p *process) run() (o outcome) {
	defer p.cancel()
	m, diags := spec.Load(p.world.tree, ".", spec.Inputs{})
	if diags.HasErrors() {
		return outcome{err: diags}
	}
	c, err := mediawiki.Dial(p.ctx, mediawiki.Config{
		API: "http://localhost/w/api.php", UserAgent: "faulttest", Transport: p, ChunkSize: chunkSize, ChunkFixed: true,
		Credentials: mediawiki.Credentials{User: sandbox.User, Password: sandbox.Password},
	})
	if err != nil {
		return outcome{err: fmt.Errorf("dial: %w", err)}
	}
	facts := plan.Facts{Site: c.Site(), Account: c.Account()}
	wants := plan.Claims(m, p.world.sums(m), facts.Site)
	if err := plan.Survey(p.ctx, c, wants, &facts); err != nil {
		return outcome{err: fmt.Errorf("survey: %w", err)}
	}
	o.plan = plan.Compute(wants, facts)
	if !o.plan.Pending() {
		return o
	}
	r := apply.Runner{Wiki: c, Body: p.body, CopyUpload: true, Stager: c, Jobs: p.world.schedule.Jobs}
	if p.world.schedule.Journal {
		r.Journal = p.world.journal.open(p, facts.Site.ID, facts.Account.Name)
	}
	if p.world.schedule.StageFirst {
		r.StageFirst = &apply.Window{Life: 4 * time.Hour, Publishing: time.Minute}
	}
	o.report = r.Run(p.ctx, p.stop, o.plan)
	return o
}

// body is the content of a source on this machine, as apply asks for it.
func (p *process) body(ctx context.Context, s spec.Source, progress func(sent, total int64)) (provider.Body, provider.Digest, func(), error) {
	if s.URL == "" {
		return p.world.local(s.Path), provider.Digest{}, func() {}, nil
	}
	f := source.Fetcher{Transport: origin{p.world}, Dir: p.dir}
	return f.Fetch(ctx, s.URL, progress)
}
