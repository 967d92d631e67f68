package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"wikiform/apply/reconcile"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// promoteOptions are the options of promote.
type promoteOptions struct {
	planOptions
	file   string // the plan that was approved
	expect string // its digest
}

func (a *app) promoteCommand() *cobra.Command {
	o := &promoteOptions{planOptions: planOptions{workOptions: workOptions{manifestOptions: manifestOptions{app: a}}}}
	cmd := &cobra.Command{
		Use:   "promote [options] -expect-digest=DIGEST PLAN",
		Short: "Plan for one wiki what was approved for another one",
		Long: `Make a plan for a wiki that does what PLAN does, which was approved for another one
and has the DIGEST, and nothing else. PLAN and DIGEST are taken from the command line
and from nowhere else: no file of the checkout approves anything.

A file is promoted where this wiki has of it what the other one had when PLAN was made:
no file, or one with the same SHA-1 under the same title, and a page with the same text;
and where the same is to be done, with the same content and the same text. Every other
file is blocked, with what differs. Comments and tags may differ, and are shown where
they do. The limits, checks and owners of this wiki hold as for any plan.

The plan is for the part of the manifest that PLAN is for. Nothing is written to the
wiki: apply carries it out, from the file that -out saves.`,
		Example: `  wikiform plan -wiki=staging -out=staging.wikiplan
  wikiform apply staging.wikiplan
  wikiform promote -wiki=production -expect-digest=sha256:… -out=production.wikiplan staging.wikiplan
  wikiform apply production.wikiplan`,
		Annotations: exitsFor("an error, or a file is blocked, for one since it differs from what was approved; the plan is shown and saved all the same",
			exitOK, exitError, exitPending, exitStale, exitCheck, exitUsage, exitSignal+2),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 || args[0] == "" {
				return errors.New("the name of one saved plan is wanted, which was approved for another wiki")
			}
			o.file = args[0]
			return nil
		},
		RunE: func(*cobra.Command, []string) error { return a.promote(o) },
	}
	flags := cmd.Flags()
	o.declare(flags)
	flags.Var(digestFlag{&o.expect}, "expect-digest", "the `DIGEST` of the plan that was approved; it is needed")
	o.declareOutputs(flags)
	return cmd
}

func (a *app) promote(o *promoteOptions) error {
	if o.expect == "" {
		return hinted{usagef("-expect-digest is needed: which plan was approved is said on the command line and nowhere else"),
			"plan -out printed the digest beside the plan that was reviewed: -expect-digest=sha256:…"}
	}
	if err := o.check(); err != nil {
		return err
	}
	if err := a.apartFrom("plan that was approved", o.file, append(o.outputs(), output{"-log-file", o.logFile})); err != nil {
		return err
	}
	approved, err := a.readApproved(o)
	if err != nil {
		return err
	}
	defer o.worklist.take(a)()
	signals := catchSignals()
	defer signals.end()
	ctx := a.watch(signals.reading(), "Planning")
	j, err := a.openJob(ctx, &o.workOptions)
	if err != nil {
		return signals.explain(err)
	}
	defer j.close()
	if err := j.differs(approved); err != nil {
		return err
	}
	choice := j.choice()
	choice.Approved = approved
	return signals.explain(j.deliverPlan(ctx, &o.planOptions, choice))
}

// readApproved reads the plan that was approved, and narrows the options to what it is for.
func (a *app) readApproved(o *promoteOptions) (*plan.Approved, error) {
	p, err := a.readPlan(o.file)
	if err != nil {
		return nil, err
	}
	approved, err := plan.NewApproved(p, o.expect)
	if _, ok := errors.AsType[*plan.DigestError](err); ok {
		a.complain(hinted{fmt.Errorf("%s: %w: nothing is promoted", o.file, err), "It is not the plan that was approved. Take the one that was, with its own digest."})
		return nil, outcome(exitStale)
	}
	if err != nil {
		return nil, hinted{fmt.Errorf("%s: %w", o.file, err), "Plan for the other wiki, and have that plan approved."}
	}
	return approved, o.narrow(p)
}

// narrow makes the plan one for the same part of the manifest as the approved one, unless
// the command line says which part it is for.
func (o *promoteOptions) narrow(p *plan.Plan) error {
	if len(o.only) == 0 {
		o.only = p.Only
	}
	if !o.scope.Complete() || len(o.targetFiles)+len(o.excludeFiles) > 0 {
		return nil
	}
	for _, lists := range []struct {
		flag  string
		lists []spec.List
	}{{"-target-file", p.Scope.TargetLists}, {"-exclude-file", p.Scope.ExcludeLists}} {
		for _, l := range lists.lists {
			return hinted{usagef("%s is for a part of the manifest, by %s=%s, and does not have what is in that list", o.file, lists.flag, provider.Visible(l.Name)), "Give promote the same list."}
		}
	}
	o.scope = p.Scope
	return nil
}

// differs refuses to promote a plan to the wiki that it was made for.
func (j *job) differs(approved *plan.Approved) error {
	wiki, err := j.options.wiki.of(j.project)
	if err != nil {
		return err
	}
	if name := reconcile.NameOf(wiki); reconcile.SameAPI(wiki.API, approved.Wiki.API) || wiki.API == approved.Wiki.API || name == approved.Wiki.Name {
		return hinted{usagef("the plan was made for the wiki %s itself", provider.Visible(name)),
			"Carry it out with wikiform apply, or name the wiki that it is to be promoted to: -wiki=NAME"}
	}
	return nil
}
