package cli

import (
	"time"

	"github.com/spf13/pflag"

	"wikiform/apply"
	"wikiform/apply/reconcile"
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

// limits are what a run is bound to.
func (o *runOptions) limits() reconcile.Limits {
	return reconcile.Limits{
		Budget:     apply.Budget{Time: o.maxDuration, Bytes: int64(o.maxBytes)},
		StageFirst: o.stageFirst, StashLife: o.stashLife,
	}
}
