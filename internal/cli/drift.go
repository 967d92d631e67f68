package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"wikiform/apply/reconcile"
)

// driftOptions are the options of drift.
type driftOptions struct {
	workOptions
	full     bool
	reports  driftReports
	json     bool
	detailed bool
}

func (a *app) driftCommand() *cobra.Command {
	o := &driftOptions{workOptions: workOptions{manifestOptions: manifestOptions{app: a}}}
	cmd := &cobra.Command{
		Use:   "drift [options]",
		Short: "Show what others did to the files of the manifest",
		Long: `Tell what others did to the files that the manifest declares since they were last
written from here: who, when, with which comment, and what. Texts that were changed,
contents that were uploaded or brought back, files that were moved or deleted, pages
that were protected. Nothing is proposed and nothing is written to the wiki.

What we did ourselves is no drift, and neither is a manifest that was changed since.
Who we are say the accounts of the wiki block, or else the account that is logged in.`,
		Example: `  wikiform drift
  wikiform drift -detailed-exitcode -report=markdown:drift.md
  wikiform drift -json
  wikiform drift -target='file.plate["*"]' -full`,
		Annotations: exits(exitOK, exitError, exitPending, exitUsage, exitSignal+2),
		RunE:        func(*cobra.Command, []string) error { return a.drift(o) },
	}
	// Exit code 2 is about drift here.
	cmd.Annotations[codes] = strings.Replace(cmd.Annotations[codes], "changes are pending", "there is drift", 1)
	flags := cmd.Flags()
	o.declareSome(flags, "root", "wiki", "var", "var-file", "target", "exclude", "target-file", "exclude-file", "locked", "rehash", "retry-for", "log-file")
	flags.BoolVar(&o.detailed, "detailed-exitcode", false, "exit with 2 when there is drift")
	flags.BoolVar(&o.full, "full", false, "show every file, and whole")
	flags.BoolVar(&o.json, "json", false, "print one JSON document")
	flags.Var(&o.reports, "report", "also write the drift as `FORMAT:PATH`: "+strings.Join(driftFormats(), ", ")+"; - is standard output; repeatable")
	return cmd
}

func (a *app) drift(o *driftOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	signals := catchSignals()
	defer signals.end()
	return signals.explain(a.tellDrift(signals.reading(), o))
}

// tellDrift is drift until ctx ends.
func (a *app) tellDrift(ctx context.Context, o *driftOptions) error {
	ctx = a.watch(ctx, "Looking what others did")
	j, err := a.openJob(ctx, &o.workOptions)
	if err != nil {
		return err
	}
	defer j.close()
	wiki, err := o.wiki.of(j.project)
	if err != nil {
		return err
	}
	c, err := j.dial(ctx, wiki)
	if err != nil {
		return err
	}
	defer c.close()
	d, err := j.project.Drift(ctx, c.Target, j.choice())
	if _, ok := errors.AsType[*reconcile.NobodyError](err); ok {
		return hinted{err, "Write accounts = [\"…\"] with our user names in the wiki block. " + howToLogIn(wiki.API)}
	}
	if err != nil {
		return ofProject(j.project, err)
	}
	a.unwatch()
	if err := j.showDrift(ctx, d, o); err != nil {
		return err
	}
	if o.detailed && d.Any() {
		return outcome(exitPending)
	}
	return nil
}
