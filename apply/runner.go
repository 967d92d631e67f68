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
	// Move gives a page with its file another title.
	Move(ctx context.Context, m provider.Move) (provider.Moved, error)
	// Revert makes an old version of a file the current one again, and gives what the wiki
	// says it then has.
	Revert(ctx context.Context, r provider.Revert) (provider.Version, error)
	// Undelete brings back rows of what was deleted.
	Undelete(ctx context.Context, u provider.Undelete) error
	// Delete deletes a page with its file.
	Delete(ctx context.Context, d provider.Delete) (provider.Removed, error)
	// Tag adds change tags to a revision; those that it has do no harm.
	Tag(ctx context.Context, t provider.Tagging) error
	// Targets gives, of those titles whose pages are redirects, the page that each
	// names, with its namespace.
	Targets(ctx context.Context, titles []provider.Title) (map[provider.Title]string, error)
	// Usage gives what names each title.
	Usage(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.Usage, error)
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
	// NoShared: the wiki has no shared repository, so that it guards the title of a new
	// file; see [provider.Site].
	NoShared bool
	// ReadBackWait is how long a file that the wiki has taken may wait until it is read
	// back with others; 0 is 10 seconds.
	ReadBackWait time.Duration
	// Emit is told what happens, by one goroutine at a time; it must not block.
	// Nil is allowed.
	Emit func(Event)
	// Record is told of each write, and what it was for, as soon as the wiki shows it, by
	// several goroutines. Its error keeps further files from being started. Nil is allowed.
	Record func(spec.Address, provider.Write) error
	// Complete is told once more of a write that Record had from the wiki's answer, with
	// what the wiki showed of it later. Nil is allowed.
	Complete func(spec.Address, provider.Write)
	// Account is the name of the account that writes, by which its writes are told from
	// those of others. Accounts are all that we are, for deletions that are taken back.
	Account  string
	Accounts []string
	Marks    []string // how comments end that are ours: "[wikiform SET]"; none: no comment is
	Site     string   // id of the wiki, for the report
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
	report.Site = r.Site
	s := newSession(r, report)
	unwatch := s.watch(ctx, stop)
	stopTimer := s.startTimer()
	endAhead := s.ahead.begin(ctx)

	if s.StageFirst == nil || s.stageAll(ctx, report.Results) {
		s.each(report.Results, func(group []*Result) {
			s.carryOut(ctx, turnsOf(group))
			s.goOn(ctx)
		})
		s.seeRest(ctx)
	}
	endAhead()

	stopTimer()
	unwatch()
	if s.why != nil {
		report.Stopped = s.why.Error()
		report.StopCode, report.cure = Code(s.why), CureOf(s.why)
		_, report.Spent = errors.AsType[*SpentError](s.why)
	}
	s.askWhatIsLeft(ctx, report)
	return report
}

// each does what is to be done of results, several groups at a time, until the run
// is stopping.
func (s *session) each(results []Result, do func(group []*Result)) {
	queue := make(chan []*Result)
	var workers sync.WaitGroup
	for range s.jobs() {
		workers.Go(func() {
			for group := range queue {
				do(group)
			}
		})
	}
feeding:
	for _, group := range groupsOf(results) {
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
