package apply

import (
	"context"
	"errors"
	"sync"
	"time"

	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// Wiki is what a [Runner] needs of a wiki. Every error wraps a *provider.Error,
// or that of a context when nothing that was asked is under way any more. A
// write of which nobody knows what became gives the kind Lost.
type Wiki interface {
	// Files gives what the wiki has under each title, and how it stores that title;
	// every title is in the map.
	Files(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.File, error)
	// FilesWithOld is Files after an upload: with the version before the current one.
	FilesWithOld(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.File, error)
	// Revisions gives revisions by their numbers; what the wiki does not show is
	// left out.
	Revisions(ctx context.Context, ids []int64) (map[int64]provider.Revision, error)
	// What was deleted is asked for right before the upload that brings it back.
	plan.DeletionReader
	// Upload gives what the wiki says it stored; together with an error that is
	// something else than what was asked for.
	Upload(ctx context.Context, u provider.Upload) (provider.Version, error)
	// Edit gives the new revision, 0 when the page had the text already;
	// together with an error that is a revision with another text.
	Edit(ctx context.Context, e provider.Edit) (rev int64, err error)
}

// defaultJobs is how many files are written at once when nobody says.
const defaultJobs = 4

// Runner carries out plans. Its fields are not changed while it runs.
type Runner struct {
	Wiki Wiki
	// Body gives the content of a source on this machine: it opens a path and
	// downloads a URL, and tells how far the download is. The digest is known
	// after a download only. The func releases what Body took; it is not nil
	// unless there is an error.
	Body func(ctx context.Context, s spec.Source, progress func(sent, total int64)) (provider.Body, provider.Digest, func(), error)
	// CopyUpload: the wiki may fetch URLs for this account.
	CopyUpload bool
	Stager     Stager   // asks after what an earlier run left queued, and serves StageFirst
	StageFirst *Window  // nil: each file is published as soon as it is staged
	Journal    *Journal // nil: nothing is remembered
	Budget     Budget
	Jobs       int // files written at the same time; 0 means 4
	// Emit is told what happens, by one goroutine at a time; it must not block.
	// Nil is allowed.
	Emit func(Event)
	Mark string // how comments end that are ours: "[wikiform SET]"; "" for none
}

var (
	errInterrupt = errors.New(Interrupted)
	errCancelled = errors.New("cancelled")
)

// Run carries out the changes of p and returns when nothing is in flight any
// more. Files fail independently; an error that concerns the whole run
// (provider.Stops) only keeps further files from being started.
//
// Closing stop, which may be nil, starts nothing new and finishes what is in
// flight. Cancelling ctx gives up requests as well; what was written until then
// is still read back, for a few seconds at most.
func (r *Runner) Run(ctx context.Context, stop <-chan struct{}, p *plan.Plan) *Report {
	report := newReport(p)
	s := &session{Runner: r, halted: make(chan struct{})}
	unwatch := s.watch(ctx, stop)
	stopTimer := s.startTimer()

	if s.StageFirst == nil || s.stageAll(ctx, report.Results) {
		s.each(report.Results, func(res *Result) { s.do(ctx, res) })
	}

	stopTimer()
	unwatch()
	if s.why != nil {
		report.Stopped = s.why.Error()
		report.cure = CureOf(s.why)
		_, report.Spent = errors.AsType[*SpentError](s.why)
	}
	return report
}

// each does what is to be done of results, several titles at a time, until the
// run is stopping.
func (s *session) each(results []Result, do func(*Result)) {
	queue := make(chan []*Result)
	var workers sync.WaitGroup
	for range s.jobs() {
		workers.Go(func() {
			for group := range queue {
				for _, res := range group {
					do(res)
				}
			}
		})
	}
feeding:
	for _, group := range byTitle(results) {
		select {
		case queue <- group:
		case <-s.halted:
			break feeding
		}
	}
	close(queue)
	workers.Wait()
}

func (r *Runner) jobs() int {
	if r.Jobs > 0 {
		return r.Jobs
	}
	return defaultJobs
}

// byTitle gives what is to be done in the plan's order, with all changes of one
// title in one group: two writes to a title must not meet, since the wiki takes
// no two versions of a file in one second (facts §4.5).
func byTitle(results []Result) [][]*Result {
	var groups [][]*Result
	at := make(map[provider.Title]int)
	for i := range results {
		res := &results[i]
		if res.Outcome != NotStarted {
			continue
		}
		n, found := at[res.Change.Claim.Title]
		if !found {
			n = len(groups)
			at[res.Change.Claim.Title] = n
			groups = append(groups, nil)
		}
		groups[n] = append(groups[n], res)
	}
	return groups
}

// do takes one change through all its steps, unless the run is stopping.
func (s *session) do(ctx context.Context, res *Result) {
	select {
	case <-s.halted:
		return
	default:
	}
	began := time.Now()
	s.emit(Started{Change: res.Change})
	*res = s.step(res).run(ctx)
	s.learn(res)
	s.emit(Finished{Result: *res, Took: time.Since(began)})
}
