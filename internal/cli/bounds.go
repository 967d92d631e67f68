package cli

import (
	"fmt"
	"time"

	"github.com/spf13/pflag"

	"wikiform/apply"
	"wikiform/internal/number"
	"wikiform/plan"
)

// runOptions bound a run, and say when it publishes.
type runOptions struct {
	stageFirst  bool
	stashLife   time.Duration
	maxDuration time.Duration
	maxBytes    byteSize
}

func (o *runOptions) declare(flags *pflag.FlagSet) {
	flags.BoolVar(&o.stageFirst, "stage-first", false, "send and verify all content before anything is published")
	flags.DurationVar(&o.stashLife, "stash-life", 4*time.Hour, "with -stage-first: the wiki keeps what is not published for `TIME`; default 4h")
	flags.DurationVar(&o.maxDuration, "max-duration", 0, "stop after `TIME` (30m); another apply goes on")
	flags.Var(&o.maxBytes, "max-bytes", "stop when `SIZE` (2GiB) was sent; another apply goes on")
}

func (o *runOptions) check() error {
	if o.stashLife <= 0 || o.maxDuration < 0 {
		return usagef("a time such as 90s, 30m or 2h is wanted, not a negative one")
	}
	return nil
}

const (
	// slowLine is a speed that most uploads reach, in bytes a second.
	slowLine = 2 << 20
	// aFile is what a request for a file takes whatever its size (facts §10).
	aFile = time.Second
)

// inTime refuses -stage-first for a plan that is expected to take longer than
// the wiki keeps what is staged. Only publishing is limited in its rate.
func (s *session) inTime(o *runOptions, p *plan.Plan) (*apply.Window, error) {
	if !o.stageFirst {
		return nil, nil
	}
	files := 0
	for _, c := range p.Changes {
		if c.Content {
			files++
		}
	}
	perFile := time.Duration(files) * aFile
	limited := p.Expect(s.client.Site(), s.client.Account())
	bytes := p.Counts().Bytes
	staging := time.Duration(bytes/slowLine)*time.Second + perFile
	w := &apply.Window{Life: o.stashLife, Publishing: max(limited.Time, perFile)}
	if staging+w.Publishing <= o.stashLife {
		return w, nil
	}
	how := number.Of(files, "upload")
	if limited.Time > 0 {
		how = limited.String()
	}
	return nil, hinted{
		fmt.Errorf("-stage-first: staging %s (about %s at %s a second) and publishing (%s) take longer than the %s for which the wiki is expected to keep what is staged",
			number.Bytes(bytes), plan.Duration(staging), number.Bytes(slowLine), how, plan.Duration(o.stashLife)),
		"Nothing was written. Apply without -stage-first, split the manifest, or say with -stash-life how long this wiki keeps staged files ($wgUploadStashMaxAge, 6h by default).",
	}
}

func (o *runOptions) budget() apply.Budget {
	return apply.Budget{Time: o.maxDuration, Bytes: int64(o.maxBytes)}
}
